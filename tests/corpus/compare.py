"""How much of what a source says its conversion says too."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar
from urllib.parse import unquote

from facts import BODY, MARKS, NOTE, WILDCARD, Cell, Facts, Heading, Link, ListItem, Word, tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

MEASURES = (
    *("words", "hidden", "margins", "comments"),
    *("headings", "items", "cells", "pictures", "links", "notes", "alignment"),
    *MARKS,
)
SHARES = MEASURES[:4]
"""Those that are the share of words found."""

_GAP_CHARACTERS = 20_000
_LOOK_AHEAD = 60
_LONG_WORD = 5
_EXACT_CELLS = 250_000
_WILD = 40
_SURE = 4
_SHORT_LEAP = 40
_LONG_LEAP = 3000

Scores = dict[str, float | None]


def compare(source: Facts, target: Facts, finding_texts: Iterable[str]) -> Scores:
    """A score from 0 to 1 for each measure, None where neither side has anything of it.

    `words` is the share of the source's visible words that stand in order in the target, or else in a finding;
    hidden text, headers and footers (`margins`) and comments are found in findings. The others are F1 scores.
    """
    findings = Found(finding_texts)
    matches = match_words(source, target)
    missing, share = _words(source, target, matches, findings)
    return {
        "words": share,
        "hidden": _share_found(source.hidden, findings, [word.text for word in target.words]),
        "margins": _share_found(source.margins, findings, target.margins),
        "comments": _share_found(source.comments, findings, [word.text for word in target.side_words]),
        "headings": _f1(source.headings, target.headings, _same_heading),
        "items": _f1(source.items, target.items, _same_item),
        "cells": _f1(source.cells, target.cells, _same_cell),
        "pictures": _pictures(source, target),
        "links": _f1(_links(source), _links(target), _same_link),
        "notes": _f1(source.notes, target.notes, _same_text),
        "alignment": _alignment(matches.pairs),
        **_marks(matches, missing, set(source.generated)),
    }


def missing_words(source: Facts, target: Facts, finding_texts: Iterable[str]) -> list[str]:
    """The visible words of the source that are neither in the target nor in a finding."""
    return [word.text for word in _words(source, target, match_words(source, target), Found(finding_texts))[0]]


# -- words


class Pair(NamedTuple):
    """A source word, with the marks, free marks and alignment of the characters it stands on in the target."""

    source: Word
    marks: bytes
    free: bytes
    alignment: str


class Matches(NamedTuple):
    pairs: list[Pair]
    unmatched: list[Word]
    extra: list[Word]


class Found:
    """The words that findings hold; each can stand for one missing word."""

    def __init__(self, texts: Iterable[str]) -> None:
        texts = list(texts)
        self._counts = Counter(token for text in texts for token in tokens(text.replace("\u00ad", "")))
        self._joined = "".join("".join(text.split()) for text in texts)

    def take(self, word: Word) -> bool:
        if self._counts[word.text] > 0:
            self._counts[word.text] -= 1
            return True
        return len(word.text) >= _LONG_WORD and word.text in self._joined

    def holds(self, text: str) -> bool:
        return text in self._counts or text in self._joined


def match_words(source: Facts, target: Facts) -> Matches:
    """Pairs in order; captions, notes and text boxes may stand elsewhere than in the source's order."""
    body = _match(source.words, target.words)
    side = _match(source.side_words, target.side_words)
    shown, fixed = _part(body.unmatched, lambda word: source.groups.get(word.group) == "reference")
    to_side = _match(fixed, side.extra)
    lost, moved = _part(to_side.unmatched, lambda word: word.stream == BODY)
    to_body = _match(side.unmatched + moved, body.extra)
    return Matches(
        body.pairs + side.pairs + to_side.pairs + to_body.pairs,
        shown + lost + to_body.unmatched,
        to_side.extra + to_body.extra,
    )


def _part(words: Iterable[Word], belongs: Callable[[Word], bool]) -> tuple[list[Word], list[Word]]:
    inside: list[Word] = []
    outside: list[Word] = []
    for word in words:
        (inside if belongs(word) else outside).append(word)
    return inside, outside


def _match(source: Sequence[Word], target: Sequence[Word]) -> Matches:
    a = [word.text for word in source]
    b = [word.text for word in target]
    pairs: list[Pair] = []
    unmatched: list[Word] = []
    extra: list[Word] = []
    i = j = 0
    for next_i, next_j in [*align(a, b), (len(a), len(b))]:
        if i < next_i or j < next_j:
            gap = _match_gap(source[i:next_i], target[j:next_j])
            pairs += gap.pairs
            unmatched += gap.unmatched
            extra += gap.extra
        if next_i < len(a):
            found = target[next_j]
            pairs.append(Pair(source[next_i], found.marks, found.free, found.alignment))
        i, j = next_i + 1, next_j + 1
    return Matches(pairs, unmatched, extra)


