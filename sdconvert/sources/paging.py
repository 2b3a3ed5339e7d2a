"""A list that comes page by page: an iterator over its records that always ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from sdconvert.sources.errors import EndlessPages, Failure
from sdconvert.sources.records import Record

R = TypeVar("R", bound=Record)

_MOST_PAGES = 100_000
_MOST_BARREN = 2


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where a page is: its address, and its number, counted from 1."""

    url: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class ListPage(Generic[R]):
    """The records of a page, and where the next one is; None after the last."""

    records: tuple[R, ...]
    following: PageAddress | None


class Listing(Iterator[R]):
    """All records of a list. A page is asked for when its first record is.

    A record that moves to a later page meanwhile comes once. Pages that bring nothing new twice in a row are an error,
    and so are more than 100,000 pages: a server that repeats itself cannot make an endless loop.
    """

    def __init__(self, operation: str, first: PageAddress, read: Callable[[PageAddress], ListPage[R]]) -> None:
        self.operation = operation
        self.first = first
        self._read = read
        self._records = self._all()

    def __next__(self) -> R:
        """Raises: CallError."""
        return next(self._records)

    def pages(self, start: PageAddress | None = None, seen: Iterable[str] = ()) -> Iterator[ListPage[R]]:
        """The list page by page, from `start` on; `seen` are the keys of records that came before.

        Raises: CallError.
        """
        known = set(seen)
        place: PageAddress | None = start or self.first
        barren = 0
        while place is not None:
            page = self._read(place)
            kept, is_any_new = _sift(page.records, known)
            barren = 0 if is_any_new else barren + 1
            self._check_end(page, barren, place)
            yield ListPage(kept, page.following)
            place = page.following

    def _all(self) -> Iterator[R]:
        for page in self.pages():
            yield from page.records

    def _check_end(self, page: ListPage[R], barren: int, place: PageAddress) -> None:
        if page.following is None:
            return
        if barren >= _MOST_BARREN:
            raise EndlessPages(f"page {place.number} brings nothing new, as the one before it", Failure(self.operation))
        if place.number >= _MOST_PAGES:
            raise EndlessPages(f"there is no end after {place.number} pages", Failure(self.operation))


def _sift(records: Iterable[R], known: set[str]) -> tuple[tuple[R, ...], bool]:
    """The records without those that came before, and whether any is new. Of records without an id, none is left out:
    two may hold the same."""
    before = len(known)
    kept = []
    for record in records:
        if record.key not in known or not record.has_id:
            kept.append(record)
        known.add(record.key)
    return tuple(kept), len(known) > before
