"""The fields that records and sidecars state about a text, under the names the dataset uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from transforms.ingest.model import FIELDS

# Other spellings that can mean nothing else. Whatever is ambiguous (`source`, `author_id`) has to be mapped.
ALSO_CALLED = {
    "date": "published",
    "published_on": "published",
    "published_at": "published",
    "headline": "title",
    "byline": "bylines",
    "author": "bylines",
    "authors": "bylines",
    "license": "licence",
    "publisher": "outlet",
}


def canonical_fields(record: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The known fields of `record` that hold a value; `columns` maps a field to the name the record has for it.

    A mapped name beats the field's own name, and that beats another spelling of it.
    """
    mapped = columns or {}
    by_lower = {name.lower(): value for name, value in record.items() if isinstance(name, str)}
    fields: dict[str, Any] = {}
    for other, name in ALSO_CALLED.items():
        _put(fields, name, by_lower.get(other))
    for name in FIELDS:
        if name in mapped:
            fields.pop(name, None)
            _put(fields, name, record.get(mapped[name]))
        else:
            _put(fields, name, by_lower.get(name))
    return fields


def _put(fields: dict[str, Any], name: str, value: Any) -> None:
    if value is not None and value != "":
        fields[name] = value


def as_text(value: Any) -> str | None:
    """A stated value as one line of text, or null where it says nothing; lists and objects say nothing."""
    if isinstance(value, bool) or value is None or isinstance(value, (list, tuple, dict)):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(writable(str(value)).split())
    return text or None


def as_texts(value: Any) -> list[str]:
    """A stated list, or a single value, as lines of text; objects count by their `name`."""
    values: Iterable[Any] = value if isinstance(value, (list, tuple)) else [value]
    named = (item.get("name") if isinstance(item, dict) else item for item in values)
    return [text for text in map(as_text, named) if text]


def writable(text: str) -> str:
    """`text` with half surrogate pairs, which no file can hold, replaced one for one by the replacement character."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text
