"""What one write knows and collects on its way through the document."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.write.bookmarks import BookmarkWriter, ReferenceTarget
from sdconvert.formats.docx.write.comments import CommentsPart
from sdconvert.formats.docx.write.index import IndexFields
from sdconvert.formats.docx.write.labels import Shown, running_numbers
from sdconvert.formats.docx.write.needs import Needs
from sdconvert.formats.docx.write.notes import NotesPart
from sdconvert.formats.docx.write.numbering import NumberingPart
from sdconvert.formats.docx.write.options import DocxWriteOptions
from sdconvert.formats.docx.write.pictures import DocxPictures
from sdconvert.formats.docx.write.relations import Relations
from sdconvert.formats.docx.write.styles import StyleBook, text_size
from sdconvert.formats.docx.write.template import HEADING_COUNT, Template
from sdconvert.model.document import Document
from sdconvert.writing.context import WriteContext
from sdconvert.writing.note_marks import ENDNOTES, FOOTNOTES
from sdconvert.writing.words import words_of

OUT_OF_RANGE = declare(
    "DOCX-W040",
    Severity.INFO,
    "The {what} {value} of {count} block(s) became {result}.",
    why="Word has nine levels of lists; headings have the levels 0 to 5 and indents go from 0 to 15.",
)


class Context(WriteContext):
    """The state of one write. `shown` is what Word will show of each block, where anything asks for it, `targets` are
    the blocks referred to, `heading_names` the bookmarks that a table of contents needs, in the order of the headings,
    `table_width` the width in twips that a table or picture may have where it is written. `has_pages_to_count`: Word is
    to be asked to compute fields. `looks` are the properties of blocks of text by what they say.
    """

    out_of_range = OUT_OF_RANGE

    def __init__(self, document: Document, options: DocxWriteOptions, template: Template, needs: Needs) -> None:
        super().__init__()
        self.document = document
        self.options = options
        self.template = template
        self.table_width = template.text_width
        self.needs = needs
        self.styles = StyleBook(template, document.own_styles, self.report)
        self.lists = NumberingPart(template, tuple(f"Heading{n + 1}" for n in range(HEADING_COUNT)))
        self.text_half_points = text_size(needs.cell_sizes)
        self.words = words_of(options.settings.language or document.metadata.language)
        self.relations = Relations()
        self.media = DocxPictures(document.assets, self.report)
        self.bookmarks = BookmarkWriter()
        self.footnotes = NotesPart("footnote", FOOTNOTES, self.styles)
        self.endnotes = NotesPart("endnote", ENDNOTES, self.styles)
        self.comments = CommentsPart(document if needs.has_comments else None, self.styles)
        self.index = IndexFields(document.index, self.words)
        self.shown: list[Shown] = []
        self.targets: Mapping[str, ReferenceTarget] = {}
        self.heading_names: Mapping[int, str] = {}
        self._headings = 0
        self.numbers = running_numbers()
        self.pending_bookmark = ""
        self.looks: dict[tuple[object, ...], str] = {}
        self.has_pages_to_count = False
        self._unwritten: set[str] = set()

    def open_targets(self, targets: Mapping[str, ReferenceTarget]) -> None:
        """Make known what is referred to."""
        self.targets = targets
        self._unwritten = set(targets)

    def take_target(self, id: str) -> ReferenceTarget | None:
        """What is referred to by this id, once: of several blocks with one id, the first has the bookmarks."""
        if id not in self._unwritten:
            return None
        self._unwritten.discard(id)
        return self.targets[id]

    def take_heading_name(self) -> str:
        """The name of the bookmark that the next heading needs, empty where there is no table of contents."""
        self._headings += 1
        return self.heading_names.get(self._headings - 1, "")
