"""Pictures: their parts, and the drawings that show them (ECMA-376 Part 1, 20.4)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from math import inf
from typing import NamedTuple

from sdconvert.findings import Code, Location, Report, Severity, declare
from sdconvert.formats.docx.units import EMU_PER_POINT
from sdconvert.formats.docx.write.relations import Relations
from sdconvert.handles import Handle
from sdconvert.ledger import Kind
from sdconvert.patterns import compile_late
from sdconvert.pictures import PictureKind, extension, facts_of
from sdconvert.writing.media import PictureStore
from sdconvert.xmlio import escape_attribute

PICTURE_MISSING = declare(
    "DOCX-W010",
    Severity.ERROR,
    "The picture {asset} is not in the document; its alternative text is written in its place: “{text}”.",
    hint="Insert the picture again in the source.",
    why="The document names a picture that it does not hold.",
)
PICTURE_UNKNOWN = declare(
    "DOCX-W011",
    Severity.ERROR,
    "The picture {asset} is no picture that Word shows ({reason}); its alternative text is written in its place: "
    "“{text}”.",
    hint="Replace the picture by a PNG or JPEG.",
    why="Word shows PNG, JPEG, GIF, BMP, TIFF, EMF, WMF and SVG.",
)
PICTURE_CONVERTED = declare(
    "DOCX-W012",
    Severity.INFO,
    "{count} {kind} picture(s) became PNG, such as “{asset}”.",
    why="Only the newest Word shows such pictures.",
)
PICTURE_SHRUNK = declare(
    "DOCX-W013",
    Severity.INFO,
    "The picture {asset} is shown smaller, at {width} % of the text width, as it would be higher than the page.",
    why="Word cuts off what is higher than the page.",
)

MEDIA_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "emz": "image/x-emz",
    "wmz": "image/x-wmz",
    "svg": "image/svg+xml",
}
PICTURE_MENDED = declare(
    "DOCX-W014",
    Severity.WARNING,
    "The {kind} picture “{asset}” is cut off; what there is of it is in the result, and the rest is empty.",
    hint="Insert the picture into the document again.",
    why="Programs show a picture without its end in part, or not at all, and an import may refuse it.",
)

_SVG_URI = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_POINTS_PER_PIXEL = 0.75
_USUAL_SHAPE = (4, 3)
_USUAL_PIXELS = 96
_VIEW_BOX = compile_late(rb"viewBox=[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+((?:\d*+\.)?\d++)[\s,]+((?:\d*+\.)?\d++)[\s\"']")
_LARGEST_EMU = 27_273_042


class Image(NamedTuple):
    """A picture in the package. Width and height are in no unit of their own; `is_measured`: they are pixels."""

    name: str
    width: float
    height: float
    is_measured: bool
    is_svg: bool


class DocxPictures(PictureStore[Image]):
    """The pictures that the text shows; equal ones share a part."""

    missing = PICTURE_MISSING
    mended = PICTURE_MENDED
    unknown = PICTURE_UNKNOWN
    unconvertible = PICTURE_UNKNOWN
    converted = PICTURE_CONVERTED

    def __init__(self, assets: Mapping[str, bytes], report: Report) -> None:
        super().__init__(assets, report)
        self._names: dict[Handle, str] = {}
        self._converted: set[object] = set()
        self._drawings = 0

    def holds(self, kind: PictureKind | None, content: Handle) -> bool:
        """Whether every Word shows such a picture."""
        return kind is not None and kind is not PictureKind.WEBP

    def store(self, name: str, content: Handle, kind: PictureKind | None) -> Image:
        """As a part by a number of its own."""
        assert kind is not None
        pixels = facts_of(content).pixels
        width, height = pixels or _shape(content.start(), kind)
        return Image(self._part_name(content, kind), width, height, pixels is not None, kind is PictureKind.SVG)

    def book_converted(self, code: Code, at: Location | None, details: Mapping[str, object]) -> None:
        """Kept, as Word shows the same; each picture counts once. What was mended is told as elsewhere."""
        if code is not self.converted:
            super().book_converted(code, at, details)
            return
        self._report.keep({Kind.PICTURES: 1})
        if details["asset"] not in self._converted:
            self._converted.add(details["asset"])
            self._report.tally(code, details["kind"], at, **details)

    def _part_name(self, content: Handle, kind: PictureKind) -> str:
        name = self._names.get(content)
        if name is None:
            ending = extension(kind)[:2] + "z" if facts_of(content).is_packed else extension(kind)
            name = self._names[content] = f"media/image{len(self._names) + 1}.{ending}"
            self.parts[f"word/{name}"] = content
        return name

    def draw(self, image: Image, width_emu: int, height_emu: int, text: str, relations: Relations) -> str:
        """The run that shows a picture in line with the text.

        Source: ECMA-376 Part 1, 20.4.2.8 (inline), 20.2.2.5 (pic).
        """
        self._drawings += 1
        number = self._drawings
        relation = relations.add("image", image.name)
        description = f' descr="{escape_attribute(text)}"' if text else ""
        width_emu, height_emu = (min(max(size, 1), _LARGEST_EMU) for size in (width_emu, height_emu))
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{width_emu}" cy="{height_emu}"/>'
            f'<wp:docPr id="{number}" name="Picture {number}"{description}/>'
            '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f'<pic:nvPicPr><pic:cNvPr id="{number}" name="Picture {number}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f"<pic:blipFill>{_blip(relation, image.is_svg)}<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width_emu}" cy="{height_emu}"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def block_size(image: Image, share: float, text_width: float, text_height: float) -> tuple[int, int, float]:
    """Width and height of a picture of its own, and the share of the text width in percent that it really has.

    Units: points for the text; EMU.
    """
    share = min(max(share, 1.0), 100.0) if share == share else 100.0
    fitting = 100 * text_height * image.width / image.height / text_width
    if fitting < share:
        share = max(fitting, 1.0)
    width = text_width * EMU_PER_POINT * share / 100
    return round(width), round(width * image.height / image.width), round(share, 2)


def inline_size(
    image: Image, width: float | None, height: float | None, text_width: float, text_height: float
) -> tuple[int, int]:
    """Width and height of a picture in the text: as asked for, else by its pixels, and no larger than the page. What
    is no length, or less than Word counts, is not asked for.

    Units: points; EMU.
    """
    width, height = _asked_for(width), _asked_for(height)
    ratio = image.height / image.width
    if not width or not height:
        natural = image.width * _POINTS_PER_PIXEL if image.is_measured else _USUAL_PIXELS * _POINTS_PER_PIXEL
        width = width or (height / ratio if height else natural)
        height = height or width * ratio
    scale = min(1.0, text_width / width, text_height / height)
    return round(width * scale * EMU_PER_POINT), round(height * scale * EMU_PER_POINT)


def _asked_for(length: float | None) -> float | None:
    return length if length is not None and 1 / EMU_PER_POINT <= length < inf else None


def _blip(relation: str, is_svg: bool) -> str:
    if not is_svg:
        return f'<a:blip r:embed="{relation}"/>'
    return (
        f'<a:blip><a:extLst><a:ext uri="{_SVG_URI}"><asvg:svgBlip xmlns:asvg="{_SVG_NAMESPACE}"'
        f' r:embed="{relation}"/></a:ext></a:extLst></a:blip>'
    )


def _shape(data: bytes, kind: PictureKind) -> tuple[float, float]:
    """The proportions of a picture that has no pixels or does not say how many."""
    width = height = 0.0
    if kind is PictureKind.EMF and len(data) >= 40:
        left, top, right, bottom = struct.unpack_from("<iiii", data, 24)
        width, height = right - left, bottom - top
    elif kind is PictureKind.WMF and len(data) >= 14:
        left, top, right, bottom = struct.unpack_from("<hhhh", data, 6)
        width, height = right - left, bottom - top
    elif kind is PictureKind.BMP and len(data) >= 26:
        width, height = map(abs, struct.unpack_from("<ii", data, 18))
    elif kind is PictureKind.SVG:
        box = _VIEW_BOX.search(data[:4096])
        width, height = (float(box[1]), float(box[2])) if box else _USUAL_SHAPE
    is_sane = width > 0 and height > 0 and 1 / 200 < width / height < 200
    return (width, height) if is_sane else _USUAL_SHAPE
