"""Ids: a letter code for the kind of row and a hash of the fewest stable raw values."""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"  # never stands in a file name, an offset or a name
DIGEST_BYTES = 8  # 64 bits: under one expected collision in a table of four billion rows


def make_id(prefix: str, *values: object) -> str:
    """`prefix_` and 16 hex digits of BLAKE2b over the values' text; the same values give the same id anywhere."""
    raw = SEPARATOR.join(str(value) for value in values).encode("utf-8", "surrogatepass")
    return f"{prefix}_{hashlib.blake2b(raw, digest_size=DIGEST_BYTES).hexdigest()}"
