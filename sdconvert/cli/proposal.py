"""Proposed mappings as tables for people and as text for files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from shutil import get_terminal_size

from sdconvert.cli.columns import Column, columns
from sdconvert.stylemap.proposal import Proposal, ProposedRow
from sdconvert.stylemap.render import one_line, to_json, to_toml

_LEAST_WIDTH = 80
_WIDTH_OF_PIPES = 140
_BEFORE = (Column("STYLE", least=12), Column("USES", is_number=True), Column("FILES", is_number=True))
_EXAMPLE = Column("EXAMPLE", least=10, is_cut=True)
_AFTER = (Column("MAPS TO"), Column("CONFIDENCE"), Column("WHY", least=12))
_IN_FILE = (Column("BY"), _EXAMPLE, Column("IN", least=8, is_cut=True))


def form_of(file: Path) -> str:
    """How a mapping is written to a file of this name."""
    return "toml" if file.suffix.lower() == ".toml" else "json"


def mapping_text(proposal: Proposal, form: str) -> str:
    """The mapping as JSON, or as TOML with the reasons."""
    return to_toml(proposal) if form == "toml" else to_json(proposal.stylemap)


def styles(count: int) -> str:
    """So many styles, in words."""
    return "1 style" if count == 1 else f"{count} styles"


def proposal_table(proposal: Proposal, names: Sequence[str] | None = None) -> Iterator[str]:
    """The rows as a table, the candidates as another. With the names of the files, it says whose style it is and which
    file the example is from."""
    between = (_EXAMPLE,) if names is None else _IN_FILE

    def cells(row: ProposedRow) -> tuple[str, ...]:
        example = one_line(row.example)
        middle = (example,) if names is None else (_maker(row), example, names[row.example_file] if example else "")
        before = (one_line(row.style), str(row.count), str(row.files))
        return *before, *middle, str(row.row), confidence(row), one_line(row.reason)

    layout = (*_BEFORE, *between, *_AFTER)
    yield from columns(layout, [cells(row) for row in proposal.rows], table_width())
    if proposal.candidates:
        yield ""
        yield "These only look like headings; --candidates maps them so:"
        yield from columns(layout, [cells(row) for row in proposal.candidates], table_width())


def table_width() -> int:
    """How wide a table may be."""
    return max(_LEAST_WIDTH, get_terminal_size((_WIDTH_OF_PIPES, 24)).columns)


def confidence(row: ProposedRow) -> str:
    """How far a row can be trusted, with the share of the paragraphs that agree where not all do."""
    if row.agreement is None or row.agreement == 1:
        return str(row.confidence)
    return f"{row.confidence}, {min(99, int(100 * row.agreement))}%"


def _maker(row: ProposedRow) -> str:
    return "author" if row.is_own else "Word"
