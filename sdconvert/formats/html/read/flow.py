"""Goes through the elements of a page, or of a cell or a note in it, and makes blocks of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

from lxml import etree

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.content import Content
from sdconvert.formats.html.read.elements import readable_text, shorten
from sdconvert.formats.html.read.inherited import PLAIN_TEXT, Inherited, TextFormat
from sdconvert.formats.html.read.links import PageLinks
from sdconvert.formats.html.read.reading import MAX_DEPTH, Reading
from sdconvert.model.blocks import Heading
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Inline, Link, Run
from sdconvert.xmlio import Element

TOO_DEEP = declare(
    "HTML-R005",
    Severity.WARNING,
    "Elements nest more than {depth} deep; what is deeper is read as plain text: “{text}”.",
    hint="Check the page for elements that are never closed.",
    why="No page means such a depth.",
)

Make = Callable[[tuple[Inline, ...], str, str], Block]
"""Makes a block of its content, its id, and the number or bullet that the page shows for it."""

_SPACE = " \t\n\r\f"


class PageKind(ABC):
    """What our own pages and those of others differ in. `keeps_white_space`: that at the end of a block is text."""

    keeps_white_space: ClassVar[bool]

    @abstractmethod
    def find_links(self, root: Element) -> PageLinks:
        """Where the links within a page lead."""

    @abstractmethod
    def read_element(self, flow: Flow, element: Element, inherited: Inherited) -> None:
        """Take one element, or leave it out."""

    @abstractmethod
    def read_text(self, flow: Flow, element: Element, text_format: TextFormat) -> tuple[Block, ...]:
        """The blocks in an element that holds text, such as a caption."""

    @abstractmethod
    def asset_name(self, image: Element, address: str) -> str:
        """The name that the page gives to the picture of an `img`; empty where it gives none."""

    @abstractmethod
    def make_document(self, root: Element, blocks: tuple[Block, ...], assets: Mapping[str, bytes]) -> Document:
        """The blocks and the pictures of a page, with what the page says about itself."""


class Flow:
    """Makes blocks of what it walks through. Text outside of a block begins a paragraph.

    `label` is the number or bullet that the page shows for the open block; `is_in_heading` tells whether that is a
    heading.
    """

    def __init__(self, reading: Reading, kind: PageKind) -> None:
        self.reading = reading
        self.kind = kind
        self.blocks: list[Block] = []
        self.label = ""
        self.is_in_heading = False
        self._content: Content | None = None
        self._make: Make | None = None
        self._is_kept_empty = False

    # ---------------------------------------------------------------------------------------------------- blocks

    def read(self, element: Element, inherited: Inherited) -> tuple[Block, ...]:
        """The blocks in an element."""
        self.walk(element, inherited)
        self.close()
        return tuple(self.blocks)

    def read_apart(self, element: Element, text_format: TextFormat = PLAIN_TEXT) -> tuple[Block, ...]:
        """The blocks in an element that is a flow of its own, such as a cell or a note."""
        return Flow(self.reading, self.kind).read(element, Inherited(text=text_format))

    def open(self, make: Make, is_kept_empty: bool = False) -> None:
        """End what is open and begin a block; one without content is left out unless it is kept empty."""
        self.close()
        self._content = Content(self.reading.report)
        self._make = make
        self._is_kept_empty = is_kept_empty

    def close(self) -> None:
        """End the block that is open, if any."""
        content, make = self._content, self._make
        if content is None or make is None:
            return
        self._content = self._make = None
        label, self.label = self.label, ""
        inlines = content.finish(self.kind.keeps_white_space)
        if not inlines and not self._is_kept_empty:
            if not label:
                return
            content.add_text(label, PLAIN_TEXT)
            inlines, label = content.finish(True), ""
        block = make(inlines, self.reading.take_id(), label)
        self.blocks.append(block)
        if isinstance(block, Heading):
            self.reading.heading = shorten(_text_of(inlines))

    def add_block(self, block: Block) -> None:
        """Add a block that is made already."""
        self.close()
        self.blocks.append(block)

    @property
    def is_open(self) -> bool:
        return self._content is not None

    @property
    def is_at_start(self) -> bool:
        """Whether a block is open and holds nothing yet."""
        return self._content is not None and self._content.is_empty

    def open_content(self, inherited: Inherited) -> Content:
        """The content of the open block; a paragraph is opened where there is none."""
        if self._content is None:
            at = self.reading.at()
            self.open(lambda content, block_id, label: inherited.block.make_paragraph(content, block_id, at, label))
        assert self._content is not None
        return self._content

    # ------------------------------------------------------------------------------------------------------ walk

    def walk(self, element: Element, inherited: Inherited) -> None:
        """Go through what stands in an element."""
        if element.text:
            self.add_text(element.text, inherited)
        for child in element.iterchildren(etree.Element):
            self.visit(child, inherited)
            if child.tail:
                self.add_text(child.tail, inherited)

    def add_text(self, text: str, inherited: Inherited) -> None:
        """Take text; white space between blocks is none."""
        if self._content is None and not text.strip(_SPACE):
            return
        self.open_content(inherited).add_text(text, inherited.text)

    def visit(self, element: Element, inherited: Inherited) -> None:
        """Take one element. Loses: HTML-R005."""
        reading = self.reading
        if reading.depth >= MAX_DEPTH:
            self._flatten(element, inherited)
            return
        reading.depth += 1
        self.kind.read_element(self, element, inherited)
        reading.depth -= 1

    def _flatten(self, element: Element, inherited: Inherited) -> None:
        text = readable_text(element)
        if text.strip():
            self.reading.tally(TOO_DEEP, None, element, depth=MAX_DEPTH, text=shorten(text))
            self.open_content(inherited).add_text(f" {text} ", inherited.text)


def _text_of(content: tuple[Inline, ...]) -> str:
    return "".join(
        node.text if isinstance(node, Run) else _text_of(node.content) if isinstance(node, Link) else ""
        for node in content
    )
