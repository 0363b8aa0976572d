"""What the warehouse says when it cannot do what was asked: one sentence with what is wrong, where, and what to do."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse, an export or the rows handed over are not as they must be."""


class QueryError(WarehouseError):
    """A question to the database could not be answered."""
