"""The vocabulary in which `warehouse.tables` declares the dataset.

A `Table` is a name, a meaning, its columns and its keys; a `Column` is a name, an Arrow type, a meaning and the
rule its values keep. Everything else (Arrow schema, DuckDB DDL and comments, expectation suites, data dictionary,
package metadata) is derived from these two, so this module holds no knowledge about any one table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pyarrow as pa

Severity = Literal["fail", "reject", "warn"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `nullable` says whether null (unknown) may stand in it. `allowed`, `minimum` and `maximum` bound its values (for a
    list column: the values in the list). `references` names the `table.column` its values must occur in. `severity`
    says what a row that breaks the rule costs: the build (`fail`), the row (`reject`) or a line in the quality report
    (`warn`). `why` is the reason for a rule that the meaning does not already give.
    """

    name: str
    type: pa.DataType
    meaning: str
    nullable: bool = True
    unit: str | None = None
    allowed: tuple[str, ...] | None = None
    minimum: float | None = None
    maximum: float | None = None
    references: str | None = None
    severity: Severity = "reject"
    why: str | None = None

    @property
    def is_list(self) -> bool:
        return bool(pa.types.is_list(self.type))


@dataclass(frozen=True, slots=True)
class Span:
    """A pair of offset columns of one row into `documents.text`: code points, end exclusive.

    `text` names the column that must equal `documents.text[start:end]`, or is null where the row keeps no copy of it.
    """

    start: str
    end: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its key, the order its rows are written in, and the offset pairs its rows hold."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    order: tuple[str, ...]
    spans: tuple[Span, ...] = ()

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema that every Parquet file of this table is written with."""
        return pa.schema(
            [pa.field(c.name, c.type, nullable=c.nullable) for c in self.columns],
            metadata={"table": self.name},
        )

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    def column(self, name: str) -> Column:
        """The column called `name`; `KeyError` if the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name}")
