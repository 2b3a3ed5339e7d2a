"""The kind of all commands: each has the options on messages, and its help shows together what belongs together."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import click

from sdconvert.cli.messages import message_options, tell_more
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


class SharedCommand(click.Command):
    """A command of ours."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
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
