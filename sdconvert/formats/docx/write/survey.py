"""One look at a document before it is written: what its references, directories and comments need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import isfinite

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


@dataclass(slots=True)
class Survey:
    """`cell_sizes` are those of text in table cells, in half-points. `references` are the ids referred to, with what is
    shown of them: number and content. `paragraph_styles` are the names that other blocks than headings have."""

    has_numbered_headings: bool = False
    directories: set[DirectoryKind] = field(default_factory=set)
    references: dict[str, set[tuple[bool, bool]]] = field(default_factory=dict)
    paragraph_styles: set[str] = field(default_factory=set)
    cell_sizes: set[int] = field(default_factory=set)
    has_comments: bool = False


def survey(document: Document) -> Survey:
    """What the document holds."""
    found = Survey()
    for block in walk_blocks(document):
        match block:
            case Heading():
                found.has_numbered_headings |= block.is_numbered
                _look(block.content, found)
            case Paragraph():
                found.has_numbered_headings |= block.number_level is not None
                found.paragraph_styles.add(block.style)
                _look(block.content, found)
            case ListItem():
                found.paragraph_styles.add(block.style)
                _look(block.content, found)
            case Picture():
                found.paragraph_styles.add(block.style)
                _look(block.caption, found)
            case Table():
                found.cell_sizes.update(_cell_sizes(block))
                _look(block.caption, found)
            case Directory():
                found.directories.add(block.kind)
            case PageBreak():
                pass
    return found


def _cell_sizes(table: Table) -> Iterator[int]:
    for row in table.rows:
        for cell in row.cells:
            if cell.font_size is not None and isfinite(cell.font_size):
                yield round(cell.font_size * 2)


def _look(content: Iterable[Inline], found: Survey) -> None:
    for node in content:
        if type(node) is Run:
            continue
        match node:
            case CrossReference():
                found.references.setdefault(node.target, set()).add((node.show_number, node.show_content))
            case Note():
                for paragraph in node.paragraphs:
                    _look(paragraph, found)
            case Sidenote():
                _look(node.content, found)
            case Comment():
                found.has_comments = True
