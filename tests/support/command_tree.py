"""All commands of the command line, with their contexts."""

from __future__ import annotations

from collections.abc import Iterator

import click

from sdconvert.cli.main import cli


def all_commands() -> dict[str, tuple[click.Command, click.Context]]:
    """The commands by the words that they are called by: `batch run`."""
    return dict(_walk(cli, click.Context(cli, info_name="sdconvert"), ()))


def _walk(
    group: click.Group, context: click.Context, above: tuple[str, ...]
) -> Iterator[tuple[str, tuple[click.Command, click.Context]]]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _walk(command, inner, (*above, name))
        else:
            yield " ".join((*above, name)), (command, inner)