def _match_gap(source: Sequence[Word], target: Sequence[Word]) -> Matches:
    """Match words that were cut or joined differently, by their characters."""
    if not source or not target or sum(len(word.text) for word in target) > _GAP_CHARACTERS:
        return Matches([], list(source), list(target))
    gap = _Gap(target)
    pairs, unmatched = [], []
    for word in source:
        span = gap.find(word)
        if span is None:
            unmatched.append(word)
        else:
            pairs.append(gap.pair(word, *span))
    return Matches(pairs, unmatched, gap.unused())


class _Gap:
    def __init__(self, words: Sequence[Word]) -> None:
        self._words = words
        self._text = "".join(word.text for word in words)
        self._marks = b"".join(word.marks for word in words)
        self._free = b"".join(word.free for word in words)
        self._starts: list[int] = []
        position = 0
        for word in words:
            self._starts.append(position)
            position += len(word.text)
        self._edges = {*self._starts, position}
        self._used: list[tuple[int, int]] = []
        self._at = 0

    def find(self, word: Word) -> tuple[int, int] | None:
        if word.is_equation:
            span = self._find_scattered(word.text)
        elif WILDCARD in word.text:
            span = self._find_with_wildcards(word.text)
        else:
            span = self._find_whole(word.text)
        if span is not None:
            self._used.append(span)
            self._at = span[1]
        return span

    def _find_whole(self, text: str) -> tuple[int, int] | None:
        """The next place that starts or ends where a word does."""
        start = self._text.find(text, self._at)
        while start >= 0:
            end = start + len(text)
            if start == self._at or start in self._edges or end in self._edges:
                return start, end
            start = self._text.find(text, start + 1)
        return None

    def _find_scattered(self, text: str) -> tuple[int, int] | None:
        """Where the characters of an equation stand in this order, with the markup of another notation between."""
        position = self._at
        for character in filter(str.isascii, filter(str.isalnum, text)):
            position = self._text.find(character, position) + 1
            if position == 0:
                return None
        return self._at, position

    def _find_with_wildcards(self, text: str) -> tuple[int, int] | None:
        parts = [part for part in text.split(WILDCARD) if part]
        position = self._at
        for part in parts:
            found = self._text.find(part, position, position + len(part) + _WILD if position > self._at else None)
            if found < 0:
                return None
            position = found + len(part)
        end = position if not text.endswith(WILDCARD) else min(position + 1, len(self._text))
        return (self._at, end) if end > self._at else None

    def pair(self, word: Word, start: int, end: int) -> Pair:
        alignment = self._words[max(bisect_left(self._starts, start + 1) - 1, 0)].alignment
        if end - start != len(word.text):
            return Pair(word._replace(free=b"\x7f" * len(word.text)), word.marks, word.free, alignment)
        return Pair(word, self._marks[start:end], self._free[start:end], alignment)

    def unused(self) -> list[Word]:
        """The target's words that no source word stands on."""
        taken = bytearray(len(self._text))
        for start, end in self._used:
            taken[start:end] = b"\x01" * (end - start)
        placed = zip(self._words, self._starts, strict=True)
        return [word for word, start in placed if not any(taken[start : start + len(word.text)])]


def _words(source: Facts, target: Facts, matches: Matches, findings: Found) -> tuple[list[Word], float | None]:
    """The words that are missing, and the share of those that should be there that are."""
    budget = {"reference": target.references, "label": target.captions}
    missing, forgiven = [], 0
    granted: set[int] = set()
    for word in matches.unmatched:
        kind = source.groups.get(word.group)
        if kind is not None and word.group not in granted and budget[kind] > 0:
            budget[kind] -= 1
            granted.add(word.group)
        if word.group in granted or findings.take(word):
            forgiven += 1
        else:
            missing.append(word)
    total = len(matches.pairs) + len(matches.unmatched)
    return missing, 1 - len(missing) / total if total else None


def _share_found(words: list[str], findings: Found, kept: list[str]) -> float | None:
    known = set(kept)
    found = sum(word in known or findings.holds(word.replace(WILDCARD, "")) for word in words)
    return found / len(words) if words else None


