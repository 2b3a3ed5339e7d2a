"""A document as it is compared: its metadata, its blocks and its index, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from hashlib import sha256
from typing import assert_never

from sdconvert.comparison.result import ComparedBlock, LookOfWords
from sdconvert.labelling.account import (
    CAPTION_WORDS,
    Captioned,
    Labelled,
    number_blocks,
    place_blocks,
    rows_of,
    says_something,
)
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document, IndexEntry
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Table


def describe(document: Document) -> Iterator[ComparedBlock]:
    """What is compared of a document, in reading order, the blocks of table cells behind their table."""
    yield from _metadata_entries(document)
    describer = _Describer(document)
    for block in document.blocks:
        yield from describer.block(block, "")
    yield from _index_entries(document.index, 1)


def kind_of(block: Block) -> str:
    """What a block is, such as `numbered heading 2`."""
    match block:
        case Heading():
            return f"{'numbered heading' if block.is_numbered else 'heading'} {block.level + 1}"
        case Paragraph():
            return "paragraph" if block.number_level is None else f"numbered paragraph {block.number_level + 1}"
        case ListItem():
            return f"{'numbered item' if block.is_ordered else 'bulleted item'} {block.level + 1}"
        case Picture():
            return "picture"
        case Table():
            return "table"
        case PageBreak():
            return "page break"
        case Directory():
            return f"directory of {block.kind}"
        case _:
            assert_never(block)


def _metadata_entries(document: Document) -> Iterator[ComparedBlock]:
    for field in fields(document.metadata):
        value = getattr(document.metadata, field.name)
        if value and field.compare:
            yield ComparedBlock(field.name, plain(value if isinstance(value, str) else ", ".join(value)))


def _index_entries(entries: Sequence[IndexEntry], level: int) -> Iterator[ComparedBlock]:
    for entry in entries:
        yield ComparedBlock(f"index entry {level}", plain(entry.title))
        yield from _index_entries(entry.children, level + 1)


def plain(text: str) -> str:
    """A text with white space made alike."""
    return " ".join(text.split())


class _Describer:
    """Makes entries of blocks; knows the pictures and the index that inlines name."""

    def __init__(self, document: Document) -> None:
        self._assets = document.assets
        self._hashes: dict[str, str] = {}
        self._terms = dict(terms_of(document.index))
        self._labels = iter(labels_of(document))

    def block(self, block: Block, place: str) -> Iterator[ComparedBlock]:
        """The entry of a block, and after a table those of its cells; `place` says where it stands."""
        label = next(self._labels) if isinstance(block, Labelled) else ""
        match block:
            case Paragraph(content=()) if place:
                return
            case Heading() | Paragraph() | ListItem():
                yield self._entry(f"{kind_of(block)}{place}", block.content, label=label)
            case Picture():
                before = f"⟦{self._picture(block.asset)}⟧"
                yield self._entry(f"{kind_of(block)}{place}", block.caption, before, label=label)
            case Table():
                yield from self._table(block, place, label)
            case PageBreak() | Directory():
                yield ComparedBlock(f"{kind_of(block)}{place}", "")
            case _:
                assert_never(block)

    def _table(self, table: Table, place: str, label: str) -> Iterator[ComparedBlock]:
        cells = [cell for row in table.rows for cell in row.cells]
        spans = "".join(
            [f" {n}:{c.col_span}×{c.row_span}" for n, c in enumerate(cells, 1) if c.col_span * c.row_span > 1]
        )
        joined = f", joined cells{spans}" if spans else ""
        yield self._entry(
            f"table of {len(table.rows)} rows, {len(cells)} cells{joined}{place}", table.caption, label=label
        )
        for cell in cells:
            inside = " in a header cell" if cell.is_header else " in a cell"
            for block in cell.content:
                yield from self.block(block, inside)

    def _entry(self, kind: str, content: Sequence[Inline], before: str = "", *, label: str) -> ComparedBlock:
        pieces: list[tuple[str, tuple[str, ...]]] = [(before, ())] if before else []
        self._add(pieces, content, ())
        text = plain("".join([words for words, _ in pieces]))
        return ComparedBlock(kind, text, tuple(_looks(pieces)), label)

    def _add(
        self, pieces: list[tuple[str, tuple[str, ...]]], content: Sequence[Inline], outer: tuple[str, ...]
    ) -> None:
        for node in content:
            match node:
                case Run():
                    pieces.append((node.text, outer + _marks(node.marks)))
                case LineBreak():
                    pieces.append((" ↵ ", ()))
                case Link():
                    self._add(pieces, node.content, (*outer, f"link to {node.href}"))
                case _:
                    pieces.append((self._object(node), ()))

    def _object(self, node: Inline) -> str:
        match node:
            case CrossReference():
                return "⟦reference⟧"
            case IndexMark():
                return f"⟦index: {self._terms.get(node.entry, '')}⟧"
            case InlinePicture():
                return f"⟦{self._picture(node.asset)}{self._text(node.caption, ': ')}⟧"
            case Equation():
                return f"⟦formula: {node.latex or node.text}⟧"
            case Note():
                name = "endnote" if node.is_endnote else "footnote"
                return f"⟦{name}: {' ¶ '.join(self._text(paragraph) for paragraph in node.paragraphs)}⟧"
            case Sidenote():
                return f"⟦sidenote: {self._text(node.content)}⟧"
            case Comment():
                return f"⟦comment: {' '.join(node.paragraphs)}{''.join(map(self._object, node.replies))}⟧"
            case _:
                return self._text((node,))

    def _text(self, content: Sequence[Inline], before: str = "") -> str:
        pieces: list[tuple[str, tuple[str, ...]]] = []
        self._add(pieces, content, ())
        text = "".join([words for words, _ in pieces])
        return before + text if text else ""

    def _picture(self, asset: str) -> str:
        if asset not in self._hashes:
            data = self._assets.get(asset)
            name = "missing" if data is None else sha256(data).hexdigest()[:12]
            self._hashes[asset] = f"picture {name}"
        return self._hashes[asset]


def labels_of(document: Document, *, as_shown: bool = False) -> Iterator[str]:
    """What is shown before each block that can have a label, in reading order: as the source tells, else as SMASHDOCs
    shows it, or the latter always. A caption's word and a bullet that says nothing are no part of it."""
    placed = place_blocks(document.blocks)
    for row in rows_of(placed, number_blocks(placed)):
        label = plain(row.shown if as_shown else row.label or row.shown)
        if isinstance(row.block, Captioned):
            word, _, rest = label.partition(" ")
            yield rest if word in CAPTION_WORDS[type(row.block)] else label
        else:
            is_bullet = isinstance(row.block, ListItem) and not row.block.is_ordered
            yield "" if is_bullet and not says_something(label) else label


def _marks(marks: frozenset[Mark]) -> tuple[str, ...]:
    return tuple(sorted(marks)) if marks else ()


def _looks(pieces: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[LookOfWords]:
    """The words of each look that is not plain; white space between words of one look belongs to them."""
    open_look: tuple[str, ...] = ()
    words: list[str] = []
    for text, look in (*pieces, ("", ("the end",))):
        if look != open_look and (text.strip() or look == ("the end",)):
            if open_look and (shown := plain("".join(words))):
                yield LookOfWords(shown, open_look)
            open_look, words = look, []
        words.append(text)


def terms_of(entries: Sequence[IndexEntry], above: str = "") -> Iterator[tuple[str, str]]:
    """The entries of an index by their ids, with those above them."""
    for entry in entries:
        path = f"{above}{plain(entry.title)}"
        yield entry.id, path
        yield from terms_of(entry.children, f"{path} / ")
