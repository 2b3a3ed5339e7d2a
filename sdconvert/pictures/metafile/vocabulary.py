"""What the records of one format do: those that nobody knows, or that are broken, are noted."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from typing import Generic, ParamSpec

from sdconvert.frozen import dataclass
from sdconvert.pictures.metafile.bitmaps import BrokenBitmap
from sdconvert.pictures.metafile.budget import PER_RECORD
from sdconvert.pictures.metafile.canvas import Canvas
from sdconvert.pictures.metafile.notes import DrawingNotes

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Vocabulary(Generic[P]):
    """The types of records of a format. `without_effect` are those that leave nothing to see; `name` is how a note
    calls a type, as a format string."""

    name: str
    handlers: Mapping[int, Callable[P, None]]
    without_effect: frozenset[int]

    def play(self, kind: int, canvas: Canvas, notes: DrawingNotes, *args: P.args, **kwargs: P.kwargs) -> None:
        """Do what one record says, as its handler does with these arguments; note it where that is not known.

        Raises: TooCostly.
        """
        canvas.spend(PER_RECORD)
        handler = self.handlers.get(kind)
        if handler is None:
            if kind not in self.without_effect:
                notes.skipped_records.add(self.name.format(kind))
            return
        try:
            handler(*args, **kwargs)
        except (struct.error, BrokenBitmap):
            notes.skipped_records.add(f"{self.name.format(kind)}, broken")
