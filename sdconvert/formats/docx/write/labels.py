"""What Word will show of a block: its number, and the words of captions in the document's language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text


class Words(NamedTuple):
    """The words that are generated. `figure` and `table` name the sequences that count captions too."""

    figure: str
    table: str
    sidenote: str
    see: str


_ENGLISH = Words("Figure", "Table", "Sidenote", "See")
_GERMAN = Words("Abbildung", "Tabelle", "Randnotiz", "Siehe")
CAPTION_SEPARATOR = ": "


def words_of(language: str) -> Words:
    """The generated words in a language such as `de-DE` or `de_DE`: German, else English."""
    return _GERMAN if language.lower().startswith("de") else _ENGLISH


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reference to a block can show. `number` is empty where it has none; of a numbered caption it holds the
    word too."""

    block: Block
    number: str
    content: str

    @property
    def is_in_contents(self) -> bool:
        """Whether a table of contents names it: a heading does that is not the document's title."""
        block = self.block
        return isinstance(block, Heading) and not is_title(block)

    @property
    def line(self) -> str:
        """Both, as they stand before the reader."""
        separator = CAPTION_SEPARATOR if isinstance(self.block, (Picture, Table)) else " "
        return separator.join(filter(None, (self.number, self.content)))


def is_title(heading: Heading) -> bool:
    """Whether a heading is the document's title, which Word has a style for that is no heading's."""
    return heading.style.lower() == "title" and heading.level == 0 and not heading.is_numbered


class Labels:
    """Counts as Word does: a numbered block uses up the first number of higher levels that are still to come."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._sections: list[int] = []
        self._items: dict[str, list[int]] = {}
        self._captions: dict[str, int] = {}

    def all(self, blocks: tuple[Block, ...]) -> Iterator[Shown]:
        """Every block that has text, in reading order."""
        for block in blocks:
            shown = self._shown(block)
            if shown is not None:
                yield shown
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        yield from self.all(cell.content)

    def _shown(self, block: Block) -> Shown | None:
        match block:
            case Heading():
                numbers = _count(self._sections, block.level, block.restarts) if block.is_numbered else ""
                return Shown(block, numbers, plain_text(block.content).strip())
            case Paragraph():
                level = block.number_level
                numbers = "" if level is None else _count(self._sections, level, block.restarts)
                return Shown(block, numbers, plain_text(block.content).strip())
            case ListItem():
                numbers = _count(self._items.setdefault(block.list_id, []), block.level, False)
                own = numbers.rpartition(".")[2] + "." if block.is_ordered else ""
                return Shown(block, own, plain_text(block.content).strip())
            case Picture():
                return Shown(block, self._caption(self._words.figure, block), plain_text(block.caption).strip())
            case Table():
                return Shown(block, self._caption(self._words.table, block), plain_text(block.caption).strip())
            case PageBreak() | Directory():
                return None

    def _caption(self, word: str, block: Picture | Table) -> str:
        if not block.is_numbered:
            return ""
        self._captions[word] = self._captions.get(word, 0) + 1
        return f"{word} {self._captions[word]}"


def _count(numbers: list[int], level: int, restarts: bool) -> str:
    level = max(0, min(level, 8))
    del numbers[level + 1 :]
    numbers.extend([1] * (level - len(numbers)))
    if len(numbers) == level:
        numbers.append(1)
    else:
        numbers[level] = 1 if restarts else numbers[level] + 1
    return ".".join(map(str, numbers))
