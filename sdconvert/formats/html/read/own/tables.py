"""Tables of our own pages."""

from __future__ import annotations

from dataclasses import replace

from sdconvert.formats.html.names import BARE, HEADER, NUMBERED
from sdconvert.formats.html.read.elements import classes
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.own.attributes import read_alignment, read_id, read_indent, read_style
from sdconvert.formats.html.read.readers import reads_own
from sdconvert.formats.html.read.tables import read_cell, read_grid
from sdconvert.model.tables import Borders, Cell, VerticalAlignment
from sdconvert.xmlio import Element

_SIDES = "trbl"


@reads_own("table")
def read_own_table(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A table as the model has it."""
    flow.close()
    names = classes(element)
    table = read_grid(flow, element, inherited, _read_cell)
    flow.add_block(
        replace(
            table,
            alignment=read_alignment(names),
            indent=read_indent(names),
            is_numbered=NUMBERED in names,
            style=read_style(element),
            id=read_id(element),
        )
    )


def _read_cell(flow: Flow, element: Element) -> Cell | None:
    """A cell as the model has it, None for one that fills a row."""
    names = classes(element)
    if BARE in names:
        return None
    cell = read_cell(flow, element, Borders())
    return replace(
        cell,
        is_header=cell.is_header or HEADER in names,
        borders=Borders(*(side in names for side in _SIDES)),
        alignment=read_alignment(names),
        vertical_alignment=next((each for each in VerticalAlignment if each in names), VerticalAlignment.TOP),
    )
