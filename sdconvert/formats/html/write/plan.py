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
_new_tuple = tuple.__new__
_DEEPEST = Deepest(MAX_LEVEL, MAX_LEVEL, MAX_LIST_LEVEL)
_is_html_id = HTML_ID.fullmatch

Listed = Heading | Picture | Table
"""What directories list: it has an anchor, whatever refers to it."""


class PagePlan:
    """`identities` has one for each block of `walk_blocks`, in its order."""

    __slots__ = ("_anchors", "_listed", "_named", "_numbers", "_words", "identities")

    def __init__(self, document: Document, words: Words) -> None:
        self._listed: list[tuple[Identity, Listed]] = []
        self._named: dict[str, tuple[Identity, Block]] = {}
        self._words = words
        self._numbers = RunningNumbers(_DEEPEST)
        self._anchors = 0
        self.identities = [self._identify(block) for block in walk_blocks(document)]

    def target_of(self, id: str) -> ReferenceTarget | None:
        """What a reference to a block shows, None where no block has this id; of several, the first counts."""
        found = self._named.get(id)
        if found is None:
            return None
        identity, block = found
        return ReferenceTarget(identity.anchor, identity.number, content_of(block))

    def lines_of(self, kind: type[Listed]) -> list[DirectoryLine]:
        """What a directory of headings, of pictures or of tables lists. Pictures and tables without a caption are not
        listed."""
        return [
            DirectoryLine(identity.anchor, identity.number, plain_text(content_of(block)), _level_of(block))
            for identity, block in self._listed
            if isinstance(block, kind) and (isinstance(block, Heading) or block.caption or identity.number)
        ]

    def _identify(self, block: Block) -> Identity:
        if type(block) is Paragraph and block.number_level is None:
            return self._identify_plain(block)
        number = self._numbers.number_of(block)
        own_id = block.id
        is_first = bool(own_id) and own_id not in self._named
        identity = self._identity(block, is_first, self._label(block, number) if number else "")
        if isinstance(block, Listed):
            self._listed.append((identity, block))
        if is_first:
            self._named[own_id] = identity, block
        return identity

    def _identify_plain(self, paragraph: Paragraph) -> Identity:
        own_id = paragraph.id
        if not own_id:
            return _UNKNOWN
        is_first = own_id not in self._named
        identity = self._identity(paragraph, is_first, "")
        if is_first:
            self._named[own_id] = identity, paragraph
        return identity

    def _label(self, block: Block, number: str) -> str:
        match block:
            case Picture():
                return f"{self._words.figure} {number}"
            case Table():
                return f"{self._words.table} {number}"
            case _:
                return number

    def _identity(self, block: Block, is_first: bool, number: str) -> Identity:
        """With the id of the model where that cannot be the id of the element."""
        own_id = block.id
        if is_first and _is_html_id(own_id):
            return _new_tuple(Identity, (own_id, "", number))
        if not (is_first or isinstance(block, Listed)):
            return Identity("", own_id, number)
        self._anchors += 1
        return Identity(f"{ID_PREFIX}{self._anchors}", own_id, number)


def _level_of(block: Listed) -> int:
    return min(max(block.level, 0), MAX_LEVEL) if isinstance(block, Heading) else 0
