"""`sdconvert inspect`: what a Word file holds and what a conversion would lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from sdconvert import inspection
from sdconvert.choices import Revisions
from sdconvert.cli.conversion_options import option_for
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import fail_on_option, json_option
from sdconvert.cli.stdio import name_of_source, source_at
from sdconvert.findings import Severity
from sdconvert.inspection import Inspection
from sdconvert.ledger import Kind, Ledger
from sdconvert.model.document import Metadata
from sdconvert.model.styleuse import StyleUse

_METADATA = ("title", "subtitle", "description", "creator", "language", "tags", "footer")
_EXAMPLE_SHOWN = 48
_MESSAGE_SHOWN = 90


@click.command(cls=SharedCommand)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@option_for("revisions")
@fail_on_option(None)
@limit_options
@json_option(
    "`file`, `metadata`, `styles`, `features` by kind, `findings` with `code`, `severity`, `message` and `count`"
)
@click.pass_context
def inspect(
    ctx: click.Context,
    file: Path,
    revisions: str | None,
    fail_on: Severity | None,
    max_size: int | None,
    max_ratio: int,
    max_members: int,
    as_json: bool,
) -> None:
    """Show metadata, paragraph styles and features of a Word FILE, or - for standard input, and what converting it
    would lose.

    Nothing is written. Exit code: 0 fine, 1 findings at or above --fail-on, 2 the file cannot be read.

    \b
    sdconvert inspect contract.docx
    sdconvert inspect contract.docx --fail-on error
    """
    limits = limits_from(max_size, max_ratio, max_members)
    name = name_of_source(file)
    facts = inspection.inspect(source_at(file, limits), revisions=revisions or Revisions.ACCEPT, limits=limits)
    if as_json:
        echo_json(_as_dict(name, facts))
    else:
        for line in _lines(name, facts):
            echo(line)
    is_bad = fail_on is not None and any(code.severity.reaches(fail_on) for code, _ in facts.codes)
    ctx.exit(int(is_bad))


def _as_dict(file: str, facts: Inspection) -> dict[str, Any]:
    return {
        "file": file,
        "metadata": {name: getattr(facts.metadata, name) for name in _METADATA},
        "styles": [{"name": use.name, "count": use.count, "example": use.example} for use in facts.styles],
        "features": facts.ledger.as_dict(),
        "findings": [
            {"code": code.id, "severity": str(code.severity), "count": count, "message": facts.example(code)}
            for code, count in facts.codes
        ],
    }


def _lines(file: str, facts: Inspection) -> Iterator[str]:
    yield file
    for title, lines in (
        ("Metadata", _metadata_lines(facts.metadata)),
        ("Paragraph styles", _style_lines(facts.styles)),
        ("Holds", _ledger_lines(facts.ledger)),
        ("A conversion would report", _finding_lines(facts)),
    ):
        yield ""
        yield title
        yield from list(lines) or ["  nothing"]


def _metadata_lines(metadata: Metadata) -> Iterator[str]:
    for name in _METADATA:
        value = getattr(metadata, name)
        shown = ", ".join(value) if isinstance(value, tuple) else value
        if shown:
            yield f"  {name:<12} {shown}"


def _style_lines(styles: Sequence[StyleUse]) -> Iterator[str]:
    for style in styles:
        yield f"  {style.count:>6} × {style.name:<28} {_shorten(style.example, _EXAMPLE_SHOWN)}"


def _ledger_lines(ledger: Ledger) -> Iterator[str]:
    for kind in Kind:
        read, kept, changed, dropped = ledger.total(kind)
        if any((read, kept, changed, dropped)):
            yield f"  {read:>8} {kind:<18} {kept} kept, {changed} changed, {dropped} left out"


def _finding_lines(facts: Inspection) -> Iterator[str]:
    for code, count in facts.codes:
        yield f"  {code.severity:<8} {code.id} × {count:<5} {_shorten(facts.example(code), _MESSAGE_SHOWN)}"


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
