"""Drawings: the pictures and text boxes in a `w:drawing`, `w:pict` or `w:object`, and what else is drawn there.

The ledger: a drawing is kept when it gives a picture or a text box, dropped otherwise. A picture that is given is
booked by who writes it; a text box, with all in it, by who reads its content.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sdconvert.findings import Code, Counts, Kind, Severity, declare
from sdconvert.formats.docx.names import DGM, FALSE_WORDS, PIC, R_EMBED, R_ID, R_LINK, W14, WP, WPS, A, C, O, P, V, w
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.graphics import CHART_EX, chart_text, drawn_text
from sdconvert.formats.docx.units import EMU_PER_POINT, parse_int, parse_points
from sdconvert.model.inlines import InlinePicture
from sdconvert.pictures import extension, sniff
from sdconvert.xmlio import Element

LINKED_PICTURE = declare(
    "DOCX-R080",
    Severity.ERROR,
    "A picture is left out, as the document only links to it: {target}",
    "Embed the picture: in Word, File > Info > Edit Links to Files > Save picture in document.",
    "Linked pictures are never fetched, neither from the network nor from the disk.",
)
MISSING_PICTURE = declare(
    "DOCX-R081",
    Severity.ERROR,
    "A picture is left out, as its data is not in the file: {target}",
    "Insert the picture again in Word.",
    "A picture names a part of the package that is not there, or is empty.",
)
CROPPED_PICTURE = declare(
    "DOCX-R082",
    Severity.WARNING,
    "A picture that is cropped in Word shows whole: {percent} % of it was hidden.",
    "In Word, Picture Format > Compress Pictures deletes cropped areas.",
    "Pictures are copied as they are; SDXML cannot say that a part is hidden.",
)
TURNED_PICTURE = declare(
    "DOCX-R083",
    Severity.WARNING,
    "A picture that is rotated or mirrored in Word shows as it is stored.",
    "Rotate the picture itself and insert it again.",
    "Pictures are copied as they are; SDXML knows no rotation.",
)
CHART = declare(
    "DOCX-R084",
    Severity.ERROR,
    "A chart is left out: “{text}”",
    "In Word, copy the chart and paste it as a picture.",
    "Word stores a chart as its numbers, without a picture of it.",
)
DIAGRAM = declare(
    "DOCX-R085",
    Severity.ERROR,
    "A SmartArt diagram is left out: “{text}”",
    "In Word, copy the diagram and paste it as a picture.",
    "Word stores a diagram as its texts and layout, without a picture of it.",
)
WORD_ART = declare(
    "DOCX-R086",
    Severity.ERROR,
    "Text drawn as a shape is left out: “{text}”",
    "Type the text into the document if it belongs there.",
    "WordArt and watermarks hold their text as a drawing, not as text of the document.",
)
INK = declare(
    "DOCX-R087",
    Severity.ERROR,
    "A drawing made with a pen is left out.",
    "In Word, copy the ink and paste it as a picture.",
    "Ink is stored as strokes, without a picture of it.",
)
SHAPES = declare(
    "DOCX-R088",
    Severity.WARNING,
    "A drawing without text is left out: {number} shape(s), such as {name}.",
    "In Word, copy the drawing and paste it as a picture.",
    "Lines, arrows and other shapes have no place in SDXML, and the package has no picture of them.",
)
HORIZONTAL_LINE = declare(
    "DOCX-R089",
    Severity.WARNING,
    "A horizontal line is left out.",
    why="SDXML has no horizontal line.",
)
OBJECT_AS_PICTURE = declare(
    "DOCX-R090",
    Severity.WARNING,
    "An embedded object ({program}) is kept as the picture that Word shows of it.",
    why="SDXML cannot hold the files of other programs.",
)
OBJECT_LOST = declare(
    "DOCX-R091",
    Severity.ERROR,
    "An embedded object ({program}) is left out, as there is no picture of it.",
    "Insert a picture of the object in Word.",
    "SDXML cannot hold the files of other programs.",
)
UNKNOWN_GRAPHIC = declare(
    "DOCX-R092",
    Severity.ERROR,
    "A graphic of an unknown kind ({name}) is left out: “{text}”",
    "In Word, copy the graphic and paste it as a picture.",
    "Other programs may put graphics of their own into a Word file.",
)
EMPTY_DRAWING = declare(
    "DOCX-R093",
    Severity.INFO,
    "A drawing without any content is left out.",
    why="The file says that something is drawn, but holds nothing to draw.",
)
PICTURE_LINK = declare(
    "DOCX-R094",
    Severity.WARNING,
    "The link that a click on a picture or a shape opens is left out: {target}",
    "Write the link as text beside the picture.",
    "In SDXML a picture cannot stand within a link.",
)
STRAY_TEXT = declare(
    "DOCX-R095",
    Severity.ERROR,
    "Text that stands in a drawing, but in no text box, is left out: “{text}”",
    why="Word does not show text in such a place.",
)
VIDEO = declare(
    "DOCX-R096",
    Severity.WARNING,
    "A video is kept as its preview picture only: {target}",
    "Write the link to the video as text.",
    "SDXML cannot hold videos.",
)

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_WPC = "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
_LOCKED_CANVAS = "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"
_WP15 = "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"
_WNE = "http://schemas.microsoft.com/office/word/2006/wordml"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

_TXBX_CONTENT = w("txbxContent")
_ODD_TXBX_CONTENT = f"{{{_WNE}}}txbxContent"  # what Word 2013 writes into Strict files
_DOC_PR = f"{{{WP}}}docPr"
_EXTENT = f"{{{WP}}}extent"
_ANCHOR = f"{{{WP}}}anchor"
_INLINE = f"{{{WP}}}inline"
_PIC = f"{{{PIC}}}pic"
_A_PIC = f"{{{A}}}pic"
_WSP = f"{{{WPS}}}wsp"
_C_CHART = f"{{{C}}}chart"
_CX_CHART = f"{{{CHART_EX}}}chart"
_REL_IDS = f"{{{DGM}}}relIds"
_GRAPHIC_DATA = f"{{{A}}}graphicData"
_A_BLIP = f"{{{A}}}blip"
_BLIP_FILL = f"{{{A}}}blipFill"
_SVG_BLIP = f"{{{_SVG}}}svgBlip"
_SRC_RECT = f"{{{A}}}srcRect"
_TILE = f"{{{A}}}tile"
_XFRM = f"{{{A}}}xfrm"
_A_EXT = f"{{{A}}}ext"
_CH_EXT = f"{{{A}}}chExt"
_GROUP_PROPERTIES = (f"{{{_WPG}}}grpSpPr", f"{{{A}}}grpSpPr")
_SHAPE_TEXTS = frozenset((f"{{{WPS}}}txbx", f"{{{WPS}}}linkedTxbx"))

_V_GROUP = f"{{{V}}}group"
_V_IMAGEDATA = f"{{{V}}}imagedata"
_V_TEXTBOX = f"{{{V}}}textbox"
_V_TEXTPATH = f"{{{V}}}textpath"
_V_FILL = f"{{{V}}}fill"
_O_INK = f"{{{O}}}ink"
_CONTENT_PARTS = (w("contentPart"), f"{{{W14}}}contentPart")
_V_CONTENTS = frozenset((_V_IMAGEDATA, _V_TEXTBOX, _O_INK, *_CONTENT_PARTS))
_V_SHAPES = ("shape", "rect", "roundrect", "oval", "line", "polyline", "curve", "arc", "image")
_CROPS = ("cropleft", "cropright", "croptop", "cropbottom")

_GRAPHICS = frozenset(
    (
        _PIC,
        _WSP,
        f"{{{_WPG}}}wgp",
        f"{{{_WPC}}}wpc",
        f"{{{_LOCKED_CANVAS}}}lockedCanvas",
        _C_CHART,
        _CX_CHART,
        _REL_IDS,
        *_CONTENT_PARTS,
    )
)
_LEAST_CROP = 0.5  # percent: less comes from rounding, not from a person
_NO_TARGET = "NULL"  # what Word writes for a picture that it has lost


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a drawing gives: pictures, and the `w:txbxContent` of its outermost text boxes, each in reading order.

    `is_floating`: it stands at a place of its own, with text around it, and not as a character in its line.
    """

    pictures: tuple[InlinePicture, ...] = ()
    text_boxes: tuple[Element, ...] = ()
    is_floating: bool = False


