"""Outcomes as Arrow tables, for pandas, Polars, DuckDB and files of Parquet (extra `arrow`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sdconvert.batch.outcome import Outcome
from sdconvert.extras import load_extra
from sdconvert.faults import reporting_faults

if TYPE_CHECKING:
    import pyarrow as pa

_FINDINGS = {
    "document": "string",
    "step": "string",
    "state": "string",
    "code": "string",
    "severity": "string",
    "message": "string",
    "place": "string",
    "paragraph": "int32",
}
_DOCUMENTS = {
    "document": "string",
    "source": "string",
    "state": "string",
    "error": "string",
    "error_kind": "string",
    "findings": "int32",
    "errors": "int32",
    "warnings": "int32",
    "seconds": "float64",
    "size": "int64",
    "content_hash": "string",
    "output": "string",
    "document_id": "string",
    "version": "string",
}
_ROWS_AT_ONCE = 10_000


@reporting_faults
def outcomes_to_arrow(outcomes: Iterable[Outcome]) -> pa.Table:
    """One row a finding: `document` is the name of the document, `state` how its step ended, `place` for a person,
    `paragraph` counts from 1 in the main part, null elsewhere. A document without findings has no row.

    An outcome has 500 findings of a step at most. The columns are the same whatever the outcomes are, also of none.

    Raises: BadConfiguration when the extra `arrow` is not installed.
    """
    return _table(_FINDINGS, (row for outcome in outcomes for row in _finding_rows(outcome)))


@reporting_faults
def documents_to_arrow(outcomes: Iterable[Outcome]) -> pa.Table:
    """One row a document: how it ended and why, how many findings it has, of which `errors` and `warnings` are counted
    among the 500 of a step that travel, how many seconds and bytes it took, and what came of it. What an outcome does
    not say is null.

    Raises: BadConfiguration when the extra `arrow` is not installed.
    """
    return _table(_DOCUMENTS, map(_document_row, outcomes))


def _finding_rows(outcome: Outcome) -> Iterator[tuple[Any, ...]]:
    for step in outcome.steps:
        for found in step.findings:
            told = (found.code, str(found.severity), found.message, found.place or None, found.paragraph)
            yield (outcome.name, str(step.step), str(step.state), *told)


def _document_row(outcome: Outcome) -> tuple[Any, ...]:
    severities = [str(found.severity) for step in outcome.steps for found in step.findings]
    bad = next((step for step in outcome.steps if not step.state.is_good), None)
    return (
        *(outcome.name, outcome.source, str(outcome.state), outcome.error or None, bad.error_kind if bad else None),
        *(outcome.counts.total(), severities.count("error"), severities.count("warning")),
        *(outcome.seconds, outcome.size or None, outcome.content_hash or None),
        *(_first(step.output for step in outcome.steps), _first(step.document_id for step in outcome.steps)),
        outcome.version or None,
    )


def _first(values: Iterable[str]) -> str | None:
    return next(filter(None, values), None)


def _table(columns: dict[str, str], rows: Iterator[tuple[Any, ...]]) -> pa.Table:
    """A table made in pieces, so that it is only the table that grows."""
    arrow = load_extra("pyarrow", "arrow")
    schema = arrow.schema([(name, arrow.type_for_alias(kind)) for name, kind in columns.items()])
    batches = [
        arrow.record_batch([list(column) for column in zip(*piece, strict=True)], schema=schema)
        for piece in _pieces(rows)
    ]
    return arrow.Table.from_batches(batches, schema)


def _pieces(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    piece: list[tuple[Any, ...]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == _ROWS_AT_ONCE:
            yield piece
            piece = []
    if piece:
        yield piece
