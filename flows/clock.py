"""The only clock: it stamps `runs` and nothing else."""

from __future__ import annotations

import datetime as dt


def utc_now() -> dt.datetime:
    """Now in UTC without a zone, as `runs` declares its times."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)
