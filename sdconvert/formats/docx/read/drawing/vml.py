"""VML: the drawings of older files, and of what newer ones show in a compatible way (ECMA-376 Part 4, 19)."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import R_ID, O, V, local_name
from sdconvert.formats.docx.read.census import PICTURE_IDS, count, visible_text
from sdconvert.formats.docx.read.drawing.content import DrawingContent, ReadInDrawing
from sdconvert.formats.docx.read.drawing.graphics import CONTENT_PARTS
from sdconvert.formats.docx.read.drawing.measures import vml_size, vml_style, vml_view
from sdconvert.formats.docx.read.drawing.picture_parts import add_picture
from sdconvert.formats.docx.read.drawing.reading_order import in_reading_order, vml_box
from sdconvert.ledger import Kind
from sdconvert.model.inlines import InlinePicture
from sdconvert.pictures import PictureView
from sdconvert.xmlio import Element

HORIZONTAL_LINE = declare(
    "DOCX-R089",
    Severity.WARNING,
    "A horizontal line is left out.",
    why="SDXML has no horizontal line.",
)

SHAPE_TYPE_CONTENT = declare(
    "DOCX-R223",
    Severity.INFO,
    "What stands in the definition of a shape is not shown by Word and left out: “{text}”",
    why="A definition says how shapes are drawn; only a shape itself shows text and pictures.",
)

_V_GROUP = f"{{{V}}}group"
_V_IMAGEDATA = f"{{{V}}}imagedata"
_V_TEXTBOX = f"{{{V}}}textbox"
_V_TEXTPATH = f"{{{V}}}textpath"
_V_FILL = f"{{{V}}}fill"
_O_INK = f"{{{O}}}ink"
_V_CONTENTS = frozenset((_V_IMAGEDATA, _V_TEXTBOX, _O_INK, *CONTENT_PARTS))
_V_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc", "image")
_R_HREF = R_ID.replace("}id", "}href")
_O_HR = f"{{{O}}}hr"
_TRUE_WORDS = frozenset(("t", "true", "1", "on"))


def _skip_definition(definition: Element, found: DrawingContent) -> Iterable[Element]:
    counts = count(definition)
    if counts:
        found.lose(SHAPE_TYPE_CONTENT, counts, text=visible_text(definition)[:120])
    return ()


def _read_group(group: Element, found: DrawingContent) -> Iterable[Element]:
    _note_frame(group, found)
    return in_reading_order(group, vml_box)


def _read_vml_shape(shape: Element, found: DrawingContent) -> Iterable[Element]:
    if shape.get(_O_HR, "f").lower() in _TRUE_WORDS:
        found.lose(HORIZONTAL_LINE, count(shape))
        return ()
    _note_frame(shape, found)
    if not any(_is_content(child) for child in shape):
        found.shapes.append(shape.get("alt") or local_name(shape.tag))
    return shape


def _note_frame(shape: Element, found: DrawingContent) -> None:
    if shape.get("href"):
        found.links[shape.get("href", "")] = None
    if _is_top(shape):
        found.is_floating = found.is_floating or _floats(vml_style(shape))


def _is_top(shape: Element) -> bool:
    parent = shape.getparent()
    return parent is None or parent.tag != _V_GROUP


def _floats(style: dict[str, str]) -> bool:
    is_in_line = (
        style.get("mso-position-horizontal-relative") == "char"
        and style.get("mso-position-vertical-relative") == "line"
    )
    return style.get("position") in ("absolute", "relative") and not is_in_line


def _is_content(child: Element) -> bool:
    return (
        child.tag in _V_CONTENTS
        or (child.tag == _V_TEXTPATH and bool(child.get("string")))
        or (child.tag == _V_FILL and _is_picture_fill(child))
    )


def _read_imagedata(imagedata: Element, found: DrawingContent) -> Iterable[Element]:
    shape = imagedata.getparent()
    if shape is None or not any(name in imagedata.attrib for name in PICTURE_IDS):
        return ()
    size, style = vml_size(shape), vml_style(shape)
    text = shape.get("alt") or shape.get("title") or ""
    picture = InlinePicture("", " ".join(text.split()), size.width, size.height)
    add_picture(imagedata.get(R_ID, ""), imagedata.get(_R_HREF, ""), picture, vml_view(imagedata, style), found)
    return ()


def _read_vml_fill(fill: Element, found: DrawingContent) -> Iterable[Element]:
    shape = fill.getparent()
    if shape is not None and _is_picture_fill(fill):
        found.reading.report.read({Kind.PICTURES: 1})
        size = vml_size(shape)
        picture = InlinePicture("", " ".join(shape.get("alt", "").split()), size.width, size.height)
        add_picture(fill.get(R_ID, ""), "", picture, PictureView(), found)
    return ()


def _is_picture_fill(fill: Element) -> bool:
    return fill.get("type") == "frame" and bool(fill.get(R_ID))


READERS: dict[str, ReadInDrawing] = {
    f"{{{V}}}shapetype": _skip_definition,
    _V_GROUP: _read_group,
    **{f"{{{V}}}{name}": _read_vml_shape for name in _V_SHAPES},
    _V_IMAGEDATA: _read_imagedata,
    _V_FILL: _read_vml_fill,
}
