"""What comes of a picture that should become PNG."""

from __future__ import annotations

from enum import StrEnum

from sdconvert.errors import SdconvertError
from sdconvert.frozen import dataclass

_LONGEST_QUOTATION = 120
_BYTES_OF_AN_END = 334_000_000
_PIXELS_OF_AN_END = 20_000_000_000
TOO_MUCH = "it takes more time or memory than a picture may take"
"""Why a picture is none whose conversion did not come to its end."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a picture may not show what is meant: half a sentence. `is_about_fonts`: another program on this machine may
    fare no better; `is_final`: it does not, and is not asked."""

    reason: str
    is_about_fonts: bool = False
    is_final: bool = False


@dataclass(frozen=True, slots=True)
class ConvertedPicture:
    """A picture as PNG, with what speaks against it and, of a metafile, the text that is written in it."""

    png: bytes
    doubt: Doubt | None = None
    text: str = ""


def quoted(text: str) -> str:
    """A text in quotation marks, cut where it is long; `nothing` for none."""
    shown = text if len(text) <= _LONGEST_QUOTATION else f"{text[:_LONGEST_QUOTATION]}…"
    return f"“{shown}”" if shown else "nothing"


class PictureUnconvertible(SdconvertError):
    """A picture cannot become PNG: `reason` says why, `missing_extra` which optional extra would have helped."""

    def __init__(self, reason: str, missing_extra: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing_extra = missing_extra

    @property
    def advice(self) -> str:
        """What would help, behind a sentence; empty where nothing would."""
        return f" Install sdconvert[{self.missing_extra}] to convert it." if self.missing_extra else ""


PictureOutcome = ConvertedPicture | PictureUnconvertible


class TooCostly(PictureUnconvertible):
    """The picture asks for more work or memory than a picture, or the pictures of a document, may cost. No other
    program is asked for it."""


class MuchToDo(Exception):
    """A picture asks for more work than this process does: another does it, which can be ended. Nothing is booked."""


class TakeKind(StrEnum):
    """What is taken from an allowance: bytes of a bitmap, units of drawing, and what stands for work that was ended."""

    BITMAP = "bitmap"
    DRAWING = "drawing"
    END = "end"


Take = tuple[TakeKind, int]


class Allowance:
    """What the pictures of one document may cost, in all. Counted, not timed: the same pictures become PNG, or are
    refused, everywhere. `takes` is what was taken, `has_refused` whether it was too little for something.

    Units: bytes of pixels of bitmaps; pixels that are set of metafiles.
    """

    __slots__ = ("_bytes", "_pixels", "has_refused", "takes")

    def __init__(self, bytes_of_bitmaps: int = 1_000_000_000, pixels_of_metafiles: int = 60_000_000_000) -> None:
        self._bytes = bytes_of_bitmaps
        self._pixels = pixels_of_metafiles
        self.has_refused = False
        self.takes: list[Take] = []

    @property
    def left(self) -> tuple[int, int]:
        """What the bitmaps and the metafiles to come may cost."""
        return self._bytes, self._pixels

    def take(self, kind: TakeKind, amount: int) -> None:
        """Book what was taken elsewhere. Raises: TooCostly."""
        if kind is TakeKind.BITMAP:
            self.take_bitmap(amount)
        elif kind is TakeKind.DRAWING:
            self.take_drawing(amount)
        else:
            self._take_end()

    def take_bitmap(self, size: int) -> None:
        """Book a bitmap before it is decoded. Raises: TooCostly where it is more than is left."""
        self.check_bitmap(size)
        self._bytes -= size
        self.takes.append((TakeKind.BITMAP, size))

    def check_bitmap(self, size: int) -> None:
        """Raises: TooCostly where a bitmap is more than is left."""
        if size > self._bytes:
            self.has_refused = True
            raise TooCostly("it and the pictures before it have more pixels than those of a document may have")

    def take_drawing(self, units: int) -> None:
        """Book what drawing took. Raises: TooCostly where nothing was left for it."""
        if self._pixels <= 0:
            self.has_refused = True
            raise TooCostly("the pictures before it took all the drawing that those of a document may cost")
        self._pixels -= units
        self.takes.append((TakeKind.DRAWING, units))

    def _take_end(self) -> None:
        """Book a picture whose work had to be ended: after three of them nothing is left."""
        self._bytes -= _BYTES_OF_AN_END
        self._pixels -= _PIXELS_OF_AN_END
        self.takes.append((TakeKind.END, 0))
