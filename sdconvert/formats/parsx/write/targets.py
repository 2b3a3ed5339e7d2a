"""What cross-references can lead to, and what they show of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sdconvert.formats.parsx.names import MAX_HEADING_LEVEL, MAX_LIST_LEVEL
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Inline, Link, Run
from sdconvert.model.walk import walk_blocks
from sdconvert.writing.numbering import Deepest, RunningNumbers

DEEPEST = Deepest(MAX_HEADING_LEVEL, MAX_LIST_LEVEL, MAX_LIST_LEVEL)


class ReferenceTarget(NamedTuple):
    """A block that references lead to: its number and its text."""

    number: str
    content: tuple[Inline, ...]

    def shown(self, reference: CrossReference) -> str:
        """What a reference shows whose source does not say it."""
        parts = [self.number] if reference.show_number and self.number else []
        if reference.show_content or not parts:
            parts.append(_words(self.content))
        return " ".join(parts)


def targets_of(document: Document) -> Mapping[str, ReferenceTarget]:
    """The blocks that references can lead to by their ids; of several with one id, the first."""
    numbering = RunningNumbers(DEEPEST)
    targets: dict[str, ReferenceTarget] = {}
    for block in walk_blocks(document):
        number = _number(block, numbering)
        if block.id and not isinstance(block, (PageBreak, Directory)):
            targets.setdefault(block.id, ReferenceTarget(number, _content(block)))
    return targets


def _number(block: Block, numbering: RunningNumbers) -> str:
    if isinstance(block, (Heading, Paragraph)):
        counted = numbering.number_of(block)
        return block.label or counted
    return block.label if isinstance(block, ListItem) else ""


def _content(block: Block) -> tuple[Inline, ...]:
    if isinstance(block, (Heading, Paragraph, ListItem)):
        return block.content
    return () if isinstance(block, (PageBreak, Directory)) else block.caption


def _words(content: tuple[Inline, ...]) -> str:
    pieces = [
        node.text if isinstance(node, Run) else _words(node.content)
        for node in content
        if isinstance(node, (Run, Link))
    ]
    return "".join(pieces)
