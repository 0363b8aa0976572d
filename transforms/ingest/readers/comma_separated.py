"""CSV and TSV: a header, then one record a row; fields may be large and hold line breaks in quotation marks."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO, cast

from transforms.ingest.contents import Contents
from transforms.ingest.decode import decode
from transforms.ingest.fields import canonical_fields
from transforms.ingest.model import IngestSettings, Problem, Record, UnreadableError
from transforms.ingest.readers.json_lines import make_record

DELIMITERS = ",;\t|"
UNDECODABLE = "\udcff"  # stands in a line that could not be decoded, so that the row it is in is turned away


def read_comma_separated(contents: Contents, settings: IngestSettings) -> Iterator[Record | Problem]:
    """A record for every row. Raises `UnreadableError` for a file whose header names no text."""
    csv.field_size_limit(settings.max_record_bytes)  # the library's own limit of 128 KB is shorter than some stories
    with contents.stream() as stream:
        lines = _decoded(stream)
        header_line = next((line for line in lines if line.strip()), None)
        if header_line is None:
            return
        delimiter = contents.delimiter_hint or max(DELIMITERS, key=header_line.count)
        rows = csv.reader(_joined(header_line, lines), delimiter=delimiter, strict=True)
        yield from _records(rows, settings)


def _records(rows: Iterator[list[str]], settings: IngestSettings) -> Iterator[Record | Problem]:
    try:
        header = [name.strip() for name in next(rows)]
    except csv.Error as error:
        raise UnreadableError("malformed_csv", f"The header is malformed ({error}): mend the first line.") from error
    _check_header(header, settings)
    line = _line_number(rows)
    while True:
        place = f"line {line + 1}"
        try:
            row = next(rows, None)
        except csv.Error as error:
            yield Problem(
                "malformed_csv",
                f"The row from {place} to line {_line_number(rows)} is malformed ({error}): put fields with commas, "
                'line breaks or quotation marks in "quotation marks" and double those inside.',
                place,
            )
            line = _line_number(rows)
            continue
        line = _line_number(rows)
        if row is None:
            return
        if any(field.strip() for field in row):
            yield _record(header, row, place, settings)


def _check_header(header: list[str], settings: IngestSettings) -> None:
    fields = canonical_fields(dict.fromkeys(header, "x"), settings.columns)
    if "text" not in fields and "html" not in fields:
        shown = ", ".join(name for name in header[:12] if name) or "no names"
        raise UnreadableError(
            "no_text_column",
            f"No column is called text or html (the first line has {shown[:300]}): name the one that holds the story "
            "in the settings (`columns`), or add a header.",
        )


def _record(header: list[str], row: list[str], place: str, settings: IngestSettings) -> Record | Problem:
    if len(row) != len(header):
        return Problem(
            "malformed_csv",
            f"The row on {place} has {len(row)} fields and the header {len(header)}: put fields with commas or line "
            'breaks in "quotation marks".',
            place,
        )
    if any(UNDECODABLE in field for field in row):
        return Problem("undecodable", f"The row on {place} is in no known encoding: save the file as UTF-8.", place)
    return make_record(dict(zip(header, row, strict=True)), place, settings)


def _decoded(stream: IO[bytes]) -> Iterator[str]:
    start = cast(io.BufferedReader, stream).peek(4)[:4]
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        yield from io.TextIOWrapper(cast(io.BufferedReader, stream), encoding="utf-16", errors="replace", newline="")
        return
    for line in stream:
        try:
            yield decode(line)
        except UnreadableError:
            yield UNDECODABLE + line.decode("ascii", "replace")


def _joined(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _line_number(rows: Iterator[list[str]]) -> int:
    return int(rows.line_num)  # type: ignore[attr-defined]