class _Loss(NamedTuple):
    code: Code
    counts: Counts
    details: dict[str, object]


class _Size(NamedTuple):
    width: float | None
    height: float | None


class _Found:
    """What has been met so far in one drawing."""

    def __init__(self, reading: Reading, element: Element) -> None:
        self.reading = reading
        self.element = element
        self.drawings = 1
        self.pictures: list[InlinePicture] = []
        self.text_boxes: list[Element] = []
        self.losses: list[_Loss] = []
        self.shapes: list[str] = []
        self.programs: list[str] = []
        self.links: dict[str, None] = {}
        self.is_floating = False
        self.size = _Size(None, None)
        self.text = ""

    def lose(self, code: Code, counts: Counts | None = None, **details: object) -> None:
        self.losses.append(_Loss(code, counts or {}, details))

    def note(self, code: Code, **details: object) -> None:
        self.reading.report.add(code, self.reading.at(self.element), **details)


_Handler = Callable[[Element, _Found], Iterable[Element]]


def read_drawing(element: Element, reading: Reading) -> Drawing:
    """The pictures and text boxes of a `w:drawing`, `w:pict` or `w:object`; nothing outside the package is read.

    Source: ECMA-376 Part 1, 17.3.3.9 (drawing), 17.3.3.19 (object), 17.3.3.21 (pict), 20.4 (wordprocessingDrawing),
    Part 4, 19 (VML).
    Loses: DOCX-R080 to DOCX-R096.
    """
    found = _Found(reading, element)
    pending = list(reversed(element))
    while pending:
        node = pending.pop()
        handler = _HANDLERS.get(node.tag)
        pending.extend(reversed(tuple(node if handler is None else handler(node, found))))
    _book(found)
    return Drawing(tuple(found.pictures), tuple(found.text_boxes), found.is_floating)


