"""The options of `sdconvert batch run` and `plan` that say which documents there are and what is done with them."""

from __future__ import annotations

from dataclasses import replace
from functools import wraps
from typing import Any

import click

from sdconvert.batch.outcome import Step
from sdconvert.batch.planning import Plan
from sdconvert.batch.planning import plan as make_plan
from sdconvert.cli.conversion_options import conversion_options
from sdconvert.cli.corpus import sources_argument
from sdconvert.cli.lists import read_lists
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.project_defaults import current_project
from sdconvert.cli.shared_options import list_option
from sdconvert.cli.skipped import fail_empty_option
from sdconvert.frozen import dataclass
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say; no document is read yet."""

    sources: tuple[str, ...]
    destination: str
    steps: str
    lists: tuple[str, ...]
    fails_empty: bool
    options: ConversionOptions

    def plan(self) -> Plan:
        """The plan of it. Raises: click.UsageError, BadConfiguration, UnreadableInput."""
        if not self.sources and not self.lists:
            raise click.UsageError("Name at least one SOURCE, or a list with --from-file.")
        return make_plan(
            self.sources,
            self.destination,
            steps=[step for step in self.steps.split(",") if step.strip()],
            options=self.options,
            listed=read_lists(self.lists),
            ignores=current_project().ignores,
        )


def plan_options(command: Command) -> Command:
    """Adds these options to a command, which gets them as `wanted`."""

    @wraps(command)
    def with_wanted(*arguments: Any, options: ConversionOptions, to: FormatName | None, **values: Any) -> Any:
        said = {name: values.pop(name) for name in ("sources", "destination", "steps", "lists", "fails_empty")}
        wanted = Wanted(**said, options=replace(options, to=to or options.to))
        return command(*arguments, wanted=wanted, **values)

    options = (
        sources_argument,
        click.option(
            "-o",
            "--output",
            "destination",
            required=True,
            type=click.Path(readable=False),
            metavar="DEST",
            help="A folder, or a URL of fsspec.",
        ),
        click.option(
            "--steps",
            default=f"{Step.VALIDATE},{Step.CONVERT}",
            show_default=True,
            metavar="LIST",
            help=f"What is done with each document, of: {', '.join(Step)}.",
        ),
        list_option,
        fail_empty_option,
        conversion_options,
    )
    return with_options(with_wanted, options)
