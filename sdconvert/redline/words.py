"""Two rows of tokens -> stretches that were deleted and inserted, and those that stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from sdconvert.comparison.alignment import find_gaps
from sdconvert.redline.tokens import Token, TokenKind, Tokens, split_words

_SMALL = 40_000
"""Pairs of tokens up to which a stretch is compared pair by pair."""
_ISLAND = 2
"""The longest text that is taken along where both its neighbours change."""


class Fate(StrEnum):
    """What became of a stretch of words. `LOOK`: the same words look otherwise."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"
    LOOK = "look"


class Stretch(NamedTuple):
    """Tokens of one fate and one look. `was` is the look that they had, of a look that changed. `is_same` of a note:
    its text did not change."""

    fate: Fate
    tokens: Tokens
    was: tuple[str, ...] = ()

    @property
    def look(self) -> tuple[str, ...]:
        return self.tokens[0].look

    @property
    def kind(self) -> TokenKind:
        first = self.tokens[0].kind
        return TokenKind.WORD if first is TokenKind.SPACE else first

    @property
    def text(self) -> str:
        return "".join([token.text for token in self.tokens])


class PairOfNotes(NamedTuple):
    """A note before and after, None where there is none."""

    before: Token | None
    after: Token | None


class ComparedWords(NamedTuple):
    """What became of the words of a block, and of its notes."""

    stretches: tuple[Stretch, ...]
    notes: tuple[PairOfNotes, ...]

    @property
    def is_same(self) -> bool:
        return all(stretch.fate is Fate.SAME for stretch in self.stretches)

    @property
    def has_other_words(self) -> bool:
        return any(stretch.fate in (Fate.DELETED, Fate.INSERTED) for stretch in self.stretches)


def compare_words(before: Sequence[Token], after: Sequence[Token]) -> ComparedWords:
    """The stretches in the order in which both are read, what was deleted before what took its place."""
    if before == after or not before or not after:
        pieces = [_Piece(before == after, tuple(before), tuple(after))]
    else:
        pieces = list(_join_islands(_pieces(list(split_words(before)), list(split_words(after)))))
    stretches = tuple(stretch for piece in pieces for stretch in _stretches(piece))
    notes = tuple(pair for piece in pieces for pair in _pair_notes(piece))
    return ComparedWords(stretches, notes)


class _Piece(NamedTuple):
    """Tokens that stay, one for one, or that others took the place of."""

    is_same: bool
    before: Tokens
    after: Tokens


def _pieces(before: Sequence[Token], after: Sequence[Token]) -> Iterator[_Piece]:
    at_a = at_b = 0
    keys_a, keys_b = [token.key for token in before], [token.key for token in after]
    end = (len(before), len(before), len(after), len(after))
    for start_a, end_a, start_b, end_b in (*find_gaps(keys_a, keys_b, _SMALL), end):
        if start_a > at_a:
            yield _Piece(True, tuple(before[at_a:start_a]), tuple(after[at_b:start_b]))
        if (start_a, start_b) != (end_a, end_b):
            yield _Piece(False, tuple(before[start_a:end_a]), tuple(after[start_b:end_b]))
        at_a, at_b = end_a, end_b


def _join_islands(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Take a space or a sign between two changes along: a reader sees words that were replaced, not every second."""
    waiting: list[_Piece] = []
    for piece in pieces:
        waiting.append(piece)
        if len(waiting) == 3:
            first, island, last = waiting
            if not first.is_same and _is_island(island) and not last.is_same:
                joined = first.before + island.before + last.before, first.after + island.after + last.after
                waiting = [_Piece(False, *joined)]
            else:
                yield waiting.pop(0)
    yield from waiting


def _is_island(piece: _Piece) -> bool:
    is_plain = all(token.kind in (TokenKind.WORD, TokenKind.SPACE) for token in piece.before)
    return piece.is_same and is_plain and sum([len(token.text) for token in piece.before]) <= _ISLAND


def _stretches(piece: _Piece) -> Iterator[Stretch]:
    if piece.is_same:
        pairs = zip(piece.before, piece.after, strict=True)
        for (look, was, _), group in groupby(pairs, key=lambda pair: (pair[1].look, pair[0].look, _joint(pair[1]))):
            tokens = tuple(new for _, new in group)
            is_other = look != was and any(token.kind is not TokenKind.SPACE for token in tokens)
            yield Stretch(Fate.LOOK, tokens, was) if is_other else Stretch(Fate.SAME, tokens)
    else:
        for fate, tokens in ((Fate.DELETED, piece.before), (Fate.INSERTED, piece.after)):
            for _, joined in groupby(tokens, key=lambda token: (token.look, _joint(token))):
                yield Stretch(fate, tuple(joined))


def _joint(token: Token) -> object:
    """What tokens of one stretch have in common: words and spaces are joined, an object stands by itself."""
    return TokenKind.WORD if token.kind in (TokenKind.WORD, TokenKind.SPACE) else token


def _pair_notes(piece: _Piece) -> Iterator[PairOfNotes]:
    if piece.is_same:
        pairs = zip(piece.before, piece.after, strict=True)
        yield from (PairOfNotes(old, new) for old, new in pairs if old.kind is TokenKind.NOTE)
    else:
        yield from (PairOfNotes(old, None) for old in piece.before if old.kind is TokenKind.NOTE)
        yield from (PairOfNotes(None, new) for new in piece.after if new.kind is TokenKind.NOTE)
