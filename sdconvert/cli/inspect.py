"""`sdconvert inspect`: what a Word file holds and what a conversion would lose."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sdconvert.findings import Result
    from sdconvert.model.document import Metadata
    from sdconvert.model.styleuse import StyleUse


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def inspect(file: Path, form: str) -> None:
    """Show metadata, paragraph styles and features of a Word FILE, and what converting it would lose.

    Nothing is written. Exit code 0, or 2 when the file cannot be read.
    """
    from sdconvert.formats.docx.read.inventory import read_style_uses
    from sdconvert.formats.sdxml.write import write
    from sdconvert.pipeline import read_document

    document = read_document(file)
    styles = read_style_uses(file).value
    converted = document.then(write)
    facts = _facts(document.value.metadata, styles, converted)
    if form == "json":
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
    else:
        click.echo(_text(file, facts))


def _facts(metadata: Metadata, styles: tuple[StyleUse, ...], converted: Result[bytes]) -> dict[str, object]:
    codes = Counter(finding.code for finding in converted.findings)
    ordered = sorted(codes.items(), key=lambda item: (item[0].severity.rank, item[0].id))
    return {
        "metadata": {
            name: getattr(metadata, name)
            for name in ("title", "subtitle", "description", "creator", "language", "tags", "footer")
        },
        "styles": [{"name": use.name, "count": use.count, "example": use.example} for use in styles],
        "features": converted.ledger.as_dict(),
        "findings": [
            {"code": code.id, "severity": str(code.severity), "count": count, "message": _sample(converted, code.id)}
            for code, count in ordered
        ],
    }


def _sample(converted: Result[bytes], code: str) -> str:
    return next(finding.message for finding in converted.findings if finding.code.id == code)


def _text(file: Path, facts: dict[str, object]) -> str:
    lines = [str(file), "", "Metadata"]
    metadata, styles, features, findings = (facts[name] for name in ("metadata", "styles", "features", "findings"))
    assert isinstance(metadata, dict)
    assert isinstance(features, dict)
    assert isinstance(styles, list)
    assert isinstance(findings, list)
    for name, value in metadata.items():
        shown = ", ".join(value) if isinstance(value, tuple) else value
        if shown:
            lines.append(f"  {name:<12} {shown}")
    lines += ["", "Paragraph styles"]
    lines += [f"  {style['count']:>6} × {style['name']:<28} {style['example'][:48]}" for style in styles]
    lines += ["", "Holds"]
    for kind, account in features.items():
        changed, dropped = sum(account["changed"].values()), sum(account["dropped"].values())
        lines.append(f"  {account['read']:>8} {kind:<18} {account['kept']} kept, {changed} changed, {dropped} left out")
    lines += ["", "A conversion would report"]
    lines += [f"  {f['severity']:<8} {f['code']} × {f['count']:<5} {f['message'][:90]}" for f in findings] or [
        "  nothing"
    ]
    return "\n".join(lines)
