"""RSS and Atom files: every entry is a text, in full where the feed carries it, else its summary."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from transforms.ingest.contents import Contents
from transforms.ingest.model import IngestSettings, Problem, Record, UnreadableError
from transforms.ingest.readers.page import fragment_text


def read_feed(contents: Contents, settings: IngestSettings) -> Iterator[Record | Problem]:
    """A record for every entry; a feed that is broken amid gives the entries before and one problem."""
    import feedparser

    data = contents.whole(settings.max_file_bytes)
    try:
        # A stream: given bytes or a string, the library would take them for an address or path and open it.
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=True, resolve_relative_uris=False)
    except Exception as error:  # feeds are parsed leniently, and then fail in every way there is
        raise UnreadableError("not_a_feed", f"It cannot be read as a feed ({error}): fetch it again.") from error
    if not feed.entries:
        raise _without_entries(feed)
    outlet = feed.feed.get("title")
    for number, entry in enumerate(feed.entries, start=1):
        yield _record(entry, f"entry {number}", outlet)
    if feed.bozo and _is_broken(feed.bozo_exception):
        yield Problem(
            "malformed_xml",
            f"The feed is malformed ({_detail(feed.bozo_exception)}); entries may be missing: fetch it again.",
            "feed",
        )


def _record(entry: Any, place: str, outlet: str | None) -> Record | Problem:
    key = entry.get("id") or entry.get("link") or place
    found = {
        "title": fragment_text(entry.get("title") or ""),
        "bylines": entry.get("author"),
        "published": entry.get("published") or entry.get("updated"),
        "outlet": outlet,
        "url": entry.get("link"),
        "licence": entry.get("rights"),
    }
    texts = [part.get("value") or "" for part in entry.get("content") or []] + [entry.get("summary") or ""]
    text = next((text for text in map(fragment_text, texts) if text), "")
    if not text:
        return Problem("no_text", f"The feed's {place} has neither content nor summary.", place, str(key))
    return Record(str(key), place, text=text, found={name: value for name, value in found.items() if value})


def _without_entries(feed: Any) -> UnreadableError:
    if feed.get("version"):
        return UnreadableError("no_records", "The feed has no entries: fetch it again or remove it.")
    detail = f" ({_detail(feed.bozo_exception)})" if feed.bozo else ""
    return UnreadableError("not_a_feed", f"It is neither RSS nor Atom{detail}: only feeds are read from XML files.")


def _is_broken(error: Exception) -> bool:
    """Whether the XML itself is broken, not merely labelled with the wrong encoding or type."""
    return "Character" not in type(error).__name__ and "ContentType" not in type(error).__name__


def _detail(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
