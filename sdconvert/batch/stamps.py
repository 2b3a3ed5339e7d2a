"""Whether a file is still the one that was read, by what the file system says of it, without a look into it.

A stamp is the hash of a content with the size, the times and the number of the file that had it. A file with the same
stamp has the same content, but for two dangers. One that was changed within the same tick of the clock as before would
have the same time: so what was changed shortly before it was looked at gets no stamp, and is hashed the next time, as
git does. A time of change that was put back, as `touch -r` and copies do, is no time to go by: where the system has it,
the time at which anything about the file was changed, which nobody can set, is part of the stamp.
"""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from sdconvert.remote import is_remote, local_path

_SECOND = 1_000_000_000
_COARSE = 2 * _SECOND
"""The tick of FAT, the longest; also that of a file system whose times are whole seconds."""
_FINE = _SECOND // 10
"""More than the tick of any system whose times have fractions of a second."""


class Look(NamedTuple):
    """What the file system says of a file, and when it was asked, in nanoseconds since 1970."""

    size: int
    changed: int
    touched: int
    number: int
    looked: int

    def stamp(self, content_hash: str) -> str:
        """The stamp of the file where it has this content; empty where it was changed too shortly before the look, or
        later than now by the clock of this machine."""
        newest = max(self.changed, self.touched)
        tick = _FINE if self.changed % _SECOND else _COARSE
        return self.identity(content_hash) if newest + tick <= self.looked else ""

    def identity(self, content_hash: str) -> str:
        """What a stamp of the file with this content has to be."""
        return f"{content_hash} {self.size} {self.changed} {self.touched} {self.number}"


def look_at(place: str) -> Look | None:
    """What is said of a file now; None for one elsewhere and where nothing is. The look stands before the reading: what
    is changed while it is read has another stamp afterwards."""
    if is_remote(place):
        return None
    looked = time.time_ns()
    try:
        facts = os.stat(place if ":" not in place else local_path(place))
    except (OSError, ValueError):
        return None
    return Look(facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino, looked)
