"""What is known of a whole page before it is written: numbers, anchors, and what directories list.

References and directories lead to what comes later, so all of it has to be known before the first block is written.
"""

from __future__ import annotations

from typing import NamedTuple, assert_never

from sdconvert.formats.html.names import HTML_ID, ID_PREFIX, MAX_LEVEL, MAX_LIST_LEVEL
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks
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


class PagePlan:
    """`identities` has one for each block of `walk_blocks`, in its order."""

    __slots__ = ("_anchors", "_numbers", "_words", "headings", "identities", "pictures", "tables", "targets")

    def __init__(self, document: Document, words: Words) -> None:
        self.headings: list[DirectoryLine] = []
        self.pictures: list[DirectoryLine] = []
        self.tables: list[DirectoryLine] = []
        self.targets: dict[str, ReferenceTarget] = {}
        self._words = words
        self._numbers = RunningNumbers(_DEEPEST)
        self._anchors = 0
        self.identities = [self._identify(block) for block in walk_blocks(document)]

    def _identify(self, block: Block) -> Identity:
        if isinstance(block, Paragraph) and block.number_level is None and not block.id:
            return _UNKNOWN
        number = self._numbers.number_of(block)
        match block:
            case Paragraph():
                identity = self._identity(block, number, False)
                text = block.content
            case Heading():
                identity = self._identity(block, number, True)
                text = block.content
                level = min(max(block.level, 0), MAX_LEVEL)
                self.headings.append(DirectoryLine(identity.anchor, identity.number, plain_text(text), level))
            case ListItem():
                identity = self._identity(block, number, False)
                text = block.content
            case Picture():
                identity = self._identity(block, number and f"{self._words.figure} {number}", True)
                text = block.caption
                if text or number:
                    self.pictures.append(DirectoryLine(identity.anchor, identity.number, plain_text(text)))
            case Table():
                identity = self._identity(block, number and f"{self._words.table} {number}", True)
                text = block.caption
                if text or number:
                    self.tables.append(DirectoryLine(identity.anchor, identity.number, plain_text(text)))
            case PageBreak() | Directory():
                identity = self._identity(block, "", False)
                text = ()
            case _:
                assert_never(block)
        if block.id and block.id not in self.targets:
            self.targets[block.id] = ReferenceTarget(identity.anchor, identity.number, text)
        return identity

    def _identity(self, block: Block, number: str, has_anchor: bool) -> Identity:
        anchor, own_id = self._anchor(block.id, has_anchor)
        return Identity(anchor, own_id, number)

    def _anchor(self, own_id: str, has_anchor: bool) -> tuple[str, str]:
        """The id of the element, and the id of the model where it cannot be the same."""
        is_first = bool(own_id) and own_id not in self.targets
        if is_first and _is_html_id(own_id):
            return own_id, ""
        if not (is_first or has_anchor):
            return "", own_id
        self._anchors += 1
        return f"{ID_PREFIX}{self._anchors}", own_id
