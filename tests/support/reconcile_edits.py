"""Documents of chance whose words are all different, and edits of them as people make them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from reconcile_kit import uuid

from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document, Metadata
from sdconvert.model.inlines import Inline, Link, Mark, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.reconciling.tokens import read_note, read_tokens, write_note, write_tokens

TEXT = (Heading, Paragraph, ListItem)


class Words:
    """Words that nobody said before."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._count = 0

    def take(self, count: int) -> str:
        self._count += count
        return " ".join([f"{self._prefix}{number}" for number in range(self._count - count, self._count)])


def chance_document(chance: Random) -> Document:
    """A document of some blocks of all kinds, each with an id."""
    words = Words("w")
    blocks = [_chance_block(chance, words, number) for number in range(1, chance.randint(3, 9))]
    return Document(tuple(blocks), Metadata(title="Of chance", language="en-US"))


def _chance_block(chance: Random, words: Words, number: int) -> Block:
    id = uuid(number)
    match chance.randrange(8):
        case 0:
            return Heading(_chance_content(chance, words, 4), chance.randrange(3), is_numbered=True, id=id)
        case 1 | 2:
            return ListItem(_chance_content(chance, words, 5), True, chance.randrange(2), uuid(900), id=id)
        case 3:
            return chance_table(chance, words, id)
        case _:
            return Paragraph(_chance_content(chance, words, chance.randint(3, 14), has_objects=True), id=id)


def chance_table(chance: Random, words: Words, id: str = "") -> Table:
    """A table without joined cells."""
    width, height = chance.randint(2, 4), chance.randint(2, 4)
    rows = [[Cell((Paragraph((Run(words.take(3)),)),)) for _ in range(width)] for _ in range(height)]
    return Table(tuple([Row(tuple(row)) for row in rows]), (100.0 / width,) * width, id=id)


def _chance_content(chance: Random, words: Words, count: int, *, has_objects: bool = False) -> tuple[Inline, ...]:
    content: list[Inline] = [Run(words.take(count))]
    if has_objects and chance.random() < 0.5:
        content += [Run(" "), Run(words.take(2), frozenset({Mark.BOLD})), Run(f" {words.take(2)}")]
    if has_objects and chance.random() < 0.3:
        content += [Note(((Run(words.take(4)),),)), Run(f" {words.take(2)}")]
    if has_objects and chance.random() < 0.2:
        content += [Run(" "), Link("https://example.org/", (Run(words.take(2)),)), Sidenote((Run(words.take(2)),))]
    return tuple(content)


# --------------------------------------------------------------------------------------------------------------- edits


def edit_words(content: tuple[Inline, ...], chance: Random, words: Words) -> tuple[Inline, ...]:
    """Content with a word more, a word less or other words, or in a note of it."""
    tokens = list(read_tokens(content))
    notes = [at for at, token in enumerate(tokens) if isinstance(token.node, Note)]
    if notes and chance.random() < 0.3:
        note = tokens[notes[0]].node
        assert isinstance(note, Note)
        inner = edit_words(write_tokens(read_note(note)), chance, words)
        tokens[notes[0]] = tokens[notes[0]]._replace(node=replace(note, paragraphs=write_note(read_tokens(inner))))
        return write_tokens(tokens)
    places = [at for at, token in enumerate(tokens) if token.text.strip()]
    if not places:
        return (*content, Run(words.take(2)))
    at = chance.choice(places)
    match chance.randrange(4):
        case 0:
            tokens[at] = tokens[at]._replace(text=words.take(1))
        case 1:
            tokens.insert(at, tokens[at]._replace(text=f"{words.take(1)} "))
        case 2 if len(places) > 2:
            del tokens[at : at + 2]
        case _:
            tokens[at] = tokens[at]._replace(look=tokens[at].look._replace(marks=frozenset({Mark.ITALIC})))
    return write_tokens(tokens)


def edit_block(block: Block, chance: Random, words: Words) -> Block:
    """A block that somebody changed."""
    if isinstance(block, Table):
        return edit_table(block, chance, words)
    assert isinstance(block, TEXT)
    match chance.randrange(6):
        case 0 if isinstance(block, Paragraph):
            return replace(block, alignment=chance.choice(list(Alignment)))
        case 0 if isinstance(block, (Heading, ListItem)):
            return replace(block, level=(block.level + 1) % 3)
        case _:
            content = block.content
            for _ in range(chance.randint(1, 3)):
                content = edit_words(content, chance, words)
            return replace(block, content=content)


def edit_table(table: Table, chance: Random, words: Words) -> Table:
    """A table with a row or a column more or less, or with other words in a cell."""
    rows = [list(row.cells) for row in table.rows]
    columns = list(table.columns)
    at, place = chance.randrange(len(rows)), chance.randrange(len(columns))
    match chance.randrange(6):
        case 0:
            rows.insert(at, [Cell((Paragraph((Run(words.take(3)),)),)) for _ in columns])
        case 1 if len(rows) > 1:
            del rows[at]
        case 2:
            for row in rows:
                row.insert(place, Cell((Paragraph((Run(words.take(3)),)),)))
            columns = [100.0 / (len(columns) + 1)] * (len(columns) + 1)
        case 3 if len(columns) > 1:
            for row in rows:
                del row[place]
            columns = [100.0 / (len(columns) - 1)] * (len(columns) - 1)
        case _:
            cell = rows[at][place]
            rows[at][place] = replace(cell, content=tuple([edit_block(one, chance, words) for one in cell.content]))
    return replace(table, rows=tuple([Row(tuple(row)) for row in rows]), columns=tuple(columns))


def edit_document(document: Document, chance: Random, prefix: str, places: frozenset[int] | None = None) -> Document:
    """A document that somebody edited; `places` are the numbers of the blocks that may change, all where it is None.
    Blocks are added behind these."""
    words = Words(prefix)
    allowed = [at for at in range(len(document.blocks)) if places is None or at in places]
    after: dict[int, list[Block]] = {}
    blocks: dict[int, Block | None] = dict(enumerate(document.blocks))
    for at in chance.sample(allowed, min(len(allowed), chance.randint(0, 5))):
        block = document.blocks[at]
        match chance.randrange(6):
            case 0:
                blocks[at] = None
            case 1:
                after.setdefault(at, []).append(Paragraph((Run(words.take(5)),)))
            case 2 if places is None:
                blocks[at] = None
                after.setdefault(chance.choice(allowed), []).append(block)
            case _:
                blocks[at] = edit_block(block, chance, words)
    return replace(document, blocks=tuple(_in_order(blocks, after)))


def _in_order(blocks: dict[int, Block | None], after: dict[int, list[Block]]) -> Iterator[Block]:
    for at, block in blocks.items():
        if block is not None:
            yield block
        yield from after.get(at, ())