# -------------------------------------------------------------------------------------------------------- ledger


def _book(found: _Found) -> None:
    drawings = {Kind.DRAWINGS: found.drawings}
    program = ", ".join(found.programs)
    if found.links:
        found.note(PICTURE_LINK, target=", ".join(found.links))
    if found.shapes:
        found.lose(SHAPES, number=len(found.shapes), name=found.shapes[0])
    if found.pictures or found.text_boxes:
        if found.programs:
            found.reading.report.changed(OBJECT_AS_PICTURE, drawings, found.reading.at(found.element), program=program)
        else:
            found.reading.report.kept(drawings)
        _book_losses(found, {})
        return
    if found.programs:
        found.lose(OBJECT_LOST, program=program)
    if not found.losses:
        found.lose(EMPTY_DRAWING)
    _book_losses(found, drawings)


def _book_losses(found: _Found, drawings: Counts) -> None:
    for code, counts, details in found.losses:
        found.reading.report.dropped(code, {**counts, **drawings}, found.reading.at(found.element), **details)
        drawings = {}


# ----------------------------------------------------------------------------------------------- DrawingML frame


def _read_inline(inline: Element, found: _Found) -> Iterable[Element]:
    found.size = _size_of(inline.find(_EXTENT), 1.0, 1.0)
    doc_pr = inline.find(_DOC_PR)
    if doc_pr is not None:
        found.text = _described(doc_pr)
    return inline


def _read_anchor(anchor: Element, found: _Found) -> Iterable[Element]:
    found.is_floating = True
    return _read_inline(anchor, found)


def _read_graphic_data(data: Element, found: _Found) -> Iterable[Element]:
    known = []
    for child in data:
        if child.tag in _GRAPHICS or next(child.iter(_PIC, _TXBX_CONTENT, _ODD_TXBX_CONTENT), None) is not None:
            known.append(child)
        else:
            text = drawn_text(child) or visible_text(child)
            found.lose(UNKNOWN_GRAPHIC, count(child), name=_local_name(child), text=text)
    return known


def _read_click(link: Element, found: _Found) -> Iterable[Element]:
    relation = found.reading.package.relationships(found.reading.part).get(link.get(R_ID, ""))
    if relation is not None:
        found.links[relation.target] = None
    return ()


def _read_nested(element: Element, found: _Found) -> Iterable[Element]:
    found.drawings += 1
    return element


def _read_text_box(content: Element, found: _Found) -> Iterable[Element]:
    found.text_boxes.append(content)
    return ()


def _read_odd_text_box(content: Element, found: _Found) -> Iterable[Element]:
    found.reading.report.read({Kind.TEXT_BOXES: 1})
    return _read_text_box(content, found)


def _read_stray_paragraph(paragraph: Element, found: _Found) -> Iterable[Element]:
    found.lose(STRAY_TEXT, count(paragraph), text=visible_text(paragraph))
    return ()


# -------------------------------------------------------------------------------------------- DrawingML graphics


