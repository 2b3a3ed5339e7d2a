"""The state of reading one document's story: what its paragraphs refer to, and what they leave behind."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from sdconvert.findings import QUOTED, Location, Severity, declare
from sdconvert.formats.docx.read.bookmarks import Bookmarks
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.formats.docx.read.comments import Comments
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.field_sources import FieldSources
from sdconvert.formats.docx.read.index import IndexBuilder
from sdconvert.frozen import replace
from sdconvert.ledger import Kind
from sdconvert.model.blocks import ListItem
from sdconvert.model.document import Block
from sdconvert.model.inlines import Note
from sdconvert.xmlio import Element

TEXT_BOX = declare(
    "DOCX-R059",
    Severity.WARNING,
    "The content of {count} text box(es) stands after the paragraph that each is anchored in; the first: “{text}”",
    why="SDXML has one flow of text and no boxes.",
)
TRIMMED = declare(
    "DOCX-R049",
    Severity.INFO,
    "{count} white space characters that carry nothing are left out.",
    why="Word does not show white space at the ends of a text that does not ask for it; around a picture or a cut it "
    "is not seen.",
)

NoteReader = Callable[["Story", Element], Note | None]


class Story:
    """`trimmed` counts white space that the file holds and Word does not show; `aliases` maps the ids of captions to
    those of the objects that took them; `own_styles` are those of documents that became part of this one,
    `has_inserted_notes` says whether any of them had notes; `field_sources` is what fields without a result of their
    own are computed from.
    """

    def __init__(
        self,
        reading: Reading,
        bookmarks: Bookmarks,
        comments: Comments,
        note_reader: NoteReader,
        field_sources: FieldSources,
    ) -> None:
        self.reading = reading
        self.bookmarks = bookmarks
        self.comments = comments
        self.index = IndexBuilder()
        self.trimmed = 0
        self._lists: dict[str, str] = {}
        self.aliases: dict[str, str] = {}
        self.own_styles: frozenset[str] = frozenset()
        self.has_inserted_notes = False
        self._insertions = 0
        self.approximate: dict[str, list[tuple[Location, str]]] = {}
        self.field_sources = field_sources
        self._note_reader = note_reader

    @cached_property
    def heading_lists(self) -> frozenset[str]:
        """The `Level.list_key` of the lists that number the styles of headings."""
        return self.reading.numbering.heading_list_keys(self.reading.styles)

    def list_id(self, key: str) -> str:
        """The name of a list: which one of the document it is, from 1, in the order of their first items."""
        return self._lists.setdefault(key, str(len(self._lists) + 1))

    def name_list(self, block: Block) -> Block:
        """The block; an item of a list that no paragraph of Word is has the name of that list in the document."""
        return replace(block, list_id=self.list_id(block.list_id)) if isinstance(block, ListItem) else block

    def next_insertion(self) -> str:
        """The name of the next document that becomes part of this story."""
        self._insertions += 1
        return f"insertion {self._insertions}"

    def read_note(self, reference: Element) -> Note | None:
        """The note that a reference names, None when the package has none."""
        return self._note_reader(self, reference)

    def report_text_box(self, box: Element) -> None:
        """Say that the content of a text box stands in the flow of text."""
        report = self.reading.report
        report.book_change(TEXT_BOX, {Kind.TEXT_BOXES: 1})
        report.tally(TEXT_BOX, self.reading.part, lambda: self.reading.at(box), text=visible_text(box)[:QUOTED])

    def report_trimmed(self) -> None:
        """Say how much white space was left out."""
        if self.trimmed:
            self.reading.report.drop(TRIMMED, {Kind.CHARACTERS: self.trimmed}, count=self.trimmed)
