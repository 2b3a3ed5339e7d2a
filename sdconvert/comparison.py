"""What changed between two documents, block by block and word by word: pure, and near-linear in their size."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple, TypeVar, assert_never

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

T = TypeVar("T", bound=Hashable)

_SIMILAR = 0.5
"""The share of words that two blocks need in common to be one that changed."""
_WINDOW = 12
"""How many blocks are looked ahead for the one that a block became."""
_SMALL = 4_000
"""Pairs up to which a stretch is compared pair by pair."""


class Look(NamedTuple):
    """Words of one look: its marks and where its link leads."""

    words: str
    look: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A block as it is compared: what it is, such as `heading 1`, its text with white space and objects made alike,
    and the looks of its words."""

    kind: str
    text: str
    looks: tuple[Look, ...] = ()


class Change(StrEnum):
    """What happened to a block."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Words(NamedTuple):
    """A stretch of words: `before` became `after`; both are the same where nothing changed."""

    before: str
    after: str

    @property
    def is_same(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Difference:
    """A block that is not the same. `number_before` and `number_after` count the entries from 1; `heading` is the text
    of the heading above it. `words` are those of a changed block."""

    change: Change
    before: Entry | None
    after: Entry | None
    number_before: int | None
    number_after: int | None
    heading: str = ""
    words: tuple[Words, ...] = ()

    @property
    def has_other_text(self) -> bool:
        return self.before is None or self.after is None or self.before.text != self.after.text

    @property
    def has_other_kind(self) -> bool:
        return self.before is not None and self.after is not None and self.before.kind != self.after.kind

    @property
    def has_other_looks(self) -> bool:
        """Whether the same words look otherwise."""
        return not self.has_other_text and not self.has_other_kind


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is not the same, in reading order, and how many blocks are the same."""

    differences: tuple[Difference, ...]
    same: int

    @property
    def is_same(self) -> bool:
        return not self.differences


def compare(a: Document, b: Document) -> Comparison:
    """What changed from `a` to `b`: metadata, then the blocks, those of table cells among them, then the index.

    Compared are kinds and levels, words, marks, links, notes, formulas, and pictures by their content. White space,
    alignment, indents, widths, colours and the names of styles are not.
    """
    before, after = tuple(_entries(a)), tuple(_entries(b))
    differences = tuple(_differences(before, after))
    changed = sum(difference.before is not None for difference in differences)
    return Comparison(differences, len(before) - changed)


# -------------------------------------------------------------------------------------------------------------- entries


def _entries(document: Document) -> Iterator[Entry]:
    yield from _metadata_entries(document)
    describe = _Describer(document)
    for block in document.blocks:
        yield from describe.block(block, "")
    yield from _index_entries(document.index, 1)


def _metadata_entries(document: Document) -> Iterator[Entry]:
    for field in fields(document.metadata):
        value = getattr(document.metadata, field.name)
        if value and field.compare:
            yield Entry(field.name, _plain(value if isinstance(value, str) else ", ".join(value)))


def _index_entries(entries: Sequence[IndexEntry], level: int) -> Iterator[Entry]:
    for entry in entries:
        yield Entry(f"index entry {level}", _plain(entry.title))
        yield from _index_entries(entry.children, level + 1)


def _plain(text: str) -> str:
    return " ".join(text.split())


class _Describer:
    """Makes entries of blocks; knows the pictures and the index that inlines name."""

    def __init__(self, document: Document) -> None:
        self._assets = document.assets
        self._hashes: dict[str, str] = {}
        self._terms = dict(_terms(document.index))

    def block(self, block: Block, place: str) -> Iterator[Entry]:
        """The entry of a block, and after a table those of its cells; `place` says where it stands."""
        match block:
            case Heading():
                numbered = "numbered heading" if block.is_numbered else "heading"
                yield self._entry(f"{numbered} {block.level + 1}{place}", block.content)
            case Paragraph():
                level = block.number_level
                kind = "paragraph" if level is None else f"numbered paragraph {level + 1}"
                if block.content or not place:
                    yield self._entry(f"{kind}{place}", block.content)
            case ListItem():
                kind = "numbered item" if block.is_ordered else "bulleted item"
                yield self._entry(f"{kind} {block.level + 1}{place}", block.content)
            case Picture():
                yield self._entry(f"picture{place}", block.caption, f"⟦{self._picture(block.asset)}⟧")
            case Table():
                yield from self._table(block, place)
            case PageBreak():
                yield Entry(f"page break{place}", "")
            case Directory():
                yield Entry(f"directory of {block.kind}{place}", "")
            case _:
                assert_never(block)

    def _table(self, table: Table, place: str) -> Iterator[Entry]:
        cells = [cell for row in table.rows for cell in row.cells]
        spans = "".join(
            [f" {n}:{c.col_span}×{c.row_span}" for n, c in enumerate(cells, 1) if c.col_span * c.row_span > 1]
        )
        joined = f", joined cells{spans}" if spans else ""
        yield self._entry(f"table of {len(table.rows)} rows, {len(cells)} cells{joined}{place}", table.caption)
        for cell in cells:
            inside = " in a header cell" if cell.is_header else " in a cell"
            for block in cell.content:
                yield from self.block(block, inside)

    def _entry(self, kind: str, content: Sequence[Inline], before: str = "") -> Entry:
        pieces: list[tuple[str, tuple[str, ...]]] = [(before, ())] if before else []
        self._add(pieces, content, ())
        text = _plain("".join([words for words, _ in pieces]))
        return Entry(kind, text, tuple(_looks(pieces)))

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


