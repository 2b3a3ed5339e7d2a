"""Goes through the elements of a page, or of a cell or a note in it, and makes blocks of them."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.around import Around
from sdconvert.formats.html.read.content import Content, Look
from sdconvert.formats.html.read.css import parse_style
from sdconvert.formats.html.read.elements import readable_text, shorten
from sdconvert.formats.html.read.looks import look_in
from sdconvert.formats.html.read.reading import MAX_DEPTH, TOO_DEEP, Reading
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, Link, Run
from sdconvert.xmlio import Element

HIDDEN = declare(
    "HTML-R022",
    Severity.WARNING,
    "Text that the page hides is left out: “{text}”.",
    hint="Take the hiding away if the text should be read.",
    why="What a reader of the page does not see is not part of the document.",
)
EVENT = declare(
    "HTML-R024",
    Severity.INFO,
    "{count} element(s) have event attributes such as {name}; these are left out.",
    why="Scripts are never carried.",
)
UNKNOWN = declare(
    "HTML-R025",
    Severity.INFO,
    "{count} element(s) “{tag}” are not known; their text is kept.",
    why="The element is not part of HTML.",
)

Make = Callable[[tuple[Inline, ...], str, str], Block]
"""Makes a block of its content, its id, and the number or bullet that the page shows for it."""

_SPACE = " \t\n\r\f"


class Flow:
    """Makes blocks of what it walks through. Text outside of a block begins a paragraph.

    `label` is the number or bullet that the page shows for the open block; `is_in_heading` tells whether that is a
    heading.
    """

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.blocks: list[Block] = []
        self.label = ""
        self.is_in_heading = False
        self._content: Content | None = None
        self._make: Make | None = None
        self._is_kept_empty = False

    # ---------------------------------------------------------------------------------------------------- blocks

    def read(self, element: Element, around: Around, look: Look) -> tuple[Block, ...]:
        """The blocks in an element."""
        self.walk(element, around, look)
        self.close()
        return tuple(self.blocks)

    def read_apart(self, element: Element, look: Look) -> tuple[Block, ...]:
        """The blocks in an element that is a flow of its own, such as a cell or a note."""
        return Flow(self.reading).read(element, Around(), look)

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
        inlines = content.finish(self.reading.is_own)
        if not inlines and not self._is_kept_empty:
            return
        block = make(inlines, self.reading.take_id(), label)
        self.blocks.append(block)
        if isinstance(block, Heading):
            self.reading.heading = shorten(text_of(inlines))

    def add_block(self, block: Block) -> None:
        """Add a block that is made already."""
        self.close()
        self.blocks.append(block)

    def read_content(self, element: Element, look: Look) -> tuple[Block, ...]:
        """The blocks in an element of text, such as a caption: verbatim in a page of our own."""
        if not self.reading.is_own:
            return self.read_apart(element, look)
        flow = Flow(self.reading)
        flow.open(lambda content, own, label: Paragraph(content, label=label))
        return flow.read(element, Around(), look._replace(is_verbatim=True))

    @property
    def is_open(self) -> bool:
        return self._content is not None

    @property
    def is_at_start(self) -> bool:
        """Whether a block is open and holds nothing yet."""
        return self._content is not None and self._content.is_empty

    def content(self, around: Around) -> Content:
        """The content of the open block; a paragraph is opened where there is none."""
        if self._content is None:
            at = self.reading.at()
            self.open(lambda content, own, _: around.paragraph(content, own, at))
        assert self._content is not None
        return self._content

    # ------------------------------------------------------------------------------------------------------ walk

    def walk(self, element: Element, around: Around, look: Look) -> None:
        """Go through what stands in an element."""
        if element.text:
            self.text(element.text, around, look)
        for child in element.iterchildren(etree.Element):
            self.visit(child, around, look)
            if child.tail:
                self.text(child.tail, around, look)

    def text(self, text: str, around: Around, look: Look) -> None:
        """Take text; white space between blocks is none."""
        if self._content is None and not text.strip(_SPACE):
            return
        self.content(around).add_text(text, look)

    def visit(self, element: Element, around: Around, look: Look) -> None:
        """Take one element. Loses: HTML-R005, HTML-R020, HTML-R022, HTML-R024, HTML-R025."""
        reading = self.reading
        if reading.depth >= MAX_DEPTH:
            self._flatten(element, around, look)
            return
        if reading.links.is_apart(element):
            return
        reading.note_id(element)
        if not reading.is_own:
            self._survey_attributes(element)
            if _is_hidden(element):
                reading.drop_text(HIDDEN, element, readable_text(element))
                return
        reading.depth += 1
        self._dispatch(element, around, look)
        reading.depth -= 1

    def _dispatch(self, element: Element, around: Around, look: Look) -> None:
        read = READERS.get(str(element.tag))
        if read is None:
            self._read_unknown(element, around, look)
        else:
            read(self, element, around, look)

    def _read_unknown(self, element: Element, around: Around, look: Look) -> None:
        tag = str(element.tag)
        if ":" not in tag:
            self.reading.tally(UNKNOWN, tag, element, tag=tag)
        self.walk(element, around, look_in(element, look))

    def _flatten(self, element: Element, around: Around, look: Look) -> None:
        text = readable_text(element)
        if text.strip():
            self.reading.tally(TOO_DEEP, None, element, depth=MAX_DEPTH, text=shorten(text))
            self.content(around).add_text(f" {text} ", look)

    def _survey_attributes(self, element: Element) -> None:
        for name in map(str, element.attrib):
            if name.startswith("on"):
                self.reading.tally(EVENT, None, element, name=name)
                return


ReadElement = Callable[[Flow, Element, Around, Look], None]
"""Reads an element in a flow: what is around it, and the look of the text around it."""

READERS: dict[str, ReadElement] = {}
"""Which function reads the elements of each tag."""


def reads(*tags: str) -> Callable[[ReadElement], ReadElement]:
    """Let the decorated function read the elements of these tags.

    Raises: ValueError when one of them has a reader already.
    """

    def register(read: ReadElement) -> ReadElement:
        for tag in tags:
            if tag in READERS:
                raise ValueError(f"the element {tag} has two readers")
            READERS[tag] = read
        return read

    return register


def text_of(content: tuple[Inline, ...]) -> str:
    """The plain text of a content."""
    return "".join(
        node.text if isinstance(node, Run) else text_of(node.content) if isinstance(node, Link) else ""
        for node in content
    )


def _is_hidden(element: Element) -> bool:
    if element.get("hidden") is not None:
        return True
    css = element.get("style")
    if not css:
        return False
    style = parse_style(css)
    return style.get("display", "").lower() == "none" or style.get("mso-hide", "").lower() == "all"
