"""DrawingML in Word: frames, pictures and shapes (ECMA-376 Part 1, 20)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PIC, R_EMBED, R_ID, R_LINK, WP, WPS, A, local_name
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.drawing import graphics, text_boxes
from sdconvert.formats.docx.read.drawing.content import DrawingContent, ReadInDrawing, Size
from sdconvert.formats.docx.read.drawing.graphics import drawn_text
from sdconvert.formats.docx.read.drawing.measures import drawingml_view, group_transforms, grouped_size, size_of
from sdconvert.formats.docx.read.drawing.picture_parts import RECOLOURED_PICTURE, add_picture
from sdconvert.formats.docx.read.drawing.reading_order import drawingml_box, in_reading_order
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import InlinePicture, Link, Run
from sdconvert.patterns import compile_late
from sdconvert.pictures import PictureView
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from html import unescape
else:
    unescape = call_late("html", "unescape")


UNKNOWN_GRAPHIC = declare(
    "DOCX-R092",
    Severity.ERROR,
    "A graphic of an unknown kind ({name}) is left out: “{text}”",
    "In Word, copy the graphic and paste it as a picture.",
    "Other programs may put graphics of their own into a Word file.",
)
VIDEO = declare(
    "DOCX-R096",
    Severity.WARNING,
    "A video is kept as its preview picture and its address: {target}",
    why="SDXML cannot hold videos.",
)

_WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_WPC = "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
_LOCKED_CANVAS = "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas"
_WP15 = "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"

_VIDEO_SOURCE = compile_late(r"""\ssrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_WEB_ADDRESS = compile_late(r"https?://", re.IGNORECASE)
_DOC_PR = f"{{{WP}}}docPr"
_EXTENT = f"{{{WP}}}extent"
_ANCHOR = f"{{{WP}}}anchor"
_INLINE = f"{{{WP}}}inline"
_PIC = f"{{{PIC}}}pic"
_A_PIC = f"{{{A}}}pic"
_WSP = f"{{{WPS}}}wsp"
_GRAPHIC_DATA = f"{{{A}}}graphicData"
_A_BLIP = f"{{{A}}}blip"
_BLIP_FILL = f"{{{A}}}blipFill"
_SVG_BLIP = f"{{{_SVG}}}svgBlip"
_SRC_RECT = f"{{{A}}}srcRect"
_TILE = f"{{{A}}}tile"
_RECOLOURED = {
    f"{{{A}}}grayscl": "in shades of grey",
    f"{{{A}}}biLevel": "in black and white",
    f"{{{A}}}duotone": "in shades of two colours",
    f"{{{A}}}clrChange": "with one colour replaced by another or by none",
    f"{{{A}}}alphaModFix": "partly transparent",
    f"{{{A}}}lum": "brighter, darker or with another contrast",
    f"{{{A}}}clrRepl": "in one colour",
    **{f"{{{A}}}{name}": "in other colours" for name in ("hsl", "tint")},
    f"{{{A}}}fillOverlay": "with a colour over it",
    f"{{{A}}}blur": "blurred",
    **dict.fromkeys(
        [f"{{{A}}}alpha{name}" for name in ("BiLevel", "Ceiling", "Floor", "Inv", "Mod", "Repl")], "partly transparent"
    ),
}
_XFRM = f"{{{A}}}xfrm"
_SHAPE_TEXTS = frozenset((f"{{{WPS}}}txbx", f"{{{WPS}}}linkedTxbx"))
_CLICK = f"{{{A}}}hlinkClick"
_WEB_VIDEO = f"{{{_WP15}}}webVideoPr"
_VIDEO_FILE = f"{{{A}}}videoFile"
_AM3D = "http://schemas.microsoft.com/office/drawing/2017/model3d"
_MODEL_3D, _RASTER = f"{{{_AM3D}}}model3d", f"{{{_AM3D}}}raster/{{{_AM3D}}}blip"
_GROUPS = (f"{{{_WPG}}}wgp", f"{{{_WPG}}}grpSp", f"{{{_WPC}}}wpc", f"{{{_LOCKED_CANVAS}}}lockedCanvas", f"{{{A}}}grpSp")
_GRAPHICS = frozenset(
    (_PIC, _WSP, _MODEL_3D, f"{{{_WPG}}}wgp", f"{{{_WPC}}}wpc", f"{{{_LOCKED_CANVAS}}}lockedCanvas", *graphics.CONTENTS)
)


def _read_inline(inline: Element, found: DrawingContent) -> Iterable[Element]:
    found.size = size_of(inline.find(_EXTENT), 1.0, 1.0)
    doc_pr = inline.find(_DOC_PR)
    if doc_pr is not None:
        found.text = _description(doc_pr)
    return inline


def _read_anchor(anchor: Element, found: DrawingContent) -> Iterable[Element]:
    found.is_floating = True
    return _read_inline(anchor, found)


def _read_graphic_data(data: Element, found: DrawingContent) -> Iterable[Element]:
    known = []
    for child in data:
        if child.tag in _GRAPHICS or next(child.iter(_PIC, *text_boxes.CONTENTS), None) is not None:
            known.append(child)
        else:
            text = drawn_text(child) or visible_text(child)
            found.lose(UNKNOWN_GRAPHIC, count(child), name=local_name(child.tag), text=text)
    return known


def _read_group(group: Element, _: DrawingContent) -> Iterable[Element]:
    return in_reading_order(group, drawingml_box)


