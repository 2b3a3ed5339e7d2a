"""What a paragraph gives while it is read: inlines, and the marks at which it is cut into blocks."""

from __future__ import annotations

from sdconvert.formats.docx.read.drawing.content import DrawnBlocks
from sdconvert.formats.docx.read.drawing.reading_order import Place, in_reading_order
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Alignment, Directory, PageBreak
from sdconvert.model.inlines import Inline, LineBreak, Link, Run
from sdconvert.xmlio import Element


@dataclass(frozen=True, slots=True)
class SequenceNumber:
    """The result of a SEQ field: the number of a caption, kept as text unless the caption finds its object."""

    identifier: str
    run: Run

    @property
    def text(self) -> str:
        return self.run.text


Piece = Inline | SequenceNumber | PageBreak | Directory


class ParagraphContent:
    """All pieces of a paragraph in order, and the text boxes and drawn blocks anchored in it (`drawn`).

    `math_alignment` is how its displayed equations stand, None where it has none.
    """

    __slots__ = ("drawn", "math_alignment", "pieces")

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.drawn: list[tuple[Place | None, tuple[Element | DrawnBlocks, ...]]] = []
        self.math_alignment: Alignment | None = None

    @property
    def text_boxes(self) -> list[Element | DrawnBlocks]:
        """What is drawn, in the order in which it is read: by the places where all are measured from one point, else as
        it is anchored."""
        drawn = self.drawn
        if not drawn:
            return []
        origins = {None if place is None else place.origin for place, _ in drawn}
        if len(drawn) > 1 and len(origins) == 1 and None not in origins:
            drawn = in_reading_order(drawn, lambda each: None if each[0] is None else each[0].box)
        return [box for _, boxes in drawn for box in boxes]


def text_of(pieces: list[Piece] | tuple[Piece, ...]) -> str:
    """The text of runs, links and numbers; a line break is a space."""
    return "".join(map(_text, pieces))


def _text(piece: Piece) -> str:
    if isinstance(piece, (Run, SequenceNumber)):
        return piece.text
    if isinstance(piece, Link):
        return "".join(_text(part) for part in piece.content)
    return " " if isinstance(piece, LineBreak) else ""


def is_blank(piece: Piece) -> bool:
    """Whether the piece is a run of white space."""
    return isinstance(piece, Run) and not piece.text.strip()
