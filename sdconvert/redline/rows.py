"""Two documents -> their blocks beside each other, and what became of each."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, fields, replace
from enum import StrEnum
from itertools import chain

from sdconvert.comparison.description import plain, terms_of
from sdconvert.comparison.pairing import align_blocks
from sdconvert.comparison.result import ComparedBlock, is_other_label
from sdconvert.faults import reporting_faults
from sdconvert.frozen import dataclass
from sdconvert.labelling import settle
from sdconvert.model.document import Document, Metadata
from sdconvert.redline.portraits import BlockPortrait, CellPortrait, RowPortrait, portray
from sdconvert.redline.tokens import Token, TokenKind, Tokens
from sdconvert.redline.words import ComparedWords, compare_words

_MOVED_WORDS = 4
"""How many words a block needs to be known again at another place."""


class RowChange(StrEnum):
    """What became of a block, a row or a cell. `LABEL`: nothing but the label before it is another."""

    SAME = "same"
    CHANGED = "changed"
    LABEL = "label"
    ADDED = "added"
    REMOVED = "removed"
    MOVED_AWAY = "moved away"
    MOVED_HERE = "moved here"


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """A cell of the older or of the newer table, or of both."""

    change: RowChange
    cell: CellPortrait
    blocks: tuple[ComparedRow, ...]


@dataclass(frozen=True, slots=True)
class ComparedTableRow:
    """A row of cells; `change` is SAME where its cells say what changed."""

    change: RowChange
    cells: tuple[ComparedCell, ...]


@dataclass(frozen=True, slots=True)
class ComparedNote:
    """A note: what it is, such as `footnote`, and its words."""

    kind: str
    words: ComparedWords


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A block before and after. `number` counts the changes from 1, 0 for none; `partner` is the number of the other
    end of a move; `heading` is the text of the heading above."""

    change: RowChange
    before: BlockPortrait | None
    after: BlockPortrait | None
    words: ComparedWords
    notes: tuple[ComparedNote, ...] = ()
    table: tuple[ComparedTableRow, ...] = ()
    number: int = 0
    partner: int = 0
    heading: str = ""

    @property
    def block(self) -> BlockPortrait:
        """The newer one where there is one."""
        block = self.after or self.before
        assert block is not None
        return block

    @property
    def columns(self) -> int:
        """How many columns the grid of the table has, before and after together."""
        cells = [cell.cell for row in self.table for cell in row.cells]
        return max([cell.column + cell.col_span for cell in cells], default=0)

    @property
    def has_other_kind(self) -> bool:
        return self.before is not None and self.after is not None and self.before.kind != self.after.kind

    @property
    def has_other_label(self) -> bool:
        """Whether a reader would cite the block by another label."""
        if self.before is None or self.after is None:
            return False
        return is_other_label(self.before.as_compared(), self.after.as_compared())


@dataclass(frozen=True, slots=True)
class ComparedField:
    """A field of the metadata, or an entry of the index, that is not the same."""

    name: str
    words: ComparedWords


@dataclass(frozen=True, slots=True)
class Redline:
    """Both documents. `before_assets` and `after_assets` are their pictures by name."""

    rows: tuple[ComparedRow, ...]
    metadata: tuple[ComparedField, ...]
    index: tuple[ComparedField, ...]
    before_assets: Mapping[str, bytes] = field(repr=False)
    after_assets: Mapping[str, bytes] = field(repr=False)
    language: str = ""

    @property
    def changes(self) -> tuple[ComparedRow, ...]:
        return tuple([row for row in self.rows if row.number])

    @property
    def counts(self) -> Mapping[RowChange, int]:
        """How many blocks became what; a move is counted once, where it came to."""
        counts = Counter(row.change for row in self.rows)
        del counts[RowChange.MOVED_AWAY]
        return counts

    @property
    def is_same(self) -> bool:
        return not (self.changes or self.metadata or self.index)


@reporting_faults
def compare_documents(before: Document, after: Document, *, as_shown: bool = False) -> Redline:
    """What became of the blocks of `before` in `after`, of its metadata and its index.

    Compared are kinds and levels, words, labels, references by what they show, marks, links, notes, formulas, and
    pictures by their content. `as_shown`: labels and references are those that a reader of SMASHDOCs will see when a
    conversion settles them (`sdconvert.labelling`), else those that the source tells.
    """
    if as_shown:
        before, after = settle(before).value, settle(after).value
    rows = _compare_blocks(portray(before, as_shown=as_shown), portray(after, as_shown=as_shown))
    return Redline(
        tuple(_number(_find_moves(list(rows)))),
        tuple(_compare_metadata(before.metadata, after.metadata)),
        tuple(_compare_index(before, after)),
        before.assets,
        after.assets,
        after.metadata.language or before.metadata.language,
    )


