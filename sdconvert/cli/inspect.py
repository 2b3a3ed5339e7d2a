"""`sdconvert inspect`: what a Word file holds and what a conversion would lose."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sdconvert.cli.limit_options import limit_options, limits_from
from sdconvert.findings import Code, Finding, Kind, Ledger
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.formats.sdxml.write import write
from sdconvert.model.document import Metadata
from sdconvert.model.styleuse import StyleUse
from sdconvert.pipeline import read_document

_METADATA = ("title", "subtitle", "description", "creator", "language", "tags", "footer")
_EXAMPLE_SHOWN = 48
_MESSAGE_SHOWN = 90


@dataclass(frozen=True, slots=True)
class _Facts:
    metadata: Metadata
    styles: Sequence[StyleUse]
    ledger: Ledger
    findings: Sequence[Finding]

    @property
    def codes(self) -> list[tuple[Code, int]]:
        """The kinds of findings with their numbers, the most severe first."""
        counts = Counter(finding.code for finding in self.findings)
        return sorted(counts.items(), key=lambda item: (item[0].severity.rank, item[0].id))

    def example(self, code: Code) -> str:
        """What the first finding of this kind says, as one line."""
        message = next(finding.message for finding in self.findings if finding.code is code)
        return " ".join(message.split())


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
    document = read_document(file, revisions=revisions, limits=limits)
    converted = document.then(write)
    facts = _Facts(document.value.metadata, read_style_uses(file, limits).value, converted.ledger, converted.findings)
    if form == "json":
        click.echo(json.dumps(_as_dict(file, facts), ensure_ascii=False, indent=2, default=str))
    else:
        for line in _lines(file, facts):
            click.echo(line)


def _as_dict(file: Path, facts: _Facts) -> dict[str, Any]:
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


def _lines(file: Path, facts: _Facts) -> Iterator[str]:
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


def _finding_lines(facts: _Facts) -> Iterator[str]:
    for code, count in facts.codes:
        yield f"  {code.severity:<8} {code.id} × {count:<5} {_shorten(facts.example(code), _MESSAGE_SHOWN)}"


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
