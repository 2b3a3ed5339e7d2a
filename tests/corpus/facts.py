"""What a document says, in a form that two formats can be compared in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

BOLD, ITALIC, UNDERLINE, STRIKE, SUB, SUP, SMALL_CAPS = (1 << bit for bit in range(7))
MARKS = {
    "bold": BOLD,
    "italic": ITALIC,
    "underline": UNDERLINE,
    "strike": STRIKE,
    "sub": SUB,
    "sup": SUP,
    "smallcaps": SMALL_CAPS,
}
ALL_MARKS = 127

WILDCARD = "\ufffc"
"""Stands in a source word where the target may have any few characters (a symbol font's glyph, a bracket)."""

ANY_ALIGNMENT = ""

BODY, BOX, CAPTION, NOTE, MARGIN = "body", "box", "caption", "note", "margin"

_WIDE = "\u2e80-\u2fdf\u3005-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff"
_TOKEN = re.compile(f"[{_WIDE}\U00020000-\U0003ffff]|[^\\s{_WIDE}\U00020000-\U0003ffff]+")
_BREAK = re.compile("[\n\f]")


class Word(NamedTuple):
    """One visible word: its characters, and for each of them its marks and the marks that either side may have."""

    text: str
    marks: bytes
    free: bytes
    alignment: str = "left"
    stream: str = BODY
    group: int = 0
    is_equation: bool = False


class Heading(NamedTuple):
    """`numbered` is None where the target may say either; `short` is the text without what references show."""

    text: str
    levels: frozenset[int]
    numbered: bool | None
    is_optional: bool = False
    short: str = ""


class ListItem(NamedTuple):
    """`kinds` are those that are right: `ol`, `ul`, or `p` for a paragraph numbered in the headings' list."""

    text: str
    kinds: frozenset[str]
    levels: frozenset[int]
    is_optional: bool = False
    short: str = ""


class Cell(NamedTuple):
    row: int
    column: int
    colspan: int
    rowspan: int
    text: str
    is_optional: bool = False
    short: str = ""


class Link(NamedTuple):
    href: str
    text: str
    is_optional: bool = False


class Note(NamedTuple):
    """One whose paragraphs have labels is optional: the target may write them as text."""

    text: str
    is_optional: bool = False


@dataclass
class Facts:
    words: list[Word] = field(default_factory=list)
    side_words: list[Word] = field(default_factory=list)
    """Notes, and captions that are attributes: their place in the order is the format's own."""
    headings: list[Heading] = field(default_factory=list)
    items: list[ListItem] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    optional_pictures: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    generated: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    margins: list[str] = field(default_factory=list)
    """Words of headers and footers, without page numbers."""
    comments: list[str] = field(default_factory=list)
    references: int = 0
    captions: int = 0
    groups: dict[int, str] = field(default_factory=dict)
    """Words that a correct target may generate: `reference` (an xref shows them) or `label` (a caption's number)."""


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(text)


def key(text: str) -> str:
    """The letters and digits of a text, or, where it has none, all but its blanks."""
    return "".join(filter(str.isalnum, text)) or "".join(text.split())


def first_line(text: str) -> str:
    return _BREAK.split(text.strip(), maxsplit=1)[0]


class Stretch:
    """The text of one paragraph, with what holds for each of its characters."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.marks: list[bytes] = []
        self.free: list[bytes] = []
        self.groups: list[tuple[int, int, int]] = []
        self.links: list[tuple[str, str]] = []
        self.equations: list[tuple[int, str]] = []
        self.length = 0

    def add(self, text: str, marks: int = 0, free: int = 0, group: int = 0, href: str = "") -> None:
        size = len(text)
        self.text.append(text)
        self.marks.append(bytes((marks,)) * size)
        self.free.append(bytes((free,)) * size)
        if group:
            self.groups.append((self.length, self.length + size, group))
        self._add_link(href, text)
        self.length += size

    def add_equation(self, text: str) -> None:
        self.equations.append((self.length, text))

    def mark_group(self, start: int, end: int, group: int) -> None:
        self.groups.append((start, end, group))

    def _add_link(self, href: str, text: str) -> None:
        if self.links and self.links[-1][0] == href:
            self.links[-1] = (href, self.links[-1][1] + text)
        elif text:
            self.links.append((href, text))

    def whole(self) -> str:
        return "".join(self.text)

    def short(self) -> str:
        """The text without what a reference or a caption's number shows."""
        text = self.whole()
        for start, end, _ in sorted(self.groups, reverse=True):
            text = text[:start] + text[end:]
        return text

    def found_links(self) -> list[tuple[str, str]]:
        return [(href, key(text)) for href, text in self.links if href and text.strip()]

    def words(self, alignment: str, stream: str) -> list[Word]:
        text = self.whole()
        marks = b"".join(self.marks)
        free = b"".join(self.free)
        equations = list(reversed(self.equations))
        found: list[Word] = []
        for start, end in self._token_spans(text):
            while equations and equations[-1][0] <= start:
                found.append(_equation(equations.pop()[1], stream))
            group = self._group_at(start) if self.groups else 0
            found.append(Word(text[start:end], marks[start:end], free[start:end], alignment, stream, group))
        found.extend(_equation(text, stream) for _, text in reversed(equations))
        return found

    def _token_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Where the words are; a group has words of its own."""
        edges = sorted({edge for start, end, _ in self.groups for edge in (start, end)})
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            for edge in edges:
                if start < edge < end:
                    yield start, edge
                    start = edge
            yield start, end

    def _group_at(self, position: int) -> int:
        return next((group for start, end, group in self.groups if start <= position < end), 0)


def _equation(text: str, stream: str) -> Word:
    free = bytes((ALL_MARKS,)) * len(text)
    return Word(text, bytes(len(text)), free, ANY_ALIGNMENT, stream, is_equation=True)


class Grid:
    """The cells of one table, placed as HTML places them; grid lines that no cell needs are left out."""

    def __init__(self) -> None:
        self._cells: list[Cell] = []

    def place(self, cell: Cell) -> None:
        """Add a cell; its row and column count grid lines, and its texts are as found."""
        self._cells.append(cell)

    def cells(self) -> list[Cell]:
        """The cells that have text, on the columns that any cell needs and the rows that these need."""
        shown = [cell for cell in self._cells if cell.text]
        edges = {edge for cell in self._cells for edge in (cell.column, cell.column + cell.colspan)}
        columns = _ranks(edges | {0})
        rows = _ranks(edge for cell in shown for edge in (cell.row, cell.row + cell.rowspan))
        return [
            cell._replace(
                row=rows[cell.row],
                column=columns[cell.column],
                colspan=columns[cell.column + cell.colspan] - columns[cell.column],
                rowspan=rows[cell.row + cell.rowspan] - rows[cell.row],
                text=key(cell.text),
                short=key(cell.short),
            )
            for cell in shown
        ]


def _ranks(edges: Iterable[int]) -> dict[int, int]:
    return {edge: rank for rank, edge in enumerate(sorted(set(edges)))}
