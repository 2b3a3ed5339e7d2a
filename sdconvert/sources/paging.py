"""A list that comes page by page: an iterator over its records that always ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from sdconvert.frozen import dataclass
from sdconvert.sources.errors import EndlessPages, Failure
from sdconvert.sources.records import Record

R = TypeVar("R", bound=Record)

_MOST_PAGES = 100_000
_MOST_BARREN = 2
_MOST_READINGS = 3
_MOST_BACK = 10
_PAGES_MORE = 10


@dataclass(frozen=True, slots=True)
class PageAddress:
    """Where a page is: its address, and its number, counted from 1."""

    url: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class ListPage(Generic[R]):
    """The records of a page, where the next one is, None after the last, and how many the server says there are in all,
    None where it does not."""

    records: tuple[R, ...]
    following: PageAddress | None
    total: int | None = None


class Listing(Iterator[R]):
    """All records of a list. A page is asked for when its first record is.

    A record that moves to a later page meanwhile comes once. Where the total that the server states falls, records may
    have moved to pages that were read: these are read again. Where fewer came than the server says there are, the whole
    list is read again. What is open after that is told in `doubt`.

    Pages that bring nothing new twice in a row are an error, and so are more than 100,000 pages: a server that repeats
    itself cannot make an endless loop.
    """

    def __init__(self, operation: str, first: PageAddress, read: Callable[[PageAddress], ListPage[R]]) -> None:
        self.operation = operation
        self.first = first
        self.doubt = ""
        """Why records may be missing all the same, once all have come; empty where none is."""
        self._read = read
        self._records = self._all()

    def __next__(self) -> R:
        """Raises: CallError."""
        return next(self._records)

    def pages(
        self, start: PageAddress | None = None, seen: Iterable[str] = (), total: int | None = None
    ) -> Iterator[ListPage[R]]:
        """The list page by page, from `start` on; `seen` are the keys of records that came before, `total` is what the
        last page before stated.

        Raises: CallError.
        """
        reading = _Reading(self.operation, self._read, list(seen), total)
        yield from reading.pages(start or self.first)
        readings = 1
        while reading.doubt and readings < _MOST_READINGS:
            readings += 1
            yield from reading.again(self.first)
        self.doubt = reading.doubt

    def _all(self) -> Iterator[R]:
        for page in self.pages():
            yield from page.records


class _Reading(Generic[R]):
    """A list being read. `doubt` says what speaks against having all of it."""

    def __init__(
        self, operation: str, read: Callable[[PageAddress], ListPage[R]], seen: Sequence[str], total: int | None
    ) -> None:
        self.doubt = ""
        self._operation = operation
        self._read = read
        self._known = set(seen)
        self._total = total
        self._came = len(seen)
        self._visited: list[PageAddress] = []

    def pages(self, start: PageAddress) -> Iterator[ListPage[R]]:
        """The pages from one on, without the records that came before."""
        place: PageAddress | None = start
        barren = 0
        while place is not None:
            page = self._read(place)
            kept, is_any_new = self._sift(page.records)
            barren = 0 if is_any_new else barren + 1
            self._check_end(page, barren, place)
            kept = (*self._find_moved(page.total), *kept)
            self._came += len(kept)
            yield self._tell(page, kept, place)
            place = page.following
        self._check_number()

    def again(self, first: PageAddress) -> Iterator[ListPage[R]]:
        """The pages once more, with what did not come before."""
        self.doubt = ""
        self._came = 0
        most = len(self._visited) + _PAGES_MORE
        self._visited.clear()
        self._total = None
        place: PageAddress | None = first
        while place is not None and len(self._visited) < most:
            page = self._read(place)
            kept = (*self._find_moved(page.total), *self._take_new(page.records))
            self._came += len(page.records)
            yield self._tell(page, kept, place)
            place = page.following
        self._check_number()

    def _tell(self, page: ListPage[R], kept: tuple[R, ...], place: PageAddress) -> ListPage[R]:
        self._visited.append(place)
        if page.total is not None:
            self._total = page.total
        return ListPage(kept, page.following, page.total)

    def _find_moved(self, total: int | None) -> tuple[R, ...]:
        """The records that moved to pages which were read, where the total has fallen: those pages are read again, from
        the last one back to one that brings nothing new."""
        if total is None or self._total is None or total >= self._total:
            return ()
        if not self._visited:
            self.doubt = f"the total fell from {self._total} to {total}"
        found: tuple[R, ...] = ()
        for back, place in enumerate(reversed(self._visited)):
            if back == _MOST_BACK:
                self.doubt = f"the total fell from {self._total} to {total}, and {back} pages were read again"
                break
            page = self._read(place)
            moved = self._take_new(page.records)
            found = (*moved, *found)
            if page.total != total:
                self.doubt = f"the total fell from {total} to {page.total} while it was looked at"
            if not moved:
                break
        return found

    def _check_number(self) -> None:
        if self._total is not None and self._came < self._total:
            self.doubt = f"{self._came} came of the {self._total} that the server counts"

    def _check_end(self, page: ListPage[R], barren: int, place: PageAddress) -> None:
        if page.following is None:
            return
        if barren >= _MOST_BARREN:
            raise EndlessPages(
                f"page {place.number} brings nothing new, as the one before it", Failure(self._operation)
            )
        if place.number >= _MOST_PAGES:
            raise EndlessPages(f"there is no end after {place.number} pages", Failure(self._operation))

    def _sift(self, records: Iterable[R]) -> tuple[tuple[R, ...], bool]:
        """The records without those that came before, and whether any is new. Of records without an id, none is left
        out: two may hold the same."""
        before = len(self._known)
        kept = tuple(record for record in records if self._note(record) or not record.has_id)
        return kept, len(self._known) > before

    def _take_new(self, records: Iterable[R]) -> tuple[R, ...]:
        """Those of the records that did not come before, nor any that is the same."""
        return tuple(record for record in records if self._note(record))

    def _note(self, record: R) -> bool:
        """Whether it is new; from now on it is known."""
        before = len(self._known)
        self._known.add(record.key)
        return len(self._known) > before