def _read_pic(pic: Element, found: _Found) -> Iterable[Element]:
    parent = pic.getparent()
    is_alone = parent is not None and parent.tag == _GRAPHIC_DATA
    own = next((_described(e) for e in pic.iter(f"{{{PIC}}}cNvPr", f"{{{A}}}cNvPr")), "")
    text = (found.text or own) if is_alone else (own or found.text)
    xfrm = next(pic.iter(_XFRM), None)
    _add_blip(pic, text, found.size if is_alone else _grouped_size(pic, xfrm, found.element), found)
    if xfrm is not None and _is_turned(xfrm):
        found.note(TURNED_PICTURE)
    return list(pic.iter(_CLICK, _VIDEO_FILE))


def _read_locked_pic(pic: Element, found: _Found) -> Iterable[Element]:
    found.reading.report.read({Kind.PICTURES: 1})
    return _read_pic(pic, found)


def _read_fill(fill: Element, found: _Found) -> Iterable[Element]:
    """A shape that is filled with a picture; a texture, which repeats, is a look."""
    if fill.find(_TILE) is None:
        found.reading.report.read({Kind.PICTURES: 1})
        parent = fill.getparent()
        xfrm = None if parent is None else parent.find(_XFRM)
        _add_blip(fill, found.text, _grouped_size(fill, xfrm, found.element), found)
    return ()


def _add_blip(holder: Element, text: str, size: _Size, found: _Found) -> None:
    blip = next(holder.iter(_A_BLIP), None)
    svg = None if blip is None else next(blip.iter(_SVG_BLIP), None)
    embed = link = ""
    if blip is not None:
        embed, link = blip.get(R_EMBED, ""), blip.get(R_LINK, "")
    if not embed and svg is not None:
        embed = svg.get(R_EMBED, "")
    rect = next(holder.iter(_SRC_RECT), None)
    crop = 0.0 if rect is None else _hidden(*(_percent(rect.get(side)) for side in "lrtb"))
    _add_picture(embed, link, InlinePicture("", text, size.width, size.height), crop, found)


def _read_shape(shape: Element, found: _Found) -> Iterable[Element]:
    if not any(child.tag in _SHAPE_TEXTS for child in shape) and not _has_picture_fill(shape):
        properties = next(shape.iter(f"{{{A}}}prstGeom"), None)
        found.shapes.append("a free form" if properties is None else properties.get("prst", "a shape"))
    return shape


def _has_picture_fill(shape: Element) -> bool:
    return any(fill.find(_TILE) is None for fill in shape.iter(_BLIP_FILL))


def _read_drawn_text(body: Element, found: _Found) -> Iterable[Element]:
    text = drawn_text(body)
    if text:
        found.lose(WORD_ART, text=text)
    return ()


def _read_chart(chart: Element, found: _Found) -> Iterable[Element]:
    root = _related_part(chart.get(R_ID, ""), found.reading)
    found.lose(CHART, text="" if root is None else chart_text(root))
    return ()


def _read_diagram(ids: Element, found: _Found) -> Iterable[Element]:
    root = _related_part(ids.get(_R_DM, ""), found.reading)
    found.lose(DIAGRAM, text="" if root is None else drawn_text(root))
    return ()


def _related_part(relation_id: str, reading: Reading) -> Element | None:
    relation = reading.package.relationships(reading.part).get(relation_id)
    return None if relation is None or relation.is_external else reading.package.xml(relation.target)


def _read_ink(_: Element, found: _Found) -> Iterable[Element]:
    found.lose(INK)
    return ()


def _read_web_video(video: Element, found: _Found) -> Iterable[Element]:
    found.note(VIDEO, target=video.get("embeddedHtml", ""))
    return ()


def _read_video_file(video: Element, found: _Found) -> Iterable[Element]:
    relation = found.reading.package.relationships(found.reading.part).get(video.get(R_LINK, ""))
    found.note(VIDEO, target="" if relation is None else relation.target)
    return ()


# ----------------------------------------------------------------------------------------------------------- VML


def _skip(_: Element, __: _Found) -> Iterable[Element]:
    return ()


def _read_group(group: Element, found: _Found) -> Iterable[Element]:
    _note_frame(group, found)
    return group


def _read_vml_shape(shape: Element, found: _Found) -> Iterable[Element]:
    if shape.get(_O_HR, "f").lower() in _TRUE_WORDS:
        found.lose(HORIZONTAL_LINE)
        return ()
    _note_frame(shape, found)
    if not any(_is_content(child) for child in shape):
        found.shapes.append(shape.get("alt") or _local_name(shape))
    return shape


def _note_frame(shape: Element, found: _Found) -> None:
    if shape.get("href"):
        found.links[shape.get("href", "")] = None
    if _is_top(shape):
        found.is_floating = found.is_floating or _floats(_style(shape))


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


