"""Documents to look at, as jobs of a survey."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sdconvert.archive import Source, name_of
from sdconvert.batch import storage
from sdconvert.batch.sources import Item


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


def looks_at(items: Iterable[Item], told: str = "") -> Iterator[Look]:
    """A look at each of these documents."""
    return (Look(number, item, told) for number, item in enumerate(items))
