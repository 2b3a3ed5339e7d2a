"""The gallery: each sample as Word shows it and as SMASHDOCs will, with what its conversion has to say."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from site_findings import page_of
from site_text import escape, table

import sdconvert

ROOT = Path(__file__).parents[2]
SAMPLES = sorted(path.stem for path in (ROOT / "samples" / "docx").glob("*.docx"))
"""The names of the samples; their pictures are in docs/gallery, and what they are say the modules that make them."""

_INTRODUCTION = """# Gallery

The samples of the project, each as Word shows its first page and as it looks after `sdconvert convert`, with everything
that the conversion tells. `make docs-pictures` takes the pictures anew."""


def gallery_pages() -> dict[str, str]:
    """The page by its name."""
    return {"gallery.md": "\n\n".join([_INTRODUCTION, *map(_section, SAMPLES)]) + "\n"}


def _section(name: str) -> str:
    result = sdconvert.convert(ROOT / "samples" / "docx" / f"{name}.docx")
    pictures = table(
        ("Word, laid out by LibreOffice", "what SMASHDOCs will show"),
        [(f"![The first page of {name}](gallery/{name}-word.png)", f"![{name}, converted](gallery/{name}-result.png)")],
    )
    file = f"[{name}.docx](files/samples/docx/{name}.docx)"
    return "\n\n".join([f"## {name}", f"{_what(name)} The file: {file}.", pictures, _told(result.findings)])


def _what(name: str) -> str:
    maker = ROOT / "samples" / "sampledocs" / f"{name.replace('-', '_')}.py"
    return ast.get_docstring(ast.parse(maker.read_text(encoding="utf-8"))) or ""


def _told(findings: tuple[sdconvert.Finding, ...]) -> str:
    """A row for each code, the gravest first."""
    counts = Counter(finding.code for finding in findings)
    first = {finding.code: finding.message for finding in reversed(findings)}
    rows = [
        (f"[{code.id}](findings/{page_of(code.id)})", str(code.severity), str(counts[code]), escape(first[code]))
        for code in sorted(counts, key=lambda code: (code.severity.rank, code.id))
    ]
    return table(("code", "severity", "times", "the first"), rows) if rows else "The conversion has nothing to say."