# -------------------------------------------------------------------------------------------------------------- blocks


def _compare_blocks(before: Sequence[BlockPortrait], after: Sequence[BlockPortrait]) -> Iterator[ComparedRow]:
    aligned = align_blocks([one.as_compared() for one in before], [one.as_compared() for one in after])
    pairs = [(None if a is None else before[a], None if b is None else after[b]) for a, b in aligned]
    return (_compare_block(old, new) for old, new in _pair_leftovers(pairs))


Pair = tuple[BlockPortrait | None, BlockPortrait | None]


def _pair_leftovers(pairs: Iterable[Pair]) -> Iterator[Pair]:
    """A table or a picture in the place of another is that one changed, however little they have in common."""
    removed: list[BlockPortrait] = []
    added: list[BlockPortrait] = []
    for old, new in pairs:
        if old is None and new is not None:
            added.append(new)
        elif old is not None and new is None and not added:
            removed.append(old)
        else:
            yield from _join_leftovers(removed, added)
            removed, added = [] if old is None or new is not None else [old], []
            if new is not None:
                yield old, new
    yield from _join_leftovers(removed, added)


def _join_leftovers(removed: Sequence[BlockPortrait], added: Sequence[BlockPortrait]) -> Iterator[Pair]:
    """What was removed in one place, before what was added there."""
    followed = deque(at for at, old in enumerate(removed) if old.is_picture or old.rows)
    has_followers = bool(followed)
    done = 0
    for new in added if has_followers else ():
        if followed and _can_follow(removed[followed[0]], new):
            at = followed.popleft()
            yield from ((old, None) for old in removed[done:at])
            yield removed[at], new
            done = at + 1
        else:
            yield None, new
    yield from ((old, None) for old in removed[done:])
    if not has_followers:
        yield from ((None, new) for new in added)


def _can_follow(old: BlockPortrait, new: BlockPortrait) -> bool:
    return (old.is_picture and new.is_picture) or bool(old.rows and new.rows)


def _compare_block(old: BlockPortrait | None, new: BlockPortrait | None) -> ComparedRow:
    words = compare_words(old.tokens if old else (), new.tokens if new else ())
    notes = tuple(_compare_notes(words))
    table = tuple(_compare_tables(old.rows if old else (), new.rows if new else ()))
    row = ComparedRow(RowChange.SAME, old, new, words, notes, table)
    return replace(row, change=_change_of(row))


def _change_of(row: ComparedRow) -> RowChange:
    if row.before is None:
        return RowChange.ADDED
    if row.after is None:
        return RowChange.REMOVED
    is_same = row.words.is_same and all(note.words.is_same for note in row.notes) and not row.has_other_kind
    if not is_same or any(_has_changed(table_row) for table_row in row.table):
        return RowChange.CHANGED
    return RowChange.LABEL if row.has_other_label else RowChange.SAME


def _has_changed(row: ComparedTableRow) -> bool:
    return row.change is not RowChange.SAME or any(cell.change is not RowChange.SAME for cell in row.cells)


def _compare_notes(words: ComparedWords) -> Iterator[ComparedNote]:
    for before, after in words.notes:
        kind = (after or before or Token(TokenKind.NOTE, "")).text
        yield ComparedNote(kind, compare_words(_note_tokens(before), _note_tokens(after)))


def _note_tokens(note: Token | None) -> tuple[Token, ...]:
    """The paragraphs of a note in one row, a break between them."""
    if note is None:
        return ()
    rows = [(Token(TokenKind.BREAK, "↵"), *paragraph) for paragraph in note.paragraphs]
    return tuple(chain.from_iterable(rows))[1:]


# -------------------------------------------------------------------------------------------------------------- tables


def _compare_tables(before: Sequence[RowPortrait], after: Sequence[RowPortrait]) -> Iterator[ComparedTableRow]:
    old, new = [_row_as_compared(row) for row in before], [_row_as_compared(row) for row in after]
    if len(before) == len(after) and set(old).isdisjoint(new):
        aligned: Iterable[tuple[int | None, int | None]] = [(at, at) for at in range(len(before))]
    else:
        aligned = align_blocks(old, new)
    for a, b in aligned:
        yield _compare_rows(() if a is None else before[a], () if b is None else after[b], a, b)


def _row_as_compared(row: RowPortrait) -> ComparedBlock:
    return ComparedBlock("row", " ¶ ".join([cell.text for cell in row]))


