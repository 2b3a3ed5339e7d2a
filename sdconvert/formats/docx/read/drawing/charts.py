"""Charts as what they say: title, and the numbers that were shown last as a table (ECMA-376 Part 1, 21.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.formats.docx.names import A, C
from sdconvert.formats.docx.read.date_formats import format_date
from sdconvert.formats.docx.units import parse_int
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Block
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Cell, Row, Table
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

CHART_EX = "http://schemas.microsoft.com/office/drawing/2014/chartex"
_EPOCH = date(1899, 12, 30)
_LAST_DAY = 2_958_465  # the end of the year 9999
_NO_DATE = compile_late(r"\[[^\[\]]*\]|\\")
_BORDERS = Borders(True, True, True, True)

_A_T, _A_P = f"{{{A}}}t", f"{{{A}}}p"
_TITLE, _SER, _TX, _V, _PT, _LVL = (f"{{{C}}}{name}" for name in ("title", "ser", "tx", "v", "pt", "lvl"))
_CATEGORIES = (f"{{{C}}}cat", f"{{{C}}}xVal")
_VALUES = (f"{{{C}}}val", f"{{{C}}}yVal")
_SIZES = (f"{{{C}}}bubbleSize",)
_FORMAT = f"{{{C}}}formatCode"
_AXES = tuple(f"{{{C}}}{name}" for name in ("catAx", "dateAx", "serAx", "valAx"))
_NO_TITLE = f"{{{C}}}autoTitleDeleted"
_DATA_LABEL = f"{{{C}}}dLbl"
_EX_TITLE, _EX_SERIES, _EX_DATA, _EX_DATA_ID, _EX_PT, _EX_LVL, _EX_V = (
    f"{{{CHART_EX}}}{name}" for name in ("title", "series", "data", "dataId", "pt", "lvl", "v")
)

Points = dict[int, str]
"""What is shown at each place of a series, from 0."""


class _Series(NamedTuple):
    name: str
    categories: Points
    columns: tuple[Points, ...]


def chart_blocks(root: Element, at: Location | None) -> tuple[Block, ...]:
    """The title of a chart as a paragraph, and its series as a table with a row for each category; no block where the
    file holds neither."""
    series = [*map(_read_series, root.iter(_SER)), *_read_extended(root)]
    series = [each for each in series if any(each.columns)]
    title = _title(root, series)
    blocks: list[Block] = [Paragraph((Run(title),), at=at)] if title else []
    for group in _grouped(series):
        blocks.append(_make_table(group, " / ".join(_axis_titles(root)), at))
    labels = " | ".join(text for label in root.iter(_DATA_LABEL) if (text := _text(label)))
    return (*blocks, *((Paragraph((Run(labels),), at=at),) if labels else ()))


def _text(element: Element) -> str:
    lines = ("".join(t.text or "" for t in paragraph.iter(_A_T)).strip() for paragraph in element.iter(_A_P))
    return " ".join(line for line in lines if line) or " ".join(v.text or "" for v in element.iter(_V, _EX_V)).strip()


def _title(root: Element, series: list[_Series]) -> str:
    """The title; of a chart of one series that hides no title, its name, as Word shows it."""
    for title in root.iter(_TITLE, _EX_TITLE):
        parent = title.getparent()
        if parent is not None and parent.tag not in _AXES and (text := _text(title)):
            return text
    no_title = next(root.iter(_NO_TITLE), None)
    is_deleted = no_title is not None and no_title.get("val", "1") not in ("0", "false")
    return series[0].name if len(series) == 1 and not is_deleted else ""


def _axis_titles(root: Element) -> Iterator[str]:
    for axis in root.iter(*_AXES):
        title = axis.find(_TITLE)
        if title is not None and (text := _text(title)):
            yield text


def _read_series(element: Element) -> _Series:
    name = next((_text(tx) for tx in element.iterchildren(_TX)), "")
    columns = (_points(element.iterchildren(*tags)) for tags in (_VALUES, _SIZES))
    return _Series(name, _points(element.iterchildren(*_CATEGORIES)), tuple(column for column in columns if column))


def _points(holders: Iterable[Element]) -> Points:
    """The cached points of a reference; of several levels, the outer before the inner."""
    for holder in holders:
        levels = [_level(level) for level in holder.iter(_LVL)]
        if levels:
            return _joined(levels)
        format = next((code.text or "" for code in holder.iter(_FORMAT)), "")
        return {place: _shown(text, format) for place, text in _level(holder).items()}
    return {}


def _level(holder: Element) -> Points:
    points: Points = {}
    for number, pt in enumerate(holder.iter(_PT, _EX_PT)):
        own = pt.find(_V)
        place = parse_int(pt.get("idx"))
        points[number if place is None else place] = (pt.text if own is None else own.text) or ""
    return points


def _joined(levels: list[Points]) -> Points:
    """Labels of the innermost level, which comes first, each behind those of the levels around it."""
    joined: Points = {}
    around = [""] * len(levels)
    for place in sorted(levels[0]):
        for number, level in enumerate(levels):
            around[number] = level.get(place, around[number] if number else "")
        joined[place] = " / ".join(text for text in reversed(around) if text)
    return joined


def _shown(text: str, format: str) -> str:
    """A number as its format says, as far as dates and percent go; without the noise of its binary form."""
    try:
        number = float(text)
    except ValueError:
        return text
    code = format.lower().replace("general", "")
    if "%" in code:
        return f"{number * 100:.10g}%"
    if ("y" in code or "d" in code) and 0 < number < _LAST_DAY:
        return _date_text(_EPOCH + timedelta(days=int(number)), code)
    return f"{number:.10g}"


def _date_text(day: date, code: str) -> str:
    """A day in the form of a code such as `d.m.yyyy`, or as ISO 8601 has it."""
    pattern = _NO_DATE.sub("", code.partition(";")[0]).replace("m", "M")
    return format_date(day, pattern, "en") or day.isoformat()


def _read_extended(root: Element) -> Iterator[_Series]:
    """The series of the charts that came with Office 2016 (waterfall, funnel, treemap …)."""
    data = {each.get("id", ""): each for each in root.iter(_EX_DATA)}
    for series in root.iter(_EX_SERIES):
        reference = series.find(_EX_DATA_ID)
        source = data.get("" if reference is None else reference.get("val", ""))
        name = next((_text(tx) for tx in series.iterchildren(f"{{{CHART_EX}}}tx")), "")
        if source is not None:
            texts = [_level(level) for level in source.iterfind(f"{{{CHART_EX}}}strDim/{_EX_LVL}")]
            numbers = [_level(level) for level in source.iterfind(f"{{{CHART_EX}}}numDim/{_EX_LVL}")]
            columns = tuple({place: _shown(text, "") for place, text in level.items()} for level in numbers)
            yield _Series(name, _joined(texts) if texts else {}, columns)


def _grouped(series: list[_Series]) -> Iterator[list[_Series]]:
    """Series that have the same categories stand in one table."""
    group: list[_Series] = []
    for each in series:
        if group and each.categories and each.categories != group[0].categories:
            yield group
            group = []
        group.append(each)
    if group:
        yield group


def _make_table(group: list[_Series], corner: str, at: Location | None) -> Table:
    columns = [
        (each.name if not number else "", column) for each in group for number, column in enumerate(each.columns)
    ]
    categories = next((each.categories for each in group if each.categories), {})
    places = sorted({place for _, column in columns for place in column} | set(categories))
    rows = [Row(tuple(_cell(text, is_header=True) for text in (corner, *(name for name, _ in columns))))]
    for place in places:
        texts = (categories.get(place, ""), *(column.get(place, "") for _, column in columns))
        rows.append(Row(tuple(map(_cell, texts))))
    width = len(columns) + 1
    return Table(tuple(rows), (100 / width,) * width, at=at)


def _cell(text: str, *, is_header: bool = False) -> Cell:
    content = (Run(text),) if text else ()
    return Cell((Paragraph(content),), is_header=is_header, borders=_BORDERS)
