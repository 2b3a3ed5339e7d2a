"""One look at a document before it is written: what its references, directories and comments need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from math import isfinite

from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Inline,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_blocks
from sdconvert.writing.inlines import lone_text

MOST_POINTS = 1638
"""Word has no larger text."""


@dataclass(slots=True)
class Needs:
    """`cell_sizes` are those of text in table cells, in half-points. `references` are the ids referred to, with what is
    shown of them: number and content. `paragraph_styles` are the names that other blocks than headings have.
    `has_own_marks`: there are notes that do not count."""

    has_numbered_headings: bool = False
    directories: set[DirectoryKind] = field(default_factory=set)
    references: dict[str, set[tuple[bool, bool]]] = field(default_factory=dict)
    paragraph_styles: set[str] = field(default_factory=set)
    cell_sizes: set[int] = field(default_factory=set)
    has_comments: bool = False
    has_own_marks: bool = False


def find_needs(document: Document) -> Needs:
    """What the document holds."""
    needs = Needs()
    styles = needs.paragraph_styles
    for block in walk_blocks(document):
        match block:
            case Paragraph():
                if block.number_level is not None:
                    needs.has_numbered_headings = True
                styles.add(block.style)
                if lone_text(block.content) is None:
                    _add_needs(block.content, needs)
            case Heading():
                needs.has_numbered_headings |= block.is_numbered
                _add_needs(block.content, needs)
            case ListItem():
                needs.paragraph_styles.add(block.style)
                _add_needs(block.content, needs)
            case Picture():
                needs.paragraph_styles.add(block.style)
                _add_needs(block.caption, needs)
            case Table():
                needs.cell_sizes.update(_cell_sizes(block))
                _add_needs(block.caption, needs)
            case Directory():
                needs.directories.add(block.kind)
            case PageBreak():
                pass
    return needs


def _cell_sizes(table: Table) -> Iterator[int]:
    for row in table.rows:
        for cell in row.cells:
            if cell.font_size is not None and isfinite(cell.font_size):
                yield round(min(cell.font_size, MOST_POINTS) * 2)


def _add_needs(content: Iterable[Inline], needs: Needs) -> None:
    for node in content:
        if type(node) is Run:
            continue
        match node:
            case CrossReference():
                needs.references.setdefault(node.target, set()).add((node.show_number, node.show_content))
            case Note():
                needs.has_own_marks |= node.has_own_mark
                for paragraph in node.paragraphs:
                    _add_needs(paragraph, needs)
            case Sidenote():
                _add_needs(node.content, needs)
            case Comment():
                needs.has_comments = True
