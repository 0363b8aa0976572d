"""How right the dataset is: extraction scored on the development sets that stand beside the project."""
