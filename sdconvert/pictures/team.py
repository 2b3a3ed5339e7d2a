"""Pictures of one document made by several processes at once: this one begins at the first of them, others at the last.

Each picture is made for itself and booked in its turn, so that what comes out is the same by however many. A helper is
a program of ours, for which a thread waits; it takes a twelfth of a second to start.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

from sdconvert.pictures.studio import Studio
from sdconvert.pictures.work import ENDED, Work

MOST_HELPERS = 3
LEAST_SECONDS = 0.4
"""How long what is left has to take before a helper is started."""


def free_processors() -> int:
    """How many processors have nothing to do besides the one that this process runs on. None for one that others were
    started beside, as in a pool, which has one for each."""
    processes = sys.modules.get("multiprocessing.process")
    if processes is not None and processes.parent_process() is not None:
        return 0
    allowed = getattr(os, "sched_getaffinity", None)
    processors = len(allowed(0)) if allowed is not None else os.cpu_count() or 1
    return max(0, processors - max(1, round(_load())))


def _load() -> float:
    """How many processes ran on the average of the last minute; nothing where nobody counts them."""
    try:
        return os.getloadavg()[0]
    except (AttributeError, OSError):
        return 0.0


class Team:
    """Who makes the pictures of a document. `make` makes the one of a number in a studio."""

    __slots__ = ("_changed", "_done", "_end", "_helpers", "_made", "_make", "_next", "_seconds", "_studios")

    def __init__(self, count: int, make: Callable[[int, Studio], Work]) -> None:
        self._next, self._end = 0, count  # those that nobody has begun
        self._make = make
        self._made, self._seconds = 0, 0.0
        self._done: dict[int, Work] = {}
        self._changed = threading.Condition()
        self._helpers: list[threading.Thread] = []
        self._studios: list[Studio] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._end = self._next
        for studio in self._studios:
            studio.stop()
        for helper in self._helpers:
            helper.join()

    def work_of(self, place: int, make: Callable[[], Work]) -> Work:
        """What comes of the picture of a number, made here where no helper has begun with it, or did not get to its
        end. They are asked for one after the other."""
        with self._changed:
            is_mine = place < self._end
            self._next = place + 1
            self._changed.wait_for(lambda: is_mine or place in self._done)
        work = ENDED if is_mine else self._done.pop(place)
        return make() if work is ENDED else work

    def note(self, seconds: float) -> None:
        """Note how long a picture took that was made here."""
        self._made += 1
        self._seconds += seconds

    def ask_for_help(self) -> None:
        """Start helpers where there is much left to do, if that is like what was made here so far."""
        left = self._end - self._next
        if self._helpers or left < 2 or not self._made or self._seconds * left < LEAST_SECONDS * self._made:
            return
        for _ in range(min(free_processors(), MOST_HELPERS, left - 1)):
            studio = Studio()
            helper = threading.Thread(target=self._help, args=(studio,), daemon=True)
            self._studios.append(studio)
            self._helpers.append(helper)
            helper.start()

    def _help(self, studio: Studio) -> None:
        with studio:
            while studio.open() and (place := self._last()) is not None:
                work = ENDED
                try:
                    work = self._make(place, studio)
                finally:
                    with self._changed:
                        self._done[place] = work
                        self._changed.notify_all()

    def _last(self) -> int | None:
        """The last picture that nobody has begun, which is begun now."""
        with self._changed:
            if self._next >= self._end:
                return None
            self._end -= 1
            return self._end
