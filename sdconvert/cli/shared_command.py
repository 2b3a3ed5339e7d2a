"""The kind of all commands: each has the options on messages, and its help shows together what belongs together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import click

from sdconvert.cli.messages import message_options, tell_more
from sdconvert.cli.stdio import FORCE_GIVEN
from sdconvert.errors import BadOption

_SECTIONS: Mapping[str, frozenset[str]] = {
    "Limits": frozenset({"max_size", "max_ratio", "max_members"}),
    "Connection": frozenset(
        {"url", "client_id", "user_id", "algorithm", "certificates", "read_timeout", "total_time", "attempts"}
        | {"least_version", "profile", "config", "insecure", "dry_run"}
    ),
    "Messages": frozenset({"quiet", "verbose", "color"}),
}
_OWN = "Options"
_RESULTS = frozenset({"output", "page", "sarif", "junit", "report", "mapping_out", "write_baseline"})
"""The parameters that name a file for a result."""


def _replace_option() -> click.Option:
    """`--force`, for commands that have no other use for it."""

    def keep(ctx: click.Context, _: click.Parameter, is_given: bool) -> None:
        ctx.meta[FORCE_GIVEN] = is_given

    return click.Option(
        ["--force"],
        is_flag=True,
        expose_value=False,
        callback=keep,
        help="Replace files that sdconvert did not make; without, only its own results and texts of a kind are.",
    )


class SharedCommand(click.Command):
    """A command of ours."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        named = {param.name for param in self.params}
        if named & _RESULTS and "force" not in named:
            self.params.append(_replace_option())
        self.params.extend(message_options())

    def invoke(self, ctx: click.Context) -> Any:
        begun = time.monotonic()
        try:
            return super().invoke(ctx)
        except BadOption as error:
            from sdconvert.cli.conversion_options import as_typed

            raise as_typed(error) from error
        finally:
            tell_more(f"{ctx.command_path} took {time.monotonic() - begun:.1f} s.")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records: dict[str, list[tuple[str, str]]] = {title: [] for title in (_OWN, *_SECTIONS)}
        for param in self.get_params(ctx):
            if isinstance(param, click.Option) and (record := param.get_help_record(ctx)) is not None:
                records[_section_of(param)].append(record)
        for title, rows in records.items():
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)


def _section_of(param: click.Parameter) -> str:
    return next((title for title, names in _SECTIONS.items() if param.name in names), _OWN)
