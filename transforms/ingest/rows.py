"""Documents and rejects as Arrow tables, in the schema that `warehouse.tables` declares."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields

import pyarrow as pa

from transforms.ids import make_id
from transforms.ingest.model import Document, Reject
from warehouse.tables import DOCUMENTS, REJECTS

DOCUMENT_FIELDS = tuple(field.name for field in fields(Document))
DOCUMENT_SCHEMA = pa.schema([DOCUMENTS.schema.field(name) for name in DOCUMENT_FIELDS])


def documents_table(items: Iterable[Document | Reject]) -> pa.Table:
    """The documents among `items`, in their order, with every column of `documents` that ingest can fill."""
    rows = [asdict(item) for item in items if isinstance(item, Document)]
    return pa.Table.from_pylist(rows, schema=DOCUMENT_SCHEMA)


def rejects_table(items: Iterable[Document | Reject]) -> pa.Table:
    """The rejects among `items`, in their order."""
    rows = [{"reject_id": reject_id(item), **asdict(item)} for item in items if isinstance(item, Reject)]
    return pa.Table.from_pylist(rows, schema=REJECTS.schema)


def reject_id(reject: Reject) -> str:
    """Made from stage, source, rule and row."""
    return make_id("rej", reject.stage, reject.source_uri, reject.rule, reject.row or "")
