"""What the elements around a block say about it."""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.model.blocks import Alignment, Paragraph
from sdconvert.model.inlines import Inline


class OpenList(NamedTuple):
    """The list around an item; `level` counts from 0, -1 stands for none."""

    list_id: str = ""
    is_ordered: bool = False
    level: int = -1


class Around(NamedTuple):
    """Alignment and indent that blocks inherit, the list that they stand in, and a style that was given to all."""

    alignment: Alignment = Alignment.LEFT
    indent: int = 0
    of: OpenList = OpenList()
    style: str = ""

    def paragraph(self, content: tuple[Inline, ...], own: str, at: Location) -> Paragraph:
        """A paragraph that says no more than what is around it. In a list it is indented as far as the items are."""
        indent = self.indent + self.of.level + 1
        return Paragraph(content, indent, self.alignment, style=self.style, id=own, at=at)
