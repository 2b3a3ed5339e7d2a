"""What of a block is compared, and how like two blocks are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields

from sdconvert.comparison.description import kind_of, plain
from sdconvert.comparison.result import ComparedBlock
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, Note
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.model.walk import content_of
from sdconvert.reconciling.habits import tidy_cell
from sdconvert.reconciling.tokens import Tokens, read_note, read_tokens, tell_words, words_of

TextBlock = Heading | Paragraph | ListItem
_CONTENT = frozenset({"content", "caption", "rows", "id", "cells"})


def fields_of(kind: type) -> tuple[str, ...]:
    """The fields of a kind of block, row or cell that are merged one by one."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple([field.name for field in fields(kind) if field.compare and field.name not in _CONTENT])
    return _FIELDS[kind]


_FIELDS: dict[type, tuple[str, ...]] = {}


def is_equal(a: object, b: object) -> bool:
    """Whether two values of a field are the same: measures within what a word processor rounds."""
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) < _ROUNDED
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(is_equal, a, b))
    return a == b


_ROUNDED = 1.0


def essence_of(block: Block) -> Hashable:
    """All of a block that an edit can change: blocks are the same where it is."""
    values = tuple([_rounded(getattr(block, name)) for name in fields_of(type(block))])
    rows = tuple(map(_row_essence, block.rows)) if isinstance(block, Table) else ()
    return type(block), values, content_essence(content_of(block)), rows


def content_essence(content: Iterable[Inline]) -> Hashable:
    """All of inline content that an edit can change, without comments."""
    return tuple(
        [
            (token.key, token.look.as_compared, _note_essence(token.node) if isinstance(token.node, Note) else None)
            for token in read_tokens(content, with_comments=False)
        ]
    )


def _note_essence(note: Note) -> Hashable:
    return tuple([(token.key, token.look.as_compared) for token in read_note(note, with_comments=False)])


def _row_essence(row: Row) -> Hashable:
    return tuple(map(cell_essence, row.cells))


def cell_essence(cell: Cell) -> Hashable:
    """The same of a cell."""
    values = tuple([_rounded(getattr(cell, name)) for name in fields_of(Cell)])
    return values, tuple(map(essence_of, tidy_cell(cell.content)))


def _rounded(value: object) -> Hashable:
    if isinstance(value, float):
        return round(value)
    if isinstance(value, tuple):
        return tuple(map(_rounded, value))
    assert isinstance(value, Hashable)
    return value


def text_of_block(block: Block) -> str:
    """The words of a block that it is found by again, those of a table's cells among them."""
    return _text_of(block, words_of, " ¶ ")


def tell_block(block: Block) -> str:
    """The words of a block as a person is told them, with those of its notes."""
    return _text_of(block, tell_words, " | ")


def _text_of(block: Block, words: Callable[[Tokens], str], between: str) -> str:
    text = words(read_tokens(content_of(block)))
    if isinstance(block, Picture):
        return f"⟦{block.asset}⟧ {text}"
    if isinstance(block, Table):
        rows = [between.join([_text_of_cell(cell, words, between) for cell in row.cells]) for row in block.rows]
        return plain(f"{text} {between.join(rows)}")
    return text


def _text_of_cell(cell: Cell, words: Callable[[Tokens], str], between: str) -> str:
    return " ".join([_text_of(block, words, between) for block in cell.content])


def as_compared(block: Block) -> ComparedBlock:
    """A block as it is aligned: a table whatever the number of its rows."""
    kind = "table" if isinstance(block, Table) else kind_of(block)
    return ComparedBlock(kind, text_of_block(block))


def is_text(*blocks: Block) -> bool:
    """Whether all of these are headings, paragraphs or list items."""
    return all(isinstance(block, (Heading, Paragraph, ListItem)) for block in blocks)


def is_same_text(one: Block, other: Block) -> bool:
    """Whether two blocks are of one kind and say the same."""
    return as_compared(one) == as_compared(other)
