"""What a client did: the last requests and how each ended."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict

from sdconvert.frozen import dataclass

_KEPT = 1000


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A request. `status` is 0 where no answer was sent; `problem` says what was wrong, `fault` what was asked for."""

    time: float
    method: str
    path: str
    call: str
    status: int
    problem: str = ""
    fault: str = ""
    milliseconds: int = 0

    def as_dict(self) -> dict[str, object]:
        return asdict(self)


class RequestJournal:
    """The last thousand requests, the newest first."""

    def __init__(self) -> None:
        self._entries: deque[JournalEntry] = deque(maxlen=_KEPT)

    def add(self, entry: JournalEntry) -> None:
        self._entries.appendleft(entry)

    def clear(self) -> None:
        self._entries.clear()

    def entries(self) -> tuple[JournalEntry, ...]:
        return tuple(self._entries)