def _marks(marks: frozenset[Mark]) -> tuple[str, ...]:
    return tuple(sorted(marks)) if marks else ()


def _looks(pieces: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Look]:
    """The words of each look that is not plain; white space between words of one look belongs to them."""
    open_look: tuple[str, ...] = ()
    words: list[str] = []
    for text, look in (*pieces, ("", ("the end",))):
        if look != open_look and (text.strip() or look == ("the end",)):
            if open_look and (shown := _plain("".join(words))):
                yield Look(shown, open_look)
            open_look, words = look, []
        words.append(text)


def _terms(entries: Sequence[IndexEntry], above: str = "") -> Iterator[tuple[str, str]]:
    for entry in entries:
        path = f"{above}{_plain(entry.title)}"
        yield entry.id, path
        yield from _terms(entry.children, f"{path} / ")


# ------------------------------------------------------------------------------------------------------------ alignment


def _differences(before: Sequence[Entry], after: Sequence[Entry]) -> Iterator[Difference]:
    headings = _headings(after)
    for start_a, end_a, start_b, end_b in _gaps(before, after):
        for at_a, at_b in _pairs(before[start_a:end_a], after[start_b:end_b]):
            number_a = None if at_a is None else start_a + at_a
            number_b = None if at_b is None else start_b + at_b
            if number_a is not None and number_b is not None and before[number_a] == after[number_b]:
                continue
            place = number_b if number_b is not None else min(end_b, len(after)) - 1
            heading = headings[place] if 0 <= place < len(headings) else ""
            yield _difference(before, after, number_a, number_b, heading)


def _difference(
    before: Sequence[Entry], after: Sequence[Entry], number_a: int | None, number_b: int | None, heading: str
) -> Difference:
    old = None if number_a is None else before[number_a]
    new = None if number_b is None else after[number_b]
    change = Change.ADDED if old is None else Change.REMOVED if new is None else Change.CHANGED
    words = () if old is None or new is None else tuple(_changed_words(old.text, new.text))
    return Difference(
        change,
        old,
        new,
        None if number_a is None else number_a + 1,
        None if number_b is None else number_b + 1,
        heading,
        words,
    )


def _headings(entries: Sequence[Entry]) -> list[str]:
    """The text of the last heading before each entry."""
    headings = []
    last = ""
    for entry in entries:
        headings.append(last)
        if entry.kind.startswith(("heading", "numbered heading")):
            last = entry.text
    return headings


