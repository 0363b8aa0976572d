"""The stages that need the whole corpus: clustering, reconciling, and the rules every row and table must keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from expectations.dataset import validate_dataset
from expectations.model import SAMPLES, Finding, Sample, merge_findings, refuse_if_failed
from expectations.report import HTML_NAME, write_report
from expectations.validate import validate_batch
from flows.findings import Findings
from transforms.deduplicate.cluster import deduplicate
from transforms.reconcile.assemble import reconcile
from warehouse.parquet import read_table
from warehouse.tables import BY_NAME, REJECTS

# Taking rows away changes only what was made from them, so a second pass is clean unless the code is wrong.
MOST_PASSES = 4


@dataclass(frozen=True, slots=True)
class Checked:
    """Tables whose every row keeps its rules, and the rows that did not."""

    tables: dict[str, pa.Table]
    rejects: pa.Table
    findings: list[Finding] = field(default_factory=list)


def cluster(documents: pa.Table, scratch: Path, findings: Findings) -> Checked:
    """`documents` with stories and copies, `overlaps` and `stories`; documents that break a rule are turned away.

    What earlier builds left in `findings` is not worked out again.
    """
    known = findings.read()

    def make(kept: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        nonlocal known
        found = deduplicate(kept["documents"], scratch, known)
        known = found.known
        completed = _completed(kept["documents"], found.assignments)
        return {"documents": completed, "overlaps": found.overlaps, "stories": found.stories}

    checked = _make_valid(make, {"documents": documents})
    findings.write(known)
    return checked


def reconcile_valid(staged: Mapping[str, pa.Table], clustered: Checked) -> Checked:
    """Everything reconciled; rows that break a rule are turned away and the rest reconciled without them."""

    def make(kept: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
        return reconcile(kept, clustered.tables["documents"])

    return _make_valid(make, staged)


def name_sources(rejects: pa.Table, documents: pa.Table) -> pa.Table:
    """`rejects` with the source file filled in wherever the document is known."""
    places = pc.index_in(rejects["doc_id"].combine_chunks(), documents["doc_id"].combine_chunks(), skip_nulls=True)
    sources = pc.coalesce(rejects["source_uri"], documents["source_uri"].combine_chunks().take(places))
    return rejects.set_column(rejects.column_names.index("source_uri"), rejects.schema.field("source_uri"), sources)


def validate(
    staged: Path, scratch: Path, refused: Path, findings: Sequence[Finding], uris: Sequence[str]
) -> list[Finding]:
    """Check the tables in `staged/parquet` against each other and leave the quality report beside them.

    Raises `BuildRefused` when a rule that fails a build is broken; the report then lies in the folder `refused`.
    Returns all findings, `findings` included.
    """
    parquet = staged / "parquet"
    found = [*findings, *validate_dataset(parquet, scratch), _files_accounted(parquet, uris)]
    is_refused = any(finding.refuses for finding in found)
    write_report(parquet, found, refused if is_refused else staged)
    refuse_if_failed(found, refused / HTML_NAME)
    return found


def _files_accounted(parquet: Path, uris: Sequence[str]) -> Finding:
    """Every raw file is a document, several, or a reject."""
    told = {uri for name in ("documents", "rejects") for uri in _source_uris(parquet, name)}
    lost = sorted(set(uris) - told)
    return Finding(
        rule="documents.files_accounted",
        table="documents",
        severity="fail",
        passed=not lost,
        checked=len(uris),
        unexpected=len(lost),
        samples=tuple(Sample(uri, "gave neither a document nor a reject") for uri in lost[:SAMPLES]),
        why="Nothing is dropped in silence: whatever was in the raw folders is a document or a reject with a reason.",
        message=(
            f"{len(lost)} of {len(uris)} raw files gave neither a document nor a reject, such as {lost[0]}: mend ingest."
            if lost
            else f"All {len(uris)} raw files gave documents or rejects."
        ),
    )


def _source_uris(parquet: Path, name: str) -> list[str]:
    return read_table(BY_NAME[name], parquet, ["source_uri"])["source_uri"].to_pylist()


def _completed(documents: pa.Table, assignments: pa.Table) -> pa.Table:
    """`documents` with the columns of `assignments` put in, in the final schema."""
    places = pc.index_in(documents["doc_id"].combine_chunks(), assignments["doc_id"].combine_chunks())
    given = {name: assignments[name].combine_chunks().take(places) for name in assignments.column_names}
    schema = BY_NAME["documents"].schema
    columns = [given[name] if name in given else documents[name] for name in schema.names]
    return pa.table(columns, schema=schema)


# ---- row rules -------------------------------------------------------------------------------------------------------


def _make_valid(
    make: Callable[[Mapping[str, pa.Table]], dict[str, pa.Table]], inputs: Mapping[str, pa.Table]
) -> Checked:
    """What `make` makes of `inputs`, once every row that breaks a rule is taken out of them.

    Only rows read from a document are turned away; a broken rule about a row that was made from others is a fault that
    `validate` refuses the build for.
    """
    kept = dict(inputs)
    rejects = [REJECTS.schema.empty_table()]
    turned_away: list[Finding] = []
    for _ in range(MOST_PASSES):
        made = make(kept)
        results = {name: validate_batch(name, rows) for name, rows in made.items()}
        findings = [finding for result in results.values() for finding in result.findings]
        lost = {name: result.rejected for name, result in results.items() if len(result.rejected)}
        if not lost:
            break
        rejects += lost.values()
        turned_away += [finding for finding in findings if finding.severity == "reject" and not finding.passed]
        for name in lost:
            key = BY_NAME[name].key[0]
            kept[name] = kept[name].filter(pc.is_in(kept[name][key], results[name].kept[key].combine_chunks()))
    told = {(finding.table, finding.rule) for finding in turned_away}
    final = [finding for finding in findings if (finding.table, finding.rule) not in told]
    return Checked(made, pa.concat_tables(rejects), merge_findings([*turned_away, *final]))
