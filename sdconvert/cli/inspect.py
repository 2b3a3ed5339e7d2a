"""`sdconvert inspect`: what a Word file holds and what a conversion would lose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from sdconvert import inspection
from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.cli.output import echo, echo_json
from sdconvert.inspection import Inspection
from sdconvert.ledger import Kind, Ledger
from sdconvert.model.document import Metadata
from sdconvert.model.styleuse import StyleUse

_METADATA = ("title", "subtitle", "description", "creator", "language", "tags", "footer")
_EXAMPLE_SHOWN = 48
_MESSAGE_SHOWN = 90


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print it."
)
@click.option(
    "--revisions",
    type=click.Choice(["accept", "reject", "refuse"]),
    default="accept",
    show_default=True,
    help="Tracked changes: as in `sdconvert convert`.",
)
@limit_options
def inspect(file: Path, form: str, revisions: str, max_size: int | None, max_ratio: int, max_members: int) -> None:
    """Show metadata, paragraph styles and features of a Word FILE, and what converting it would lose.

    Nothing is written. Exit code 0, or 2 when the file cannot be read.
    """
    limits = limits_from(max_size, max_ratio, max_members)
    facts = inspection.inspect(file, revisions=revisions, limits=limits)
    if form == "json":
        echo_json(_as_dict(file, facts))
    else:
        for line in _lines(file, facts):
            echo(line)


def _as_dict(file: Path, facts: Inspection) -> dict[str, Any]:
    return {
        "file": str(file),
        "metadata": {name: getattr(facts.metadata, name) for name in _METADATA},
        "styles": [{"name": use.name, "count": use.count, "example": use.example} for use in facts.styles],
        "features": facts.ledger.as_dict(),
        "findings": [
            {"code": code.id, "severity": str(code.severity), "count": count, "message": facts.example(code)}
            for code, count in facts.codes
        ],
    }


def _lines(file: Path, facts: Inspection) -> Iterator[str]:
    yield str(file)
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
