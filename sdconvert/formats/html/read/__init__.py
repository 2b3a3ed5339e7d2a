"""HTML -> Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdconvert.archive import DEFAULT_LIMITS, Archived, Limits
from sdconvert.errors import limited_nesting
from sdconvert.findings import Report, Result
from sdconvert.formats.html.names import OWN
from sdconvert.formats.html.read import (  # noqa: F401 (they register readers)
    anchors,
    blocks,
    directories,
    figures,
    formatting,
    formulas,
    inlines,
    lists,
    pictures,
    tables,
)
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.foreign import ForeignPage
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.own.page import OwnPage
from sdconvert.formats.html.read.reading import Reading
from sdconvert.formats.html.read.source import open_page
from sdconvert.formats.html.read.tree import parse_page
from sdconvert.model.assets import Assets
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.rewrite import retarget

__all__ = ["read"]

_NO_FILES: Mapping[str, bytes] = {}


@limited_nesting()
def read(
    source: Archived,
    what: str = "The file",
    limits: Limits = DEFAULT_LIMITS,
    base: Mapping[str, bytes] = _NO_FILES,
) -> Result[Document]:
    """The document in a page: a zip with `index.html` (or another page) and its pictures, or the bytes of a page.

    `base` holds the files that stand beside a page without a zip, by their paths from it; nothing else is read or
    fetched. A page of our own writer gives the document that it was made from.

    Loses: the codes HTML-R….

    Raises: UnreadableInput, UnsafeInput.
    """
    report = Report()
    page = open_page(source, what, limits, base, report)
    root = parse_page(page.text, what)
    kind = ForeignPage() if root.get(OWN) is None else OwnPage()
    reading = Reading(page, kind.find_links(root), report)
    body = root.find("body")
    content = () if body is None else Flow(reading, kind).read(body, Inherited())
    if reading.pending:
        content = _with_last_id(content, reading.take_id())
    report.report_tallies()
    return report.result(kind.make_document(root, retarget(content, reading.aliases), Assets(reading.assets)))


def _with_last_id(content: tuple[Block, ...], block_id: str) -> tuple[Block, ...]:
    """The blocks, the last of which stands for what links to the end of the page lead to."""
    last = content[-1] if content else None
    if isinstance(last, (Heading, Paragraph, ListItem)) and not last.id:
        return (*content[:-1], replace(last, id=block_id))
    return content
