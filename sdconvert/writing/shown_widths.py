"""How wide the pictures of a document show, for those that are drawn anew in the size at which they are seen."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from sdconvert.model.blocks import Picture
from sdconvert.model.document import Document
from sdconvert.model.inlines import InlinePicture
from sdconvert.model.walk import walk_blocks, walk_inlines

_TEXT_WIDTH = 482.0
"""The width of the text on a page of A4 with usual margins. Units: points."""


def shown_widths(document: Document) -> Mapping[str, float | None]:
    """For each asset the width of the widest place that shows it, None where one does not say. Units: points."""
    widths: dict[str, float | None] = {}
    for node in chain(walk_blocks(document), walk_inlines(document)):
        if isinstance(node, Picture):
            width: float | None = _TEXT_WIDTH * node.width / 100
        elif isinstance(node, InlinePicture):
            width = node.width
        else:
            continue
        known = widths.get(node.asset, 0.0)
        widths[node.asset] = None if width is None or known is None else max(width, known)
    return widths
