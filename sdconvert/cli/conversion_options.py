"""The options that say how documents are converted, for every command that converts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.mapping_file import load_mapping
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.errors import BadConfiguration, BadOption
from sdconvert.files import load
from sdconvert.options import OPTIONS, ConversionOptions, Option
from sdconvert.recognition import FormatName

_FLAGS = {"source_format": "--from", "update_fields": "--update-fields/--no-update-fields"}
_LIMITS = ("max_size", "max_ratio", "max_members")
_KINDS: Mapping[str, Mapping[str, Any]] = {
    "mapping": {"type": click.Path(path_type=Path), "metavar": "FILE"},
    "meta": {"multiple": True, "metavar": "KEY=VALUE"},
    "single_file": {"is_flag": True},
    "update_fields": {"is_flag": True, "default": None},
    "template": {"type": click.Path(path_type=Path, dir_okay=False), "metavar": "FILE"},
    "settings": {"metavar": "JSON"},
    "dialect": {"metavar": "RELEASE"},
}
"""How the command line takes what is no word."""


def conversion_options(command: Command) -> Command:
    """Adds the options of a conversion to a command, which gets them as `options`, and as `to` the format that was
    named or None: the name of an output may say it as well.

    Raises, when the command is run: click.UsageError, BadConfiguration, UnreadableInput.
    """

    @wraps(command)
    def with_conversion(*arguments: Any, to: str | None, **values: Any) -> Any:
        said = {name: values.pop(name) for name in OPTIONS if name in values}
        limits = limits_from(**{name: values.pop(name) for name in _LIMITS})
        read = {name: _READERS[name](value) if name in _READERS else value for name, value in said.items()}
        options = ConversionOptions.parse(**read, limits=limits)
        return command(*arguments, options=options, to=None if to is None else FormatName(to), **values)

    return with_options(with_conversion, (*_click_options(), limit_options))


def _click_options() -> Iterator[Callable[[Any], Any]]:
    for name, option in OPTIONS.items():
        if option.help:
            yield option_for(name)


def as_typed(error: BadOption) -> BadConfiguration:
    """The error with the name of its option as it is typed: --single-file."""
    typed = _flags(error.option).partition("/")[0]
    return BadConfiguration(str(error).replace(f"option {error.option} ", f"option {typed} "))


def _flags(name: str) -> str:
    return _FLAGS.get(name) or f"--{name.replace('_', '-')}"


def option_for(name: str) -> Callable[[Any], Any]:
    """The option of the command line for one of a conversion."""
    option = OPTIONS[name]
    return click.option(_flags(name), name, help=_help(option), **_kind(name, option))


def _help(option: Option) -> str:
    return option.help if option.default is None else f"{option.help}  [default: {option.default}]"


def _kind(name: str, option: Option) -> Mapping[str, Any]:
    return _KINDS[name] if option.words is None else {"type": click.Choice([str(word) for word in option.words])}


def _read_mapping(path: Path | None) -> object:
    return None if path is None else load_mapping(path)


def _parse_meta(pairs: tuple[str, ...]) -> dict[str, str]:
    """Raises: click.UsageError for what is no pair."""
    values = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise click.UsageError(f"--meta takes KEY=VALUE, such as title=Contract, not {pair!r}.")
        values[key.strip()] = value
    return values


def parse_settings(text: str) -> dict[str, Any]:
    """The settings of a word export in JSON, or in a file with it.

    Raises: click.UsageError for what is no JSON object, UnreadableInput.
    """
    source = text if text.lstrip().startswith("{") else load(Path(text)).decode("utf-8", "replace")
    try:
        settings = json.loads(source)
    except json.JSONDecodeError as error:
        raise click.UsageError(f"--settings is no JSON: {error}.") from error
    if not isinstance(settings, dict):
        raise click.UsageError('--settings takes a JSON object, such as {"textToc": true}.')
    return settings


_READERS: Mapping[str, Callable[[Any], object]] = {
    "mapping": _read_mapping,
    "meta": _parse_meta,
    "settings": lambda text: None if text is None else parse_settings(text),
    "single_file": lambda is_set: is_set or None,
}
"""What is made of the texts of the command line before they are the values of options."""
