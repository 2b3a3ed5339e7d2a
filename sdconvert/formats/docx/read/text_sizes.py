"""The sizes of the text of a table cell, of which SDXML says one for the whole cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.formats.docx.names import PPR, RPR, RUN, VAL, P, T
from sdconvert.formats.docx.read.formatting.cascade import Cascade
from sdconvert.formats.docx.read.formatting.paragraph_properties import P_STYLE
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle, Styles
from sdconvert.xmlio import Element

Sizes = tuple[ParagraphStyle, Iterable[int | None]]
"""The style of a paragraph and the sizes of its runs in order, in half-points."""


class TextSizes:
    """Gathers the sizes of a cell's text while it is read: none where its paragraphs hold more than runs, of which
    some may not be text of the cell."""

    __slots__ = ("is_whole", "paragraphs")

    def __init__(self) -> None:
        self.paragraphs: list[tuple[ParagraphStyle, list[int | None]]] = []
        self.is_whole = True

    def add(self, style: ParagraphStyle, sizes: list[int | None]) -> None:
        """Take the sizes of the next paragraph, which has this style."""
        if self.is_whole:
            self.paragraphs.append((style, sizes))

    def give_up(self) -> None:
        """Gather no more, and forget what was gathered."""
        self.is_whole = False
        self.paragraphs.clear()


def find_sizes(tc: Element, styles: Styles, cascade: Cascade) -> Iterator[Sizes]:
    """The sizes of the text in the paragraphs of a cell, links and fields included."""
    for paragraph in tc.iterchildren(P):
        ppr = paragraph.find(PPR)
        element = None if ppr is None else ppr.find(P_STYLE)
        style = styles.paragraph(None if element is None else element.get(VAL))
        yield style, _run_sizes(paragraph, style, cascade)


def _run_sizes(paragraph: Element, style: ParagraphStyle, cascade: Cascade) -> Iterator[int | None]:
    for run in _runs_of(paragraph):
        if next(run.iterchildren(T), None) is not None:
            yield cascade.run(style, next(run.iterchildren(RPR), None)).size_half_points


def _runs_of(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph, those in links and fields too; not those of text boxes, which stand in runs."""
    for child in paragraph:
        if child.tag == RUN:
            yield child
        elif child.tag != PPR:
            yield from child.iter(RUN)
