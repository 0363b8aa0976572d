"""Running rules with Great Expectations: on pandas with numpy types, quietly, without files, loaded when first needed.

Loading the library takes 7 to 9 seconds, so a build does it once, in one process. Checking costs 6 ms a rule, and
1.3 s for the 62 rules of quotes on 100,000 rows.
"""

from __future__ import annotations

import logging
import os
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from expectations.model import Rule
from expectations.suites import expectation_suite

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.core.batch_definition import BatchDefinition

ROW = "@row"  # position of the row in its batch; no column of ours can bear this name
CHECKED_COLUMNS = ("column", "column_A", "column_B")
_ONE_AT_A_TIME = threading.RLock()  # the library keeps its context in a global


@dataclass(frozen=True, slots=True)
class Outcome:
    """One rule on one batch: how many rows it looked at, and how many broke it."""

    rule: Rule
    checked: int
    unexpected: int


class RuleNotRun(RuntimeError):
    """A rule could not be checked. That is an error in the rule, never a reason to let rows pass."""


def count_unexpected(rows: pa.Table, rules: Sequence[Rule]) -> list[Outcome]:
    """How many of `rows` break each rule. Rules given as conditions must stand in `rows` as columns of their names."""
    if not rules or rows.num_rows == 0:
        return [Outcome(rule, 0, 0) for rule in rules]
    results = _validate(to_frame(rows, rules), rules, {"result_format": "BASIC", "partial_unexpected_count": 0})
    return [
        Outcome(rule, results[rule.name].result["element_count"], results[rule.name].result["unexpected_count"])
        for rule in rules
    ]


def find_unexpected(rows: pa.Table, rules: Sequence[Rule]) -> dict[str, list[int]]:
    """Rule name to the positions of the rows that break it. Seven times dearer than counting: only for what failed."""
    if not rules:
        return {}
    frame = to_frame(rows, rules)
    frame[ROW] = range(rows.num_rows)
    how = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW], "return_unexpected_index_query": False}
    results = _validate(frame, rules, how)
    return {
        rule.name: sorted({int(row[ROW]) for row in results[rule.name].result.get("unexpected_index_list") or ()})
        for rule in rules
    }


def column_labels(rows: pa.Table, labels: Sequence[str]) -> bool:
    """Whether the columns of `rows`, each as `name: type`, are exactly `labels` in their order."""
    import pandas as pd

    frame = pd.DataFrame(columns=[f"{column.name}: {type_label(column.type)}" for column in rows.schema])
    with _ONE_AT_A_TIME, _quiet():
        import great_expectations.expectations as classes

        expectation = classes.ExpectTableColumnsToMatchOrderedList(column_list=list(labels))  # type: ignore[attr-defined]
        batch = _batch_definition().get_batch(batch_parameters={"dataframe": frame})
        return bool(batch.validate(expectation).success)


def type_label(kind: pa.DataType) -> str:
    """An Arrow type in words that do not depend on how Parquet calls the items of a list."""
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return f"list<{type_label(kind.value_type)}>"
    if pa.types.is_struct(kind):
        fields = (kind.field(i) for i in range(kind.num_fields))
        return "struct<" + ", ".join(f"{field.name}: {type_label(field.type)}" for field in fields) + ">"
    return "string" if pa.types.is_large_string(kind) else str(kind)


def to_frame(rows: pa.Table, rules: Sequence[Rule]) -> pd.DataFrame:
    """The columns the rules look at, as numpy types: pandas' Arrow-backed strings are six to eight times slower."""
    import pandas as pd

    names: dict[str, None] = {}
    for rule in rules:
        names.update((rule.arguments[key], None) for key in CHECKED_COLUMNS if key in rule.arguments)
        names.update((name, None) for name in rule.arguments.get("column_list", ()))
    return pd.DataFrame({name: _to_series(rows.column(name)) for name in names})


def _to_series(column: pa.ChunkedArray[Any]) -> pd.Series[Any]:
    import pandas as pd

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        return pd.Series(column.to_pylist(), dtype=object)
    if pa.types.is_nested(column.type):  # only asked whether it is null
        return pd.Series([None if value else True for value in column.is_null().to_pylist()], dtype=object)
    return column.to_pandas(date_as_object=False)


def _validate(
    frame: pd.DataFrame, rules: Sequence[Rule], result_format: dict[str, Any]
) -> dict[str, ExpectationValidationResult]:
    with _ONE_AT_A_TIME, _quiet():
        batch = _batch_definition().get_batch(batch_parameters={"dataframe": frame})
        validation = batch.validate(expectation_suite("rows", rules), result_format=result_format)
    results = {(result.expectation_config.meta or {})["rule"]: result for result in validation.results}  # type: ignore[union-attr]
    for rule in rules:
        _raise_if_not_run(rule, results.get(rule.name))
    return results


def _raise_if_not_run(rule: Rule, result: ExpectationValidationResult | None) -> None:
    if result is not None and "unexpected_count" in result.result:
        return
    cause = str(result.exception_info) if result is not None else "no result"
    raise RuleNotRun(f"The rule {rule.name} could not be checked; mend it or the data it reads. Cause: {cause}")


def _batch_definition() -> BatchDefinition[Any]:
    with _ONE_AT_A_TIME, _quiet():
        return _make_batch_definition()


@cache
def _make_batch_definition() -> BatchDefinition[Any]:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    logging.getLogger(ProgressBarsConfig.__module__).setLevel(logging.ERROR)  # that module sets a level of its own
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("batches")
    return source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("all")


@contextmanager
def _quiet() -> Iterator[None]:
    """Its warnings are about its own future and its log about progress; neither is news to whoever builds."""
    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
