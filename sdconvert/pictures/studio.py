"""Pictures that are much work, converted in a process that can be ended: the same bytes as here, or one reason."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from sdconvert.pictures.work import ENDED, Work

if TYPE_CHECKING:
    from sdconvert.pictures.kinds import PictureKind
    from sdconvert.pictures.program import Answerer

MOST_PIXELS_HERE = 4_000_000
"""How many pixels a bitmap may have that is decoded in the process that converts its document."""
MOST_UNITS_HERE = 500_000_000
"""What a metafile may cost in the process that converts its document. Units: those of an allowance."""
SECONDS = 60.0
"""How long a picture may take there. What is counted takes about four on an idle processor."""
_SECONDS_TO_START = 30.0
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from sdconvert.pictures.apart.costly import main; main()"


class Studio:
    """The process in which pictures of one document are converted. It is started for the first of them, and once more
    after it was ended; leaving the block ends it."""

    __slots__ = ("_answerer", "_has_failed")

    def __init__(self) -> None:
        self._answerer: Answerer | None = None
        self._has_failed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def open(self) -> bool:
        """Start the process where there is none. Whether there is one now: a machine may have none to give."""
        if self._answerer is None and not self._has_failed:
            from sdconvert.pictures.program import Answerer

            try:
                self._answerer = Answerer([sys.executable, "-c", _PROGRAM, *sys.path])
            except OSError:
                self._has_failed = True
            else:
                self._has_failed = not self._answerer.is_ready(_SECONDS_TO_START)
        return not self._has_failed

    def convert(self, data: bytes, kind: PictureKind | None, left: tuple[int, int], width: float | None) -> Work:
        """What comes of a picture that may cost so much, as it would here. The studio is open."""
        assert self._answerer is not None
        header = {"kind": kind, "width": width, "left": left, "seconds": SECONDS}
        answer = self._answerer.ask(header, data, SECONDS)
        if answer is None:
            self._close()
            return ENDED
        return Work.parse(*answer)

    def stop(self) -> None:
        """End what it does; who waits for that in another thread learns that it ended."""
        self._has_failed = True
        answerer = self._answerer
        if answerer is not None:
            answerer.kill()

    def _close(self) -> None:
        if self._answerer is not None:
            self._answerer.end()
            self._answerer = None
