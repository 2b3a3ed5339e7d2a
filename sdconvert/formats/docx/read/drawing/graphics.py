"""Graphics that the package has no picture of: charts, diagrams, WordArt and ink, told by what they say in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import DGM, R_EMBED, R_ID, R_LINK, W14, A, C, O, V, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing.content import NO_SIZE, DrawingContent, ReadInDrawing, Size
from sdconvert.formats.docx.read.drawing.measures import size_of
from sdconvert.formats.docx.read.drawing.picture_parts import add_picture
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.inlines import InlinePicture
from sdconvert.pictures import PictureView
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.drawing.charts import chart_blocks
    from sdconvert.formats.docx.read.drawing.diagrams import diagram_items
else:
    chart_blocks = call_late("sdconvert.formats.docx.read.drawing.charts", "chart_blocks")
    diagram_items = call_late("sdconvert.formats.docx.read.drawing.diagrams", "diagram_items")


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
CHART_TABLE = declare(
    "DOCX-R162",
    Severity.WARNING,
    "A chart is kept as its title and a table of its numbers: “{text}”",
    "In Word, copy the chart and paste it as a picture if it is to be seen as a chart.",
    "Word stores a chart as its numbers, without a picture of it.",
)
DIAGRAM_LIST = declare(
    "DOCX-R163",
    Severity.WARNING,
    "A SmartArt diagram is kept as the list of its texts: “{text}”",
    "In Word, copy the diagram and paste it as a picture if it is to be seen as a diagram.",
    "Word stores a diagram as its texts and layout, without a picture of it.",
)
WORD_ART = declare(
    "DOCX-R086",
    Severity.WARNING,
    "Text drawn as a shape is kept as ordinary text: “{text}”",
    "Take it out in Word if it does not belong to the text.",
    "WordArt holds its text as a drawing; SDXML has text and pictures.",
)
INK = declare(
    "DOCX-R087",
    Severity.ERROR,
    "A drawing made with a pen is left out.",
    "In Word, copy the ink and paste it as a picture.",
    "Ink is stored as strokes, without a picture of it.",
)

_CHART_EX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_DSP = "http://schemas.microsoft.com/office/drawing/2008/diagram"
_MOST_CHARACTERS = 4000

_A_T = f"{{{A}}}t"
_BLIP = f"{{{A}}}blip"
_POINT = f"{{{DGM}}}pt"
_SHAPE_EXTENT = f"{{{_DSP}}}spPr/{{{A}}}xfrm/{{{A}}}ext"
_A_P = f"{{{A}}}p"
_TITLES = (f"{{{C}}}title", f"{{{_CHART_EX}}}title")
_SER = f"{{{C}}}ser"
_TX = f"{{{C}}}tx"
_CATEGORIES = (f"{{{C}}}cat", f"{{{C}}}xVal")
_VALUES = (f"{{{C}}}val", f"{{{C}}}yVal")
_V = f"{{{C}}}v"
_EX_PT = f"{{{_CHART_EX}}}pt"
_R_DM = R_ID.replace("}id", "}dm")
_C_CHART = f"{{{C}}}chart"
_EX_CHART = f"{{{_CHART_EX}}}chart"
_REL_IDS = f"{{{DGM}}}relIds"

CONTENT_PARTS = (w("contentPart"), f"{{{W14}}}contentPart")
CONTENTS = (_C_CHART, _EX_CHART, _REL_IDS, *CONTENT_PARTS)
"""What stands in the data of a graphic (`a:graphicData`)."""


def _read_textpath(path: Element, found: DrawingContent) -> Iterable[Element]:
    lines = [line for line in map(str.strip, path.get("string", "").splitlines()) if line]
    if lines:
        found.show_text(WORD_ART, lines)
    return ()


def _read_drawn_text(body: Element, found: DrawingContent) -> Iterable[Element]:
    lines = list(_lines(body))
    if lines:
        found.show_text(WORD_ART, lines)
    return ()


def _read_chart(chart: Element, found: DrawingContent) -> Iterable[Element]:
    root = _related_part(chart.get(R_ID, ""), found.reading)
    blocks = () if root is None else chart_blocks(root, found.place)
    text = "" if root is None else chart_text(root)
    if blocks:
        found.show(CHART_TABLE, blocks, text=text[:QUOTED])
    else:
        found.lose(CHART, text=text)
    return ()


def _read_diagram(ids: Element, found: DrawingContent) -> Iterable[Element]:
    id = ids.get(_R_DM, "")
    root = _related_part(id, found.reading)
    items = () if root is None else diagram_items(root, f"diagram {found.reading.part} {id}", found.place)
    text = "" if root is None else drawn_text(root)
    if root is not None:
        _read_diagram_pictures(root, id, found)
    if items:
        found.show(DIAGRAM_LIST, items, text=text[:QUOTED])
    else:
        found.lose(DIAGRAM, text=text)
    return ()


def _read_diagram_pictures(root: Element, id: str, found: DrawingContent) -> None:
    """The pictures that the points of a diagram show, as large as Word drew them last."""
    sizes = _drawn_sizes(root, found.reading)
    relation = found.reading.package.relationships(found.reading.part)[id]
    with found.reading.within(relation.target):
        for blip in root.iter(_BLIP):
            embed, link = blip.get(R_EMBED, ""), blip.get(R_LINK, "")
            if embed or link:
                found.reading.report.read({Kind.PICTURES: 1})
                point = next(blip.iterancestors(_POINT), None)
                size = sizes.get("" if point is None else point.get("modelId", ""), NO_SIZE)
                add_picture(embed, link, InlinePicture("", "", size.width, size.height), PictureView(), found)


def _drawn_sizes(root: Element, reading: Reading) -> dict[str, Size]:
    """The size of each shape of a diagram by the point that it shows, where Word left its drawing of it.

    Source: [MS-ODRAWXML], dataModelExt: the relation that it names leads to the drawing.
    """
    extension = next(root.iter(f"{{{_DSP}}}dataModelExt"), None)
    drawn = None if extension is None else _related_part(extension.get("relId", ""), reading)
    if drawn is None:
        return {}
    shapes = [(shape.get("modelId", ""), shape.find(_SHAPE_EXTENT)) for shape in drawn.iter(f"{{{_DSP}}}sp")]
    return {point: size_of(extent, 1.0, 1.0) for point, extent in shapes}


def _related_part(relation_id: str, reading: Reading) -> Element | None:
    relation = reading.package.relationships(reading.part).get(relation_id)
    return None if relation is None or relation.is_external else reading.package.xml(relation.target)


def _read_ink(_: Element, found: DrawingContent) -> Iterable[Element]:
    found.lose(INK)
    return ()


def drawn_text(root: Element) -> str:
    """The text of a DrawingML tree as one line, its paragraphs separated.

    Source: ECMA-376 Part 1, 21.1.2.2.6 (a:p), 21.4 (diagrams).
    """
    return _shorten(" | ".join(_lines(root)))


def _lines(root: Element) -> Iterator[str]:
    paragraphs = ("".join(t.text or "" for t in paragraph.iter(_A_T)).strip() for paragraph in root.iter(_A_P))
    return (text for text in paragraphs if text)


def chart_text(root: Element) -> str:
    """The titles of a chart and its series with the values that were shown last.

    Source: ECMA-376 Part 1, 21.2.2.27 (chart), 21.2.2.170 (ser).
    """
    titles = [text for title in root.iter(*_TITLES) if (text := drawn_text(title))]
    series = [_series_text(element) for element in root.iter(_SER)]
    points = [pt.text for pt in root.iter(_EX_PT) if pt.text]
    return _shorten("; ".join((*titles, *series, *points)))


def _series_text(series: Element) -> str:
    name = " ".join(_cached_texts(series.iterchildren(_TX)))
    categories = _cached_texts(series.iterchildren(*_CATEGORIES))
    values = _cached_texts(series.iterchildren(*_VALUES))
    if len(categories) == len(values):
        values = [f"{category} = {value}" for category, value in zip(categories, values, strict=True)]
    else:
        values = categories + values
    return f"{name}: {', '.join(values)}" if name else ", ".join(values)


def _cached_texts(elements: Iterable[Element]) -> list[str]:
    return [v.text for element in elements for v in element.iter(_V) if v.text]


def _shorten(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else text[: _MOST_CHARACTERS - 1] + "…"


READERS: dict[str, ReadInDrawing] = {
    _C_CHART: _read_chart,
    _EX_CHART: _read_chart,
    _REL_IDS: _read_diagram,
    f"{{{A}}}txBody": _read_drawn_text,
    f"{{{V}}}textpath": _read_textpath,
    **dict.fromkeys((*CONTENT_PARTS, f"{{{O}}}ink"), _read_ink),
}
