"""The options that say how documents are converted, for every command that converts."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any

import click

from sdconvert.archive import load
from sdconvert.cli.options import Command, with_options
from sdconvert.recognition import FormatName

_FORMATS = click.Choice([str(name) for name in FormatName])


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the options say, None where they say nothing; the files they name are not read yet."""

    source_format: str | None
    to: str | None
    mapping: Path | None
    revisions: str | None
    headings: str | None
    labels: str | None
    comments: str | None
    meta: dict[str, str]
    single_file: bool
    template: Path | None
    settings: dict[str, object] | None
    dialect: str | None


def conversion_options(command: Command) -> Command:
    """Adds the options of a conversion to a command, which gets them as `chosen`."""

    @wraps(command)
    def with_conversion(*arguments: Any, **values: Any) -> Any:
        found = {name: values.pop(name) for name in Chosen.__slots__}
        settings = found["settings"]
        found["settings"] = None if settings is None else _parse_settings(settings)
        found["meta"] = _parse_meta(found["meta"])
        return command(*arguments, chosen=Chosen(**found), **values)

    options = (
        click.option("--from", "source_format", type=_FORMATS, help="The format of IN. Default: told by the content."),
        click.option(
            "--to",
            type=_FORMATS,
            help="The format to write. Default: by the name of the output: .docx is Word, .html one HTML page, "
            "others SDXML.",
        ),
        click.option(
            "--mapping", type=click.Path(path_type=Path), help="A style mapping, as `sdconvert mapping` writes it."
        ),
        click.option(
            "--revisions",
            type=click.Choice(["accept", "reject", "refuse"]),
            help="Tracked changes: take them, take them back, or convert no document that has any.  [default: accept]",
        ),
        click.option(
            "--headings",
            type=click.Choice(["auto", "numbered", "plain"]),
            help="Numbered headings: as in Word, all, or none.  [default: auto]",
        ),
        click.option(
            "--labels",
            type=click.Choice(["auto", "literal"]),
            help="Numbers that SMASHDOCs would show otherwise than Word: report them, or write them as text.  "
            "[default: auto]",
        ),
        click.option(
            "--comments",
            type=click.Choice(["findings", "sidenote"]),
            help="Comments: report them, or keep them as notes in the margin.  [default: findings]",
        ),
        click.option(
            "--meta", multiple=True, metavar="KEY=VALUE", help="Set metadata, such as title=Contract. May be repeated."
        ),
        click.option("--single-file", is_flag=True, help="HTML: one page with its pictures in it, instead of a zip."),
        click.option(
            "--template",
            type=click.Path(path_type=Path, dir_okay=False),
            help="Word: a .docx or .dotx whose styles, page, headers and footers are taken.",
        ),
        click.option(
            "--settings",
            metavar="JSON",
            help="Word: the settings of the API's word export, such as language and textToc, as JSON or a file "
            "with it.",
        ),
        click.option(
            "--dialect",
            type=click.Choice(["2.6", "2.13", "2.25"]),
            help="SDXML: the release to write for; others than 2.6 are experimental.  [default: 2.6]",
        ),
    )
    return with_options(with_conversion, options)


def _parse_meta(pairs: tuple[str, ...]) -> dict[str, str]:
    values = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise click.UsageError(f"--meta takes KEY=VALUE, such as title=Contract, not {pair!r}.")
        values[key.strip()] = value
    return values


def _parse_settings(text: str) -> dict[str, object]:
    """Raises: click.UsageError for what is no JSON object."""
    source = text if text.lstrip().startswith("{") else load(Path(text)).decode("utf-8", "replace")
    try:
        settings = json.loads(source)
    except json.JSONDecodeError as error:
        raise click.UsageError(f"--settings is no JSON: {error}.") from error
    if not isinstance(settings, dict):
        raise click.UsageError('--settings takes a JSON object, such as {"textToc": true}.')
    return settings
