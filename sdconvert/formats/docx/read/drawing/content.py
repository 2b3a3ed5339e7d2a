"""What has been met so far while one drawing is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sdconvert.findings import Code, Counts
from sdconvert.formats.docx.read.context import Reading
from sdconvert.model.inlines import InlinePicture
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


class DrawingContent:
    """What the reader of one drawing has gathered.

    `drawings` counts the drawing and those within it, `shapes` names the shapes without text, `programs` those whose
    objects are embedded, `links` what a click opens; `size` and `text` are those of the frame that is being read.
    """

    def __init__(self, reading: Reading, element: Element) -> None:
        self.reading = reading
        self.element = element
        self.drawings = 1
        self.pictures: list[InlinePicture] = []
        self.text_boxes: list[Element] = []
        self.losses: list[Loss] = []
        self.shapes: list[str] = []
        self.programs: list[str] = []
        self.links: dict[str, None] = {}
        self.is_floating = False
        self.size = NO_SIZE
        self.text = ""

    def lose(self, code: Code, counts: Counts | None = None, **details: object) -> None:
        """Keep in mind what is left out: only the whole drawing tells whether it is itself a loss."""
        self.losses.append(Loss(code, counts or {}, details))

    def note(self, code: Code, **details: object) -> None:
        """Report something that costs nothing of the ledger."""
        self.reading.report.add(code, self.reading.at(self.element), **details)


ReadInDrawing = Callable[[Element, DrawingContent], Iterable[Element]]
"""Reads an element in a drawing; returns what in it has to be read as well."""
