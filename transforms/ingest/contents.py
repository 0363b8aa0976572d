"""Opening a raw file: its checksum, what its name says it is, what its first bytes say, and a stream of its content."""

from __future__ import annotations

import gzip
import hashlib
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from transforms.ingest.model import IngestSettings, SourceFile, UnreadableError

FORMATS = {
    ".txt": "txt", ".text": "txt",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "csv",
    ".warc": "warc",
    ".xml": "feed", ".rss": "feed", ".atom": "feed",
}  # fmt: skip
KNOWN_ENDINGS = "txt, html, jsonl, csv, warc, or an RSS or Atom feed (xml, rss, atom), each also with .gz"
HELD_WHOLE = ("txt", "html", "feed")
CHUNK = 1 << 20
HEAD_BYTES = 4096

# First bytes of files that are often misnamed, and what to call them for a person.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x1f\x8b", "gzip-compressed"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ\x00", "xz-compressed"),
    (b"(\xb5/\xfd", "zstd-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound, picture or film file"),
    (b"OggS", "a sound file"),
    (b"ID3", "a sound file"),
)
HTML_START = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
FEED_START = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL)
WARC_START = re.compile(rb"WARC/\d")
JSON_START = re.compile(rb'\s*\{\s*"[^"\n]{1,80}"\s*:')


@dataclass(frozen=True, slots=True)
class Contents:
    """A file that can be opened. `format` is one of `warehouse.tables.SOURCE_FORMATS`."""

    path: Path
    format: str
    is_packed: bool
    sha256: str
    delimiter_hint: str | None = None

    @contextmanager
    def stream(self) -> Iterator[IO[bytes]]:
        """The unpacked bytes. Reading raises `EOFError` where a gzip file breaks off, `OSError` or `zlib.error`."""
        with self.path.open("rb") as raw:
            if self.is_packed and self.format != "warc":  # the archive reader unpacks member by member itself
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield cast(IO[bytes], unpacked)
            else:
                yield raw

    def whole(self, limit: int) -> bytes:
        """All unpacked bytes; `UnreadableError` if there are more than `limit`."""
        with self.stream() as stream:
            data = stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(f"It unpacks to more than {limit:,} bytes")
        return data


def open_source(source: SourceFile, settings: IngestSettings) -> Contents:
    """Check name, size and first bytes of a source and take its checksum. Raises `UnreadableError` or `OSError`."""
    status = source.path.stat()
    if not stat.S_ISREG(status.st_mode):
        if stat.S_ISDIR(status.st_mode):
            list(source.path.iterdir())  # raises if that is what is wrong with it
        raise UnreadableError("not_a_file", "It is a folder or device, not a file: name a file, or a folder to search.")
    ending, is_packed = _ending(source.path)
    if ending not in FORMATS:
        raise UnreadableError(
            "unknown_format",
            f"Files ending in {ending or 'nothing'} are not read: save it as {KNOWN_ENDINGS}.",
        )
    if status.st_size == 0:
        raise UnreadableError("empty", "The file is empty: fetch it again or remove it.")
    file_format = FORMATS[ending]
    if file_format in HELD_WHOLE and status.st_size > settings.max_file_bytes:
        raise too_large(f"It has {status.st_size:,} bytes")
    contents = Contents(source.path, file_format, is_packed, _sha256(source.path), "\t" if ending == ".tsv" else None)
    _check_start(contents)
    return contents


def too_large(what: str) -> UnreadableError:
    return UnreadableError(
        "too_large",
        f"{what}, more than one text may have: split it into stories, one record a line (jsonl), "
        "or raise the limit in the settings (`max_file_bytes`).",
    )


def _ending(path: Path) -> tuple[str, bool]:
    suffix = path.suffix.lower()
    if suffix == ".gz":
        return Path(path.stem).suffix.lower(), True
    return suffix, False


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as raw:
        while chunk := raw.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _check_start(contents: Contents) -> None:
    """Compare the first bytes with the name. A gzip file that breaks this early raises here already."""
    with contents.path.open("rb") as raw:
        is_gzip = raw.read(2) == b"\x1f\x8b"
    if contents.is_packed and not is_gzip:
        raise UnreadableError(
            "wrong_format", "It ends in .gz but is not gzip-compressed: remove the .gz from its name."
        )
    if contents.format == "warc":
        if not is_gzip:
            _expect(contents, WARC_START, "a web archive")
        return
    with contents.stream() as stream:
        head = stream.read(HEAD_BYTES)
    for signature, meaning in SIGNATURES:
        if head.startswith(signature) and not (signature == b"BZh" and head[3:4] not in b"123456789"):
            raise _misnamed(contents, meaning)
    if contents.format != "html" and HTML_START.match(head):
        raise _misnamed(contents, "an HTML page")
    if contents.format not in ("feed", "html") and FEED_START.match(head):
        raise _misnamed(contents, "a feed")
    if WARC_START.match(head):
        raise _misnamed(contents, "a web archive")
    if contents.format in ("txt", "csv") and JSON_START.match(head):
        raise _misnamed(contents, "JSON")


def _expect(contents: Contents, start: re.Pattern[bytes], meaning: str) -> None:
    with contents.path.open("rb") as raw:
        if not start.match(raw.read(HEAD_BYTES)):
            raise UnreadableError("wrong_format", f"It is named like {meaning} but does not begin like one.")


def _misnamed(contents: Contents, meaning: str) -> UnreadableError:
    return UnreadableError(
        "wrong_format",
        f"It is named like a {contents.format} file but is {meaning}: give it its right extension, "
        f"or convert it to {KNOWN_ENDINGS}.",
    )
