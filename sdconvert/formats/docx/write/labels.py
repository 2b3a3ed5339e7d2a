"""What Word will show of a block: its number, with the word of a caption, and its text."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import assert_never

from sdconvert.formats.docx.write.numbering import DEEPEST_LEVEL
from sdconvert.frozen import builder, dataclass
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import content_of, walk_blocks
from sdconvert.writing.numbering import Deepest, RunningNumbers
from sdconvert.writing.words import Words

CAPTION_SEPARATOR = ": "
_DEEPEST = Deepest(DEEPEST_LEVEL, DEEPEST_LEVEL, DEEPEST_LEVEL)


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


_build_shown = builder(Shown)


def is_title(heading: Heading) -> bool:
    """Whether a heading is the document's title, which Word has a style for that is no heading's."""
    return heading.level == 0 and not heading.is_numbered and heading.style.lower() == "title"


def running_numbers() -> RunningNumbers:
    """Counts as Word does the lists that are made here."""
    return RunningNumbers(_DEEPEST)


def find_shown(document: Document, words: Words, named: Collection[str], *, is_listed: bool) -> Iterator[Shown]:
    """What Word will show of the blocks whose ids are `named`, in reading order. `is_listed`: of all blocks, as
    directories list them; what they do not list is there without its text."""
    numbers = running_numbers()
    for block in walk_blocks(document):
        number = "" if type(block) is Paragraph and block.number_level is None else numbers.number_of(block)
        is_named = block.id in named
        if not (is_named or is_listed):
            continue
        is_text = is_named or not isinstance(block, (Paragraph, ListItem))
        content = plain_text(content_of(block)).strip() if is_text else ""
        match block:
            case Heading() | Paragraph():
                yield _build_shown(block, number, content)
            case ListItem():
                yield _build_shown(block, number and f"{number}.", content)
            case Picture():
                yield _build_shown(block, number and f"{words.figure} {number}", content)
            case Table():
                yield _build_shown(block, number and f"{words.table} {number}", content)
            case PageBreak() | Directory():
                pass
            case _:
                assert_never(block)
