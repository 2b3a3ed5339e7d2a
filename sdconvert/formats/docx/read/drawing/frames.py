"""What Word draws around a picture, and where it places one: told once for a document (ECMA-376 Part 1, 20.1.2.2.35,
20.1.8 and 20.4.2; Part 4, 19.1)."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import FALSE_WORDS, PIC, WP, WPS, A, O, V
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing.measures import GROUP_PROPERTIES
from sdconvert.xmlio import Element

PICTURE_FRAMES = declare(
    "DOCX-R180",
    Severity.INFO,
    "Frames and effects of pictures are not kept: {count} ({values}).",
    "Edit the picture itself, and insert it again, if they say something.",
    "SDXML has pictures as they are stored, without a look around them.",
)
PLACED_PICTURES = declare(
    "DOCX-R181",
    Severity.INFO,
    "Pictures that Word places by themselves stand where they are anchored in the text: {count} ({values}).",
    why="In SDXML pictures stand between paragraphs, or in the line.",
)

_ANCHOR = f"{{{WP}}}anchor"
_WRAPPED = {"wrapSquare": "beside text", "wrapTight": "beside text", "wrapThrough": "beside text"}
_LAYERS = {False: "in front of text", True: "behind text"}
_NO_LINE = f"{{{A}}}noFill"
_EFFECTS = {
    "blur": "a blur",
    "fillOverlay": "a fill over it",
    "glow": "a glow",
    "innerShdw": "a shadow",
    "outerShdw": "a shadow",
    "prstShdw": "a shadow",
    "reflection": "a reflection",
    "softEdge": "soft edges",
}
_PARTS = {
    f"{{{A}}}effectDag": "effects",
    f"{{{A}}}scene3d": "a three-dimensional look",
    f"{{{A}}}sp3d": "a three-dimensional look",
    f"{{{A}}}custGeom": "the outline of a free form",
    **{f"{{{A}}}{kind}Fill": "a fill behind it" for kind in ("solid", "grad", "blip", "patt", "grp")},
}
_GROUP_EFFECTS = tuple(f"{{{A}}}{name}" for name in ("effectLst", "effectDag", "scene3d"))
_VML_PARTS = {f"{{{V}}}shadow": "a shadow", f"{{{O}}}extrusion": "a three-dimensional look"}
_PICTURE_FILL = f"{{{A}}}blipFill"
_LINE = f"{{{A}}}ln"
_STYLED_LINE = f"{{{WPS}}}style/{{{A}}}lnRef"
_SHAPE_PROPERTIES = (f"{{{WPS}}}spPr", f"{{{A}}}spPr")
"""A shape that is filled with a picture is a picture with a frame."""
_VML_PICTURE = f"{{{V}}}imagedata"


def report_frames(drawing: Element, has_pictures: bool, reading: Reading) -> None:
    """Count what is drawn around the pictures of a drawing, and the place that it has besides the text.

    Loses: DOCX-R180, DOCX-R181.
    """
    for look in (*_frames(drawing), *(_looks_of_groups(drawing) if has_pictures else ())):
        reading.looks.add(PICTURE_FRAMES, look, reading.at(drawing))
    anchor = drawing.find(_ANCHOR)
    if has_pictures and anchor is not None:
        reading.looks.add(PLACED_PICTURES, _place(anchor), reading.at(drawing))


def _frames(drawing: Element) -> Iterator[str]:
    for properties in drawing.iter(f"{{{PIC}}}spPr", *_SHAPE_PROPERTIES):
        if properties.tag not in _SHAPE_PROPERTIES or properties.find(_PICTURE_FILL) is not None:
            for child in properties:
                yield from () if child.tag == _PICTURE_FILL else _looks_of(child)
            yield from _styled_looks(properties)
    for picture in drawing.iter(_VML_PICTURE):
        shape = picture.getparent()
        yield from () if shape is None else _vml_looks_of(shape)


def _looks_of_groups(drawing: Element) -> Iterator[str]:
    """The effects that a group has as a whole. What fills it shows where one in it asks for that, which tells."""
    for properties in drawing.iter(*GROUP_PROPERTIES):
        for child in properties.iterchildren(*_GROUP_EFFECTS):
            yield from _looks_of(child)


def _styled_looks(properties: Element) -> Iterator[str]:
    """The line that the style of a shape draws where the shape says nothing of one."""
    shape = properties.getparent()
    line = None if shape is None else shape.find(_STYLED_LINE)
    if line is not None and line.get("idx", "0") != "0" and properties.find(_LINE) is None:
        yield "an outline"


def _looks_of(part: Element) -> Iterator[str]:
    name = str(part.tag).rpartition("}")[2]
    if name == "ln" and len(part) and part.find(_NO_LINE) is None:
        yield "an outline"
    elif name == "effectLst":
        yield from (_EFFECTS.get(str(effect.tag).rpartition("}")[2], "an effect") for effect in part)
    elif name == "prstGeom" and part.get("prst") != "rect":
        yield f"cut to the shape {part.get('prst', 'of no name')}"
    elif part.tag in _PARTS:
        yield _PARTS[part.tag]


def _vml_looks_of(shape: Element) -> Iterator[str]:
    if "strokecolor" in shape.attrib and shape.get("stroked", "t") not in FALSE_WORDS:
        yield "an outline"
    for child in shape:
        if child.tag in _VML_PARTS and child.get("on", "f") not in FALSE_WORDS:
            yield _VML_PARTS[child.tag]


def _place(anchor: Element) -> str:
    for child in anchor:
        name = str(child.tag).rpartition("}")[2]
        if name in _WRAPPED:
            return _WRAPPED[name]
        if name == "wrapTopAndBottom":
            return "between lines of text"
    return _LAYERS[anchor.get("behindDoc", "0") not in FALSE_WORDS]
