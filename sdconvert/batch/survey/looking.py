"""Many documents looked at, here or in worker processes, none of which can stop the others."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from sdconvert.archive import Source, name_of
from sdconvert.batch import storage
from sdconvert.batch.crew import Lost, spread
from sdconvert.batch.processes import Limits, Processes
from sdconvert.batch.sentences import reason_of
from sdconvert.batch.sources import Item

R = TypeVar("R")

_WINDOW_PER_WORKER = 4


@dataclass(frozen=True, slots=True)
class Look:
    """A document to look at. `number` is its place among all; `told` is JSON: how to look at it."""

    number: int
    item: Item
    told: str = ""

    def sources(self, number: int) -> list[Source]:
        """So many sources of its bytes, which are read once, each under its name.

        Raises: UnreadableInput, BadConfiguration.
        """
        data = storage.read(self.item.place)
        return [_named(data, name_of(self.item.place)) for _ in range(number)]


def _named(data: bytes, name: str) -> Source:
    source = io.BytesIO(data)
    source.name = name
    return source


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in the place of a result: why there is none, as one sentence."""

    reason: str


def looks_at(items: Iterable[Item], told: str = "") -> Iterator[Look]:
    """A look at each of these documents."""
    return (Look(number, item, told) for number, item in enumerate(items))


def seen(
    see: Callable[[Look], R], looks: Iterable[Look], workers: int, limits: Limits
) -> Iterator[tuple[Look, R | Unread]]:
    """Each look with what `see` makes of it, as they end: in so many processes with these limits, or with 0 of them in
    this one, which has no limits.

    A document whose process dies, hangs or runs out of memory twice is `Unread`.

    Raises: WorkersLost.
    """
    tried = partial(_tried, see)
    if workers == 0:
        yield from ((look, tried(look)) for look in looks)
        return
    with Processes(workers, limits) as processes:
        for look, result in spread(tried, looks, processes, _WINDOW_PER_WORKER * workers):
            yield look, Unread(f"Tried twice: {result.reason}.") if isinstance(result, Lost) else result


def _tried(see: Callable[[Look], R], look: Look) -> R | Unread:
    """Raises: MemoryError, TimeoutError: they tell of the worker, not of the document."""
    try:
        return see(look)
    except (MemoryError, TimeoutError):
        raise
    except Exception as error:  # also a fault of ours must not stop the other documents
        return Unread(reason_of(error))
