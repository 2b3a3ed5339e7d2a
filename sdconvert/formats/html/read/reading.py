"""What all readers of one page share."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from sdconvert.findings import Code, Location, Report
from sdconvert.formats.html.read.links import PageLinks, names_of
from sdconvert.formats.html.read.source import Page
from sdconvert.handles import Handle
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

MAX_DEPTH = 140
_MOST_PATHS = 500


class Reading:
    """The state of reading one page.

    `pending` are the names that links lead to which were met and have no block yet, in their order, `aliases` the id of
    the block that stands for each. `notes_read` are the elements of the notes that were read. `list_count` counts the
    lists; `last_numbered` is the last numbered one, and the number that would come next in it.
    """

    def __init__(self, page: Page, links: PageLinks, report: Report) -> None:
        self.page = page
        self.links = links
        self.report = report
        self.assets: dict[str, Handle] = {}
        self.heading = ""
        self.depth = 0
        self.pending: dict[str, None] = {}
        self.aliases: dict[str, str] = {}
        self.notes_read: set[Element] = set()
        self.list_count = 0
        self.last_numbered: tuple[str, int] = ("", 0)
        self._paths = 0

    def at(self, element: Element | None = None) -> Location:
        """The place of an element in the page. Its path is told as long as there are not too many: to find it costs as
        much as the element has siblings."""
        path = ""
        if element is not None and self._paths < _MOST_PATHS:
            self._paths += 1
            path = element.getroottree().getpath(element)
        return Location(self.page.name, heading=self.heading, path=path)

    def note_id(self, element: Element) -> None:
        """Remember that a block is to be found by the names of this element, when links lead there."""
        for name in names_of(element):
            if name in self.links.wanted and name not in self.pending and name not in self.aliases:
                self.pending[name] = None

    def take_id(self) -> str:
        """The id for the block that comes next: the first that was met; the others are aliases of it."""
        if not self.pending:
            return ""
        first = next(iter(self.pending))
        self.aliases.update(dict.fromkeys(self.pending, first))
        self.pending = {}
        return first

    def tally(self, code: Code, key: Hashable, element: Element | None, **details: object) -> None:
        """Count one occurrence of what is reported once for each `key`, with the place and details of the first."""
        self.report.tally(code, key, partial(self.at, element), **details)

    def drop_text(self, code: Code, element: Element, text: str, **details: object) -> None:
        """Leave text out; the finding holds it. Silent when there is none."""
        text = " ".join(text.split())
        if text:
            self.report.read({Kind.CHARACTERS: len(text)})
            self.report.drop(code, {Kind.CHARACTERS: len(text)}, self.at(element), text=text, **details)
