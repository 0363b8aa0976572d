"""One source file in, its documents and rejects out: never an exception for bad input, never nothing at all."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from transforms.ids import make_id
from transforms.ingest.boilerplate import cut_boilerplate
from transforms.ingest.contents import Contents, open_source
from transforms.ingest.decode import repair
from transforms.ingest.fields import as_text, writable
from transforms.ingest.language import identify, language_name, stated_code
from transforms.ingest.metadata import describe
from transforms.ingest.model import (
    Document,
    IngestSettings,
    Problem,
    Record,
    Reject,
    SourceFile,
    UnreadableError,
)
from transforms.ingest.readers.archive import read_archive
from transforms.ingest.readers.comma_separated import read_comma_separated
from transforms.ingest.readers.feed import read_feed
from transforms.ingest.readers.json_lines import read_json_lines
from transforms.ingest.readers.page import extract_story, read_page
from transforms.ingest.readers.text import read_text
from transforms.ingest.sidecar import stated_beside

READERS: dict[str, Callable[[Contents, IngestSettings], Iterator[Record | Problem]]] = {
    "txt": read_text,
    "html": read_page,
    "jsonl": read_json_lines,
    "csv": read_comma_separated,
    "warc": read_archive,
    "feed": read_feed,
}
WORD = re.compile(r"\w+(?:['’.-]\w+)*")


def read_source(source: SourceFile, settings: IngestSettings) -> Iterator[Document | Reject]:
    """The documents in a source file and a reject for everything in it that is not let in; at least one of them.

    Records are read one at a time. What the file system refuses, and a file that breaks off, are rejects too; the
    documents before the break are given.
    """
    found_any = False
    try:
        for item in _read(source, settings):
            found_any = True
            yield item
    except UnreadableError as error:
        found_any = True
        yield _reject(source, error.rule, error.reason)
    except EOFError:
        found_any = True
        yield _reject(
            source,
            "truncated_gzip",
            "The gzip file breaks off; whole records before the break were read: fetch it again.",
        )
    except (gzip.BadGzipFile, zlib.error) as error:
        found_any = True
        yield _reject(
            source, "broken_gzip", f"The gzip file is broken ({error}); records before that were read: fetch it again."
        )
    except OSError as error:
        found_any = True
        yield _reject(source, "unreadable", _why_unreadable(error))
    if not found_any:
        yield _reject(source, "no_records", "The file holds no story: fetch it again or remove it.")


def _read(source: SourceFile, settings: IngestSettings) -> Iterator[Document | Reject]:
    contents = open_source(source, settings)
    beside, problems = stated_beside(source)
    yield from (_problem(source, problem) for problem in problems)
    seen: set[bytes] = set()
    is_empty = True
    for item in READERS[contents.format](contents, settings):
        is_empty = False
        if isinstance(item, Problem):
            yield _problem(source, item)
            continue
        digest = hashlib.blake2b((item.key or "").encode("utf-8", "replace"), digest_size=8).digest()
        if item.key is not None and digest in seen:
            yield _problem(
                source,
                Problem(
                    "duplicate_id",
                    f"The id {item.key} on {item.place} stands in the file before: give every record its own id.",
                    item.place,  # without the key: its doc_id belongs to the record that was let in
                ),
            )
            continue
        seen.add(digest)
        yield _judge(source, contents, item, beside, settings)
    if is_empty:
        yield _reject(source, "no_records", "The file holds no records: fetch it again or remove it.")


def _judge(
    source: SourceFile, contents: Contents, record: Record, beside: Mapping[str, Any], settings: IngestSettings
) -> Document | Reject:
    """The document that a record is, or why it is none."""
    found = dict(record.found)
    if record.html is not None:
        text, page_fields = extract_story(repair(record.html), as_text(found.get("url")))
        found = {**page_fields, **found}
        if not text.strip():
            return _turned_away(source, record, "no_story", "The page holds no story: leave it out, or save its text.")
    else:
        text = record.text or ""
    raw = repair(text)
    if not raw.strip():
        return _turned_away(source, record, "empty", "There is no text: fetch it again or remove it.")
    if len(raw) > settings.max_text_length:
        return _turned_away(
            source, record, "too_large",
            f"The text has {len(raw):,} characters, more than the {settings.max_text_length:,} one story may have: "
            "split it into stories, or raise the limit in the settings (`max_text_length`).",
        )  # fmt: skip
    story, cuts = cut_boilerplate(raw)
    if not story.strip():
        return _turned_away(source, record, "only_boilerplate", "Nothing but page furniture is in it: leave it out.")
    fields = {**found, **beside, **record.stated}
    language, foreign = _language(story, fields.get("language"), settings)
    if foreign:
        return _turned_away(source, record, "wrong_language", foreign)
    about = describe(story, cuts, _repaired(fields), source.uri)
    period = about.publication.period
    return Document(
        doc_id=_doc_id(source, record.key),
        source_uri=source.uri,
        source_key=writable(record.key) if record.key is not None else None,
        source_format=contents.format,
        source_sha256=contents.sha256,
        url=about.url,
        licence=about.licence,
        outlet=about.outlet,
        title=about.title,
        bylines=about.bylines,
        dateline=about.dateline,
        published_on=period.first if period and period.is_day else None,
        published_from=period.first if period else None,
        published_until=period.last if period else None,
        published_basis=about.publication.basis,
        language=language,
        text=story,
        boilerplate=cuts,
        word_count=sum(1 for _ in WORD.finditer(story)),
        wire_source=about.wire_source,
    )


def _language(text: str, stated: Any, settings: IngestSettings) -> tuple[str, str | None]:
    """The text's language, and why it is turned away if it is not among those let in."""
    let_in = settings.languages
    wanted = " or ".join(language_name(code) for code in let_in)
    code = stated_code(as_text(stated) or "")
    if code and code not in let_in:
        return code, f"It is stated to be {language_name(code)}, not {wanted}: leave it out, or mend its `language`."
    identified, confidence = identify(text)
    if identified and identified not in let_in:
        return identified, (
            f"It is {language_name(identified)}, not {wanted} (to {confidence:.0%} sure): leave it out, or translate it."
        )
    return identified or code or let_in[0], None


