"""What a dataset must keep to be published: rules, who checks them, and what a reader is told.

`suites` derives rules from `warehouse.tables`; `rules.yaml`, `cross_rules.sql` and `measures.yaml` hold the ones written
by hand, each with its reason. `validate` checks rows as they are made, `dataset` the tables against each other, and
`report` tells people. Great Expectations does the checking of rows and numbers, DuckDB that between tables.
"""
