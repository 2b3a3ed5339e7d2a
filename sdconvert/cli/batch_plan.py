"""The options of `sdconvert batch run` and `plan` that say which documents there are and what is done with them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import wraps
from typing import Any

import click

from sdconvert.archive import Limits
from sdconvert.batch.outcome import Step
from sdconvert.batch.planning import Choices, Plan
from sdconvert.batch.planning import plan as make_plan
from sdconvert.cli.conversion import Chosen, conversion_options
from sdconvert.cli.corpus import list_option, listed, sources_argument
from sdconvert.cli.limits import limit_options, limits_from
from sdconvert.cli.options import Command, with_options
from sdconvert.recognition import FormatName
from sdconvert.stylemap.parse import load_stylemap
from sdconvert.stylemap.render import to_api


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say; nothing that they name is read yet."""

    sources: tuple[str, ...]
    destination: str
    steps: str
    lists: tuple[str, ...]
    chosen: Chosen
    limits: Limits

    def plan(self) -> Plan:
        """The plan of it. Raises: click.UsageError, BadConfiguration, UnreadableInput."""
        if not self.sources and not self.lists:
            raise click.UsageError("Name at least one SOURCE, or a list with --from-file.")
        return make_plan(
            self.sources,
            self.destination,
            steps=[step for step in self.steps.split(",") if step.strip()],
            choices=_choices(self.chosen, self.limits),
            listed=listed(self.lists),
        )


def plan_options(command: Command) -> Command:
    """Adds these options to a command, which gets them as `wanted`."""

    @wraps(command)
    def with_wanted(*arguments: Any, max_size: int | None, max_ratio: int, max_members: int, **values: Any) -> Any:
        said = {name: values.pop(name) for name in ("sources", "destination", "steps", "lists", "chosen")}
        wanted = Wanted(**said, limits=limits_from(max_size, max_ratio, max_members))
        return command(*arguments, wanted=wanted, **values)

    options = (
        sources_argument,
        click.option(
            "--out",
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
        conversion_options,
        limit_options,
    )
    return with_options(with_wanted, options)


def _choices(chosen: Chosen, limits: Limits) -> Choices:
    return Choices(
        chosen.to or str(FormatName.SDXML),
        chosen.source_format,
        None if chosen.mapping is None else to_api(load_stylemap(chosen.mapping)),
        chosen.revisions,
        chosen.headings,
        chosen.labels,
        chosen.comments,
        chosen.dialect,
        None if chosen.template is None else str(chosen.template.absolute()),
        chosen.settings,
        True if chosen.single_file else None,
        chosen.meta,
        asdict(limits),
    )
