"""Drawings: the pictures and text boxes in a `w:drawing`, `w:pict` or `w:object`, and what else is drawn there.

The ledger: a drawing is kept when it gives a picture or a text box, dropped otherwise. A picture that is given is
booked by who writes it; a text box, with all in it, by who reads its content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import w
from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing import drawingml, graphics, objects, text_boxes, vml
from sdconvert.formats.docx.read.drawing.content import DrawingContent, DrawnBlocks, Loss, ReadInDrawing
from sdconvert.formats.docx.read.drawing.frames import report_frames
from sdconvert.formats.docx.read.drawing.reading_order import Place, place_of
from sdconvert.formats.docx.read.drawing.visibility import hidden_text, is_hidden
from sdconvert.frozen import dataclass
from sdconvert.ledger import Counts, Kind
from sdconvert.model.inlines import InlinePicture
from sdconvert.xmlio import Element

SHAPES = declare(
    "DOCX-R088",
    Severity.WARNING,
    "A drawing without text is left out: {number} shape(s), such as {name}.",
    "In Word, copy the drawing and paste it as a picture.",
    "Lines, arrows and other shapes have no place in SDXML, and the package has no picture of them.",
)
OBJECT_AS_PICTURE = declare(
    "DOCX-R090",
    Severity.WARNING,
    "{count} embedded object(s) are kept as the picture that Word shows; the first: {program}.",
    why="SDXML cannot hold the files of other programs.",
)
OBJECT_LOST = declare(
    "DOCX-R091",
    Severity.ERROR,
    "An embedded object ({program}) is left out, as there is no picture of it.",
    "Insert a picture of the object in Word.",
    "SDXML cannot hold the files of other programs.",
)
EMPTY_DRAWING = declare(
    "DOCX-R093",
    Severity.INFO,
    "A drawing without any content is left out.",
    why="The file says that something is drawn, but holds nothing to draw.",
)
HIDDEN_DRAWING = declare(
    "DOCX-R107",
    Severity.WARNING,
    "A hidden drawing is left out: “{text}”",
    "Make it visible in Word (Selection Pane) if it belongs to the document.",
    "Showing it would publish what its author hid.",
)
PICTURE_LINK = declare(
    "DOCX-R094",
    Severity.WARNING,
    "The link that a click on a picture or a shape opens is left out: {target}",
    "Write the link as text beside the picture.",
    "In SDXML a picture cannot stand within a link.",
)

_FORMULAS = ("Equation", "MathType")
"""How the programs for formulas are called: Equation.3, Equation.DSMT4, MathType …"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing gives: pictures and text in its line, and what stands behind its paragraph (the `w:txbxContent` of
    its outermost text boxes, and blocks), each in reading order.

    `is_floating`: it stands at a place of its own, with text around it, and not as a character in its line; `place` is
    where, as far as that is known.
    """

    pictures: tuple[InlinePicture, ...] = ()
    text_boxes: tuple[Element | DrawnBlocks, ...] = ()
    texts: tuple[str, ...] = ()
    is_floating: bool = False
    place: Place | None = None


def read_drawing(element: Element, reading: Reading) -> Drawing:
    """The pictures and text boxes of a `w:drawing`, `w:pict` or `w:object`; nothing outside the package is read.

    Source: ECMA-376 Part 1, 17.3.3.9 (drawing), 17.3.3.19 (object), 17.3.3.21 (pict), 20.4 (wordprocessingDrawing),
    Part 4, 19 (VML).
    Loses: DOCX-R080 to DOCX-R096.
    """
    found = DrawingContent(reading, element)
    pending = list(reversed(element))
    while pending:
        node = pending.pop()
        if is_hidden(node):
            found.lose(HIDDEN_DRAWING, count(node), text=(hidden_text(node) or found.text)[:120])
            continue
        handler = READERS.get(node.tag)
        pending.extend(reversed(tuple(node if handler is None else handler(node, found))))
    _book(found)
    report_frames(element, bool(found.pictures), reading)
    place = place_of(element) if found.text_boxes else None
    return Drawing(tuple(found.pictures), tuple(found.text_boxes), tuple(found.texts), found.is_floating, place)


def _book(found: DrawingContent) -> None:
    drawings = {Kind.DRAWINGS: found.drawings}
    program = ", ".join(found.programs)
    if found.links:
        found.note(PICTURE_LINK, target=", ".join(found.links))
    if found.shapes:
        found.lose(SHAPES, number=len(found.shapes), name=found.shapes[0])
    if found.pictures or found.text_boxes or found.texts:
        if found.programs:
            found.shown.insert(0, Loss(OBJECT_AS_PICTURE, {}, {"program": program}))
        if not found.shown:
            found.reading.report.keep(drawings)
        for code, _, details in found.shown:
            if code is OBJECT_AS_PICTURE:
                found.reading.report.book_change(code, drawings)
                found.reading.report.tally(code, _kind_of(program), found.place, program=program)
            else:
                found.reading.report.change(code, drawings, found.place, **details)
            drawings = {}
        _book_losses(found, {})
        return
    if found.programs:
        found.lose(OBJECT_LOST, program=program)
    if not found.losses and found.continues_text:
        found.reading.report.keep(drawings)
        return
    if not found.losses:
        found.lose(EMPTY_DRAWING)
    _book_losses(found, drawings)


def _kind_of(program: str) -> str:
    """Objects that are told together: formulas, which hold no file that somebody may look for."""
    name = program.partition(",")[0]
    return name if name.startswith(_FORMULAS) else program


def _book_losses(found: DrawingContent, drawings: Counts) -> None:
    for code, counts, details in found.losses:
        found.reading.report.drop(code, Counter(counts) + Counter(drawings), found.reading.at(found.element), **details)
        drawings = {}


def _read_nested(element: Element, found: DrawingContent) -> Iterable[Element]:
    found.drawings += 1
    return element


READERS: dict[str, ReadInDrawing] = {
    **drawingml.READERS,
    **graphics.READERS,
    **objects.READERS,
    **text_boxes.READERS,
    **vml.READERS,
    **dict.fromkeys((w("drawing"), w("pict"), w("object")), _read_nested),
}
