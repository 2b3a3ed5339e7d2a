"""Pictures and watermarks of page headers and footers, which SDXML has no place for."""

from __future__ import annotations

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import WP, O, V, w
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing.measures import size_of, vml_size
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

HEADER_PICTURE = declare(
    "DOCX-R192",
    Severity.WARNING,
    "{count} picture(s) of page headers and footers are left out, such as {text}.",
    "Put them into the Word template that SMASHDOCs exports with.",
    "SDXML has no headers, and one footer text without pictures.",
)
WATERMARK = declare(
    "DOCX-R193",
    Severity.WARNING,
    "The watermark “{text}” is left out ({count} time(s)).",
    "Say it in the text if it counts, such as in the title, or put it into the Word template.",
    "SDXML has no watermarks.",
)

_DRAWINGS = (w("drawing"), w("pict"), w("object"))
_TEXTPATH = f"{{{V}}}textpath"
_DOC_PR = f"{{{WP}}}docPr"
_EXTENT = f"{{{WP}}}extent"
_IMAGE_DATA = f"{{{V}}}imagedata"
_O_TITLE = f"{{{O}}}title"


def lose_pictures(root: Element, reading: Reading) -> None:
    """Take the watermarks, and the drawings that hold pictures and no text, out of a header or footer, and tell of
    them: what stays is text.

    Loses: DOCX-R192, DOCX-R193.
    """
    for drawing in [each for each in root.iter(*_DRAWINGS) if next(each.iterancestors(*_DRAWINGS), None) is None]:
        counts = count(drawing)
        words = " ".join(" ".join(path.get("string", "").split()) for path in drawing.iter(_TEXTPATH)).strip()
        if words:
            reading.report.tally_drop(WATERMARK, words, counts, reading.at(drawing), words[:QUOTED])
        elif Kind.PICTURES in counts and not visible_text(drawing):
            reading.report.tally_drop(HEADER_PICTURE, None, counts, reading.at(drawing), describe(drawing))
        else:
            continue
        parent = drawing.getparent()
        if parent is not None:
            parent.remove(drawing)


def describe(drawing: Element) -> str:
    """What is known of a picture: its alternative text or its name, and its size in points."""
    properties = next(drawing.iter(_DOC_PR), None)
    if properties is not None:
        name = properties.get("descr") or properties.get("title") or properties.get("name") or ""
        size = size_of(next(drawing.iter(_EXTENT), None), 1.0, 1.0)
    else:
        data = next(drawing.iter(_IMAGE_DATA), None)
        shape = None if data is None else data.getparent()
        if data is None or shape is None:
            return "a picture"
        name = shape.get("alt") or data.get(_O_TITLE) or ""
        size = vml_size(shape)
    shown = f"“{' '.join(name.split())[:QUOTED]}”" if name.strip() else "a picture"
    return shown if size.width is None or size.height is None else f"{shown}, {size.width:.0f} × {size.height:.0f} pt"
