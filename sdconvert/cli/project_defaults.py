"""What the project file says of the options of a command: the defaults that the command line and the environment go
before."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import click

from sdconvert.errors import BadConfiguration
from sdconvert.project import Project, load_project
from sdconvert.remote import is_remote
from sdconvert.suggestions import did_you_mean

DEFAULTS = "defaults"
SHARED = ("mapping", "fail-on", "profile", "jobs", "progress", "max-size", "max-ratio", "max-members")
"""The options that `[defaults]` may have: they hold for every command that has them."""
_WITH_MAPPING = (
    ("convert",),
    ("annotate",),
    ("review",),
    ("shrink",),
    ("report-bug",),
    ("batch", "run"),
    ("batch", "plan"),
)
"""The commands whose conversions a mapping for all of them is for."""
_CALLER = "client_id"
_OF_PROFILES = frozenset(
    {"url", "client-id", "user-id", "algorithm", "ca", "insecure", "config", "read-timeout", "total-time", "attempts"}
    | {"least-version"}
)
_INSTEAD = {
    "help": "It shows a page.",
    "dry-run": "It is for the command line.",
    **dict.fromkeys(
        _OF_PROFILES,
        "Which server is called and by whom is for the user to say: put it into a profile of sdconvert/partner.toml in "
        "your configuration folder, and name that by profile.",
    ),
}
_PLACES = frozenset({"settings", "from-file"})
"""Options that are paths, though their types do not say so."""
_PROJECT, _FILE, _ISOLATED = "sdconvert.project", "sdconvert.project_file", "sdconvert.isolated"
_FOLDER_SIGNS = ("-", "{")


class Said(NamedTuple):
    """A default of the project file: its value for click, and the keys under which it stands."""

    value: Any
    keys: tuple[str, ...]


# ---------------------------------------------------------------------------------------------------------- the file


def project_options() -> tuple[click.Option, ...]:
    """The options of the whole program that say which project file holds."""
    return (
        click.Option(
            ["--project-file"],
            type=click.Path(dir_okay=False),
            envvar="SDCONVERT_PROJECT_FILE",
            expose_value=False,
            callback=lambda ctx, _option, value: ctx.meta.__setitem__(_FILE, value),
            help="The project file.  [env: SDCONVERT_PROJECT_FILE; default: the nearest sdconvert.toml, or "
            "pyproject.toml with tool.sdconvert, from the working directory up]",
        ),
        click.Option(
            ["--isolated"],
            is_flag=True,
            expose_value=False,
            callback=lambda ctx, _option, value: ctx.meta.__setitem__(_ISOLATED, value),
            help="Read no project file.",
        ),
    )


def project_of(ctx: click.Context) -> Project:
    """The project that holds, read once. Raises: BadConfiguration."""
    if _PROJECT not in ctx.meta:
        if ctx.meta.get(_ISOLATED) and ctx.meta.get(_FILE):
            raise click.UsageError("Give --project-file or --isolated, not both.")
        ctx.meta[_PROJECT] = Project() if ctx.meta.get(_ISOLATED) else load_project(ctx.meta.get(_FILE))
    project: Project = ctx.meta[_PROJECT]
    return project


def current_project() -> Project:
    """That of the command that runs."""
    return project_of(click.get_current_context())


# ------------------------------------------------------------------------------------------------------ its defaults


def names_above(ctx: click.Context) -> tuple[str, ...]:
    """The name of a group as it is called below the program: `("batch",)`; nothing for the program itself."""
    return () if ctx.parent is None else (*names_above(ctx.parent), str(ctx.info_name))


def check_names(project: Project, path: tuple[str, ...], commands: Iterable[str], options: Iterable[str] = ()) -> None:
    """Look at the tables of a group, whose commands these are. `options`: those of the command that has no name.

    Raises: BadConfiguration for what is neither.
    """
    known = [*commands, *options, *([] if path else [DEFAULTS, "ignore"])]
    for name, value in _table(project, path).items():
        if name not in known:
            what = " of ".join([f"{name} is no command", *([" ".join(path)] if path else [])])
            where = "" if isinstance(value, dict) or path else f" An option stands in [{DEFAULTS}] or in [COMMAND]."
            raise project.refusal(f"{what}.{did_you_mean(name, known)}{where}", *path, name)
        if name not in options and not isinstance(value, dict):
            what = f"{name} is a table, [{'.'.join((*path, name))}], with the defaults of its options"
            raise project.refusal(f"{what}; an option of all commands stands in [{DEFAULTS}].", *path, name)


def _table(project: Project, path: tuple[str, ...]) -> Mapping[str, Any]:
    table: Any = project.tables
    for name in path:
        table = table.get(name, {})
    return table if isinstance(table, dict) else {}


def options_of(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their long names, without the dashes."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {max(option.opts, key=len).lstrip("-"): option for option in options}


def defaults_of(
    project: Project, path: tuple[str, ...], command: click.Command, others: Iterable[str] = ()
) -> dict[str, Said]:
    """The defaults of a command by the names of its parameters: those of its own table before those of all commands.
    `others` are tables within its own that belong to other commands.

    Raises: BadConfiguration that names file, line and key.
    """
    options = options_of(command)
    said = dict(_shared_defaults(project, path, options))
    for key, value in _table(project, path).items():
        if key in others:
            continue
        _check_key(project, (*path, key), options)
        option = options[key]
        said[str(option.name)] = Said(_read(project, (*path, key), option, value), (*path, key))
    return said


def shared_defaults(project: Project) -> Mapping[str, Any]:
    """What `[defaults]` says. Raises: BadConfiguration."""
    table = _table(project, (DEFAULTS,))
    for key in table:
        if key not in SHARED:
            hint = did_you_mean(key, SHARED) or f" It takes {', '.join(SHARED)}; others belong to a command."
            raise project.refusal(f"[{DEFAULTS}] has no {key!r}.{hint}", DEFAULTS, key)
    return table


def _shared_defaults(
    project: Project, path: tuple[str, ...], options: Mapping[str, click.Option]
) -> Iterator[tuple[str, Said]]:
    is_wanted = {
        "mapping": path in _WITH_MAPPING,
        "profile": any(option.name == _CALLER for option in options.values()),
    }
    for key, value in shared_defaults(project).items():
        if key in options and is_wanted.get(key, True):
            option = options[key]
            yield str(option.name), Said(_read(project, (DEFAULTS, key), option, value), (DEFAULTS, key))


def _check_key(project: Project, keys: tuple[str, ...], options: Mapping[str, click.Option]) -> None:
    *path, key = keys
    name = " ".join(path)
    if key in _INSTEAD and (key in options or key in _OF_PROFILES):
        raise project.refusal(f"{key} of {name} cannot stand in a project file. {_INSTEAD[key]}", *keys)
    if key not in options:
        raise project.refusal(f"{name} has no option {key!r}.{did_you_mean(key, options)}", *keys)


def _read(project: Project, keys: tuple[str, ...], option: click.Option, value: Any) -> Any:
    """A value as the command line would have it. Raises: BadConfiguration."""
    if option.multiple:
        pairs = [f"{name}={text}" for name, text in value.items()] if isinstance(value, dict) else value
        if not isinstance(pairs, list):
            raise _refuse_type(project, keys, "a list", value)
        return [_read_one(project, keys, option, one) for one in pairs]
    return _read_one(project, keys, option, value)


def _read_one(project: Project, keys: tuple[str, ...], option: click.Option, value: Any) -> Any:
    kind = option.type
    if isinstance(kind, click.types.BoolParamType):
        _require(project, keys, "true or false", value, isinstance(value, bool))
        return value
    if isinstance(kind, (click.types.IntParamType, click.types.FloatParamType)):
        is_whole = isinstance(kind, click.types.IntParamType)
        wanted = int if is_whole else (int, float)
        is_number = isinstance(value, wanted) and not isinstance(value, bool)
        _require(project, keys, "a whole number" if is_whole else "a number", value, is_number)
    elif keys[-1] == "settings" and isinstance(value, dict):
        return json.dumps(value)
    elif isinstance(value, (datetime.date, datetime.datetime)):
        value = value.isoformat()
    else:
        _require(project, keys, "a text", value, isinstance(value, str))
        if isinstance(kind, click.Path) or keys[-1] in _PLACES:
            value = _from_folder(project, value)
    _check_value(project, keys, option, value)
    return value


def _from_folder(project: Project, place: str) -> str:
    """A path as it is from the working directory."""
    if is_remote(place) or place.startswith(_FOLDER_SIGNS) or Path(os.getcwd()) == project.folder:
        return place
    return str(project.folder / place)


def _check_value(project: Project, keys: tuple[str, ...], option: click.Option, value: Any) -> None:
    what = f"{keys[-1]} of {' '.join(keys[:-1])}"
    if isinstance(option.type, click.Choice):
        choices = [str(choice) for choice in option.type.choices]
        if value not in choices:
            raise project.refusal(
                f"{what} is {value!r}, not one of {', '.join(choices)}.{did_you_mean(str(value), choices)}", *keys
            )
        return
    try:
        option.type.convert(value, option, None)
    except click.BadParameter as error:
        raise project.refusal(f"{what}: {error.message}", *keys) from error


def _require(project: Project, keys: tuple[str, ...], wanted: str, value: Any, is_so: bool) -> None:
    if not is_so:
        raise _refuse_type(project, keys, wanted, value)


def _refuse_type(project: Project, keys: tuple[str, ...], wanted: str, value: Any) -> BadConfiguration:
    kinds = {bool: "true or false", str: "a text", int: "a number", float: "a number", list: "a list", dict: "a table"}
    found = kinds.get(type(value), "a time")
    return project.refusal(f"{keys[-1]} of {' '.join(keys[:-1])} is {found}; {wanted} is needed.", *keys)
