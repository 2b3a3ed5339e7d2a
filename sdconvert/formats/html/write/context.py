"""What one write knows and collects on its way through the document."""

from __future__ import annotations

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.html.names import ID_PREFIX
from sdconvert.formats.html.write.options import HtmlOptions
from sdconvert.formats.html.write.pictures import HtmlPictures
from sdconvert.formats.html.write.plan import DirectoryLine, Identity, PagePlan, known_identity
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import DirectoryKind
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Comment, Inline, Note
from sdconvert.writing.context import WriteContext
from sdconvert.writing.shown_widths import shown_widths
from sdconvert.writing.words import words_of

OUT_OF_RANGE = declare(
    "HTML-W050",
    Severity.INFO,
    "The {what} {value} of {count} block(s) is beyond what the page can show; it became {result}.",
    why="HTML has six levels of headings; indents go to 15 and lists to a depth of 32.",
)


@dataclass(frozen=True, slots=True)
class PendingNote:
    """A note that is referred to and has still to be written at the end; `number` is what its reference shows."""

    note: Note
    anchor: str
    number: str
    at: Location | None


@dataclass(frozen=True, slots=True)
class PendingAside:
    """A sidenote that is referred to and has still to be written behind its block."""

    content: tuple[Inline, ...]
    anchor: str
    number: str
    at: Location | None


@dataclass(frozen=True, slots=True)
class PendingComment:
    """A comment that is referred to and has still to be written at the end."""

    comment: Comment
    anchor: str
    number: str


@dataclass(frozen=True, slots=True)
class PendingDirectory:
    """A place in `out` that a directory has still to be written to, with the attributes that identify it.
    `has_title`: the document itself has a title for it."""

    position: int
    kind: DirectoryKind
    attributes: str
    has_title: bool


class Context(WriteContext):
    """The state of one write: the pieces of the page so far, and what has still to be written.

    `marks` gives the anchors of the places that name an entry of the index, `directories` the places of
    directories.
    """

    __slots__ = (
        "_mark_count",
        "asides",
        "comments",
        "directories",
        "document",
        "endnotes",
        "footnotes",
        "identities",
        "links",
        "marks",
        "options",
        "out",
        "pictures",
        "plan",
        "sidenotes",
        "words",
    )

    out_of_range = OUT_OF_RANGE

    def __init__(self, document: Document, options: HtmlOptions) -> None:
        super().__init__()
        self.document = document
        self.options = options
        self.out: list[str] = []
        self.words = words_of(document.metadata.language)
        self.plan = PagePlan(document, self.words)
        self.pictures = HtmlPictures(document.assets, options, self.report, lambda: shown_widths(document))
        self.marks: dict[str, list[str]] = {}
        self.footnotes: list[PendingNote] = []
        self.endnotes: list[PendingNote] = []
        self.comments: list[PendingComment] = []
        self.asides: list[PendingAside] = []
        self.sidenotes: list[DirectoryLine] = []
        self.links: dict[str, str] = {}
        self.directories: list[PendingDirectory] = []
        self._mark_count = 0
        self.identities = iter(self.plan.identities)

    def identify(self, block: Block) -> Identity:
        """The identity of a block, which is the one that is written next in reading order."""
        return known_identity(next(self.identities), block)

    def next_mark(self, entry: str) -> str:
        """The anchor of the index mark that is written next."""
        self._mark_count += 1
        anchor = f"{ID_PREFIX}mark{self._mark_count}"
        self.marks.setdefault(entry, []).append(anchor)
        return anchor
