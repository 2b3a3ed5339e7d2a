"""`sdconvert config`: what holds for a command, and where each value comes from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

import click
from click.core import ParameterSource

from sdconvert.cli.columns import Column, columns
from sdconvert.cli.completers import complete_commands
from sdconvert.cli.groups import Group
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.project_defaults import DEFAULTS, Said, defaults_of, options_of, project_of, shared_defaults
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option
from sdconvert.partner.config import describe_settings
from sdconvert.project import Project, shown_path
from sdconvert.suggestions import did_you_mean

_LAYOUT = (Column("OPTION"), Column("VALUE", least=20), Column("FROM", least=20))
_WIDTH = 110
_CREDENTIALS = re.compile(r"(://[^/\s:@]+:)[^/\s@]+(@)")
_BUILT_IN = "built in"


class _Row(NamedTuple):
    """An option with what holds and where that comes from; `place` is the line of the file or the variable."""

    option: str
    value: object
    source: str
    place: str = ""


@click.command(cls=SharedCommand, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False})
@json_option("`command`, `projectFile`, `options` with `option`, `value`, `source` and `place`, `ignored`")
@click.argument(
    "command", nargs=-1, type=click.UNPROCESSED, metavar="[COMMAND [OPTION]...]", shell_complete=complete_commands
)
@click.pass_context
def config(ctx: click.Context, as_json: bool, command: tuple[str, ...]) -> None:
    """Show what holds for COMMAND, such as `convert` or `batch run`, and where each value comes from.

    What the command line says goes before the environment, that before the project file, that before what is built in.
    In the project file the table of the command goes before [defaults]. Secrets are never shown.

    Without COMMAND the whole project file is checked and shown.

    \b
    sdconvert config
    sdconvert config convert
    sdconvert config batch run --jobs 4 --json
    """
    project = project_of(ctx)
    root = ctx.find_root()
    if command:
        rows = list(_rows_of_command(root, project, command))
    else:
        rows = [*_shared_rows(project)]
        rows += [row for path, said in _walk(root, project) for row in _rows_of_file(project, path, said)]
    if as_json:
        echo_json(_as_dict(project, command, rows))
    else:
        echo(*_as_text(project, rows, bool(command)))


def _rows_of_command(root: click.Context, project: Project, words: tuple[str, ...]) -> Iterator[_Row]:
    group, name, rest = _find(root, words)
    command = group.command.get_command(group, name)  # type: ignore[attr-defined]
    assert isinstance(group.command, Group)
    said = _said_of(group, name, command)
    with click.Context(command, group, name, default_map={param: one.value for param, one in said.items()}) as inner:
        given, _, _ = command.make_parser(inner).parse_args(list(rest))
        for key, option in options_of(command).items():
            if key not in ("help", "version"):
                yield _row(inner, key, option, given, project, said)
    if any(option.name == "client_id" for option in options_of(command).values()):
        profile, _ = next(o for o in options_of(command).values() if o.name == "profile").consume_value(inner, given)
        file, _ = next(o for o in options_of(command).values() if o.name == "config").consume_value(inner, given)
        for setting in describe_settings(_known(profile), _known(file)):
            yield _Row(f"({setting.name})", setting.value, setting.source, setting.place)


def _find(root: click.Context, words: tuple[str, ...]) -> tuple[click.Context, str, tuple[str, ...]]:
    """The group that has the command, its name, and what is left. Raises: UsageError."""
    context = root
    for at, name in enumerate(words):
        assert isinstance(context.command, Group)
        found = context.command.get_command(context, name)
        if found is None and context.command.nameless:
            return context, context.command.nameless, words[at:]
        if found is None:
            known = context.command.list_commands(context)
            raise click.UsageError(f"No such command {name!r}.{did_you_mean(name, known)}")
        if not isinstance(found, click.Group):
            return context, name, words[at + 1 :]
        context = click.Context(found, context, name)
    assert isinstance(context.command, Group)
    if context.command.nameless:
        return context, context.command.nameless, ()
    names = ", ".join(context.command.list_commands(context))
    raise click.UsageError(f"{' '.join(words)} is a group; name one of its commands: {names}.")


def _said_of(group: click.Context, name: str, command: click.Command) -> dict[str, Said]:
    assert isinstance(group.command, Group)
    group.command.check_tables(group)
    others = group.command.list_commands(group) if name == group.command.nameless else ()
    return defaults_of(project_of(group), group.command.table_of(group, name), command, others)


def _known(value: Any) -> str | None:
    return str(value) if isinstance(value, (str, os.PathLike)) else None


def _row(
    ctx: click.Context,
    key: str,
    option: click.Option,
    given: Mapping[str, Any],
    project: Project,
    said: Mapping[str, Said],
) -> _Row:
    value, source = option.consume_value(ctx, given)
    name, shown = f"--{key}", _plain(value)
    if source is ParameterSource.COMMANDLINE:
        return _Row(name, shown, "command line")
    if source is ParameterSource.ENVIRONMENT:
        return _Row(name, shown, "environment", str(option.envvar))
    if source is ParameterSource.DEFAULT_MAP:
        return _Row(name, shown, "project file", project.place_of(*said[str(option.name)].keys))
    return _Row(name, _stated(option) if shown in (None, []) else shown, _BUILT_IN)


def _stated(option: click.Option) -> str | None:
    """What the help says that holds without a value: `[default: auto]`, or `Default: told by the content.`"""
    help = option.help or ""
    in_brackets = help.partition("default: ")[2].partition("]")[0]
    return in_brackets or help.partition("Default: ")[2].partition(". ")[0].removesuffix(".") or None


def _plain(value: Any) -> object:
    """A value for people and for JSON, credentials in addresses masked."""
    if isinstance(value, Enum):
        return _plain(value.value) if isinstance(value, str) else None
    if isinstance(value, str):
        return _CREDENTIALS.sub(r"\1•••\2", value)
    if isinstance(value, (bool, int, float)) or value is None:
        return value
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return str(value)


def _walk(group: click.Context, project: Project) -> Iterator[tuple[tuple[str, ...], dict[str, Said]]]:
    """What the project file says for each command, checked."""
    assert isinstance(group.command, Group)
    group.command.check_tables(group)
    for name in group.command.list_commands(group):
        table = group.command.table_of(group, name)
        found = group.command.get_command(group, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from _walk(click.Context(found, group, name), project)
        else:
            yield table, _said_of(group, name, found)


def _shared_rows(project: Project) -> Iterator[_Row]:
    for key, value in shared_defaults(project).items():
        yield _Row(f"{DEFAULTS}.{key}", _plain(value), "project file", project.place_of(DEFAULTS, key))


def _rows_of_file(project: Project, path: tuple[str, ...], said: Mapping[str, Said]) -> Iterator[_Row]:
    for one in said.values():
        if one.keys[:-1] == path:
            yield _Row(".".join(one.keys), _plain(one.value), "project file", project.place_of(*one.keys))


def _as_dict(project: Project, command: tuple[str, ...], rows: Iterable[_Row]) -> dict[str, object]:
    return {
        "command": list(command),
        "projectFile": None if project.file is None else str(project.file),
        "options": [row._asdict() for row in rows],
        "ignored": project.ignores.as_json(),
    }


def _as_text(project: Project, rows: list[_Row], is_of_command: bool) -> Iterator[str]:
    yield f"Project file: {'none' if project.file is None else shown_path(project.file)}"
    if rows:
        yield ""
        table = [[row.option, _as_words(row.value), row.place or row.source] for row in rows]
        yield from columns(_LAYOUT, table, _WIDTH)
    for entry in project.ignores.entries:
        yield ""
        yield f"Ignored: {', '.join(entry.codes)} in {', '.join(entry.files)}"
        yield f"  reason: {entry.reason}"
    if is_of_command:
        yield ""
        yield "The command line goes before the environment, that before the project file, that before the built in."


def _as_words(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
