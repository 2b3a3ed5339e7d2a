"""The account: before each block, the label of the source and the number that SMASHDOCs will show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeGuard

from sdconvert.frozen import maker
from sdconvert.labelling.agreement import Agreement, compare
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table
from sdconvert.writing.numbering import RunningNumbers

Captioned = Picture | Table
Labelled = Heading | Paragraph | ListItem | Captioned

CAPTION_WORDS: Mapping[type, tuple[str, ...]] = {Picture: ("Figure", "Abbildung"), Table: ("Table", "Tabelle")}
"""What SMASHDOCs sets before the number of a caption, in the language of the one who reads."""

_BULLET = "•"
_SIGNS_THAT_SAY_SOMETHING = frozenset("☐☑☒✓✔✗✘⚠☎✉☞☛")
_LETTER_FOR_A_CIRCLE = "o"
_SECTIONS = "sections"


_SAME = Agreement.SAME
_LABELLED = frozenset((Heading, Paragraph, ListItem, Picture, Table))


def is_labelled(block: Block) -> TypeGuard[Labelled]:
    """Whether a block can be numbered."""
    return type(block) in _LABELLED


class Placed(NamedTuple):
    """A block in reading order; `is_in_cell`: it stands in a table, where only list items can carry a number."""

    block: Block
    is_in_cell: bool

    @property
    def has_no_number(self) -> bool:
        """Whether SDXML has no way to number it where it stands."""
        return self.is_in_cell and isinstance(self.block, Heading | Paragraph)


class Row(NamedTuple):
    """What is shown before a block that can be numbered: `label` by the source, `shown` by SMASHDOCs; `list_key` names
    the list of the source that counts the block, whatever its level."""

    block: Labelled
    list_key: str
    label: str
    shown: str
    agreement: Agreement
    has_no_number: bool


_make_placed, _make_row = maker(Placed), maker(Row)


def place_blocks(blocks: Sequence[Block], is_in_cell: bool = False) -> Iterator[Placed]:
    """Every block in reading order, those in table cells after their table."""
    for block in blocks:
        yield _make_placed((block, is_in_cell))
        if type(block) is Table:
            for row in block.rows:
                for cell in row.cells:
                    yield from place_blocks(cell.content, is_in_cell=True)


def number_blocks(placed: Sequence[Placed], as_text: Collection[str]) -> list[str]:
    """What SMASHDOCs will show before each block, when the lists of `as_text` carry their labels as text: a number, a
    bullet, or nothing."""
    numbers = RunningNumbers()
    return [
        "" if type(each.block) is Paragraph and each.block.number_level is None else _number(numbers, each, as_text)
        for each in placed
    ]


def _number(numbers: RunningNumbers, placed: Placed, as_text: Collection[str]) -> str:
    block = placed.block
    if is_labelled(block):
        if placed.has_no_number or (as_text and list_key(block) in as_text):
            return ""
        if isinstance(block, ListItem) and not block.is_ordered:
            numbers.number_of(block)
            return _BULLET
    return numbers.number_of(block)


def list_key(block: Labelled) -> str:
    """The list that counts a block. Headings and paragraphs of which the source does not tell are one list, and so are
    pictures and tables each."""
    if block.counter:
        return block.counter
    if isinstance(block, Captioned):
        return CAPTION_WORDS[type(block)][0]
    return f"list {block.list_id}" if isinstance(block, ListItem) else _SECTIONS


def rows_of(placed: Sequence[Placed], shown: Sequence[str]) -> Iterator[Row]:
    """The blocks that can be numbered, with what was and what will be shown."""
    for each, number in zip(placed, shown, strict=True):
        block, is_in_cell = each
        if type(block) is Paragraph and not number and not block.label:
            yield _make_row((block, block.counter or _SECTIONS, "", "", _SAME, is_in_cell))
        elif is_labelled(block):
            label = block.label
            agreement = _agreement(block, number) if label else _SAME
            text = shown_of(block, number) if number else number
            yield _make_row((block, list_key(block), label, text, agreement, is_in_cell and each.has_no_number))


def shown_of(block: Labelled, number: str) -> str:
    """A number as SMASHDOCs shows it to a reader of English."""
    return f"{CAPTION_WORDS[type(block)][0]} {number}" if number and isinstance(block, Captioned) else number


def _agreement(block: Labelled, number: str) -> Agreement:
    """How both agree, where the source tells a label; a block of which it tells none agrees with everything."""
    label = block.label
    if number == _BULLET:
        return Agreement.OTHER if says_something(label) else Agreement.SAME
    if not isinstance(block, (Picture, Table)):
        return compare(label, number)
    agreements = [compare(label, shown) for shown in _ways_to_show(block, number)]
    return Agreement.SAME if Agreement.SAME in agreements else agreements[-1]


def _ways_to_show(block: Captioned, number: str) -> list[str]:
    """A number as readers of each language see it, and last as it is counted."""
    words = CAPTION_WORDS[type(block)] if number else ()
    return [*(f"{word} {number}" for word in words), number]


def says_something(bullet: str) -> bool:
    """Whether a bullet tells a reader more than that an item begins: a word, a tick, a box."""
    bullet = bullet.strip()
    if bullet == _LETTER_FOR_A_CIRCLE:
        return False
    return any(sign.isalnum() or sign in _SIGNS_THAT_SAY_SOMETHING for sign in bullet)
