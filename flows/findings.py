"""What a build found out about texts and pairs of texts, kept for the next: the incremental deduplication.

Four Arrow files below the digest of the code that wrote them. The transform names each finding by all that it hangs on
(`transforms.deduplicate.known`), so nothing here can be out of date: a finding that no longer applies is not asked
for, and is gone with the next writing. Files of other code are never read.
"""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa
import pyarrow.feather as feather

from transforms.deduplicate.known import NOTHING, Known


@dataclass(frozen=True, slots=True)
class Findings:
    """A folder of findings; `code` is the digest of the code whose findings are read and written."""

    folder: Path
    code: str

    def read(self) -> Known:
        """What the last build with this code found out; nothing where that is not to be had whole."""
        place = self.folder / self.code
        try:
            tables = {field.name: feather.read_table(place / f"{field.name}.arrow") for field in fields(Known)}
            return Known(**tables)
        except (OSError, ValueError, pa.ArrowException):
            return NOTHING

    def write(self, known: Known) -> None:
        """Put `known` in the place of all that was there; after a crash there is the old, the new or nothing."""
        part = self.folder / f".part-{uuid.uuid4().hex}"
        part.mkdir(parents=True)
        for field in fields(known):
            feather.write_feather(getattr(known, field.name), str(part / f"{field.name}.arrow"), compression="lz4")
        for old in self.folder.iterdir():
            if old != part:
                shutil.rmtree(old, ignore_errors=True)
        part.rename(self.folder / self.code)
