"""What the drawing of one metafile may cost. Counted, not timed: the same file is drawn, or refused, everywhere."""

from __future__ import annotations

from sdconvert.pictures.outcomes import TooCostly

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
    """Counts the work of a drawing, in pixels that are set."""

    __slots__ = ("_left", "_units")

    def __init__(self, units: int) -> None:
        self._units = self._left = units

    @property
    def spent(self) -> int:
        """What was spent so far."""
        return self._units - self._left

    def spend(self, units: int) -> None:
        """Raises: TooCostly when there is nothing left."""
        self._left -= units
        if self._left < 0:
            raise TooCostly("it asks for more drawing than a picture may cost")
