"""Which block of one version is which of another: by id, by what it says, by where it stands, and at another place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sdconvert.comparison.alignment import find_gaps
from sdconvert.comparison.pairing import pair_blocks
from sdconvert.comparison.result import ComparedBlock
from sdconvert.model.document import Block
from sdconvert.reconciling.essence import as_compared

_MOVED_WORDS = 4
"""How many words a block needs to be known again at another place."""
_MOVED_LIKENESS = 0.6
"""The share of the words that a block needs to keep to be known again at another place."""
_CHANGED_LIKENESS = 0.4
"""The share of the words that blocks need in common to be the same by their places in a stretch that changed."""
_SOME_LIKENESS = 0.2
"""The share of the words that a block needs to keep to be known again at its place."""
_MOST_CANDIDATES = 400
"""Blocks up to which those that are left over are compared with each other."""


def align(a: Sequence[Block], b: Sequence[Block], *, by_place: bool = False) -> dict[int, int]:
    """Which block of `b` each block of `a` is, those that stand elsewhere among them. `by_place`: where both have as
    many, what stands at one place is one block, however little it has in common, as in a cell."""
    found = align_compared(list(map(as_compared, a)), list(map(as_compared, b)), _match_ids(a, b))
    if by_place and len(a) == len(b) and all(here == there for here, there in found.items()):
        return {at: at for at in range(len(a))}
    return found


def _match_ids(a: Sequence[Block], b: Sequence[Block]) -> dict[int, int]:
    places = _once(getattr(block, "id", "") for block in b)
    ids = _once(getattr(block, "id", "") for block in a)
    return {at: places[id] for id, at in ids.items() if id in places}


def _once(ids: Iterable[str]) -> dict[str, int]:
    named = list(ids)
    counts = Counter(named)
    return {id: at for at, id in enumerate(named) if id and counts[id] == 1}


def align_compared(
    a: Sequence[ComparedBlock], b: Sequence[ComparedBlock], known: Mapping[int, int] | None = None
) -> dict[int, int]:
    """The same for blocks as they are compared, of which some pairs are known."""
    found = dict(known or {})
    names_b = {there: here for here, there in found.items()}
    keys_a: list[object] = [("known", at) if at in found else one for at, one in enumerate(a)]
    keys_b: list[object] = [("known", names_b[at]) if at in names_b else one for at, one in enumerate(b)]
    taken = set(found.values())
    done_a = done_b = 0
    for start_a, end_a, start_b, end_b in (*find_gaps(keys_a, keys_b), (len(a), len(a), len(b), len(b))):
        found.update(zip(range(done_a, start_a), range(done_b, start_b), strict=True))
        rest_a = [at for at in range(start_a, end_a) if at not in found]
        rest_b = [at for at in range(start_b, end_b) if at not in taken]
        found.update(_pair_stretch(a, b, rest_a, rest_b))
        done_a, done_b = end_a, end_b
    _find_moves(a, b, found)
    _pair_by_place(a, b, found)
    return found


def _pair_stretch(
    a: Sequence[ComparedBlock], b: Sequence[ComparedBlock], rest_a: Sequence[int], rest_b: Sequence[int]
) -> dict[int, int]:
    """The blocks of a stretch: those at one place where as many are in both and each is like the other, else each the
    most similar of the next ones."""
    if len(rest_a) == len(rest_b):
        pairs = dict(zip(rest_a, rest_b, strict=True))
        if all(likeness(a[here].text, b[there].text) >= _CHANGED_LIKENESS for here, there in pairs.items()):
            return pairs
    similar = pair_blocks([a[at] for at in rest_a], [b[at] for at in rest_b])
    return {rest_a[x]: rest_b[y] for x, y in similar if x is not None and y is not None}


def _pair_by_place(a: Sequence[ComparedBlock], b: Sequence[ComparedBlock], found: dict[int, int]) -> None:
    """Blocks between two that are known, as many on both sides and of the same kinds, are the same: tables and pictures
    whatever they say, others where some of their words are left."""
    taken = {there: here for here, there in found.items()}
    at_b = 0
    at = 0
    while at < len(a):
        if at in found:
            at, at_b = at + 1, found[at] + 1
            continue
        end = next((one for one in range(at, len(a)) if one in found), len(a))
        end_b = next((one for one in range(at_b, len(b)) if one in taken), len(b))
        if end - at == end_b - at_b:
            pairs = zip(range(at, end), range(at_b, end_b), strict=True)
            found.update((here, there) for here, there in pairs if _can_follow(a[here], b[there]))
        at = end


def _can_follow(one: ComparedBlock, other: ComparedBlock) -> bool:
    if one.kind.partition(" ")[0] != other.kind.partition(" ")[0]:
        return False
    return one.kind in ("table", "picture") or likeness(one.text, other.text) >= _SOME_LIKENESS


def _find_moves(a: Sequence[ComparedBlock], b: Sequence[ComparedBlock], found: dict[int, int]) -> None:
    taken = set(found.values())
    left_a = [at for at in range(len(a)) if at not in found and _is_long(a[at])]
    left_b = [at for at in range(len(b)) if at not in taken and _is_long(b[at])]
    for here, there in _equal_texts(a, b, left_a, left_b):
        found[here] = there
        left_a.remove(here)
        left_b.remove(there)
    if len(left_a) * len(left_b) <= _MOST_CANDIDATES:
        _find_like(a, b, left_a, left_b, found)


def _is_long(block: ComparedBlock) -> bool:
    return len(block.text.split()) >= _MOVED_WORDS


def _equal_texts(
    a: Sequence[ComparedBlock], b: Sequence[ComparedBlock], left_a: Sequence[int], left_b: Sequence[int]
) -> list[tuple[int, int]]:
    places: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at in left_a:
        places[a[at].text][0].append(at)
    for at in left_b:
        places[b[at].text][1].append(at)
    return [(here[0], there[0]) for here, there in places.values() if len(here) == len(there) == 1]


def _find_like(
    a: Sequence[ComparedBlock],
    b: Sequence[ComparedBlock],
    left_a: Sequence[int],
    left_b: Sequence[int],
    found: dict[int, int],
) -> None:
    pairs = [(likeness(a[x].text, b[y].text), x, y) for x in left_a for y in left_b]
    used: set[int] = set()
    for like, x, y in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if like >= _MOVED_LIKENESS and x not in found and y not in used:
            found[x] = y
            used.add(y)


def likeness(one: str, other: str) -> float:
    """The share of the words of both that both have."""
    words, others = Counter(one.split()), Counter(other.split())
    total = sum(words.values()) + sum(others.values())
    return 2 * sum((words & others).values()) / total if total else 1.0
