"""A document in a few lines, so that a report can show findings where they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sdconvert.batch.outcome import PreviewLine
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks

_FIRST = 12
_AROUND = 1
_MOST = 120
_TEXT = 160


def preview(document: Document, marked: Iterable[int]) -> tuple[PreviewLine, ...]:
    """The first lines of a document, and those around the paragraphs `marked`; not more than 120, cut to 160 signs."""
    lines = list(_lines(document))
    return tuple(lines[number] for number in _choose(lines, set(marked)))


def _choose(lines: Sequence[PreviewLine], marked: set[int]) -> list[int]:
    chosen = set(range(min(_FIRST, len(lines))))
    for number, line in enumerate(lines):
        if line.paragraph in marked:
            chosen.update(range(max(0, number - _AROUND), min(len(lines), number + _AROUND + 1)))
    return sorted(chosen)[:_MOST]


def _lines(document: Document) -> Iterator[PreviewLine]:
    for block in walk_blocks(document):
        line = _line(block)
        if line is not None:
            yield line


def _line(block: Block) -> PreviewLine | None:
    """The line of a block, None for one without any text of its own."""
    match block:
        case Heading():
            return _of(block, "heading", plain_text(block.content), block.level)
        case Paragraph():
            return _of(block, "paragraph", plain_text(block.content))
        case ListItem():
            return _of(block, "item", plain_text(block.content), block.level)
        case Table():
            return _of(block, "table", plain_text(block.caption))
        case Picture():
            return _of(block, "picture", plain_text(block.caption) or block.text)
        case PageBreak() | Directory():
            return None


def _of(block: Heading | Paragraph | ListItem | Table | Picture, kind: str, text: str, level: int = 0) -> PreviewLine:
    label = getattr(block, "label", "")
    words = " ".join(f"{label} {text}".split())
    shown = words if len(words) <= _TEXT else words[: _TEXT - 1].rstrip() + "…"
    return PreviewLine(None if block.at is None else block.at.paragraph, kind, shown, level)
