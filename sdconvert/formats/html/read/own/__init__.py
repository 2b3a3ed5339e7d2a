"""Pages of our own writer: what its classes, its ids and its `data-…` attributes mean."""

from __future__ import annotations

from sdconvert.formats.html.read.own import (  # noqa: F401 (they register readers)
    blocks,
    figures,
    inlines,
    lists,
    tables,
)
