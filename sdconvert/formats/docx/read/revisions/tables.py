"""Rows and cells that were inserted, deleted or merged (ECMA-376 Part 1, 17.13.5.1 to 17.13.5.3, 17.13.5.12,
17.13.5.17)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from sdconvert.choices import Revisions
from sdconvert.formats.docx.names import TBL, TC, TR, VAL, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.revisions.content import remove_content
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element

_TC_PR, _TR_PR = w("tcPr"), w("trPr")
_V_MERGE = w("vMerge")
_GRID_SPAN = f"{_TC_PR}/{w('gridSpan')}"
_GRID_BEFORE, _GRID_AFTER = (f"{_TR_PR}/{w(name)}" for name in ("gridBefore", "gridAfter"))
_COLUMNS = f"{w('tblGrid')}/{w('gridCol')}"
_MOST_COLUMNS = 63
_CONTINUES = "cont"
_NO_MOVES: frozenset[Element] = frozenset()


def remove_row(row: Element | None, revision: Element, reading: Reading) -> None:
    """Take out a row, with its table where that has no other."""
    table = None if row is None else row.getparent()
    if row is None or table is None:
        return
    is_last = _is_alone(row, TR)
    remove_content(table if is_last and table.tag == TBL else row, revision, reading, _NO_MOVES)


def remove_cells(revisions: Iterable[Element], reading: Reading) -> None:
    """Take out the cells that these changes mark, rows and tables that have no others, and the columns of the grid
    that have none any more."""
    marked = [(revision, cell) for revision in revisions if (cell := _marked_cell(revision)) is not None]
    tables = dict.fromkeys(table for _, cell in marked if (table := next(cell.iterancestors(TBL), None)) is not None)
    layouts = {table: list(_lay_out(table)) for table in tables}
    for revision, cell in marked:
        row = cell.getparent()
        if row is not None and row.tag == TR and _is_alone(cell, TC):
            remove_row(row, revision, reading)
        elif row is not None:
            remove_content(cell, revision, reading, _NO_MOVES)
    for table, layout in layouts.items():
        _remove_columns(table, layout)


def merge_cell(revision: Element, revisions: Revisions) -> None:
    """Merge a cell with the one above as it was after the change, or before it (17.13.5.3)."""
    cell = _marked_cell(revision)
    properties = revision.getparent()
    if cell is None or properties is None:
        return
    state = revision.get(w("vMergeOrig" if revisions is Revisions.REJECT else "vMerge"))
    for former in properties.findall(_V_MERGE):
        properties.remove(former)
    if state is not None:
        merge = properties.makeelement(_V_MERGE, {VAL: "continue" if state == _CONTINUES else "restart"})
        properties.append(merge)
    properties.remove(revision)


def _is_alone(element: Element, tag: str) -> bool:
    """Whether there is none of this tag beside the element."""
    beside = chain(element.itersiblings(tag, preceding=True), element.itersiblings(tag))
    return next(beside, None) is None


def _marked_cell(revision: Element) -> Element | None:
    properties = revision.getparent()
    cell = None if properties is None else properties.getparent()
    return cell if cell is not None and cell.tag == TC else None


def _lay_out(table: Element) -> Iterator[tuple[Element, int, int]]:
    """What each row has in its columns: cells, and itself where it begins or ends without one."""
    for row in table.findall(TR):
        before, after = (_columns(row.find(path), 0) for path in (_GRID_BEFORE, _GRID_AFTER))
        yield row, 0, before
        at = before
        for cell in row.findall(TC):
            end = at + _columns(cell.find(_GRID_SPAN), 1)
            yield cell, at, end
            at = end
        yield row, at, at + after


def _columns(element: Element | None, usual: int) -> int:
    number = None if element is None else parse_int(element.get(VAL))
    return usual if number is None else min(max(number, usual), _MOST_COLUMNS)


def _remove_columns(table: Element, layout: list[tuple[Element, int, int]]) -> None:
    columns = table.findall(_COLUMNS)
    used = {column for holder, start, end in layout if holder.getparent() is not None for column in range(start, end)}
    if len(columns) != max((end for _, _, end in layout), default=0):
        return
    for number, column in enumerate(columns):
        grid = column.getparent()
        if number not in used and grid is not None:
            grid.remove(column)
