"""Elements around text: each set of looks has one order of nesting, and from one to the next as little is closed and
opened as it takes."""

from __future__ import annotations

from typing import NamedTuple


class Tag(NamedTuple):
    """An element around text, as its start tag and its end tag."""

    start: str
    end: str


Tags = tuple[Tag, ...]
"""Elements that stand in each other, outside in."""

NO_TAGS: Tags = ()


def shared(first: Tags, second: Tags) -> Tags:
    """The elements that both begin with."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return first[:count]


def shift(out: list[str], opened: Tags, wanted: Tags) -> None:
    """Close and open no more elements than it takes to get from one nesting to another."""
    kept = len(shared(opened, wanted))
    for tag in reversed(opened[kept:]):
        out.append(tag.end)
    for tag in wanted[kept:]:
        out.append(tag.start)
