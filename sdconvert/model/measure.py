"""How much a document holds, in the terms of the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import assert_never

from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Table


def measure(document: Document) -> dict[Kind, int]:
    """What a reader that made this document has read, and what a writer of it has to account for.

    Characters are those of runs, of what cross-references last showed, of equations as the source wrote them, and of
    the paragraphs of comments and their replies. Labels, alternative texts, metadata, the entries of the index, and
    a comment's author and words are not counted. A sidenote is a note, each reply a comment. Kinds that the document
    does not hold are left out.
    """
    counts: Counter[Kind] = Counter()
    characters = _count_blocks(counts, document.blocks)
    return {kind: count for kind, count in ((Kind.CHARACTERS, characters), *counts.items()) if count}


def difference(before: Document, after: Document) -> dict[Kind, int]:
    """What the first document holds more than the second."""
    if before is after:
        return {}
    counts, rest = measure(before), measure(after)
    return {kind: count - rest.get(kind, 0) for kind, count in counts.items() if count != rest.get(kind, 0)}


def _count_blocks(counts: Counter[Kind], blocks: Iterable[Block]) -> int:
    """The characters in blocks; what else they hold is counted."""
    characters = 0
    for block in blocks:
        if type(block) is Paragraph or type(block) is Heading:
            content = block.content
            if len(content) == 1 and type(content[0]) is Run:
                characters += len(content[0].text)
            elif content:
                characters += _count_inlines(counts, content)
            continue
        match block:
            case Paragraph() | Heading() | ListItem():
                characters += _count_inlines(counts, block.content)
            case Picture():
                counts[Kind.PICTURES] += 1
                characters += _count_inlines(counts, block.caption)
            case Table():
                counts[Kind.TABLES] += 1
                characters += _count_inlines(counts, block.caption)
                characters += sum([_count_blocks(counts, cell.content) for row in block.rows for cell in row.cells])
            case PageBreak():
                counts[Kind.PAGE_BREAKS] += 1
            case Directory():
                counts[Kind.DIRECTORIES] += 1
            case _:
                assert_never(block)
    return characters


def _count_inlines(counts: Counter[Kind], content: Iterable[Inline]) -> int:
    """The characters in what stands in a block; what else that holds is counted."""
    characters = 0
    for node in content:
        if type(node) is Run:
            characters += len(node.text)
            continue
        match node:
            case Run():
                characters += len(node.text)
            case LineBreak():
                counts[Kind.LINE_BREAKS] += 1
            case Link():
                counts[Kind.LINKS] += 1
                characters += _count_inlines(counts, node.content)
            case CrossReference():
                counts[Kind.REFERENCES] += 1
                characters += len(node.text)
            case IndexMark():
                counts[Kind.INDEX_MARKS] += 1
            case InlinePicture():
                counts[Kind.PICTURES] += 1
                characters += _count_inlines(counts, node.caption)
            case Equation():
                counts[Kind.EQUATIONS] += 1
                characters += len(node.text)
            case Note():
                counts[Kind.NOTES] += 1
                characters += sum([_count_inlines(counts, paragraph) for paragraph in node.paragraphs])
            case Sidenote():
                counts[Kind.NOTES] += 1
                characters += _count_inlines(counts, node.content)
            case Comment():
                characters += _count_comment(counts, node)
            case _:
                assert_never(node)
    return characters


def _count_comment(counts: Counter[Kind], comment: Comment) -> int:
    counts[Kind.COMMENTS] += 1
    return sum(map(len, comment.paragraphs)) + sum([_count_comment(counts, reply) for reply in comment.replies])
