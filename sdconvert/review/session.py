"""One review: the documents, the mapping that is tried on them, and what was computed of both so far."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from sdconvert.batch import storage
from sdconvert.batch.sources import Item
from sdconvert.errors import OutputRefused
from sdconvert.files import save
from sdconvert.frozen import dataclass
from sdconvert.options import ConversionOptions
from sdconvert.pictures.program import find_office, has_reader
from sdconvert.review.document import DocumentView, Reading
from sdconvert.review.folder import Folder
from sdconvert.review.office import PrintedPages, print_document
from sdconvert.review.pairing import Box
from sdconvert.review.rows import mapping_text
from sdconvert.stylemap import StyleMap

T = TypeVar("T")
_READINGS = 6
_VIEWS = 8
_PRINTED = 6


class Recent(Generic[T]):
    """The values that were made last, by key; each is made once, however many ask for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, Future[T]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key, made now where it is not there. Raises: what `make` raises, which is not kept."""
        with self._lock:
            future = self._values.get(key)
            is_new = future is None
            if future is None:
                future = self._values[key] = Future()
            self._values.move_to_end(key)
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        if is_new:
            self._make(key, make, future)
        return future.result()

    def _make(self, key: Hashable, make: Callable[[], T], future: Future[T]) -> None:
        try:
            future.set_result(make())
        except BaseException as error:
            with self._lock:
                self._values.pop(key, None)
            future.set_exception(error)
            raise


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The pages of LibreOffice, with the boxes of the paragraphs on them by place."""

    pages: PrintedPages
    boxes: Sequence[tuple[str, Box]]


class ReviewSession:
    """What the page asks and orders. Only `save` writes anything."""

    def __init__(
        self,
        items: Sequence[Item],
        options: ConversionOptions,
        output: Path,
        *,
        workers: int,
        is_folder: bool,
        office: str | None = None,
        overwrites: bool = False,
    ) -> None:
        self.items = items
        self.options = options
        self.stylemap = options.mapping or StyleMap({})
        self.folder = Folder(items, _without_mapping(options), workers)
        self.output = output
        self.is_folder = is_folder
        self.office = office
        self._own_files = {output} if overwrites else set()
        self._readings: Recent[Reading] = Recent(_READINGS)
        self._views: Recent[DocumentView] = Recent(_VIEWS)
        self._printed: OrderedDict[str, Future[LaidOut]] = OrderedDict()
        self._printing = threading.Lock()
        self._printer = ThreadPoolExecutor(1, "sdconvert review")

    def start(self) -> None:
        """Begin to read the documents."""
        self.folder.want(self.stylemap)
        self.folder.start()

    def close(self) -> None:
        """Stop what goes on in the background."""
        self.folder.stop()
        self._printer.shutdown(cancel_futures=True)
        for printed in self._printed.values():
            printed.add_done_callback(_close_pages)

    # -------------------------------------------------------------------------------------------------------- documents

    def reading(self, number: int) -> Reading:
        """A document as it is on disk now. Raises: IndexError, UnreadableInput, UnsafeInput, UnresolvedRevisions."""
        item = self.items[number]
        data = storage.read(item.place)
        return self._readings.get(
            (number, hash(data), len(data)), lambda: Reading(data, _without_mapping(self.options))
        )

    def view(self, number: int) -> tuple[Reading, DocumentView]:
        """A document under the mapping of now. Raises: as `reading`."""
        reading, stylemap = self.reading(number), self.stylemap
        key = (reading.digest, tuple(stylemap.rows.items()))
        return reading, self._views.get(key, lambda: reading.view(stylemap))

    def laid_out(self, number: int) -> Future[LaidOut] | None:
        """The pages of a document, which LibreOffice begins to print when they are first asked for; None without it.

        Raises: as `reading`.
        """
        if self.office is None:
            return None
        reading = self.reading(number)
        with self._printing:
            if reading.digest not in self._printed:
                self._printed[reading.digest] = self._printer.submit(_lay_out, self.office, reading)
                if len(self._printed) > _PRINTED:
                    self._printed.popitem(last=False)[1].add_done_callback(_close_pages)
            return self._printed[reading.digest]

    # ---------------------------------------------------------------------------------------------------------- mapping

    def choose(self, stylemap: StyleMap) -> None:
        """Try another mapping."""
        self.stylemap = stylemap
        self.folder.want(stylemap)

    def save(self, form: str, *, replaces: bool) -> Path:
        """Write the mapping beside its place and rename it; `form` is `json` or `toml`.

        Raises: OutputRefused for a file that is there and was not written by this review, unless it `replaces` one.
        """
        path = self.output.with_suffix(f".{form}")
        if path.exists() and path not in self._own_files and not replaces:
            raise OutputRefused(f"{path} is there already.")
        save(path, mapping_text(self.stylemap, self.folder.proposal(), form).encode())
        self._own_files.add(path)
        return path


def find_layouter() -> str | None:
    """LibreOffice, None where it or the library that reads its pages is not installed."""
    return find_office() if has_reader() else None


def _without_mapping(options: ConversionOptions) -> ConversionOptions:
    return replace(options, mapping=None)


def _lay_out(office: str, reading: Reading) -> LaidOut:
    pages = print_document(office, reading.data)
    return LaidOut(pages, pages.boxes(reading.texts))


def _close_pages(printed: Future[LaidOut]) -> None:
    if not printed.cancelled() and printed.exception() is None:
        printed.result().pages.close()
