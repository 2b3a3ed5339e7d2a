"""Whether the source of a document told any of what labels, notes and references showed in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from sdconvert.labelling.account import Placed
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Note, Sidenote
from sdconvert.model.tables import Table
from sdconvert.model.walk import content_of, walk_nodes

_TELLERS: frozenset[type] = frozenset((CrossReference, Note, Sidenote))
_HOLDERS: frozenset[type] = frozenset((Note, Sidenote))


def tells_labels(blocks: Iterable[Block]) -> bool:
    """Whether a block has the label that it had in the source, a note its mark, or a reference its words. SDXML and
    pages that are not ours tell none of it."""
    for block in blocks:
        if type(block) is Paragraph or type(block) is Heading:
            content = block.content
            if block.label or (not _TELLERS.isdisjoint(map(type, content)) and any(map(_shows, content))):
                return True
        elif _tells(block):
            return True
    return False


def _tells(block: Block) -> bool:
    match block:
        case Paragraph() | Heading() | ListItem():
            return bool(block.label) or _shows_something(block.content)
        case Picture():
            return bool(block.label) or _shows_something(block.caption)
        case Table():
            within = (tells_labels(cell.content) for row in block.rows for cell in row.cells)
            return bool(block.label) or _shows_something(block.caption) or any(within)
        case PageBreak() | Directory():
            return False


def _shows_something(content: Sequence[Inline]) -> bool:
    return not _TELLERS.isdisjoint(map(type, content)) and any(map(_shows, content))


def _shows(node: Inline) -> bool:
    match node:
        case CrossReference():
            return bool(node.text)
        case Note():
            return node.has_own_mark or bool(node.mark) or any(map(_shows_something, node.paragraphs))
        case Sidenote():
            return _shows_something(node.content)
        case _:
            return False


def kinds_within(placed: Iterable[Placed]) -> frozenset[type]:
    """The kinds of nodes in blocks and captions, and but for runs in the notes of these."""
    contents = [block.content if isinstance(block, (Paragraph, Heading)) else content_of(block) for block, _ in placed]
    kinds = frozenset(map(type, chain.from_iterable(contents)))
    if kinds.isdisjoint(_HOLDERS):
        return kinds
    held = (content for content in contents if not _HOLDERS.isdisjoint(map(type, content)))
    return kinds.union(map(type, chain.from_iterable(map(walk_nodes, held))))
