"""What the drawing of one metafile may cost. Counted, not timed: the same file is drawn, or refused, everywhere."""

from __future__ import annotations

from sdconvert.pictures.outcomes import MuchToDo, TooCostly

MAX_RECORDS = 200_000
MAX_PIXELS_OF_A_BITMAP = 25_000_000

PER_RECORD = 5_000
PER_OPERATION = 25_000
PER_POINT = 2_000
PER_CURVE = 30_000
PER_CROSSING = 80
PER_STEP_OF_A_THIN_LINE = 5
PER_CHARACTER = 25_000
"""What things cost besides the pixels that they set: reading them, and each row that an edge or a line crosses.

Units: nanoseconds of a usual processor, about what it takes to set a pixel.
"""


class Budget:
    """Counts the work of a drawing, in pixels that are set. `most_here` is what this process does of it."""

    __slots__ = ("_least", "_left", "_units")

    def __init__(self, units: int, most_here: int | None = None) -> None:
        self._units = self._left = units
        self._least = 0 if most_here is None else max(0, units - most_here)

    @property
    def spent(self) -> int:
        """What was spent so far."""
        return self._units - self._left

    @property
    def is_left_to_another(self) -> bool:
        """Whether another process has to do the work, and to book it."""
        return self._left < self._least and self._least > 0

    def spend(self, units: int) -> None:
        """Raises: TooCostly when there is nothing left, MuchToDo when there is, but not for this process."""
        self._left -= units
        if self._left < self._least:
            if self._least:
                raise MuchToDo
            raise TooCostly("it asks for more drawing than a picture may cost")
