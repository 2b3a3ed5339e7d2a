"""Rules on tables: colours, measures, shares, and a grid that its spans fill without gap or overlap."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import field

from lxml import etree

from sdconvert.findings import Severity
from sdconvert.formats.sdxml.attributes import MAX_COL_SPAN, MAX_ROW_SPAN
from sdconvert.frozen import dataclass
from sdconvert.validation.package import SdxmlPackage, once_per_package
from sdconvert.validation.rule import Hit, rule
from sdconvert.validation.violations import violations
from sdconvert.xmlio import Element

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PERCENTAGE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
_MEASURES = {
    "min-height": (re.compile(r"[0-9]+(?:\.[0-9]+)?mm"), "6.35mm"),
    "font-size": (re.compile(r"[0-9]+(?:\.[0-9]+)?pt"), "9.75pt"),
}
_MAX_SPANS = {"colspan": MAX_COL_SPAN, "rowspan": MAX_ROW_SPAN}
_HAS_SPANS = etree.XPath("boolean(tr/*/@colspan) or boolean(tr/*/@rowspan)")
_SUM_TOLERANCE = 1.0


@rule(
    "SDXML-V060",
    Severity.ERROR,
    message="The colour {attribute} is “{value}”, not # and six hexadecimal digits.",
    hint="Write colours such as #1f4e79.",
)
def colour_of_another_form(package: SdxmlPackage) -> Iterator[Hit]:
    """A colour of a table or cell is not of the form `#rrggbb`.

    Why: nothing else is understood: no colour names, no short forms.
    Wrong: `border-color="red"`, `background-color="#fff"`.
    Source: DTD, `table/@border-color`, `td/@background-color`, `th/@background-color`."""
    for attribute, names in (("border-color", ("table",)), ("background-color", ("th", "td"))):
        for element, value in _values_of_other_form(package, attribute, names, _COLOUR):
            yield Hit(element, {"attribute": attribute, "value": value[:80]})


@rule(
    "SDXML-V061",
    Severity.WARNING,
    message="The share “{value}” ({what}) is not a percentage.",
    hint="Write a number and a percent sign, such as 92.0%.",
)
def share_is_no_percentage(package: SdxmlPackage) -> Iterator[Hit]:
    """A width is not a percentage.

    Why: widths of images, tables and columns are shares of the page or table.
    Wrong: `width="12cm"`, `<item>200</item>`.
    Source: DTD, `image/@width`, `table/@width`, `column_width/item`."""
    for element, what, value in _shares(package):
        if not _PERCENTAGE.fullmatch(value):
            yield Hit(element, {"what": what, "value": value[:80]})


@rule(
    "SDXML-V062",
    Severity.WARNING,
    message="The share {value} ({what}) is not between 0 and 100 percent.",
    hint="Use a share above 0% and up to 100%.",
)
def share_out_of_range(package: SdxmlPackage) -> Iterator[Hit]:
    """A width is 0% or more than 100%.

    Why: nothing is seen of the one, and the other does not fit.
    Wrong: `width="0%"`, `width="250%"`.
    Source: DTD, `image/@width`, `table/@width`, `column_width/item`."""
    for element, what, value in _shares(package):
        if _PERCENTAGE.fullmatch(value) and not 0 < float(value[:-1]) <= 100 + _SUM_TOLERANCE:
            yield Hit(element, {"what": what, "value": value[:80]})


@rule(
    "SDXML-V063",
    Severity.WARNING,
    message="The column widths add up to {total}% instead of 100%.",
    hint="Give each column its share of the table's width.",
)
def column_widths_do_not_add_up(package: SdxmlPackage) -> Iterator[Hit]:
    """The items of `column_width` do not add up to about 100 %.

    Why: each is the share of the table's width that its column has.
    Wrong: `<column_width><item>20%</item><item>20%</item></column_width>`.
    Source: DTD, `column_width`; real exports."""
    for widths in package.each("column_width"):
        values = [(item.text or "").strip() for item in widths]
        if values and all(_PERCENTAGE.fullmatch(value) for value in values):
            total = sum(float(value[:-1]) for value in values)
            if abs(total - 100) > _SUM_TOLERANCE:
                yield Hit(widths, {"total": f"{total:.6g}"})


@rule(
    "SDXML-V064",
    Severity.WARNING,
    message="There are {widths} column widths, and the rows have {columns} columns.",
    hint="Write one item for each column.",
)
def column_widths_of_another_number(package: SdxmlPackage) -> Iterator[Hit]:
    """`column_width` has more or fewer items than the table has columns.

    Why: it is open which column has which width.
    Wrong: two items and rows of three cells.
    Source: DTD, `column_width`."""
    for table, grid in _grids(package):
        for widths in table.iterchildren("column_width"):
            if grid.columns and len(widths) and len(widths) != grid.columns:
                yield Hit(widths, {"widths": len(widths), "columns": grid.columns})


@rule(
    "SDXML-V065",
    Severity.ERROR,
    message="{attribute} is “{value}”; it must be a whole number from 1 to {limit}.",
    hint="Write how many columns or rows the cell covers, or leave the attribute out.",
)
def span_is_no_number(package: SdxmlPackage) -> Iterator[Hit]:
    """A `colspan` or `rowspan` is no number, zero, negative, or beyond all measure.

    Why: the grid of the table cannot be told from it.
    Wrong: `colspan="0"`, `rowspan="two"`, `colspan="100000"`.
    Source: DTD, `td`, `th`."""
    if all(_is_span(attribute, value) for attribute in _MAX_SPANS for value in _values(package, attribute)):
        return
    for cell in package.each("th", "td"):
        for attribute, limit in _MAX_SPANS.items():
            value = cell.get(attribute)
            if value is not None and not _is_span(attribute, value):
                yield Hit(cell, {"attribute": attribute, "value": value[:80], "limit": limit})


@rule(
    "SDXML-V066",
    Severity.ERROR,
    message="The cell covers a place that a cell from a row above already covers.",
    hint="Correct the colspan of this cell or the rowspan of the one above.",
)
def cells_overlap(package: SdxmlPackage) -> Iterator[Hit]:
    """The span of a cell runs into the span of another.

    Why: two cells claim one place.
    Wrong: a `colspan="2"` under which the second column is still covered by a `rowspan`.
    Source: DTD, `td`, `th`."""
    for _, grid in _grids(package):
        for cell in grid.overlapping:
            yield Hit(cell)


@rule(
    "SDXML-V067",
    Severity.WARNING,
    message="The cell spans {missing} rows more than the table has.",
    hint="Shorten the rowspan to the rows that are there.",
)
def span_beyond_the_last_row(package: SdxmlPackage) -> Iterator[Hit]:
    """A `rowspan` reaches below the last row.

    Why: it covers rows that are not there.
    Wrong: `rowspan="3"` in the last row.
    Source: DTD, `td`, `th`."""
    for _, grid in _grids(package):
        for cell, missing in grid.beyond:
            yield Hit(cell, {"missing": missing})


@rule(
    "SDXML-V068",
    Severity.WARNING,
    message="The row has {width} columns, other rows have {columns}.",
    hint="Add the missing cells, or let a cell span the rest.",
)
def rows_of_unequal_width(package: SdxmlPackage) -> Iterator[Hit]:
    """A row is narrower than the widest row of its table.

    Why: the table has a gap, and later cells may stand in the wrong column.
    Wrong: a row of two cells below a row of three.
    Source: DTD, `tr`."""
    for _, grid in _grids(package):
        for row, width in grid.rows:
            if width < grid.columns:
                yield Hit(row, {"width": width, "columns": grid.columns})


@rule(
    "SDXML-V069",
    Severity.WARNING,
    message="{attribute} is “{value}”; expected is a measure such as {example}.",
    hint="Write min-height in millimetres and font-size in points.",
)
def measure_of_another_form(package: SdxmlPackage) -> Iterator[Hit]:
    """The `min-height` of a row is not in mm, or the `font-size` of a cell not in pt.

    Why: exports have only these units; what the import makes of others is not known.
    Wrong: `min-height="12"`, `font-size="small"`.
    Source: DTD, `tr/@min-height`, `td/@font-size`; real exports."""
    for attribute, names in (("min-height", ("tr",)), ("font-size", ("th", "td"))):
        form, example = _MEASURES[attribute]
        for element, value in _values_of_other_form(package, attribute, names, form):
            yield Hit(element, {"attribute": attribute, "value": value[:80], "example": example})


_PATHS = {
    "border-color": "document/table/@border-color",
    "min-height": "document/table/tr/@min-height",
} | {name: f"document/table/tr/*/@{name}" for name in ("background-color", "font-size", *_MAX_SPANS)}
"""Where the attributes stand in a document that is as the grammar has it."""


def _values(package: SdxmlPackage, attribute: str) -> set[str]:
    """What tables, rows or cells say for an attribute."""
    everywhere = f"descendant-or-self::*/@{attribute}"
    return set(package.values(everywhere if violations(package) else _PATHS[attribute]))


def _values_of_other_form(
    package: SdxmlPackage, attribute: str, names: Collection[str], form: re.Pattern[str]
) -> Iterator[tuple[Element, str]]:
    """The elements of these names with a value of an attribute that is not of the form."""
    if not all(map(form.fullmatch, _values(package, attribute))):
        for element in package.each(*names):
            value = element.get(attribute)
            if value is not None and not form.fullmatch(value):
                yield element, value


def _shares(package: SdxmlPackage) -> Iterator[tuple[Element, str, str]]:
    for element in package.each("image", "table"):
        width = element.get("width")
        if width is not None:
            yield element, "width", width
    for widths in package.each("column_width"):
        for item in widths.iterchildren("item"):
            yield item, "column width", (item.text or "").strip()


def _span(attribute: str, value: str) -> int | None:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
    return number if 1 <= number <= _MAX_SPANS[attribute] else None


def _is_span(attribute: str, value: str) -> bool:
    return _span(attribute, value) is not None


def _span_of(cell: Element, attribute: str) -> int:
    """How far a cell reaches; one where it does not say, or says what is no number."""
    value = cell.get(attribute)
    return 1 if value is None else _span(attribute, value) or 1


@dataclass(slots=True)
class _Coverage:
    """The columns that each row covers, and the cells that do not fit."""

    columns: int = 0
    rows: list[tuple[Element, int]] = field(default_factory=list)
    overlapping: list[Element] = field(default_factory=list)
    beyond: list[tuple[Element, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True, order=True)
class _Block:
    """The columns that a cell covers in the rows below its own. One block for a cell, however wide it is: spans that
    are absurd cost no more than others."""

    first: int
    last: int
    last_row: int
    cell: Element = field(compare=False)


@once_per_package
def _grids(package: SdxmlPackage) -> tuple[tuple[Element, _Coverage], ...]:
    lay_out = _lay_out if violations(package) else _lay_out_valid
    return tuple((table, lay_out(table)) for table in package.each("table"))


def _lay_out_valid(table: Element) -> _Coverage:
    """The coverage of a table that is as the grammar has it: a row holds cells only, and where no cell spans, each of
    them covers one column."""
    if _HAS_SPANS(table):
        return _lay_out(table)
    rows = [(row, len(row)) for row in table.iterchildren("tr")]
    return _Coverage(max((width for _, width in rows), default=0), rows)


def _lay_out(table: Element) -> _Coverage:
    grid = _Coverage()
    blocks: list[_Block] = []
    rows = list(table.iterchildren("tr"))
    for index, row in enumerate(rows):
        blocks += _lay_out_row(row, index, blocks, grid)
        blocks = sorted(block for block in blocks if block.last_row > index)
    for block in blocks:
        grid.beyond.append((block.cell, block.last_row - len(rows) + 1))
    grid.columns = max((width for _, width in grid.rows), default=0)
    return grid


def _lay_out_row(row: Element, index: int, above: list[_Block], grid: _Coverage) -> list[_Block]:
    """Book one row in the grid; what comes back are its cells that reach into the next one. `above` are, from left to
    right, the cells of earlier rows that reach into this one."""
    reaching_down = []
    column = met = 0
    for cell in row.iterchildren("th", "td"):
        while met < len(above) and above[met].first <= column:
            column = max(column, above[met].last + 1)
            met += 1
        colspan, rowspan = _span_of(cell, "colspan"), _span_of(cell, "rowspan")
        last = column + colspan - 1
        if met < len(above) and above[met].first <= last:
            grid.overlapping.append(cell)
        if rowspan > 1:
            reaching_down.append(_Block(column, last, index + rowspan - 1, cell))
        column = last + 1
    grid.rows.append((row, max(column, max((block.last + 1 for block in above), default=0))))
    return reaching_down