def _repaired(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: repair(value) if isinstance(value, str) else value for name, value in fields.items()}


def _doc_id(source: SourceFile, key: str | None) -> str:
    return make_id("doc", source.uri, writable(key) if key else "")


def _turned_away(source: SourceFile, record: Record, rule: str, reason: str) -> Reject:
    where = f"{record.place[0].upper()}{record.place[1:]}: " if record.place else ""
    return _problem(source, Problem(rule, where + reason, record.place, record.key))


def _problem(source: SourceFile, problem: Problem) -> Reject:
    where = {"place": problem.place, "id": problem.key if problem.key != problem.place else None}
    row = {name: writable(value) for name, value in where.items() if value}
    doc_id = _doc_id(source, problem.key) if problem.key else None
    return _reject(source, problem.rule, problem.reason, row, doc_id)


def _reject(
    source: SourceFile, rule: str, reason: str, row: Mapping[str, str] | None = None, doc_id: str | None = None
) -> Reject:
    return Reject(
        source_uri=source.uri,
        rule=rule,
        reason=writable(reason),
        row=json.dumps(row, ensure_ascii=False, sort_keys=True) if row else None,
        doc_id=doc_id,
    )


def _why_unreadable(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "Reading it is not permitted: give the user who runs the build the right to read it (chmod +r)."
    if isinstance(error, FileNotFoundError):
        return "It is not there, or is a link to a file that is not there: mend the link or remove it."
    return f"The system could not read it ({error.strerror or error}): check the disk, or remove the file."