def _read_imagedata(imagedata: Element, found: _Found) -> Iterable[Element]:
    shape = imagedata.getparent()
    if shape is None:
        return ()
    size, style = _vml_size(shape), _style(shape)
    text = shape.get("alt") or shape.get("title") or ""
    crop = _hidden(*(_fraction(imagedata.get(side)) for side in _CROPS))
    picture = InlinePicture("", " ".join(text.split()), size.width, size.height)
    _add_picture(imagedata.get(R_ID, ""), imagedata.get(_R_HREF, ""), picture, crop, found)
    if style.get("rotation", "0") != "0" or "flip" in style:
        found.note(TURNED_PICTURE)
    return ()


def _read_vml_fill(fill: Element, found: _Found) -> Iterable[Element]:
    shape = fill.getparent()
    if shape is not None and _is_picture_fill(fill):
        found.reading.report.read({Kind.PICTURES: 1})
        size = _vml_size(shape)
        picture = InlinePicture("", " ".join(shape.get("alt", "").split()), size.width, size.height)
        _add_picture(fill.get(R_ID, ""), "", picture, 0.0, found)
    return ()


def _is_picture_fill(fill: Element) -> bool:
    return fill.get("type") == "frame" and bool(fill.get(R_ID))


def _read_textpath(path: Element, found: _Found) -> Iterable[Element]:
    text = path.get("string", "").strip()
    if text:
        found.lose(WORD_ART, text=text)
    return ()


def _read_ole(ole: Element, found: _Found) -> Iterable[Element]:
    found.programs.append(ole.get("ProgID") or ole.get(w("progId")) or "of an unknown program")
    return ()


def _read_control(control: Element, found: _Found) -> Iterable[Element]:
    found.programs.append(control.get(w("name")) or "a form control")
    return ()


# ------------------------------------------------------------------------------------------------------ pictures


def _add_picture(embed: str, link: str, picture: InlinePicture, crop: float, found: _Found) -> None:
    relations = found.reading.package.relationships(found.reading.part)
    relation = relations.get(embed) or relations.get(link)
    if relation is None or posixpath.basename(relation.target) == _NO_TARGET:
        found.lose(MISSING_PICTURE, {Kind.PICTURES: 1}, target=embed or link or "nothing is named")
        return
    if relation.is_external:
        found.lose(LINKED_PICTURE, {Kind.PICTURES: 1}, target=relation.target)
        return
    asset = _asset(relation.target, found.reading)
    if asset is None:
        found.lose(MISSING_PICTURE, {Kind.PICTURES: 1}, target=relation.target)
        return
    found.pictures.append(InlinePicture(asset, picture.text, picture.width, picture.height))
    if crop > _LEAST_CROP:
        found.note(CROPPED_PICTURE, percent=f"{crop:.0f}")


def _asset(target: str, reading: Reading) -> str | None:
    """The asset made from a part, None when it is missing or empty. A part that is shown often is unpacked once."""
    known = reading.part_assets.get(target)
    if known is not None:
        return known
    data = reading.package.data(target)
    if not data:
        return None
    kind = sniff(data)
    name = reading.add_asset(data, _extension_of(target) if kind is None else extension(kind))
    reading.part_assets[target] = name
    return name


def _extension_of(name: str) -> str:
    suffix = posixpath.splitext(name)[1][1:].lower()
    return suffix if suffix.isascii() and suffix.isalnum() else "bin"


# ------------------------------------------------------------------------------------------------------ measures


def _size_of(extent: Element | None, x_scale: float, y_scale: float) -> _Size:
    if extent is None:
        return _Size(None, None)
    return _Size(_points(extent.get("cx"), x_scale), _points(extent.get("cy"), y_scale))


def _points(emu: str | None, scale: float) -> float | None:
    value = (parse_int(emu) or 0) * scale / EMU_PER_POINT
    return value if value > 0 else None


def _grouped_size(element: Element, xfrm: Element | None, drawing: Element) -> _Size:
    """The size of a shape, each group around it having units of its own (ECMA-376 Part 1, 20.1.7.6)."""
    x_scale = y_scale = 1.0
    for ancestor in element.iterancestors():
        if ancestor is drawing:
            break
        transform = next((p.find(_XFRM) for p in ancestor.iterchildren(*_GROUP_PROPERTIES)), None)
        if transform is not None:
            outer, inner = _lengths(transform.find(_A_EXT)), _lengths(transform.find(_CH_EXT))
            x_scale *= outer[0] / inner[0]
            y_scale *= outer[1] / inner[1]
    return _size_of(None if xfrm is None else xfrm.find(_A_EXT), x_scale, y_scale)