def _read_click(link: Element, found: DrawingContent) -> Iterable[Element]:
    relation = found.reading.package.relationships(found.reading.part).get(link.get(R_ID, ""))
    if relation is not None:
        found.links[relation.target] = None
    return ()


def _read_pic(pic: Element, found: DrawingContent) -> Iterable[Element]:
    parent = pic.getparent()
    is_alone = parent is not None and parent.tag == _GRAPHIC_DATA
    own = next((_description(e) for e in pic.iter(f"{{{PIC}}}cNvPr", f"{{{A}}}cNvPr")), "")
    text = (found.text or own) if is_alone else (own or found.text)
    xfrm = next(pic.iter(_XFRM), None)
    _add_blip(pic, text, found.size if is_alone else grouped_size(pic, xfrm, found.element), xfrm, found)
    return list(pic.iter(_CLICK, _VIDEO_FILE, _WEB_VIDEO))


def _read_locked_pic(pic: Element, found: DrawingContent) -> Iterable[Element]:
    found.reading.report.read({Kind.PICTURES: 1})
    return _read_pic(pic, found)


def _read_fill(fill: Element, found: DrawingContent) -> Iterable[Element]:
    """A shape that is filled with a picture; a texture, which repeats, is a look."""
    if fill.find(_TILE) is None:
        found.reading.report.read({Kind.PICTURES: 1})
        parent = fill.getparent()
        xfrm = None if parent is None else parent.find(_XFRM)
        _add_blip(fill, found.text, grouped_size(fill, xfrm, found.element), xfrm, found)
    return ()


def _add_blip(holder: Element, text: str, size: Size, xfrm: Element | None, found: DrawingContent) -> None:
    blip = next(holder.iter(_A_BLIP), None)
    svg = None if blip is None else next(blip.iter(_SVG_BLIP), None)
    embed = link = ""
    if blip is not None:
        embed, link = blip.get(R_EMBED, ""), blip.get(R_LINK, "")
    if not embed and svg is not None:
        embed = svg.get(R_EMBED, "")
    for change in () if blip is None else blip.iterchildren(*_RECOLOURED):
        found.reading.report.tally(RECOLOURED_PICTURE, change.tag, found.place, how=_RECOLOURED[str(change.tag)])
    view = drawingml_view(next(holder.iter(_SRC_RECT), None), xfrm, group_transforms(holder, found.element))
    add_picture(embed, link, InlinePicture("", text, size.width, size.height), view, found)


def _read_shape(shape: Element, found: DrawingContent) -> Iterable[Element]:
    if not any(child.tag in _SHAPE_TEXTS for child in shape) and not _has_picture_fill(shape):
        properties = next(shape.iter(f"{{{A}}}prstGeom"), None)
        found.shapes.append("a free form" if properties is None else properties.get("prst", "a shape"))
    return shape


def _read_canvas_shape(shape: Element, found: DrawingContent) -> Iterable[Element]:
    """A shape or connector of a locked canvas, whose text is DrawingML's own."""
    return shape if graphics.drawn_text(shape) else _read_shape(shape, found)


def _has_picture_fill(shape: Element) -> bool:
    return any(fill.find(_TILE) is None for fill in shape.iter(_BLIP_FILL))


def _read_model(model: Element, found: DrawingContent) -> Iterable[Element]:
    """The picture that the file has of a 3D model."""
    blip = model.find(_RASTER)
    if blip is None:
        found.lose(UNKNOWN_GRAPHIC, count(model), name=local_name(model.tag), text=found.text)
        return ()
    found.reading.report.read({Kind.PICTURES: 1})
    picture = InlinePicture("", found.text, found.size.width, found.size.height)
    add_picture(blip.get(R_EMBED, ""), blip.get(R_LINK, ""), picture, PictureView(), found)
    return ()


def _read_web_video(video: Element, found: DrawingContent) -> Iterable[Element]:
    code = video.get("embeddedHtml", "")
    source = _VIDEO_SOURCE.search(unescape(code))
    _show_video(found, source[1] if source else code)
    return ()


def _read_video_file(video: Element, found: DrawingContent) -> Iterable[Element]:
    relation = found.reading.package.relationships(found.reading.part).get(video.get(R_LINK, ""))
    _show_video(found, "" if relation is None else relation.target)
    return ()


def _show_video(found: DrawingContent, address: str) -> None:
    """Put the address of a video behind its preview, as a link where it is one."""
    if not address:
        found.note(VIDEO, target=address)
        return
    link = (Link(address, (Run(address),)),) if _WEB_ADDRESS.match(address) else (Run(address),)
    found.show(VIDEO, (Paragraph(link, at=found.place),), target=address)


def _description(properties: Element) -> str:
    return " ".join((properties.get("descr") or properties.get("title") or "").split())


READERS: dict[str, ReadInDrawing] = {
    _INLINE: _read_inline,
    _ANCHOR: _read_anchor,
    _GRAPHIC_DATA: _read_graphic_data,
    _CLICK: _read_click,
    _PIC: _read_pic,
    _MODEL_3D: _read_model,
    **dict.fromkeys(_GROUPS, _read_group),
    _A_PIC: _read_locked_pic,
    _BLIP_FILL: _read_fill,
    _WSP: _read_shape,
    **dict.fromkeys((f"{{{A}}}sp", f"{{{A}}}cxnSp"), _read_canvas_shape),
    _WEB_VIDEO: _read_web_video,
    _VIDEO_FILE: _read_video_file,
}
