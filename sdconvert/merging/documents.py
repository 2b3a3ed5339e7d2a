"""A template and many records -> files in a folder, and the list of them that an upload takes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import field
from pathlib import Path
from typing import IO

from sdconvert.errors import BadConfiguration, OutputRefused, SdconvertError
from sdconvert.files import save
from sdconvert.findings import Finding, Report, Result, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.merging.file_names import FileNames
from sdconvert.merging.filling import Filling
from sdconvert.merging.joins import Join, apply_joins
from sdconvert.merging.merge import fill
from sdconvert.merging.patterns import Pattern
from sdconvert.merging.records import BadLine, MergeRecord, clean
from sdconvert.merging.template import MergeTemplate
from sdconvert.overwriting import check_replaceable

TOO_LONG = declare(
    "MERGE-009",
    Severity.ERROR,
    "The {field} has {count} characters; SMASHDOCs takes {limit}.",
    "Shorten it where the record comes from, or name another field.",
    "Lengths are counted in code points. The list has the text in full: a batch cuts a title with a warning, and fails "
    "on the others. Of the 400 characters of the supplemental text, 51 are kept for the mark by which an upload finds "
    "its document again.",
)

DOCUMENTS = "documents.jsonl"
"""The list of the documents in their folder: one object a line, with `file`, what was asked for, and `record`."""
LIMITS: Mapping[str, int] = {"title": 200, "description": 400, "supplemental": 349}
"""Most code points of these texts."""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What to make of each record. `name` is the pattern of file names, None for the id or the line of the record.
    `texts` are the patterns of `title`, `description`, `groupId` and `supplemental` for the list. `finish` makes
    another format of the filled file. `reserved` are names that no file may get. `joins` are made before all else. With
    `replaces_all`, files give way that sdconvert did not make."""

    name: Pattern | None = None
    texts: Mapping[str, Pattern] = field(default_factory=dict)
    suffix: str = ".docx"
    finish: Callable[[bytes], Result[bytes]] = Result
    reserved: tuple[str, ...] = ()
    joins: tuple[Join, ...] = ()
    replaces_all: bool = False


@dataclass(frozen=True, slots=True)
class MergeOutcome:
    """What came of one line: the file and its findings, or the error that says why there is none."""

    line: int
    record: str | int
    file: Path | None = None
    findings: tuple[Finding, ...] = ()
    error: str | None = None


def merge_all(
    template: MergeTemplate, records: Iterable[MergeRecord | BadLine], folder: Path, plan: MergePlan
) -> Iterator[MergeOutcome]:
    """A file for each record, in order, with its row in `documents.jsonl`, which is put in its place at the end. A
    record that fails does not stop the others; it has no row.

    Raises: OutputRefused when the list cannot be written, BadConfiguration.
    """
    names = FileNames(*plan.reserved)
    with _list_of_documents(folder / DOCUMENTS) as rows:
        for record in records:
            if isinstance(record, BadLine):
                yield MergeOutcome(record.line, record.line, error=str(record.error))
                continue
            try:
                merged, row = _merge_one(template, record, folder, plan, names)
            except BadConfiguration:
                raise
            except SdconvertError as error:
                yield MergeOutcome(record.line, record.id, error=str(error))
                continue
            rows.write(json.dumps(row, ensure_ascii=False) + "\n")
            yield merged


def _merge_one(
    template: MergeTemplate, record: MergeRecord, folder: Path, plan: MergePlan, names: FileNames
) -> tuple[MergeOutcome, Mapping[str, object]]:
    about = Report()
    cleaned = clean(apply_joins(record.fields, plan.joins, record.place, about), record.place)
    filling = Filling(cleaned.value, record.place, template.missing)
    texts = {name: pattern.fill(filling) for name, pattern in plan.texts.items()}
    _check_lengths(texts, about)
    wanted = str(record.id) if plan.name is None else plan.name.fill(filling)
    result = fill(template, filling).then(plan.finish)
    file = names.take(wanted, f"record-{record.line}", about) + plan.suffix
    if not plan.replaces_all:
        check_replaceable(folder / file, result.value)
    save(folder / file, result.value)
    findings = (*cleaned.findings, *about.findings, *result.findings)
    row = {"file": file, **texts, "record": record.id}
    return MergeOutcome(record.line, record.id, folder / file, findings), row


def _check_lengths(texts: Mapping[str, str], report: Report) -> None:
    for name, limit in LIMITS.items():
        count = len(texts.get(name, ""))
        if count > limit:
            report.add(TOO_LONG, field=name, count=count, limit=limit)


@contextmanager
def _list_of_documents(path: Path) -> Iterator[IO[str]]:
    """A file that is put in its place when all rows are in it, and not at all when the work ends before.

    Raises: OutputRefused.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as rows:
                yield rows
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise OutputRefused(f"{path} cannot be written: {error.strerror or error}.") from error
