"""`sdconvert validate --for-import`: whether SMASHDOCs takes a file, as one yes or no with its reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sdconvert.archive import Limits
from sdconvert.cli.messages import tell
from sdconvert.cli.output import json_text, style
from sdconvert.cli.stdio import DASH, name_of_source, source_at, write_lines, write_result
from sdconvert.files import load
from sdconvert.frozen import dataclass
from sdconvert.late import call_late

if TYPE_CHECKING:
    from sdconvert.exchange import check_import
    from sdconvert.stylemap.rows import StyleMap
else:
    check_import = call_late("sdconvert.exchange", "check_import")


OTHER_SUFFIXES = (".doc", ".rtf")
"""Files of a folder that are judged for an import only: it is asked for them, and answers no."""

_OF_FINDINGS = {
    "severity": "changes",
    "baseline": "baseline",
    "write-baseline": "write_baseline",
    "fail-on": "fail_on",
}


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """Whether a file is taken, and why not."""

    name: str
    reasons: tuple[str, ...]

    @property
    def is_taken(self) -> bool:
        return not self.reasons


def check_usage(ctx: click.Context, sarif: Path | None) -> None:
    """Raises: UsageError for options that speak of findings, of which there are none here."""
    for name, parameter in _OF_FINDINGS.items():
        if ctx.get_parameter_source(parameter) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"--{name} is for findings; --for-import answers yes or no.")
    if sarif is not None:
        raise click.UsageError("--sarif is for findings; --for-import answers as text or with --json.")


def judge_for_import(
    files: Iterable[Path],
    mapping: StyleMap | None,
    largest: int | None,
    limits: Limits,
    output: Path | None,
    *,
    as_json: bool,
) -> int:
    """Tell of each file whether it is taken; the exit code, 1 for any that is not."""
    answers = []
    for path in files:
        source = load(source_at(path, limits)) if path == DASH else path
        answers.append(ImportAnswer(name_of_source(path), check_import(source, mapping=mapping, largest=largest)))
    if as_json:
        write_result(output, f"{_as_json(answers)}\n".encode())
    else:
        write_lines(output, (line for answer in answers for line in _as_text(answer)))
    if len(answers) > 1:
        tell(_summary(answers))
    return int(not all(answer.is_taken for answer in answers))


def _as_text(answer: ImportAnswer) -> Iterator[str]:
    if answer.is_taken:
        yield f"{answer.name}: {style('yes', 'green')}, SMASHDOCs takes it"
    else:
        yield f"{answer.name}: {style('no', 'red')}, SMASHDOCs does not take it"
    yield from (f"  {reason}" for reason in answer.reasons)


def _as_json(answers: Sequence[ImportAnswer]) -> str:
    rows = [{"file": each.name, "taken": each.is_taken, "reasons": list(each.reasons)} for each in answers]
    return json_text({"files": rows, "taken": all(each.is_taken for each in answers)})


def _summary(answers: Sequence[ImportAnswer]) -> str:
    taken = sum(answer.is_taken for answer in answers)
    return f"{len(answers)} files: {taken} can be imported, {len(answers) - taken} cannot"