def align(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of places where two sequences hold the same, rising in both; near linear.

    It walks both while they are equal and leaps over what differs to the nearest place where they are equal again;
    where there is none near, words that stand once on each side anchor the rest.
    """
    found: list[tuple[int, int]] = []
    spans = [(0, len(a), 0, len(b))]
    while spans:
        a_low, a_high, b_low, b_high = spans.pop()
        while a_low < a_high and b_low < b_high and a[a_low] == b[b_low]:
            found.append((a_low, b_low))
            a_low, b_low = a_low + 1, b_low + 1
        if (a_high - a_low) * (b_high - b_low) <= _EXACT_CELLS:
            found += _longest_common(a, b, a_low, a_high, b_low, b_high)
            continue
        a_low, b_low, leapt = _walk(a, b, a_low, a_high, b_low, b_high, found)
        spans += leapt
        if a_low == a_high or b_low == b_high:
            continue
        anchors = _anchors(a, b, a_low, a_high, b_low, b_high)
        if not anchors:
            found += _greedy(a, b, a_low, a_high, b_low, b_high)
            continue
        for i, j in anchors:
            spans.append((a_low, i, b_low, j))
            found.append((i, j))
            a_low, b_low = i + 1, j + 1
        spans.append((a_low, a_high, b_low, b_high))
    return sorted(found)


def _longest_common(
    a: Sequence[str], b: Sequence[str], a_low: int, a_high: int, b_low: int, b_high: int
) -> list[tuple[int, int]]:
    """The longest common subsequence of two short spans."""
    below = [0] * (b_high - b_low + 1)
    lengths = [below]
    for i in range(a_high - 1, a_low - 1, -1):
        row = below.copy()
        for j in range(b_high - b_low - 1, -1, -1):
            row[j] = below[j + 1] + 1 if a[i] == b[b_low + j] else max(below[j], row[j + 1])
        lengths.append(row)
        below = row
    lengths.reverse()
    found = []
    i, j = 0, 0
    while i < a_high - a_low and j < b_high - b_low:
        if a[a_low + i] == b[b_low + j]:
            found.append((a_low + i, b_low + j))
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return found


def _walk(
    a: Sequence[str], b: Sequence[str], i: int, a_high: int, j: int, b_high: int, found: list[tuple[int, int]]
) -> tuple[int, int, list[tuple[int, int, int, int]]]:
    """Add the pairs from here on; how far that went before the sides differed for long, and what was leapt over."""
    leapt = []
    while i < a_high and j < b_high:
        if a[i] == b[j]:
            found.append((i, j))
            i, j = i + 1, j + 1
            continue
        leap = _short_leap(a, b, i, a_high, j, b_high) or _long_leap(a, b, i, a_high, j, b_high)
        if leap is None:
            break
        if i < leap[0] and j < leap[1]:
            leapt.append((i, leap[0], j, leap[1]))
        i, j = leap
    return i, j, leapt


def _short_leap(a: Sequence[str], b: Sequence[str], i: int, a_high: int, j: int, b_high: int) -> tuple[int, int] | None:
    for distance in range(1, _SHORT_LEAP):
        for in_a in range(distance + 1):
            p, q = i + in_a, j + distance - in_a
            if p < a_high and q < b_high and a[p] == b[q]:
                ahead = a[p : min(p + _SURE, a_high)]
                if ahead == b[q : min(q + _SURE, b_high)]:
                    return p, q
    return None


def _long_leap(a: Sequence[str], b: Sequence[str], i: int, a_high: int, j: int, b_high: int) -> tuple[int, int] | None:
    places: dict[tuple[str, ...], int] = {}
    for q in range(j, min(j + _LONG_LEAP, b_high - _SURE + 1)):
        places.setdefault(tuple(b[q : q + _SURE]), q)
    for p in range(i, min(i + _LONG_LEAP, a_high - _SURE + 1)):
        q_found = places.get(tuple(a[p : p + _SURE]))
        if q_found is not None:
            return p, q_found
    return None


def _anchors(
    a: Sequence[str], b: Sequence[str], a_low: int, a_high: int, b_low: int, b_high: int
) -> list[tuple[int, int]]:
    """The longest rising chain of runs of one, two or four words that stand exactly once on each side."""
    for size in (1, 2, 4):
        in_a = _single_places(a, a_low, a_high, size)
        in_b = _single_places(b, b_low, b_high, size)
        common = sorted((place, in_b[run]) for run, place in in_a.items() if run in in_b)
        if common:
            return _rising(common)
    return []


def _single_places(words: Sequence[str], low: int, high: int, size: int) -> dict[tuple[str, ...], int]:
    places: dict[tuple[str, ...], int] = {}
    repeated = set()
    for index in range(low, high - size + 1):
        run = tuple(words[index : index + size])
        if run in places:
            repeated.add(run)
        places[run] = index
    return {run: index for run, index in places.items() if run not in repeated}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence that rises in its second member (patience sorting)."""
    tops: list[int] = []
    top_index: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(top_index[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            top_index.append(index)
        else:
            tops[pile] = j
            top_index[pile] = index
    chain = []
    index = top_index[-1]
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _greedy(
    a: Sequence[str], b: Sequence[str], a_low: int, a_high: int, b_low: int, b_high: int
) -> list[tuple[int, int]]:
    """Each word of one side with the next equal one that is near on the other."""
    places: dict[str, list[int]] = defaultdict(list)
    for j in range(b_low, b_high):
        places[b[j]].append(j)
    found = []
    position = b_low
    for i in range(a_low, a_high):
        candidates = places.get(a[i], [])
        at = bisect_left(candidates, position)
        if at < len(candidates) and candidates[at] - position <= _LOOK_AHEAD:
            found.append((i, candidates[at]))
            position = candidates[at] + 1
    return found


# -- things


class Thing(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def is_optional(self) -> bool: ...


T = TypeVar("T", bound=Thing)


def _f1(source: Sequence[T], target: Sequence[T], is_same: Callable[[T, T], bool]) -> float | None:
    """F1 of the source's things found in the target; one that is optional never counts against either side."""
    open_targets: dict[str, list[T]] = defaultdict(list)
    for thing in target:
        open_targets[thing.text].append(thing)
    hits, wanted, optional = 0, 0, 0
    for thing in sorted(source, key=lambda thing: thing.is_optional):
        is_hit = _take(thing, open_targets, is_same)
        hits += is_hit
        if not thing.is_optional or is_hit:
            wanted += 1
        else:
            optional += 1
    left = sum(len(things) for things in open_targets.values())
    extra = max(left - optional, 0)
    return 2 * hits / (wanted + hits + extra) if wanted + extra else None


def _take(thing: T, open_targets: dict[str, list[T]], is_same: Callable[[T, T], bool]) -> bool:
    for text in dict.fromkeys((thing.text, getattr(thing, "short", ""))):
        for candidate in open_targets.get(text, ()):
            if is_same(thing, candidate):
                open_targets[text].remove(candidate)
                return True
    return False


def _same_heading(source: Heading, target: Heading) -> bool:
    return target.levels <= source.levels and source.numbered in (None, target.numbered)


def _same_item(source: ListItem, target: ListItem) -> bool:
    return target.kinds <= source.kinds and target.levels <= source.levels


def _same_cell(source: Cell, target: Cell) -> bool:
    return source[:4] == target[:4]


def _same_link(source: Link, target: Link) -> bool:
    return source.href == target.href


def _same_text(_source: Thing, _target: Thing) -> bool:
    return True


def _links(facts: Facts) -> list[Link]:
    found = (link._replace(href=unquote(link.href).strip().rstrip("/")) for link in facts.links)
    return [link for link in found if link.href and not link.href.startswith("#")]


def _pictures(source: Facts, target: Facts) -> float | None:
    """By content; those that had to become another format by their number."""
    known = {*source.pictures, *source.optional_pictures}
    wanted = Counter(source.pictures)
    found = Counter(picture if picture in known else "converted" for picture in target.pictures)
    optional = Counter(source.optional_pictures)
    hits = (wanted & found).total()
    extra = (found - wanted - optional).total()
    return 2 * hits / (wanted.total() + hits + extra) if wanted.total() + extra else None


# -- characters


def _alignment(pairs: list[Pair]) -> float | None:
    """F1 over the words that are not left aligned on one side or the other."""
    source = target = both = 0
    for pair in pairs:
        if not pair.source.alignment or not pair.alignment:
            continue
        source += pair.source.alignment != "left"
        target += pair.alignment != "left"
        both += pair.source.alignment == pair.alignment != "left"
    return 2 * both / (source + target) if source + target else None


def _marks(matches: Matches, missing: list[Word], generated: set[str]) -> Scores:
    """F1 for each mark over the characters that are bound to have it or not."""
    source: Counter[int] = Counter()
    target: Counter[int] = Counter()
    both: Counter[int] = Counter()
    for pair in matches.pairs:
        _count_pair(pair, source, target, both)
    for word in missing:
        source.update(m & ~f for m, f in zip(word.marks, word.free, strict=True))
    for word in matches.extra:
        if word.stream != NOTE and word.text not in generated:
            target.update(m & ~f for m, f in zip(word.marks, word.free, strict=True))
    return {mark: _share(_having(source, bit), _having(target, bit), _having(both, bit)) for mark, bit in MARKS.items()}


def _count_pair(pair: Pair, source: Counter[int], target: Counter[int], both: Counter[int]) -> None:
    word = pair.source
    if not any(word.marks) and not any(pair.marks):
        return
    for ours, ours_free, theirs, theirs_free in zip(word.marks, word.free, pair.marks, pair.free, strict=True):
        bound = ~(ours_free | theirs_free)
        source[ours & bound] += 1
        target[theirs & bound] += 1
        both[ours & theirs & bound] += 1


def _having(counts: Counter[int], bit: int) -> int:
    return sum(count for marks, count in counts.items() if marks & bit)


def _share(source: int, target: int, both: int) -> float | None:
    return 2 * both / (source + target) if source + target else None
