"""A document in a few lines, so that a report can show findings where they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sdconvert.batch.outcome import PreviewLine
from sdconvert.choices import Headings, Labels
from sdconvert.labelling.account import is_labelled
from sdconvert.labelling.shown import labels_beside
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks

_FIRST = 12
_AROUND = 1
_MOST = 120
_TEXT = 160

Pair = tuple[str, str]
"""A label by the source, and what SMASHDOCs shows in its place."""


class SeenBlocks(NamedTuple):
    """The blocks of a document in reading order, and the labels of some, by their places."""

    blocks: tuple[Block, ...]
    labels: Mapping[int, Pair]


def see_blocks(document: Document, labels: Labels = Labels.AUTO, headings: Headings = Headings.AUTO) -> SeenBlocks:
    """What a preview and a digest are made of."""
    blocks = tuple(walk_blocks(document))
    return SeenBlocks(blocks, _labels(document, blocks, labels, headings))


def preview(seen: SeenBlocks, marked: Iterable[int]) -> tuple[PreviewLine, ...]:
    """The first lines of a document, and those around the paragraphs `marked`; not more than 120, cut to 160 signs.
    What is left out between and behind them is a line of the kind gap."""
    chosen = _choose([None if block.at is None else block.at.paragraph for block in seen.blocks], set(marked))
    return tuple(_with_gaps(seen.blocks, chosen, seen.labels))


def _choose(paragraphs: Sequence[int | None], marked: Collection[int]) -> list[int]:
    chosen = set(range(min(_FIRST, len(paragraphs))))
    for number, paragraph in enumerate(paragraphs):
        if paragraph in marked:
            chosen.update(range(max(0, number - _AROUND), min(len(paragraphs), number + _AROUND + 1)))
    return sorted(chosen)[:_MOST]


def _labels(document: Document, blocks: Sequence[Block], labels: Labels, headings: Headings) -> Mapping[int, Pair]:
    """The labels of blocks, by the places of these in reading order."""
    places = [place for place, block in enumerate(blocks) if is_labelled(block)]
    return dict(zip(places, labels_beside(document, labels, headings), strict=True))


def _with_gaps(blocks: Sequence[Block], chosen: Sequence[int], pairs: Mapping[int, Pair]) -> Iterator[PreviewLine]:
    before = -1
    for number in chosen:
        if number - before > 1:
            yield _gap(number - before - 1)
        yield _line(blocks[number], *pairs.get(number, ("", "")))
        before = number
    if len(blocks) - before > 1:
        yield _gap(len(blocks) - before - 1)


def _gap(left_out: int) -> PreviewLine:
    return PreviewLine(None, "gap", f"{left_out:,} more line{'s' if left_out > 1 else ''} of the document")


def _line(block: Block, label: str, shown: str) -> PreviewLine:
    match block:
        case Heading() | ListItem():
            kind = "heading" if isinstance(block, Heading) else "item"
            return PreviewLine(_paragraph(block), kind, _cut(plain_text(block.content)), block.level, label, shown)
        case Paragraph():
            return PreviewLine(_paragraph(block), "paragraph", _cut(plain_text(block.content)), 0, label, shown)
        case Table():
            return PreviewLine(_paragraph(block), "table", _cut(plain_text(block.caption)), 0, label, shown)
        case Picture():
            text = plain_text(block.caption) or block.text
            return PreviewLine(_paragraph(block), "picture", _cut(text), 0, label, shown)
        case PageBreak():
            return PreviewLine(_paragraph(block), "break", "page break")
        case Directory():
            return PreviewLine(_paragraph(block), "directory", f"generated list of {block.kind}")


def _paragraph(block: Block) -> int | None:
    return None if block.at is None else block.at.paragraph


def _cut(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _TEXT else words[: _TEXT - 1].rstrip() + "…"
