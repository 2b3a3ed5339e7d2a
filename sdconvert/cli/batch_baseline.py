"""`sdconvert batch run --baseline`: a run that is judged by another one."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sdconvert.cli.batch_compare import comparison_lines
from sdconvert.cli.messages import tell
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.output import echo
from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class BaselineRun:
    """The run to compare with, as it was named; `only_changed`: only documents in which it differs are done."""

    run: str | None = None
    only_changed: bool = False

    def __post_init__(self) -> None:
        if self.only_changed and self.run is None:
            raise click.UsageError("--only-changed needs --baseline: changed from which run?")

    def pin(self) -> BaselineRun:
        """The same run by its number, which stays when another one follows. Raises: BadConfiguration."""
        if self.run is None:
            return self
        from sdconvert.batch.rehearsal.comparison import RunPlace

        place = RunPlace.parse(self.run)
        with place.open() as journal:
            number = place.find(journal).number
        return replace(self, run=f"{place.destination}@{number}")

    def names(self, destination: str, state: Path | None) -> frozenset[str] | None:
        """The documents in which the last run into a destination differs from it; None where all are to be done.

        Raises: BadConfiguration.
        """
        if self.run is None or not self.only_changed:
            return None
        from sdconvert.batch.rehearsal.comparison import RunPlace, compare_runs

        return frozenset(one.name for one in compare_runs(self.run, RunPlace(destination, state=state)).changed())

    def judge(self, destination: str, number: int, state: Path, only: frozenset[str] | None) -> int:
        """Tell what changed from it to a run; 1 where something did, else 0."""
        if self.run is None:
            return 0
        from sdconvert.batch.rehearsal.comparison import RunPlace, compare_runs

        comparison = compare_runs(self.run, RunPlace(destination, number, state), only=only)
        changed = bool(comparison.changed())
        for line in (f"Compared with {self.run}:", *comparison_lines(comparison)):
            echo(line, err=True) if changed else tell(line)
        return int(changed)


def baseline_options(command: Command) -> Command:
    """Adds the options to a command, which gets them as `baseline`."""

    @wraps(command)
    def with_baseline(*arguments: Any, **values: Any) -> Any:
        baseline = BaselineRun(values.pop("baseline"), values.pop("only_changed"))
        return command(*arguments, baseline=baseline, **values)

    options = (
        click.option(
            "--baseline",
            metavar="RUN",
            help="Compare with an earlier run, DEST or DEST@N, as `batch compare` does; exit code 1 where it differs.",
        ),
        click.option(
            "--only-changed",
            is_flag=True,
            help="Do only the documents in which the last run into DEST differs from the baseline.",
        ),
    )
    return with_options(with_baseline, options)