def _lengths(extent: Element | None) -> tuple[int, int]:
    if extent is None:
        return 1, 1
    return parse_int(extent.get("cx")) or 1, parse_int(extent.get("cy")) or 1


def _is_turned(xfrm: Element) -> bool:
    flips = (xfrm.get("flipH"), xfrm.get("flipV"))
    turn = (parse_int(xfrm.get("rot")) or 0) % 21_600_000
    return turn != 0 or any(flip is not None and flip not in FALSE_WORDS for flip in flips)


def _vml_size(shape: Element) -> _Size:
    style = _style(shape)
    parent = shape.getparent()
    if parent is None or parent.tag != _V_GROUP:
        return _Size(_positive(style.get("width")), _positive(style.get("height")))
    group = _vml_size(parent)
    units = [parse_int(part) or 1000 for part in parent.get("coordsize", "").split(",")]
    x_units, y_units = units if len(units) == 2 else (1000, 1000)
    return _Size(_share(group.width, style.get("width"), x_units), _share(group.height, style.get("height"), y_units))


def _share(whole: float | None, part: str | None, units: int) -> float | None:
    value = parse_int(part)
    return None if whole is None or value is None or value <= 0 or units <= 0 else whole * value / units


def _positive(length: str | None) -> float | None:
    value = parse_points(length)
    return value if value is not None and value > 0 else None


def _style(shape: Element) -> dict[str, str]:
    pairs = (declaration.partition(":") for declaration in shape.get("style", "").split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _hidden(left: float, right: float, top: float, bottom: float) -> float:
    """How much of a picture's area a crop hides, all in percent."""
    return 100 - max(0.0, 100 - left - right) * max(0.0, 100 - top - bottom) / 100


def _percent(text: str | None) -> float:
    """A crop in percent, from thousandths or `12%`; a negative one adds room and hides nothing."""
    value = parse_int((text or "").rstrip("%")) or 0
    return max(0.0, float(value) if text and text.endswith("%") else value / 1000)


def _fraction(text: str | None) -> float:
    """A VML crop in percent, from a fraction (`0.25`) or its 65536ths (`16384f`)."""
    try:
        value = float((text or "0").rstrip("f"))
    except ValueError:
        return 0.0
    return max(0.0, value / 65536 if text and text.endswith("f") else value) * 100


def _described(properties: Element) -> str:
    return " ".join((properties.get("descr") or properties.get("title") or "").split())


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


_R_DM = R_ID.replace("}id", "}dm")
_R_HREF = R_ID.replace("}id", "}href")
_O_HR = f"{{{O}}}hr"
_TRUE_WORDS = frozenset(("t", "true", "1", "on"))
_CLICK = f"{{{A}}}hlinkClick"
_VIDEO_FILE = f"{{{A}}}videoFile"

_HANDLERS: dict[str, _Handler] = {
    _INLINE: _read_inline,
    _ANCHOR: _read_anchor,
    _GRAPHIC_DATA: _read_graphic_data,
    _CLICK: _read_click,
    _PIC: _read_pic,
    _A_PIC: _read_locked_pic,
    _BLIP_FILL: _read_fill,
    _WSP: _read_shape,
    f"{{{A}}}txBody": _read_drawn_text,
    _C_CHART: _read_chart,
    _CX_CHART: _read_chart,
    _REL_IDS: _read_diagram,
    **dict.fromkeys((*_CONTENT_PARTS, _O_INK), _read_ink),
    f"{{{_WP15}}}webVideoPr": _read_web_video,
    _VIDEO_FILE: _read_video_file,
    _TXBX_CONTENT: _read_text_box,
    _ODD_TXBX_CONTENT: _read_odd_text_box,
    P: _read_stray_paragraph,
    **dict.fromkeys((w("drawing"), w("pict"), w("object")), _read_nested),
    f"{{{V}}}shapetype": _skip,
    _V_GROUP: _read_group,
    **{f"{{{V}}}{name}": _read_vml_shape for name in _V_SHAPES},
    _V_IMAGEDATA: _read_imagedata,
    _V_FILL: _read_vml_fill,
    _V_TEXTPATH: _read_textpath,
    f"{{{O}}}OLEObject": _read_ole,
    w("control"): _read_control,
    w("objectEmbed"): _read_ole,
    w("objectLink"): _read_ole,
}
