"""Web archives (WARC, also gzip-compressed): every HTML or plain-text capture in them is a story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from transforms.ingest.contents import Contents
from transforms.ingest.decode import decode
from transforms.ingest.model import IngestSettings, Problem, Record, UnreadableError
from transforms.ingest.readers.page import decode_page

PAGE_TYPES = ("text/html", "application/xhtml+xml")
TEXT_TYPES = ("text/plain",)
CAPTURES = ("response", "resource", "conversion")  # the others are requests, crawl notes and repeats
FOUND = "200"


def read_archive(contents: Contents, settings: IngestSettings) -> Iterator[Record | Problem]:
    """A record for every successful capture of a page. Requests, images, redirects and the like are no stories.

    Reading stops at the first record that is broken, since nothing tells where the next one begins.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with contents.path.open("rb") as stream:
        records = iter(ArchiveIterator(stream))
        number = 0
        while True:
            number += 1
            place = f"record {number}"
            try:
                record = next(records, None)
                made = None if record is None else _record(record, place, settings)
            except (EOFError, OSError):
                raise
            except ArchiveLoadFailed as error:
                yield _broken(place, error)
                return
            except Exception as error:  # the library lets many errors of its parsers through
                yield _broken(place, error)
                return
            if record is None:
                return
            if made is not None:
                yield made


def _broken(place: str, error: Exception) -> Problem:
    detail = " ".join(str(error).split())[:200] or type(error).__name__
    return Problem(
        "broken_warc",
        f"The archive is broken at {place} ({detail}); what follows was not read: fetch the archive again.",
        place,
    )


def _record(record: Any, place: str, settings: IngestSettings) -> Record | Problem | None:
    content_type = _content_type(record)
    if record.rec_type not in CAPTURES or content_type not in PAGE_TYPES + TEXT_TYPES:
        return None
    if record.http_headers is not None and record.http_headers.get_statuscode() != FOUND:
        return None
    key = (record.rec_headers.get_header("WARC-Record-ID") or "").strip(" <>") or place
    url = record.rec_headers.get_header("WARC-Target-URI")
    found = {"url": url.strip(" <>")} if url else {}
    data = record.content_stream().read(settings.max_record_bytes + 1)
    if len(data) > settings.max_record_bytes:
        return Problem(
            "too_large",
            f"The page at {place} has more than {settings.max_record_bytes:,} bytes: leave it out.",
            place,
            key,
        )
    if _is_cut_short(record):
        return Problem("broken_warc", f"The page at {place} breaks off: fetch the archive again.", place, key)
    if not data.strip():
        return Problem("empty", f"The page at {place} is empty: nothing was captured.", place, key)
    try:
        if content_type in TEXT_TYPES:
            return Record(key, place, text=decode(data, _charset(record)), found=found)
        return Record(key, place, html=decode_page(data, _charset(record)), found=found)
    except UnreadableError as error:
        return Problem(error.rule, f"The page at {place}: {error.reason}", place, key)


def _is_cut_short(record: Any) -> bool:
    """Whether the file ends before the record has all the bytes it announces."""
    record.raw_stream.read()
    return bool(getattr(record.raw_stream, "limit", 0) > 0)


def _content_type(record: Any) -> str:
    return _header(record).partition(";")[0].strip().lower()


def _charset(record: Any) -> str | None:
    for part in _header(record).split(";")[1:]:
        name, _, value = part.partition("=")
        if name.strip().lower() == "charset" and value.strip():
            return str(value.strip(" \"'"))
    return None


def _header(record: Any) -> str:
    headers = record.http_headers if record.http_headers is not None else record.rec_headers
    return str(headers.get_header("Content-Type") or "")
