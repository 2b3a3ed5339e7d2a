"""The lines of tables: which ones a region of cells has, and which of them each cell (ECMA-376 Part 1, 17.4.38)."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.formats.docx.names import VAL, w
from sdconvert.formats.docx.read.formatting.theme_colors import COLOR_OF_LINE, NO_THEME_COLORS, ThemeColors
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element

_SIZE = w("sz")
_SIDES = {
    w("top"): "top",
    w("left"): "left",
    w("start"): "left",
    w("bottom"): "bottom",
    w("right"): "right",
    w("end"): "right",
    w("insideH"): "inside_h",
    w("insideV"): "inside_v",
    w("tl2br"): "across",
    w("tr2bl"): "across",
}
_NO_LINE = frozenset(("nil", "none"))


class Edges(NamedTuple):
    """Which edges of a region a cell lies at."""

    top: bool = True
    right: bool = True
    bottom: bool = True
    left: bool = True


class Border(NamedTuple):
    """A line, or expressly none. `color` is `#rrggbb`, None when automatic; `kind` is the file's word, `eighths` its
    width in eighths of a point."""

    is_visible: bool
    color: str | None = None
    kind: str = "single"
    eighths: int = 0


class RegionBorders(NamedTuple):
    """The lines around, inside and across a region of cells; None where nothing is said."""

    top: Border | None = None
    right: Border | None = None
    bottom: Border | None = None
    left: Border | None = None
    inside_h: Border | None = None
    inside_v: Border | None = None
    across: Border | None = None

    def over(self, below: RegionBorders) -> RegionBorders:
        """These lines where they say something, else those below."""
        if self == NO_BORDERS:
            return below
        return RegionBorders(*(lower if upper is None else upper for upper, lower in zip(self, below, strict=True)))

    def of_cell(self, edges: Edges) -> RegionBorders:
        """The lines of one cell of a region: the region's own at its edges, the inside ones elsewhere."""
        return RegionBorders(
            top=self.top if edges.top else self.inside_h,
            right=self.right if edges.right else self.inside_v,
            bottom=self.bottom if edges.bottom else self.inside_h,
            left=self.left if edges.left else self.inside_v,
            across=self.across,
        )


NO_BORDERS = RegionBorders()


def read_borders(element: Element | None, colors: ThemeColors = NO_THEME_COLORS) -> RegionBorders:
    """The lines of a `w:tblBorders` or a `w:tcBorders`.

    Source: ECMA-376 Part 1, 17.4.38, 17.4.66.
    """
    if element is None:
        return NO_BORDERS
    lines = {}
    for child in element:
        side = _SIDES.get(child.tag)
        if side:
            lines[side] = _read_line(child, colors)
    return RegionBorders(**lines)


def _read_line(element: Element, colors: ThemeColors) -> Border:
    kind = element.get(VAL, "nil")
    if kind in _NO_LINE:
        return Border(False)
    return Border(True, colors.read(element, COLOR_OF_LINE), kind, parse_int(element.get(_SIZE)) or 0)
