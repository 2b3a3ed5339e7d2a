"""What is known of a whole page before it is written: numbers, anchors, and what directories list.

References and directories lead to what comes later, so all of it has to be known before the first block is written.
"""

from __future__ import annotations

from typing import NamedTuple

from sdconvert.formats.html.names import HTML_ID, ID_PREFIX, MAX_LEVEL, MAX_LIST_LEVEL
from sdconvert.model.blocks import Heading, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import content_of, walk_blocks
from sdconvert.writing.numbering import Deepest, RunningNumbers
from sdconvert.writing.words import Words

_LONGEST_REFERENCE = 200


class Identity(NamedTuple):
    """How a block is known on the page: the id of its element, the id that the model gives it where that is another,
    and the number that the editor shows."""

    anchor: str = ""
    own_id: str = ""
    number: str = ""


class ReferenceTarget(NamedTuple):
    """What a reference shows of the block that it leads to."""

    anchor: str
    number: str
    content: tuple[Inline, ...]

    @property
    def text(self) -> str:
        text = plain_text(self.content)
        return text if len(text) <= _LONGEST_REFERENCE else text[:_LONGEST_REFERENCE].rstrip() + "…"


class DirectoryLine(NamedTuple):
    """A line of a directory; `level` counts from 0."""

    anchor: str
    number: str
    text: str
    level: int = 0


_UNKNOWN = Identity()
_DEEPEST = Deepest(MAX_LEVEL, MAX_LEVEL, MAX_LIST_LEVEL)
_is_html_id = HTML_ID.fullmatch

Listed = Heading | Picture | Table
"""What directories list: it has an anchor, whatever refers to it."""


class PagePlan:
    """`identities` has one for each block of `walk_blocks`, in its order: None for a block that is known by the id that
    the model gives it and shows no number, as most do."""

    __slots__ = ("_anchors", "_blocks", "_named", "_numbers", "_words", "identities")

    def __init__(self, document: Document, words: Words) -> None:
        self._blocks = list(walk_blocks(document))
        self._named: dict[str, int] = {}
        self._words = words
        self._numbers = RunningNumbers(_DEEPEST)
        self._anchors = 0
        self.identities = [self._identify(place, block) for place, block in enumerate(self._blocks)]

    def target_of(self, id: str) -> ReferenceTarget | None:
        """What a reference to a block shows, None where no block has this id; of several, the first counts."""
        place = self._named.get(id)
        if place is None:
            return None
        block = self._blocks[place]
        identity = known_identity(self.identities[place], block)
        return ReferenceTarget(identity.anchor, identity.number, content_of(block))

    def lines_of(self, kind: type[Listed]) -> list[DirectoryLine]:
        """What a directory of headings, of pictures or of tables lists. Pictures and tables without a caption are not
        listed."""
        blocks = zip(self.identities, self._blocks, strict=True)
        named = [(known_identity(named, block), block) for named, block in blocks if isinstance(block, kind)]
        return [
            DirectoryLine(identity.anchor, identity.number, plain_text(content_of(block)), _level_of(block))
            for identity, block in named
            if isinstance(block, Heading) or block.caption or identity.number
        ]

    def _identify(self, place: int, block: Block) -> Identity | None:
        own_id = block.id
        number = ""
        if type(block) is not Paragraph or block.number_level is not None:
            number = self._number_of(block)
        elif not own_id:
            return _UNKNOWN
        if own_id and own_id not in self._named:
            self._named[own_id] = place
            if _is_html_id(own_id):
                return Identity(own_id, "", number) if number else None
            return self._with_anchor(own_id, number)
        return self._with_anchor(own_id, number) if isinstance(block, Listed) else Identity("", own_id, number)

    def _number_of(self, block: Block) -> str:
        if type(block) is Heading and not block.is_numbered:
            return ""
        number = self._numbers.number_of(block)
        match block:
            case Picture():
                return f"{self._words.figure} {number}" if number else ""
            case Table():
                return f"{self._words.table} {number}" if number else ""
            case _:
                return number

    def _with_anchor(self, own_id: str, number: str) -> Identity:
        """For a block of which the id of the model cannot be the id of the element."""
        self._anchors += 1
        return Identity(f"{ID_PREFIX}{self._anchors}", own_id, number)


def known_identity(identity: Identity | None, block: Block) -> Identity:
    """The identity of a block as the plan has it, with the id that it is known by."""
    return Identity(block.id) if identity is None else identity


def _level_of(block: Listed) -> int:
    return min(max(block.level, 0), MAX_LEVEL) if isinstance(block, Heading) else 0
