"""What has been met so far while one drawing is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sdconvert.findings import QUOTED, Code, Location
from sdconvert.formats.docx.read.context import Reading
from sdconvert.ledger import Counts, Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import InlinePicture, Run
from sdconvert.model.measure import measure
from sdconvert.xmlio import Element


class Loss(NamedTuple):
    """What will be left out, and what of the ledger goes with it."""

    code: Code
    counts: Counts
    details: dict[str, object]


class Size(NamedTuple):
    """Width and height in points, None where they are not known."""

    width: float | None
    height: float | None


NO_SIZE = Size(None, None)


class DrawnBlocks(NamedTuple):
    """What a drawing says in words, as blocks that stand where a text box would."""

    blocks: tuple[Block, ...]


class DrawingContent:
    """What the reader of one drawing has gathered.

    `text_boxes` has what stands behind the paragraph, `texts` what stands in its line. `drawings` counts the drawing
    and those within it, `shapes` names the shapes without text, `programs` those whose objects are embedded, `links`
    what a click opens; `size` and `text` are those of the frame that is being read; `continues_text`: it shows text of
    another box, which holds it.
    """

    def __init__(self, reading: Reading, element: Element) -> None:
        self.reading = reading
        self.element = element
        self.drawings = 1
        self.pictures: list[InlinePicture] = []
        self.text_boxes: list[Element | DrawnBlocks] = []
        self.texts: list[str] = []
        self.shown: list[Loss] = []
        self.losses: list[Loss] = []
        self.shapes: list[str] = []
        self.programs: list[str] = []
        self.links: dict[str, None] = {}
        self.is_floating = False
        self.continues_text = False
        self.size = NO_SIZE
        self.text = ""

    def lose(self, code: Code, counts: Counts | None = None, **details: object) -> None:
        """Keep in mind what is left out: only the whole drawing tells whether it is itself a loss."""
        self.losses.append(Loss(code, counts or {}, details))

    def show(self, code: Code, blocks: tuple[Block, ...], **details: object) -> None:
        """Put blocks in the place of what is drawn; only the whole drawing tells how it is booked."""
        self.reading.report.read(measure(Document(blocks)))
        self.text_boxes.append(DrawnBlocks(blocks))
        self.shown.append(Loss(code, {}, details))

    def show_text(self, code: Code, lines: list[str]) -> None:
        """Put text in the place of what is drawn: in its line, or behind the paragraph where it floats."""
        text = " ".join(lines)
        if self.is_floating:
            self.show(code, tuple(Paragraph((Run(line),), at=self.place) for line in lines), text=text[:QUOTED])
            return
        self.reading.report.read({Kind.CHARACTERS: len(text)})
        self.texts.append(text)
        self.shown.append(Loss(code, {}, {"text": text[:QUOTED]}))

    @property
    def place(self) -> Location:
        """Where the drawing stands."""
        return self.reading.at(self.element)

    def note(self, code: Code, **details: object) -> None:
        """Report something that costs nothing of the ledger."""
        self.reading.report.add(code, self.reading.at(self.element), **details)


ReadInDrawing = Callable[[Element, DrawingContent], Iterable[Element]]
"""Reads an element in a drawing; returns what in it has to be read as well."""
