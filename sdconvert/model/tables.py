"""Tables: a grid of cells, each standing where its first row and first column are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum
from math import isfinite
from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Alignment, Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import Inline


class VerticalAlignment(StrEnum):
    """Where a cell's content stands in its height."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


class Borders(NamedTuple):
    """Which sides of a cell show a line. The left side is the one where the row begins."""

    top: bool = False
    right: bool = False
    bottom: bool = False
    left: bool = False

    def mirrored(self) -> Borders:
        """The lines with left and right exchanged."""
        return Borders(self.top, self.left, self.bottom, self.right)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. `background` is a colour as `#rrggbb` or None; `font_size` is in points, None for the document's own."""

    content: tuple[Block, ...] = ()
    col_span: int = 1
    row_span: int = 1
    is_header: bool = False
    borders: Borders = Borders()
    background: str | None = None
    font_size: float | None = None
    alignment: Alignment = Alignment.LEFT
    vertical_alignment: VerticalAlignment = VerticalAlignment.TOP
    extra: Extra = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells that begin in this row, in order; covered places hold nothing. `min_height` is in points."""

    cells: tuple[Cell, ...]
    min_height: float | None = None
    extra: Extra = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table. `columns` are shares of the table's width in percent; `width` is percent of the text width.
    `is_right_to_left`: rows begin at the right."""

    rows: tuple[Row, ...]
    columns: tuple[float, ...]
    width: float = 100.0
    alignment: Alignment = Alignment.LEFT
    indent: int = 0
    border_color: str = "#000000"
    caption: tuple[Inline, ...] = ()
    is_numbered: bool = False
    style: str = ""
    id: str = ""
    at: Location | None = field(default=None, compare=False, repr=False)
    extra: Extra = field(default=(), compare=False, repr=False)
    label: str = field(default="", compare=False)
    counter: str = field(default="", compare=False)
    is_right_to_left: bool = False


Block = Heading | Paragraph | ListItem | Picture | Table | PageBreak | Directory
"""What stands in a document and in a cell."""

ALL_HUNDREDTHS = 10_000


def hundredths_of(columns: Sequence[float], width: int) -> tuple[int, ...]:
    """The shares of so many columns in hundredths of a percent, at least one each and 10,000 together. What is no
    share, or missing, counts as the mean of the others."""
    if not width:
        return ()
    known = [share for share in columns if isfinite(share) and share > 0]
    highest = max(known, default=1.0)
    mean = sum(share / highest for share in known) / len(known) if known else 1.0
    given = [share / highest if isfinite(share) and share > 0 else mean for share in columns]
    given += [mean] * (width - len(given))
    total = sum(given)
    hundredths = [max(round(share / total * ALL_HUNDREDTHS), 1) for share in given]
    hundredths[given.index(max(given))] += ALL_HUNDREDTHS - sum(hundredths)
    return tuple(hundredths)
