"""The groups of commands: a typo is told with what was meant, and the project file says the defaults of commands."""

from __future__ import annotations

from typing import ClassVar

import click

from sdconvert.cli.project_defaults import check_names, defaults_of, names_above, options_of, project_of
from sdconvert.suggestions import did_you_mean


class Group(click.Group):
    """A group of ours."""

    nameless: ClassVar[str] = ""
    """The command that is meant where none is named; the table of the group is its own."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-") and not ctx.resilient_parsing:
            raise click.UsageError(f"No such command {name!r}.{did_you_mean(name, self.list_commands(ctx))}", ctx)
        found, command, rest = super().resolve_command(ctx, args)
        if command is not None and not ctx.resilient_parsing and not set(rest) & set(ctx.help_option_names):
            self.set_defaults(ctx, name, command)
        return found, command, rest

    def set_defaults(self, ctx: click.Context, name: str, command: click.Command) -> None:
        """Give a command its defaults. Raises: BadConfiguration."""
        project = project_of(ctx)
        if project.file is None:
            return
        self.check_tables(ctx)
        if not isinstance(command, click.Group):
            others = self.list_commands(ctx) if name == self.nameless else ()
            said = defaults_of(project, self.table_of(ctx, name), command, others)
            ctx.default_map = {name: {param: one.value for param, one in said.items()}}

    def check_tables(self, ctx: click.Context) -> None:
        """Raises: BadConfiguration for a table of the project file whose command there is not."""
        nameless = self.get_command(ctx, self.nameless) if self.nameless else None
        options = () if nameless is None else options_of(nameless)
        check_names(project_of(ctx), names_above(ctx), self.list_commands(ctx), options)

    def table_of(self, ctx: click.Context, name: str) -> tuple[str, ...]:
        """Where the defaults of a command stand in the project file."""
        return names_above(ctx) if name == self.nameless else (*names_above(ctx), name)
