"""The words of a block: what each side changed of them, and what both did."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import field
from typing import NamedTuple

from sdconvert.comparison.alignment import common_start
from sdconvert.frozen import dataclass, replace
from sdconvert.model.inlines import Note
from sdconvert.reconciling.habits import plain_address
from sdconvert.reconciling.hunks import Gap, Hunk, Region, find_regions, gaps_between, matches_of, project
from sdconvert.reconciling.tokens import Look, Token, Tokens, read_note, tell_words, write_note


class Versions(NamedTuple):
    """One stretch of content four times: as it was, as the format of the edited file shows that, as it was edited
    there, and as it is now."""

    base: Tokens
    shown: Tokens
    theirs: Tokens
    mine: Tokens


class WordConflict(NamedTuple):
    """Words that both sides changed. `at` counts the tokens of the result before ours; of a conflict within a note,
    which is `is_inner`, those before the note."""

    base: str
    mine: Tokens
    theirs: Tokens
    at: int
    is_inner: bool = False


@dataclass(slots=True)
class MergedWords:
    """The words of both sides, ours where both changed the same ones; `conflicts` say where that is. `is_changed`:
    theirs brought something. `overruled` are looks that only one side could give."""

    tokens: list[Token] = field(default_factory=list)
    conflicts: list[WordConflict] = field(default_factory=list)
    is_changed: bool = False
    overruled: list[tuple[str, str]] = field(default_factory=list)


def merge_words(versions: Versions) -> MergedWords:
    """What both sides made of the words. Looks are merged by themselves: of a word that stays, each mark that one side
    set or took away."""
    return _WordMerge(versions).run()


def keys_of(tokens: Sequence[Token]) -> list[Hashable]:
    """What the tokens are the same by."""
    return [token.key for token in tokens]


class _WordMerge:
    def __init__(self, versions: Versions) -> None:
        self.base, self.shown, self.theirs, self.mine = versions
        mine_gaps = _gaps(self.base, self.mine)
        shown_gaps = _gaps(self.base, self.shown)
        their_gaps = _gaps(self.shown, self.theirs)
        self.in_mine = matches_of(mine_gaps, len(self.base))
        self.in_shown = matches_of(shown_gaps, len(self.base))
        self.in_theirs = matches_of(their_gaps, len(self.shown))
        self.mine_hunks = [Hunk(a, b, self.mine[c:d]) for a, b, c, d in mine_gaps]
        self.their_hunks = [Hunk(a, b, self.theirs[c:d]) for a, b, c, d in project(their_gaps, shown_gaps)]
        self.result = MergedWords()

    def run(self) -> MergedWords:
        at = 0
        regions = find_regions(
            self.mine_hunks, self.their_hunks, self._compose_mine, self._compose_theirs, lambda token: token.key
        )
        for region in regions:
            self._keep(at, region.start)
            self._add(region)
            at = region.end
        self._keep(at, len(self.base))
        return self.result

    def _compose_mine(self, start: int, end: int) -> Tokens:
        return _compose(self.mine_hunks, start, end, lambda at: self.mine[self.in_mine[at]])

    def _compose_theirs(self, start: int, end: int) -> Tokens:
        def survivor(at: int) -> Token:
            shown = self.in_shown.get(at)
            return self.base[at] if shown is None else self.theirs[self.in_theirs[shown]]

        return _compose(self.their_hunks, start, end, survivor)

    def _add(self, region: Region[Token]) -> None:
        if region.theirs is None and self._holds_their_notes(region):
            self._add_conflict(region._replace(theirs=self._compose_theirs(region.start, region.end)))
        elif region.theirs is None:
            self.result.tokens += region.mine or ()
        elif region.mine is None and self._holds_our_notes(region):
            self._add_conflict(region._replace(mine=self._compose_mine(region.start, region.end)))
        elif region.mine is None:
            self.result.is_changed = True
            self.result.tokens += region.theirs + self._unsayable(region)
        elif region.is_same:
            self.result.tokens += region.mine
        else:
            self._add_conflict(region)

    def _add_conflict(self, region: Region[Token]) -> None:
        mine, theirs = region.mine or (), region.theirs or ()
        head = common_start(keys_of(mine), keys_of(theirs))
        tail = common_start(keys_of(mine[head:])[::-1], keys_of(theirs[head:])[::-1])
        ours, other = mine[head : len(mine) - tail], theirs[head : len(theirs) - tail]
        self.result.tokens += mine[:head]
        base = tell_words(self.base[region.start : region.end])
        self.result.conflicts.append(WordConflict(base, ours, other, len(self.result.tokens)))
        self.result.tokens += mine[head:]

    def _holds_our_notes(self, region: Region[Token]) -> bool:
        """Whether a note in it that they took away has other words with us."""
        places = [at for at in range(region.start, region.end) if at in self.in_mine]
        return any(_is_other_note(self.base[at], self.mine[self.in_mine[at]]) for at in places)

    def _holds_their_notes(self, region: Region[Token]) -> bool:
        """The same the other way round."""
        shown = [self.in_shown[at] for at in range(region.start, region.end) if at in self.in_shown]
        places = [at for at in shown if at in self.in_theirs]
        return any(_is_other_note(self.shown[at], self.theirs[self.in_theirs[at]]) for at in places)

    def _unsayable(self, region: Region[Token]) -> Tokens:
        """Objects among words that were replaced which the format of the edited file does not show: they stay."""
        places = range(region.start, region.end)
        hidden = [at for at in places if at not in self.in_shown and self.base[at].node is not None]
        return tuple([self.mine[self.in_mine[at]] for at in hidden if at in self.in_mine])

    # -------------------------------------------------------------------------------------------------------- looks

    def _keep(self, start: int, end: int) -> None:
        """What neither side replaced, with the looks and notes of both."""
        for at in range(start, end):
            mine = self.mine[self.in_mine[at]]
            shown_at = self.in_shown.get(at)
            their_at = None if shown_at is None else self.in_theirs.get(shown_at)
            if shown_at is None or their_at is None:
                self.result.tokens.append(mine)
                continue
            shown, theirs = self.shown[shown_at], self.theirs[their_at]
            if isinstance(mine.node, Note):
                mine = self._merge_note(self.base[at], shown, theirs, mine)
            elif shown.look != theirs.look:
                mine = self._merge_look(self.base[at], shown, theirs, mine)
            self.result.tokens.append(mine)

    def _merge_look(self, base: Token, shown: Token, theirs: Token, mine: Token) -> Token:
        added, removed = theirs.look.marks - shown.look.marks, shown.look.marks - theirs.look.marks
        marks = (mine.look.marks | added) - removed
        style = self._choose(base.look.style, shown.look.style, theirs.look.style, mine.look.style, mine.text)
        addresses = [plain_address(token.look.href) for token in (shown, theirs, mine)]
        if addresses[1] in (addresses[0], addresses[2]):
            href = mine.look.href
        else:
            href = self._choose(base.look.href, shown.look.href, theirs.look.href, mine.look.href, mine.text)
        look = Look(marks, style or "", href)
        self.result.is_changed = self.result.is_changed or look != mine.look
        return mine._replace(look=look)

    def _choose(
        self, base: str | None, shown: str | None, theirs: str | None, mine: str | None, text: str
    ) -> str | None:
        if theirs in (shown, mine):
            return mine
        if mine == base:
            return theirs
        self.result.overruled.append((text, theirs or ""))
        return mine

    def _merge_note(self, base: Token, shown: Token, theirs: Token, mine: Token) -> Token:
        nodes = [token.node for token in (base, shown, theirs, mine)]
        notes = [read_note(node, with_comments=False) for node in nodes if isinstance(node, Note)]
        if len(notes) != 4 or notes[1] == notes[2]:
            return mine
        merged = merge_words(Versions(*notes))
        self.result.is_changed = self.result.is_changed or merged.is_changed
        place = len(self.result.tokens)
        self.result.conflicts += [each._replace(at=place, is_inner=True) for each in merged.conflicts]
        self.result.overruled += merged.overruled
        assert isinstance(mine.node, Note)
        return mine._replace(node=replace(mine.node, paragraphs=write_note(merged.tokens)))


def _is_other_note(one: Token, other: Token) -> bool:
    if not (isinstance(one.node, Note) and isinstance(other.node, Note)):
        return False
    return keys_of(read_note(one.node)) != keys_of(read_note(other.node))


def _gaps(a: Tokens, b: Tokens) -> list[Gap]:
    return gaps_between(keys_of(a), keys_of(b), lambda at: a[at].is_space)


def _compose(hunks: Sequence[Hunk[Token]], start: int, end: int, survivor: Callable[[int], Token]) -> Tokens:
    """What a side has for a stretch of the base; what it inserted at the ends of it stands outside."""
    items: list[Token] = []
    at = start
    for hunk in hunks:
        if hunk.is_insertion:
            is_within = start < hunk.start < end or start == hunk.start == end
        else:
            is_within = start <= hunk.start and hunk.end <= end
        if is_within:
            items += [survivor(place) for place in range(at, hunk.start)]
            items += hunk.items
            at = hunk.end
    items += [survivor(place) for place in range(at, end)]
    return tuple(items)
