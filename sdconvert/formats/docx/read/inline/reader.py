"""The reader of what stands in a paragraph: text is gathered here, all else has a reader of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import RPR, RUN, XML, T, prefixed_name, w
from sdconvert.formats.docx.read.formatting.cascade import Drop, RunProperties
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle
from sdconvert.formats.docx.read.formatting.table_styles import CellRun
from sdconvert.formats.docx.read.inline.content import ParagraphContent, Piece
from sdconvert.formats.docx.read.inline.heard_looks import hear_text, is_in_cell
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.formats.docx.read.story import Story
from sdconvert.formats.docx.read.symbols import symbol_font_text
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Run
from sdconvert.xmlio import Element, children_of

HIDDEN_TEXT = declare(
    "DOCX-R030",
    Severity.WARNING,
    "{count} piece(s) of hidden text are left out; the first: “{text}”",
    "Make it visible in Word if it belongs to the document.",
    "SDXML has no hidden text, and showing it would publish what its author hid.",
)
ALL_CAPS = declare(
    "DOCX-R031",
    Severity.INFO,
    "{count} passage(s) shown in capitals are kept as they were typed; the first: “{text}”",
    why="SDXML has no look of capitals; the letters themselves are not changed.",
)
PRIVATE_USE = declare(
    "DOCX-R112",
    Severity.WARNING,
    "{count} piece(s) of text hold characters that mean something in their font alone ({font}); the first: “{text}”",
    "Replace them in Word by characters that every font has.",
    "What a character of Unicode's private use looks like is known to one font, and SDXML carries no fonts.",
)
UNKNOWN_INLINE = declare(
    "DOCX-R034",
    Severity.ERROR,
    "The element {name} is not understood and left out: “{text}”",
    "Report the file, or replace this part of it in Word.",
    "Only what is understood can be converted without inventing something.",
)

IGNORED: dict[str, str] = {
    **MARKERS,
    **dict.fromkeys(map(w, ("pPr", "rPr")), "read before the content"),
    w("lastRenderedPageBreak"): "where Word broke the page last is no content",
    **dict.fromkeys(
        map(w, ("separator", "continuationSeparator", "footnoteRef", "endnoteRef", "annotationRef")),
        "the marks of notes and comments are made anew",
    ),
    **dict.fromkeys(
        map(w, ("fldChar", "instrText", "delInstrText", "ffData", "fldData")), "fields.py has folded them into fields"
    ),
}
"""What gives nothing here, and why."""

_FROM_PRIVATE_USE_ON = re.compile("[\ue000-\U0010ffff]")
"""What most texts have nothing of: one range is looked for in half the time of two."""
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SPACE = f"{{{XML}}}space"


class InlineReader:
    """Reads what stands in one paragraph into `content`. Text of one look is gathered and becomes one run.

    `drop` are the levels of the cascade that give no marks here, `cell` is what the table style gives the text where it
    stands, `readers` are those of all elements besides runs and their text.
    """

    __slots__ = (
        *("cell", "content", "drop", "reading", "story", "style"),
        *("_gathers_sizes", "_has_cell", "_has_others", "_heard", "_pieces", "_place"),
        *("_properties", "_readers", "_resolve", "_sizes", "_texts", "_written"),
    )

    def __init__(self, story: Story, style: ParagraphStyle, drop: Drop, cell: CellRun, readers: InlineReaders) -> None:
        self.story = story
        self.reading = reading = story.reading
        self.style = style
        self.drop = drop
        self.cell = cell
        self.content = content = ParagraphContent()
        self._pieces = content.pieces
        self._readers = readers
        self._texts: list[str] = []
        self._properties: RunProperties | None = None
        self._resolve = reading.cascade.runs(style, drop, cell)
        self._written = reading.written
        self._heard = story.comments.open
        self._place: Element | None = None
        self._sizes: list[int | None] = []
        self._gathers_sizes = False
        self._has_others = False
        self._has_cell: bool | None = None

    def read(self, container: Element) -> ParagraphContent:
        """Everything in the paragraph, in order."""
        self._place = container
        if self.story.comments.open:
            self.story.comments.hear(" ")
        cell_sizes, self.reading.text_sizes = self.reading.text_sizes, None
        if cell_sizes is not None:
            self._gathers_sizes = True
        self.read_children(container)
        self.flush()
        if cell_sizes is not None and self._has_others:
            cell_sizes.give_up()
        elif cell_sizes is not None:
            cell_sizes.add(self.style, self._sizes)
        self.reading.text_sizes = cell_sizes
        return self.content

    def read_children(self, container: Element) -> None:
        """Read the inline children of a paragraph, link or field."""
        for child in children_of(container):
            tag = child.tag
            if tag == RUN:
                self.read_run(child)
            elif tag not in IGNORED:
                self._read_other(child)

    def read_run(self, run: Element) -> None:
        """Read a `w:r`: its text, and what else stands in it."""
        rpr = properties = None
        for child in children_of(run):
            tag = child.tag
            if tag == T:
                if properties is None:
                    properties = self._resolve(None, b"")
                self._read_text(child, properties)
            elif tag == RPR:
                properties = self._resolve(child, self._written.get(run, b"") if rpr is None else b"")
                rpr = child
            elif tag not in IGNORED:
                if properties is None:
                    properties = self._resolve(None, b"")
                self._read_in_run(child, properties)

    def _read_text(self, element: Element, properties: RunProperties) -> None:
        if self._gathers_sizes:
            self._sizes.append(properties.size_half_points)
        text = element.text
        if text:
            if text[0] <= " " or text[-1] <= " " or "\n" in text or "\r" in text:
                text = self._shown_text(text, element)
            if properties is self._properties and not self._heard:
                self._texts.append(text)
            else:
                self.add_text(text, properties)

    def _read_in_run(self, element: Element, properties: RunProperties) -> None:
        reader = self._readers.in_run.get(element.tag)
        if reader is None:
            self.lose_unknown(element)
        elif properties.is_hidden:
            self.reading.tally_loss(HIDDEN_TEXT, element)
        else:
            reader(self, element, properties)

    def _read_other(self, child: Element) -> None:
        self._has_others = True
        reader = self._readers.between_runs.get(child.tag)
        if reader is None:
            self.lose_unknown(child)
        else:
            reader(self, child)

    def _shown_text(self, text: str, element: Element) -> str:
        """The text as Word shows it: white space at the ends counts only where the file says so."""
        if not _keeps_space(element):
            shown = text.strip(" \t\r\n")
            self.story.trimmed += len(text) - len(shown)
            text = shown
        return text.replace("\n", " ").replace("\r", " ")

    def add_text(self, text: str, properties: RunProperties) -> None:
        """Gather text that has these properties."""
        if properties is not self._properties:
            if self._texts:
                self.flush()
            self._properties = properties
        self._texts.append(text)
        if self._heard:
            self.story.comments.hear(text)

    def flush(self) -> None:
        """End the run that is being gathered."""
        if not self._texts:
            return
        text, properties = "".join(self._texts), self._properties
        self._texts.clear()
        assert properties is not None
        if properties.is_special:
            text = self._special_text(text, properties)
        if not text:
            return
        self.reading.looks.passages += 1
        if properties.looks:
            if self._has_cell is None:
                self._has_cell = is_in_cell(self._place)
            hear_text(properties.looks, text, self._place, self.reading, has_cell=self._has_cell)
        if not text.isascii() and _FROM_PRIVATE_USE_ON.search(text) and _PRIVATE_USE.search(text):
            font = properties.font or "the usual one"
            self.reading.report.tally(PRIVATE_USE, font, self.reading.at(self._place), font=font, text=text[:120])
        pieces = self._pieces
        last = pieces[-1] if pieces else None
        if isinstance(last, Run) and last.marks == properties.marks and last.style == properties.style:
            pieces[-1] = Run(last.text + text, properties.marks, properties.style)
        else:
            pieces.append(Run(text, properties.marks, properties.style))

    def _special_text(self, text: str, properties: RunProperties) -> str:
        """What is kept of text that is hidden, in capitals or in a symbol font."""
        if not text:
            return text
        if properties.is_hidden:
            counts = {Kind.CHARACTERS: len(text)}
            reading = self.reading
            reading.report.tally_drop(HIDDEN_TEXT, reading.part, counts, lambda: reading.at(self._place), text)
            return ""
        if properties.is_caps and text.upper() != text:
            self.reading.report.tally(ALL_CAPS, "", lambda: self.reading.at(self._place), text=text[:120])
        if properties.has_symbol_font:
            mapped = symbol_font_text(properties.font, text)
            text = mapped if mapped is not None and len(mapped) == len(text) else text
        return text

    def put(self, piece: Piece) -> None:
        """A piece that is no gathered text."""
        self.flush()
        self._pieces.append(piece)

    def put_text(self, text: str) -> None:
        """Text of the conversion's own making, in the paragraph's plain look."""
        if text:
            self.add_text(text, self._resolve(None, b""))

    def gather(self, element: Element, drop: Drop) -> list[Piece]:
        """The pieces of an element's content, kept apart from the paragraph's."""
        self.flush()
        outer, outer_drop, outer_resolve = self._pieces, self.drop, self._resolve
        self._pieces, self.drop = [], drop
        if drop != outer_drop:
            self._resolve = self.reading.cascade.runs(self.style, drop, self.cell)
        self.read_children(element)
        self.flush()
        gathered, self._pieces, self.drop, self._resolve = self._pieces, outer, outer_drop, outer_resolve
        self._properties = None
        return gathered

    def put_all(self, pieces: list[Piece]) -> None:
        """Pieces gathered before, now part of the paragraph."""
        self.flush()
        self._pieces.extend(pieces)

    def lose_unknown(self, element: Element) -> None:
        """Leave out what is not understood."""
        self.reading.lose(UNKNOWN_INLINE, element, name=prefixed_name(element.tag))


ReadInRun = Callable[[InlineReader, Element, RunProperties], None]
"""Reads an element in a run that has these properties."""
ReadBetweenRuns = Callable[[InlineReader, Element], None]
"""Reads an element beside runs."""


class InlineReaders(NamedTuple):
    """The readers of what stands in runs and beside them, by element."""

    in_run: Mapping[str, ReadInRun]
    between_runs: Mapping[str, ReadBetweenRuns]


def _keeps_space(element: Element) -> bool:
    for name, value in element.items():
        if name == _SPACE:
            return value == "preserve"
    return any(ancestor.get(_SPACE) == "preserve" for ancestor in element.iterancestors())