def _compare_rows(before: RowPortrait, after: RowPortrait, a: int | None, b: int | None) -> ComparedTableRow:
    if a is None or b is None:
        change = RowChange.ADDED if a is None else RowChange.REMOVED
        cells = after if a is None else before
        sides: list[tuple[CellPortrait | None, CellPortrait | None]]
        sides = [(None, cell) if a is None else (cell, None) for cell in cells]
        return ComparedTableRow(change, tuple(_compare_cell(old, new, RowChange.SAME) for old, new in sides))
    return ComparedTableRow(RowChange.SAME, tuple(_compare_cells(before, after)))


def _compare_cells(before: RowPortrait, after: RowPortrait) -> Iterator[ComparedCell]:
    """The cells of a row: by their columns where these are the same, else by what they say."""
    if [cell.column for cell in before] == [cell.column for cell in after]:
        yield from (_compare_cell(old, new) for old, new in zip(before, after, strict=True))
        return
    old_cells, new_cells = ([ComparedBlock("cell", cell.text) for cell in row] for row in (before, after))
    for a, b in align_blocks(old_cells, new_cells):
        yield _compare_cell(None if a is None else before[a], None if b is None else after[b])


def _compare_cell(old: CellPortrait | None, new: CellPortrait | None, alone: RowChange | None = None) -> ComparedCell:
    """A cell; `alone` is the change of one that has no counterpart since its whole row has none."""
    blocks = tuple(_compare_cell_blocks(old.blocks if old else (), new.blocks if new else ()))
    cell = new or old
    assert cell is not None
    if old is None or new is None:
        return ComparedCell(alone or (RowChange.ADDED if old is None else RowChange.REMOVED), cell, blocks)
    is_same = all(block.change is RowChange.SAME for block in blocks)
    return ComparedCell(RowChange.SAME if is_same else RowChange.CHANGED, cell, blocks)


def _compare_cell_blocks(before: Sequence[BlockPortrait], after: Sequence[BlockPortrait]) -> Iterator[ComparedRow]:
    """The blocks of a cell; where it has but one, that one changed, however little is left of it."""
    if len(before) == len(after) == 1:
        return iter([_compare_block(before[0], after[0])])
    return _compare_blocks(before, after)


# --------------------------------------------------------------------------------------------------------------- moves


def _find_moves(rows: list[ComparedRow]) -> list[ComparedRow]:
    """The rows, in which a block that was removed and stands unchanged at one other place was moved there."""
    removed = _lone_texts(rows, RowChange.REMOVED)
    added = _lone_texts(rows, RowChange.ADDED)
    for text, source in removed.items():
        if (target := added.get(text)) is not None:
            rows[source] = replace(rows[source], change=RowChange.MOVED_AWAY, partner=target + 1)
            rows[target] = replace(rows[target], change=RowChange.MOVED_HERE, partner=source + 1)
    return rows


def _lone_texts(rows: Sequence[ComparedRow], change: RowChange) -> dict[tuple[str, str], int]:
    """The places of blocks of this change that are long enough, and of which there is but one."""
    keys = {
        at: (row.block.kind, row.block.text)
        for at, row in enumerate(rows)
        if row.change is change and len(row.block.text.split()) >= _MOVED_WORDS
    }
    counts = Counter(keys.values())
    return {key: at for at, key in keys.items() if counts[key] == 1}


def _number(rows: Sequence[ComparedRow]) -> Iterator[ComparedRow]:
    """The rows with the numbers of their changes and the headings above them."""
    changed = [at for at, row in enumerate(rows) if row.change is not RowChange.SAME]
    numbers = {at: number for number, at in enumerate(changed, 1)}
    heading = ""
    for at, row in enumerate(rows):
        partner = numbers[row.partner - 1] if row.partner else 0
        yield replace(row, number=numbers.get(at, 0), partner=partner, heading=heading)
        if row.block.is_heading and row.after is not None:
            heading = row.block.shown_text


# ------------------------------------------------------------------------------------------------- metadata and index


def _compare_metadata(before: Metadata, after: Metadata) -> Iterator[ComparedField]:
    for one in fields(Metadata):
        if one.compare:
            old, new = (_as_text(getattr(metadata, one.name)) for metadata in (before, after))
            yield from _compare_texts(one.name, old, new)


def _as_text(value: str | tuple[str, ...]) -> str:
    return plain(value if isinstance(value, str) else ", ".join(value))


def _compare_index(before: Document, after: Document) -> Iterator[ComparedField]:
    old, new = ([ComparedBlock("entry", path) for _, path in terms_of(one.index)] for one in (before, after))
    for a, b in align_blocks(old, new):
        yield from _compare_texts("index", "" if a is None else old[a].text, "" if b is None else new[b].text)


def _compare_texts(name: str, old: str, new: str) -> Iterator[ComparedField]:
    if old != new:
        yield ComparedField(name, compare_words(_text_tokens(old), _text_tokens(new)))


def _text_tokens(text: str) -> Tokens:
    return (Token(TokenKind.WORD, text),) if text else ()
