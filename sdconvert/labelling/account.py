"""The account: before each block, the label of the source and the number that SMASHDOCs will show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple, TypeGuard, TypeVar

from sdconvert.frozen import maker
from sdconvert.labelling.agreement import Agreement, compare
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table
from sdconvert.writing.numbering import RunningNumbers

Value = TypeVar("Value")
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


Placed = tuple[Block, bool]
"""A block in reading order, and whether it stands in a table, where only list items can carry a number."""


class Countable(NamedTuple):
    """A block that has a label or can show a number: its place in reading order, the list of the source that counts it,
    whatever its level, and whether SDXML has no way to number it where it stands."""

    place: int
    block: Labelled
    list_key: str
    has_no_number: bool


class Row(NamedTuple):
    """What is shown before a block that can be numbered: `label` by the source, `shown` by SMASHDOCs; `list_key` and
    `has_no_number` as of what can be counted."""

    block: Labelled
    list_key: str
    label: str
    shown: str
    agreement: Agreement
    has_no_number: bool


_make_countable, _make_row = maker(Countable), maker(Row)


def place_blocks(blocks: Sequence[Block], is_in_cell: bool = False) -> list[Placed]:
    """Every block in reading order, those in table cells after their table."""
    placed: list[Placed] = []
    _place(blocks, is_in_cell, placed)
    return placed


def _place(blocks: Sequence[Block], is_in_cell: bool, placed: list[Placed]) -> None:
    if Table not in map(type, blocks):
        placed += zip(blocks, repeat(is_in_cell))
        return
    for block in blocks:
        placed.append((block, is_in_cell))
        if type(block) is Table:
            for row in block.rows:
                for cell in row.cells:
                    _place(cell.content, True, placed)


def find_countables(placed: Sequence[Placed]) -> list[Countable]:
    """The blocks that have a label or can show a number. Most paragraphs are not among them."""
    found = []
    for place, (block, is_in_cell) in enumerate(placed):
        if type(block) is Paragraph:
            if block.label or block.number_level is not None:
                found.append(_make_countable((place, block, block.counter or _SECTIONS, is_in_cell)))
        elif is_labelled(block) and (block.label or _can_show_a_number(block)):
            key = block.counter or list_key(block)
            found.append(_make_countable((place, block, key, is_in_cell and type(block) is Heading)))
    return found


def _can_show_a_number(block: Labelled) -> bool:
    match block:
        case ListItem():
            return True
        case Paragraph():
            return block.number_level is not None
        case Heading() | Picture() | Table():
            return block.is_numbered


def number_blocks(placed: Sequence[Placed]) -> list[str]:
    """What SMASHDOCs will show before each block: a number, a bullet, or nothing."""
    countables = find_countables(placed)
    return spread(number_countables(countables), countables, len(placed), "")


def number_countables(countables: Sequence[Countable], as_text: Collection[str] = ()) -> list[str]:
    """What SMASHDOCs will show before each of them, when the lists of `as_text` carry their labels as text."""
    number_of = RunningNumbers().number_of
    return [
        "" if has_no_number or list_key in as_text else number_of(block) or (_BULLET if type(block) is ListItem else "")
        for _, block, list_key, has_no_number in countables
    ]


def spread(values: Sequence[Value], countables: Sequence[Countable], length: int, other: Value) -> list[Value]:
    """The values of what can be counted in their places among so many blocks, the rest of which have another one."""
    found = [other] * length
    for each, value in zip(countables, values, strict=True):
        found[each.place] = value
    return found


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
    for (block, is_in_cell), number in zip(placed, shown, strict=True):
        if is_labelled(block):
            label = block.label
            agreement = agreement_of(block, number) if label else _SAME
            has_no_number = is_in_cell and isinstance(block, Heading | Paragraph)
            yield _make_row((block, list_key(block), label, shown_of(block, number), agreement, has_no_number))


def shown_of(block: Labelled, number: str) -> str:
    """A number as SMASHDOCs shows it to a reader of English."""
    return f"{CAPTION_WORDS[type(block)][0]} {number}" if number and isinstance(block, Captioned) else number


def agreement_of(block: Labelled, number: str) -> Agreement:
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
