"""JSON lines: one record a line, read one at a time, so that a file may be of any size."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator, Mapping
from typing import IO, Any, cast

from transforms.ingest.contents import Contents
from transforms.ingest.decode import decode
from transforms.ingest.fields import as_text, canonical_fields
from transforms.ingest.model import IngestSettings, Problem, Record, UnreadableError


def read_json_lines(contents: Contents, settings: IngestSettings) -> Iterator[Record | Problem]:
    """A record for every line that holds one; blank lines are nothing. Ends as the stream does."""
    with contents.stream() as stream:
        for number, line in enumerate(_lines(stream, settings.max_record_bytes), start=1):
            place = f"line {number}"
            if line is None:
                yield Problem(
                    "too_large",
                    f"The record on {place} has more than {settings.max_record_bytes:,} bytes: split it into stories, "
                    "or raise the limit in the settings (`max_record_bytes`).",
                    place,
                )
            elif line.strip():
                yield _record(line, place, settings)


def make_record(row: Mapping[str, Any], place: str, settings: IngestSettings) -> Record | Problem:
    """The record of a row of a JSONL or CSV file, its fields under the names they have there."""
    fields = canonical_fields(row, settings.columns)
    key = as_text(fields.get("id")) or place
    text, html = fields.get("text"), fields.get("html")
    stated = {name: value for name, value in fields.items() if name not in ("id", "text", "html")}
    if isinstance(text, str) and text.strip():
        return Record(key, place, text=text, stated=stated)
    if isinstance(html, str) and html.strip():
        return Record(key, place, html=html, stated=stated)
    story_columns = {settings.columns.get(name, name).lower() for name in ("text", "html")}
    if "text" in fields or "html" in fields or story_columns & {str(name).lower() for name in row}:
        reason = f"The record on {place} has an empty text: fetch it again or remove it."
    else:
        shown = ", ".join(str(name) for name in list(row)[:12]) or "no fields"
        reason = (
            f"The record on {place} has no field text or html (it has {shown}): "
            "name the one that holds the story in the settings (`columns`)."
        )
    return Problem("no_text", reason, place, key)


def _lines(stream: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """The stream's lines; null for one longer than `limit`."""
    start = cast(io.BufferedReader, stream).peek(4)[:4]
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        wide = io.TextIOWrapper(cast(io.BufferedReader, stream), encoding="utf-16", errors="replace", newline="\n")
        yield from (line.encode("utf-8", "replace") for line in wide)
        return
    while line := stream.readline(limit + 1):
        if len(line) <= limit:
            yield line
        else:
            while not line.endswith(b"\n") and (line := stream.readline(limit)):
                pass
            yield None


def _record(line: bytes, place: str, settings: IngestSettings) -> Record | Problem:
    try:
        value = json.loads(decode(line))
    except UnreadableError as error:
        return Problem(error.rule, f"On {place}: {error.reason}", place)
    except RecursionError:
        return Problem("malformed_json", f"The JSON on {place} is nested too deeply: mend or remove it.", place)
    except ValueError as error:
        detail = str(error).replace("line 1 ", "") if isinstance(error, json.JSONDecodeError) else str(error)
        return Problem("malformed_json", f"The JSON on {place} is malformed ({detail}): mend or remove it.", place)
    if not isinstance(value, dict):
        return Problem(
            "malformed_json",
            f'The JSON on {place} is no record: write one object such as {{"id": …, "text": …}} on every line.',
            place,
        )
    return make_record(value, place, settings)
