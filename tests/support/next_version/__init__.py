"""A made-up next version: migrations that expand, complete rows and contract."""
