"""Tables."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from lxml import etree

from sdconvert.formats.sdxml.attributes import (
    BLACK,
    is_colour,
    parse_background,
    parse_col_span,
    parse_colour,
    parse_columns,
    parse_height,
    parse_row_span,
    parse_share,
    parse_size,
)
from sdconvert.formats.sdxml.names import COLUMN_WIDTH, MAX_INDENT, ROWS
from sdconvert.formats.sdxml.read import spellings
from sdconvert.formats.sdxml.read.blocks import (
    ALIGNMENTS,
    read_caption,
    read_heading,
    read_list_item,
    read_paragraph,
    read_picture,
    read_style,
    unsaid_width,
)
from sdconvert.formats.sdxml.read.context import TEXT_OUT_OF_PLACE, Reading, is_valid
from sdconvert.formats.sdxml.read.inlines import read_content
from sdconvert.frozen import builder
from sdconvert.model.blocks import Alignment, Paragraph
from sdconvert.model.document import Block
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import Run
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, children_of

_VERTICAL = {str(alignment): alignment for alignment in VerticalAlignment}
_SIDES = ("border-top", "border-right", "border-bottom", "border-left")
_FULL_INTENSITY = "100%"
_build_cell, _build_row, _build_paragraph = builder(Cell), builder(Row), builder(Paragraph)


def read_table(reading: Reading, element: Element) -> Table:
    """A table with its rows and spans as they stand, whether or not they make a grid.

    Source: DTD, `table`. Loses: SDXML-R010 to SDXML-R014.
    """
    own_id, extra = reading.take_id(element.get("id"))
    extra += _sound(reading, element, reading.carry_attributes(element, spellings.TABLE)) + unsaid_width(element)
    rows: list[Row] = []
    widths: list[tuple[int, Element]] = []
    _read_lines(reading, element, rows, widths)
    return Table(
        tuple(rows),
        parse_columns([item.text for item in widths[0][1]]) if widths else (),
        parse_share(element.get("width")),
        reading.read_choice(element, "alignment", ALIGNMENTS, Alignment.LEFT),
        reading.read_number(element, "indent", MAX_INDENT) or 0,
        parse_colour(element.get("border-color")),
        read_caption(element),
        reading.read_flag(element, "num-enabled", default=True),
        read_style(reading, element),
        own_id,
        reading.at,
        extra + _order(len(rows), widths),
    )


def _read_lines(reading: Reading, parent: Element, rows: list[Row], widths: list[tuple[int, Element]]) -> None:
    for child in reading.take_children(parent):
        if child.tag == "tr":
            rows.append(_read_row(reading, child))
        elif child.tag == "column_width" and is_valid(child):
            widths.append((len(rows), child))
        elif child.tag == "column_width":
            reading.lose_element(child)
        else:
            reading.report_unknown_element(child)
            _read_lines(reading, child, rows, widths)


def _order(count: int, widths: list[tuple[int, Element]]) -> Extra:
    """The lists of column widths as they stand, and how many rows stand between them."""
    order: list[tuple[str, str | None]] = []
    before = 0
    for at, element in widths:
        if at > before:
            order.append((ROWS, str(at - before)))
        before = at
        order.append((COLUMN_WIDTH, etree.tostring(element, encoding="unicode", with_tail=False)))
    return (*order, (ROWS, str(count - before)))


def _read_row(reading: Reading, element: Element) -> Row:
    cells = []
    for child in reading.take_children(element):
        if child.tag in ("td", "th"):
            cells.append(_read_cell(reading, child))
        else:
            reading.report_unknown_element(child)
            cells.append(Cell((Paragraph(read_content(reading, child), at=reading.at),)))
    height = parse_height(element.get("min-height"))
    return _build_row(tuple(cells), height, reading.carry_attributes(element, spellings.ROW))


class _CellLook(NamedTuple):
    """What the attributes of a cell say."""

    col_span: int
    row_span: int
    borders: Borders
    background: str | None
    font_size: float | None
    alignment: Alignment
    vertical_alignment: VerticalAlignment
    extra: Extra


def _read_cell(reading: Reading, element: Element) -> Cell:
    """Source: DTD, `td` and `th`."""
    look = reading.read_look(element, _read_cell_look)
    return _build_cell(
        _read_cell_content(reading, element, look.alignment),
        look.col_span,
        look.row_span,
        element.tag == "th",
        look.borders,
        look.background,
        look.font_size,
        look.alignment,
        look.vertical_alignment,
        look.extra,
    )


def _read_cell_look(reading: Reading, element: Element) -> _CellLook:
    get = element.get
    alignment = reading.read_choice(element, "text-align", ALIGNMENTS, Alignment.LEFT)
    colour, intensity = _read_shading(reading, element)
    extra = reading.carry_attributes(element, spellings.CELL)
    extra += tuple([(side, None) for side in _SIDES if get(side) is None])
    return _CellLook(
        parse_col_span(get("colspan")),
        parse_row_span(get("rowspan")),
        Borders(*[reading.read_flag(element, side) for side in _SIDES]),
        parse_background(colour, intensity),
        parse_size(get("font-size")),
        alignment,
        reading.read_choice(element, "vertical-align", _VERTICAL, VerticalAlignment.TOP),
        _sound(reading, element, extra + _shading(colour, intensity)),
    )


def _read_shading(reading: Reading, element: Element) -> tuple[str | None, str | None]:
    """The colour behind a cell and its intensity, neither where the colour is none. Loses: SDXML-R012."""
    colour = element.get("background-color")
    if colour is not None and not is_colour(colour):
        reading.report_value(element, "background-color", colour, "none")
        return None, None
    return colour, element.get("background-intensity")


def _sound(reading: Reading, element: Element, extra: Extra) -> Extra:
    """What is carried of a table or a cell, without what would not be valid where it is written again."""
    return tuple([(name, value) for name, value in extra if _is_sound(reading, element, name, value)])


def _is_sound(reading: Reading, element: Element, name: str, value: str | None) -> bool:
    form = _FORMS.get(name)
    if form is None or value is None or form.is_sound(value):
        return True
    reading.report_value(element, name, value, form.read_as)
    return False


class _Form(NamedTuple):
    """What a value has to be, and what one that is not is read as."""

    is_sound: Callable[[str], bool]
    read_as: str


_SPAN = compile_late("[0-9]{1,9}")


def _is_span(parse: Callable[[str], int], value: str) -> bool:
    return _SPAN.fullmatch(value) is not None and parse(value) == int(value)


_FORMS = {
    "border-color": _Form(is_colour, BLACK),
    "colspan": _Form(partial(_is_span, parse_col_span), "1"),
    "rowspan": _Form(partial(_is_span, parse_row_span), "1"),
}
"""The attributes whose values a grammar cannot judge, and the import refuses."""


def _shading(colour: str | None, intensity: str | None) -> Extra:
    """The shading where the writer would say it otherwise."""
    is_ours = intensity == _FULL_INTENSITY and (colour is None or parse_colour(colour) == colour)
    if is_ours or (colour is None and intensity is None):
        return ()
    return (("background-color", colour), ("background-intensity", intensity))


def _read_cell_content(reading: Reading, element: Element, alignment: Alignment) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if element.text:
        _add_stray(reading, element, element.text, alignment, blocks)
    for child in children_of(element):
        blocks.append(_read_cell_block(reading, child, alignment))
        if child.tail:
            _add_stray(reading, element, child.tail, alignment, blocks)
    return tuple(blocks)


def _read_cell_block(reading: Reading, element: Element, alignment: Alignment) -> Block:
    tag = element.tag
    if tag == "p":
        if element.items():
            reading.report_unknown_attributes(element, ())
        return _build_paragraph(read_content(reading, element), alignment=alignment, at=reading.at)
    if tag in ("ol-li", "ul-li"):
        return read_list_item(reading, element)
    other = _OTHER_BLOCKS.get(str(tag))
    if other is not None:
        reading.report_misplaced(element)
        return other(reading, element)
    reading.report_unknown_element(element)
    return Paragraph(read_content(reading, element), alignment=alignment, at=reading.at)


_OTHER_BLOCKS: dict[str, Callable[[Reading, Element], Block]] = {
    "paragraph": read_paragraph,
    "heading": read_heading,
    "image": read_picture,
    "table": read_table,
}


def _add_stray(reading: Reading, element: Element, text: str, alignment: Alignment, blocks: list[Block]) -> None:
    """Text directly in a cell, as a paragraph."""
    if words := text.strip():
        reading.report.add(TEXT_OUT_OF_PLACE, reading.at, text=words, element=str(element.tag))
        blocks.append(Paragraph((Run(words),), alignment=alignment, at=reading.at))
