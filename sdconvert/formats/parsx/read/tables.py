"""Tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import isfinite
from typing import TypeVar

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.read.context import Reading, local_name, text_of
from sdconvert.formats.parsx.read.inlines import UNKNOWN_ELEMENT, InlineReader, read_content
from sdconvert.formats.parsx.read.titles import read_title
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Cell, Row, Table, VerticalAlignment
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

TABLE_CAPTION_TWICE = declare(
    "PARSX-R050",
    Severity.INFO,
    "The text below a table that has a title became a paragraph.",
    why="A table has one caption.",
)

ReadBlocks = Callable[[Element], tuple[Block, ...]]

_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_NUMBER = compile_late(r"\d*\.?\d+")
_MAX_SPAN = 1000

C = TypeVar("C", Alignment, VerticalAlignment)


def read_table(reading: Reading, element: Element, own_id: str, read_blocks: ReadBlocks) -> tuple[Table, list[Element]]:
    """A table and what stands below it beside its caption; `read_blocks` reads what stands in a cell.

    Loses: PARSX-R050.
    """
    reading.count(Kind.TABLES)
    parts: dict[str, list[Element]] = {}
    for child in element:
        parts.setdefault(local_name(child), []).append(child)
    grids = [element] if local_name(element) == "table" else parts.pop("table", [])
    caption, is_numbered, rest = _read_caption(reading, parts, is_framed=local_name(element) != "table")
    rows = tuple([row for grid in grids for row in _read_rows(reading, grid, read_blocks)])
    columns = _read_columns(grids[0]) if grids else ()
    table = Table(rows, columns, caption=caption, is_numbered=is_numbered, id=own_id, at=reading.at(text_of(caption)))
    return table, rest


def _read_caption(
    reading: Reading, parts: dict[str, list[Element]], is_framed: bool
) -> tuple[tuple[Inline, ...], bool, list[Element]]:
    titles = parts.pop("titel", []) + parts.pop("caption", [])
    if not is_framed:
        parts = {}
    legends = parts.pop("legende", [])
    rest = [child for children in parts.values() for child in children]
    if titles:
        title = InlineReader(reading)
        label = read_title(title, titles[0])
        if legends:
            reading.report.add(TABLE_CAPTION_TWICE, reading.at())
        return title.finish(), label is not None, titles[1:] + legends + rest
    if legends:
        return read_content(reading, legends[0]), False, legends[1:] + rest
    return (), False, rest


def _read_rows(reading: Reading, grid: Element, read_blocks: ReadBlocks, is_head: bool = False) -> Iterator[Row]:
    for child in grid:
        name = local_name(child)
        if name == "tr":
            cells = [_read_cell(cell, is_head, read_blocks) for cell in child]
            yield Row(tuple(cells))
        elif name in _SECTIONS:
            yield from _read_rows(reading, child, read_blocks, name == "thead")
        elif name not in {"colgroup", "col", "caption", "titel"}:
            reading.tally(UNKNOWN_ELEMENT, name, name=name)
            yield Row((Cell(read_blocks(child)),))


def _read_cell(element: Element, is_head: bool, read_blocks: ReadBlocks) -> Cell:
    return Cell(
        read_blocks(element),
        _parse_span(element, "colspan"),
        _parse_span(element, "rowspan"),
        is_head or local_name(element) == "th",
        alignment=_parse_choice(Alignment, element.get("align", ""), Alignment.LEFT),
        vertical_alignment=_parse_choice(VerticalAlignment, element.get("valign", ""), VerticalAlignment.TOP),
    )


def _parse_span(element: Element, name: str) -> int:
    text = element.get(name, "1").strip()
    return min(max(int(text), 1), _MAX_SPAN) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def _parse_choice(kind: type[C], value: str, default: C) -> C:
    try:
        return kind(value)
    except ValueError:
        return default


def _read_columns(grid: Element) -> tuple[float, ...]:
    """The shares of the columns: as they stand in percent, of the sum in any other unit."""
    groups = [grid, *(child for child in grid if local_name(child) == "colgroup")]
    widths = [element.get("width", "") for group in groups for element in group if local_name(element) == "col"]
    numbers = [_NUMBER.search(width) for width in widths]
    values = [float(number.group()) for number in numbers if number is not None]
    total = sum(values)
    if not values or len(values) != len(widths) or not isfinite(total) or not all(values):
        return ()
    if all(width.endswith("%") for width in widths):
        return tuple(values)
    return tuple([value / total * 100 for value in values])
