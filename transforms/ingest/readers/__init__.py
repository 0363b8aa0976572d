"""One reader a file format: bytes in, `Record`s and `Problem`s out, in the order they stand in the file."""