def _gaps(a: Sequence[T], b: Sequence[T]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches between what both have, as start and end in `a` and in `b`, in order.

    What is equal at both ends is left out first, then items that stand once in both sequences are anchors, as in a
    patience diff; what is between them is compared pair by pair while it is small.
    """
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    end_a, end_b = len(a) - tail, len(b) - tail
    at_a, at_b = head, head
    anchors = _anchors(a[head:end_a], b[head:end_b])
    for anchor_a, anchor_b in [*((head + x, head + y) for x, y in anchors), (end_a, end_b)]:
        if (at_a, at_b) != (anchor_a, anchor_b):
            yield from _small_gaps(a, b, (at_a, anchor_a, at_b, anchor_b), bool(anchors))
        at_a, at_b = anchor_a + 1, anchor_b + 1


def _small_gaps(
    a: Sequence[T], b: Sequence[T], gap: tuple[int, int, int, int], is_part: bool
) -> Iterator[tuple[int, int, int, int]]:
    start_a, end_a, start_b, end_b = gap
    if is_part:
        inner = _gaps(a[start_a:end_a], b[start_b:end_b])
        yield from ((start_a + w, start_a + x, start_b + y, start_b + z) for w, x, y, z in inner)
    elif (end_a - start_a) * (end_b - start_b) > _SMALL:
        yield gap
    else:
        at_a, at_b = start_a, start_b
        matches = _longest_common(a[start_a:end_a], b[start_b:end_b])
        for x, y in [*((start_a + x, start_b + y) for x, y in matches), (end_a, end_b)]:
            if (at_a, at_b) != (x, y):
                yield at_a, x, at_b, y
            at_a, at_b = x + 1, y + 1


def _longest_common(a: Sequence[T], b: Sequence[T]) -> Iterator[tuple[int, int]]:
    """The places of the longest row of items that both have in one order."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for x in range(len(a) - 1, -1, -1):
        row, below, item = lengths[x], lengths[x + 1], a[x]
        for y in range(len(b) - 1, -1, -1):
            row[y] = below[y + 1] + 1 if item == b[y] else max(below[y], row[y + 1])
    x = y = 0
    while x < len(a) and y < len(b):
        if a[x] == b[y]:
            yield x, y
            x, y = x + 1, y + 1
        elif lengths[x + 1][y] >= lengths[x][y + 1]:
            x += 1
        else:
            y += 1


def _common(a: Sequence[T], b: Sequence[T]) -> int:
    """How many items both begin with."""
    count = 0
    for one, other in zip(a, b, strict=False):
        if one != other:
            break
        count += 1
    return count


def _anchors(a: Sequence[T], b: Sequence[T]) -> list[tuple[int, int]]:
    """The places of items that stand once in both, as far as they are in one order: the longest such row."""
    places_b = _once(b)
    found = [(at, places_b[item]) for item, at in _once(a).items() if item in places_b]
    return _longest_rising(sorted(found))


def _once(items: Sequence[T]) -> dict[T, int]:
    counts = Counter(items)
    return {item: at for at, item in enumerate(items) if counts[item] == 1}


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs in which the second numbers rise."""
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for at, (_, value) in enumerate(pairs):
        length = bisect_left(ends, value)
        previous.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [value]
        last[length : length + 1] = [at]
    row = []
    at = last[-1] if last else -1
    while at >= 0:
        row.append(pairs[at])
        at = previous[at]
    return row[::-1]


def _pairs(before: Sequence[Entry], after: Sequence[Entry]) -> Iterator[tuple[int | None, int | None]]:
    """Which block became which, in order: None for those that were added or removed."""
    bags = [Counter(entry.text.split()) for entry in after]
    at_b = 0
    for at_a, old in enumerate(before):
        found = _successor(old, after, bags, at_b)
        if found is None:
            yield at_a, None
            continue
        yield from ((None, added) for added in range(at_b, found))
        yield at_a, found
        at_b = found + 1
    yield from ((None, added) for added in range(at_b, len(after)))


def _successor(old: Entry, after: Sequence[Entry], bags: Sequence[Mapping[str, int]], start: int) -> int | None:
    """The most similar of the next blocks, None when none is similar enough."""
    words = Counter(old.text.split())
    best, place = _SIMILAR, None
    for at in range(start, min(start + _WINDOW, len(after))):
        similarity = _similarity(words, bags[at]) if words or bags[at] else float(_noun(old) == _noun(after[at]))
        if similarity >= best and (similarity > best or place is None):
            best, place = similarity, at
    return place


def _noun(entry: Entry) -> str:
    return entry.kind.partition(" ")[0]


def _similarity(one: Counter[str], other: Mapping[str, int]) -> float:
    """The share of the words of both that both have."""
    common = sum([min(count, other.get(word, 0)) for word, count in one.items()])
    return 2 * common / (sum(one.values()) + sum(other.values()))


def _changed_words(before: str, after: str) -> Iterator[Words]:
    """Both texts in stretches that are the same and stretches that are not."""
    old, new = before.split(), after.split()
    at = 0
    for start_a, end_a, start_b, end_b in _gaps(old, new):
        if start_a > at:
            same = " ".join(old[at:start_a])
            yield Words(same, same)
        yield Words(" ".join(old[start_a:end_a]), " ".join(new[start_b:end_b]))
        at = end_a
    if at < len(old):
        same = " ".join(old[at:])
        yield Words(same, same)
