"""What all readers of one document share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple, TypeVar

from sdconvert.choices import Revisions
from sdconvert.findings import Code, Location, Report
from sdconvert.formats.docx.names import RPR, P
from sdconvert.formats.docx.read.census import count, first_words, visible_text
from sdconvert.formats.docx.read.data_store import DataStore
from sdconvert.formats.docx.read.directory_lines import FoundDirectory
from sdconvert.formats.docx.read.embedding import Embedding
from sdconvert.formats.docx.read.formatting.cascade import Cascade, ParagraphProperties
from sdconvert.formats.docx.read.formatting.labels import Label, LabelSequence
from sdconvert.formats.docx.read.formatting.numbering import Numbering
from sdconvert.formats.docx.read.formatting.styles import Styles
from sdconvert.formats.docx.read.formatting.table_styles import NO_CELL_RUN, CellRun
from sdconvert.formats.docx.read.joining import properties_of
from sdconvert.formats.docx.read.looks import LookTallies
from sdconvert.formats.docx.read.parts import Package
from sdconvert.formats.docx.read.text_sizes import TextSizes
from sdconvert.formats.docx.read.written_properties import PARAGRAPHS
from sdconvert.formats.docx.units import INDENT_STEP_TWIPS
from sdconvert.handles import Handle
from sdconvert.pictures import Allowance, PictureUnconvertible, PictureView
from sdconvert.xmlio import Element

Content = TypeVar("Content")

WORDS_SHOWN = 60
DEEPEST_INDENT = 15


class PartAsset(NamedTuple):
    """The asset that a part with a picture became, as one place shows it; with the reason why it shows as it is stored
    in the part, where that is not as it should."""

    name: str
    refusal: PictureUnconvertible | None = None


class Reading:
    """The state of reading one story (the body, or one note) of a document.

    `part` is the name of the part that relationships are resolved in, `heading` the last heading met, `text_width`
    the width of the current section's text in points, `default_tab` the distance of default tab stops in twips,
    `places` the number of each paragraph in its part, from 1, `cell_run` what the table style gives the text of the
    cell that is being read, `cell_width` the width of its text in points, `text_sizes` what gathers its sizes,
    `part_assets` the asset that each part with a picture became by how it is shown, `picture_allowance` what
    decoding more may cost, `hides_text` whether a style, or anything in a part that was read, says that text is
    hidden, `strikes_text` whether anything in such a part says that it is struck through, `math_alignment` how the
    settings place displayed equations, `updates_fields` whether they ask that fields are computed anew,
    `directories` those met so far, `embedding` how documents within this one are read, `looks` what is seen and not
    kept, `numbers_not_shown` the lists and levels that a paragraph counts in besides its own, `references_gone`
    elements and ids of the references to notes and comments that a tracked change took away, `written` what the file
    says in the `w:pPr` of paragraphs and the `w:rPr` of runs that still have the same one, `known_cells` what `w:tcPr`
    say by all they hold.
    """

    def __init__(
        self, package: Package, styles: Styles, numbering: Numbering, labels: LabelSequence, revisions: Revisions
    ) -> None:
        self.package = package
        self.data = DataStore(package)
        self.report: Report = package.report
        self.styles = styles
        self.numbering = numbering
        self.cascade = Cascade(styles, numbering)
        self.labels = labels
        self.revisions = revisions
        self.part = package.main_name
        self.heading = ""
        self.text_width = 450.0
        self.default_tab = INDENT_STEP_TWIPS
        self.cell_run = NO_CELL_RUN
        self.cell_width: float | None = None
        self.text_sizes: TextSizes | None = None
        self.assets: dict[str, Handle] = {}
        self.hides_text = styles.hides_text
        self.strikes_text = False
        self.part_assets: dict[tuple[str, PictureView], PartAsset] = {}
        self.picture_allowance = Allowance()
        self.math_alignment = ""
        self.updates_fields = False
        self.places: dict[Element, int] = {}
        self.directories: list[FoundDirectory] = []
        self.embedding: Embedding | None = None
        self.styles_root: Element | None = None
        self.numbers_not_shown: dict[Element, list[tuple[str, int]]] = {}
        self.references_gone: set[tuple[str, str]] = set()
        self.known_cells: dict[tuple[object, ...], dict[str, object]] = {}
        self.written: dict[Element, bytes] = {}
        self._by_writing: dict[bytes, ParagraphProperties] = {}
        self.looks = LookTallies(self.cascade.usual_font)
        self._words: dict[Element, str] = {}

    def at(self, element: Element | None, words: str | None = None) -> Location:
        """The place of an element: its paragraph, or the first one in it."""
        paragraph = _paragraph_of(element)
        if paragraph is None:
            return Location(self.part, heading=self.heading)
        return Location(
            self.part,
            self.places.get(paragraph) or None,
            self.heading,
            self._words_of(paragraph) if words is None else shorten(words),
            self.package.paragraph_id(self.part, paragraph),
        )

    def read_properties(self, paragraph: Element) -> ParagraphProperties:
        """How a paragraph looks by its `w:pPr`: that of equal ones is looked up by what is written there."""
        written = self.written.get(paragraph, b"")
        properties = self._by_writing.get(written)
        if properties is None:
            properties = self.cascade.paragraph(properties_of(paragraph))
            if written and PARAGRAPHS.says_all(written):
                self._by_writing[written] = properties
        return properties

    def next_label(self, properties: ParagraphProperties, paragraph: Element) -> Label:
        """The label before the next paragraph, which has these properties and is numbered: in capitals where the
        paragraph's mark is, unless the level says otherwise (ECMA-376 Part 1, 17.9.24)."""
        assert properties.num_id is not None
        label = self.labels.next(properties.num_id, properties.ilvl)
        level, capitals = properties.level, label.text.upper()
        if capitals == label.text or (level is not None and level.is_caps is not None):
            return label
        ppr = properties_of(paragraph)
        mark = None if ppr is None else ppr.find(RPR)
        is_caps = self.cascade.run(properties.style, mark, cell=self.cell_run).is_caps
        return label._replace(text=capitals) if is_caps else label

    def _words_of(self, paragraph: Element) -> str:
        """The first words of a paragraph, found once: a paragraph can hold thousands of findings."""
        words = self._words.get(paragraph)
        if words is None:
            words = self._words[paragraph] = shorten(first_words(paragraph, 4 * WORDS_SHOWN))
        return words

    def forget_words(self) -> None:
        """Read the first words of paragraphs anew: their content has changed."""
        self._words.clear()

    @contextmanager
    def within(self, part: str, labels: LabelSequence | None = None) -> Iterator[None]:
        """Read from another part for a while, with a numbering state of its own."""
        outer = self.part, self.labels
        self.part, self.labels = part, labels or self.labels
        try:
            yield
        finally:
            self.part, self.labels = outer

    @contextmanager
    def in_cell(self, run: CellRun = NO_CELL_RUN) -> Iterator[None]:
        """Read the text of a cell for a while, or what stands in none."""
        outer = self.cell_run, self.cell_width, self.text_sizes
        self.cell_run, self.cell_width, self.text_sizes = run, None, None
        try:
            yield
        finally:
            self.cell_run, self.cell_width, self.text_sizes = outer

    def read_in_cell(
        self, tc: Element, read: Callable[[Element], Content], run: CellRun, width: float, sizes: TextSizes
    ) -> Content:
        """What `read` makes of a cell, whose text is so wide in points and has these sizes."""
        outer = self.cell_run, self.cell_width, self.text_sizes
        self.cell_run, self.cell_width, self.text_sizes = run, width, sizes
        try:
            return read(tc)
        finally:
            self.cell_run, self.cell_width, self.text_sizes = outer

    @property
    def table_width(self) -> float:
        """The width that a table or picture may have where it stands, in points."""
        return self.text_width if self.cell_width is None else self.cell_width

    def lose(self, code: Code, element: Element, **details: object) -> None:
        """Leave an element out: one finding with its text, all that it holds booked as dropped."""
        details.setdefault("text", visible_text(element))
        self.report.drop(code, count(element), self.at(element), **details)

    def lose_content(self, code: Code, element: Element, **details: object) -> None:
        """Leave an element out as `lose` does, silently when it holds nothing that the ledger counts."""
        if count(element):
            self.lose(code, element, **details)

    def tally_loss(self, code: Code, element: Element, text: str | None = None) -> None:
        """Leave an element out as `lose` does, told once for each part."""
        text = visible_text(element) if text is None else text
        self.report.tally_drop(code, self.part, count(element), lambda: self.at(element), text)

    def add_asset(self, content: Handle, extension: str) -> str:
        """The name under which a picture is kept; equal pictures share one."""
        name = f"{content.digest.hex()[:32]}.{extension}"
        self.assets[name] = content
        return name


def shorten(text: str) -> str:
    """The first words of a text, for a place."""
    text = text[: 4 * WORDS_SHOWN].strip()
    return text if len(text) <= WORDS_SHOWN else text[: WORDS_SHOWN - 1].rstrip() + "…"


def _paragraph_of(element: Element | None) -> Element | None:
    if element is None or element.tag == P:
        return element
    for ancestor in element.iterancestors(P):
        return ancestor
    return next(element.iter(P), None)
