"""The pictures of a page: files beside it, data within it, drawings in its text. Nothing is fetched."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from urllib.parse import unquote_to_bytes

from lxml import etree

from sdconvert.findings import Code, Severity, declare
from sdconvert.formats.html.read.css import parse_percent, parse_points, parse_style
from sdconvert.formats.html.read.elements import shorten
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.readers import reads
from sdconvert.formats.html.read.reading import Reading
from sdconvert.handles import Handle, HeldContent
from sdconvert.ledger import Kind
from sdconvert.model.inlines import InlinePicture
from sdconvert.patterns import compile_late
from sdconvert.pictures import extension, facts_of
from sdconvert.xmlio import Element, remove

PICTURE_REMOTE = declare(
    "HTML-R040",
    Severity.ERROR,
    "The picture at “{address}” is not part of the page and was not fetched; its alternative text stands for it.",
    hint="Save the page with its pictures, or insert the picture again.",
    why="Reading a file never asks for anything over the network.",
)
PICTURE_MISSING = declare(
    "HTML-R041",
    Severity.ERROR,
    "The picture “{address}” is not beside the page; its alternative text stands for it.",
    hint="Pack the page and its pictures into one zip.",
    why="The page names a file that was not given with it.",
)
PICTURE_UNKNOWN = declare(
    "HTML-R042",
    Severity.ERROR,
    "The picture “{address}” is of no known kind; its alternative text stands for it.",
    hint="Save the picture as PNG or JPEG.",
    why="The file is damaged, or no picture.",
)

DRAWING_TEXT_LOST = declare(
    "HTML-R060",
    Severity.ERROR,
    "Text within a drawing of the page is left out: “{text}”",
    hint="Write it into the page where it matters.",
    why="HTML within a drawing (foreignObject), scripts and animations are taken out, for they could run or fetch.",
)

_DATA = re.compile(r"data:([^,]*),", re.IGNORECASE)
_SCHEME = compile_late(r"(?:[a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_TEXT_WIDTH = 453.0
"""The width of the text of an A4 page in points: what pictures of a width of their own are compared with."""
_SVG = "http://www.w3.org/2000/svg"
_HARMFUL_IN_SVG = frozenset({"script", "foreignobject", "iframe", "object", "embed", "handler", "animate", "set"})


@reads("img")
def read_image(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A picture in text; its alternative text where there is none to show."""
    text = element.get("alt", "")
    asset = read_asset(flow, element)
    if asset is None:
        if text.strip():
            flow.open_content(inherited).add_text(text, inherited.text)
        return
    width, height = read_size(element)
    flow.open_content(inherited).add(InlinePicture(asset, text, width, height))


@reads("svg")
def read_drawing(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A drawing in the page becomes a picture."""
    title = element.find("title")
    text = element.get("aria-label") or (title.text if title is not None and title.text else "")
    width, height = read_size(element)
    flow.open_content(inherited).add(InlinePicture(_add_drawing(flow.reading, element), text, width, height))


# -------------------------------------------------------------------------------------------------------------- assets


def read_asset(flow: Flow, image: Element) -> str | None:
    """The name of the asset that an `img` shows, None when there is none. Books the picture.

    Loses: HTML-R040, HTML-R041, HTML-R042.
    """
    reading = flow.reading
    reading.report.read({Kind.PICTURES: 1})
    address = image.get("src", "").strip()
    content = _load(reading, address)
    if content is None:
        is_remote = _SCHEME.match(address) is not None and not _DATA.match(address)
        _lose(reading, PICTURE_REMOTE if is_remote else PICTURE_MISSING, image, address)
        return None
    kind = facts_of(content).kind
    if kind is None:
        _lose(reading, PICTURE_UNKNOWN, image, address)
        return None
    name = flow.kind.asset_name(image, address) or f"{content.digest.hex()[:32]}.{extension(kind)}"
    reading.assets[name] = content
    return name


def _lose(reading: Reading, code: Code, element: Element, address: str) -> None:
    reading.report.drop(code, {Kind.PICTURES: 1}, reading.at(element), address=shorten(address))


def _load(reading: Reading, address: str) -> Handle | None:
    data = _DATA.match(address)
    if data is not None:
        decoded = _decode(data[1], address[data.end() :])
        return None if decoded is None else HeldContent(decoded)
    return None if not address or _SCHEME.match(address) else reading.page.file(address)


def _decode(media_type: str, content: str) -> bytes | None:
    raw = unquote_to_bytes(content)
    if not media_type.lower().rstrip().endswith(";base64"):
        return raw
    try:
        return b64decode(raw)
    except (binascii.Error, ValueError):
        return None


def _add_drawing(reading: Reading, svg: Element) -> str:
    """The name of the asset that a drawing in the page becomes, without what could run or be fetched."""
    reading.report.read({Kind.PICTURES: 1})
    copy = etree.fromstring(etree.tostring(svg, with_tail=False), etree.XMLParser(recover=True, no_network=True))
    for element in list(copy.iter(etree.Element)):
        if _local_name(element) in _HARMFUL_IN_SVG and element.getparent() is not None:
            _report_text(reading, svg, element)
            remove(element)
            continue
        for name, value in element.attrib.items():
            is_harmful = name.lower().startswith("on") or "script:" in value.lower()
            is_outside = name.rpartition("}")[2].lower() == "href" and not value.startswith("#")
            if is_harmful or is_outside:
                del element.attrib[name]
    data = etree.tostring(copy)
    if b"xmlns=" not in data[: data.index(b">")]:
        data = data.replace(b"<svg", f'<svg xmlns="{_SVG}"'.encode(), 1)
    content = HeldContent(data)
    name = f"{content.digest.hex()[:32]}.svg"
    reading.assets[name] = content
    return name


def _local_name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _report_text(reading: Reading, svg: Element, removed: Element) -> None:
    """Say what a removed part of a drawing says, once for parts within each other."""
    names = [_local_name(element) for element in (removed, *removed.iterancestors())]
    if names[0] == "script" or not _HARMFUL_IN_SVG.isdisjoint(names[1:]):
        return
    text = " ".join("".join(map(str, removed.itertext())).split())
    if text:
        reading.report.add(DRAWING_TEXT_LOST, reading.at(svg), text=shorten(text))


# --------------------------------------------------------------------------------------------------------------- sizes


def read_size(element: Element) -> tuple[float | None, float | None]:
    """Width and height that an element gives itself, in points."""
    style = parse_style(element.get("style", ""))
    sizes = [parse_points(style.get(name) or element.get(name) or "") for name in ("width", "height")]
    return sizes[0], sizes[1]


def read_share(reading: Reading, element: Element, asset: str) -> float:
    """The width of a picture of its own in percent of the text width."""
    style = parse_style(element.get("style", ""))
    share = parse_percent(style.get("width") or element.get("width") or "")
    if share is not None and share > 0:
        return share
    points = read_size(element)[0]
    if points is None:
        size = facts_of(reading.assets[asset]).pixels
        points = size[0] * 0.75 if size else _TEXT_WIDTH
    return round(min(max(points / _TEXT_WIDTH * 100, 1.0), 100.0), 2)
