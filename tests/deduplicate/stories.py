"""Invented stories for the tests of this room, and the table they are handed over in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from transforms.deduplicate.cluster import Deduplicated, deduplicate
from warehouse.tables import DOCUMENTS

LATER = ("story_id", "copy_id", "is_canonical")

HARBOUR = """\
Dockworkers in the port of Velmarra walked off the job on Tuesday after talks on night shifts broke down.
Union leader Ilka Brandvold said 1,400 crane drivers and lashers had joined by noon.
"We asked for two rested crews and were offered one tired one," Brandvold told a crowd at the eastern gate.
The port authority said eleven container ships were waiting in the roads and that grain exports would slip by a week.
Deputy harbour master Osric Tane called the walkout premature and said a new offer was on its way.
Velmarra handles about a third of the coast's grain and most of its refrigerated fruit.
The last stoppage, nine years ago, ended after a mediator moved the handover between crews to five in the morning.
Traders in Northmere said the price of feed barley rose by four per cent within hours.
Brandvold said the picket would stay until the rosters were rewritten and signed.
"""

HARBOUR_OTHER = """\
Grain ships queued outside Velmarra on Tuesday as a strike by crane drivers over night rosters closed the port.
Eleven vessels lay at anchor, according to the port authority, which expects a week of delays.
The dockers' union wants two crews for each night shift instead of one.
Its leader, Ilka Brandvold, addressed several hundred strikers at a gate on the east side.
Feed barley was up four per cent at the Northmere exchange by the afternoon.
"""

OBSERVATORY = """\
Astronomers at the Tarn Hill observatory have found a faint ring around the dwarf planet Sedrun.
The ring shows only when Sedrun passes in front of a bright star, which it did twice this spring.
Lead author Maud Okonjo-Reyes said the ring must be young because its ice has not yet darkened.
The team used a camera built from parts of a weather satellite that was never launched.
Funding for the hill's main mirror runs out in two years, and the county has not said whether it will renew it.
"""

BRIDGE = """\
The county of Ashmoor will close the Long Mile bridge for eleven months while its deck is replaced.
Engineers found cracks in four of the nine spans during an inspection in March, the roads office said.
Ferries will carry walkers and cyclists across the estuary from a pontoon beside the old customs house.
Lorry drivers face a detour of 46 kilometres through Penwick, where the council fears for its narrow high street.
The work costs 62 million crowns, a third of it paid from the toll fund.
"""

FAIR = """\
A ram called Duke won the shepherds' prize at Orrin Vale fair for the third summer running.
Judge Petra Lindqvist praised his fleece, which weighed nine kilograms when it was shorn before the stands.
Rain kept the crowd to 4,000, about half of what the organisers had hoped for.
Next year the fair moves to a meadow above the river, after floods carried off two tents.
"""

DISCLAIMER = (
    "This service is provided for readers of the regional papers and must not be copied, sold or passed on to third "
    "parties without the written consent of the publishing house and its licensed partners in each territory."
)


def document(doc_id: str, text: str, **known: Any) -> dict[str, Any]:
    """A row with the columns that `deduplicate` takes, null or empty where `known` says nothing."""
    row: dict[str, Any] = dict.fromkeys(name for name in DOCUMENTS.column_names if name not in LATER)
    row |= {"doc_id": doc_id, "source_uri": f"{doc_id}.txt", "source_format": "txt", "source_sha256": "0"}
    row |= {"bylines": [], "boilerplate": [], "language": "en", "text": text, "word_count": len(text.split())}
    if known.get("published_on"):
        known = {"published_from": known["published_on"], "published_until": known["published_on"], **known}
        known.setdefault("published_basis", "metadata")
    return row | known


def table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    schema = pa.schema([field for field in DOCUMENTS.schema if field.name not in LATER])
    return pa.Table.from_pylist(list(rows), schema=schema)


def run(rows: Sequence[Mapping[str, Any]], scratch: Path) -> Deduplicated:
    return deduplicate(table(rows), scratch)


def kinds(found: Deduplicated) -> dict[tuple[str, str], str]:
    return {(row["doc_id_a"], row["doc_id_b"]): row["kind"] for row in found.overlaps.to_pylist()}


def column(found: Deduplicated, name: str) -> dict[str, Any]:
    return {row["doc_id"]: row[name] for row in found.assignments.to_pylist()}


def day(number: int) -> dt.date:
    return dt.date(2023, 5, number)
