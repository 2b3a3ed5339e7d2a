"""The program that draws the metafiles which may take too long: one after the other, until nobody asks any more.

A message is a metafile with whether it is an EMF, how wide it shows and what drawing may cost; the answer is its PNG,
or the reason why there is none, with what was spent. What takes longer than is said ends the program.
"""

from __future__ import annotations

import signal
import sys
from typing import Any

from sdconvert.pictures.apart import messages
from sdconvert.pictures.bitmaps import without_warnings
from sdconvert.pictures.conversion import draw_here
from sdconvert.pictures.outcomes import Allowance, ConvertedPicture, PictureUnconvertible, TooCostly


def main() -> None:
    """Say that it is there, then answer. Who asks decides when to stop, whatever is said to all processes at once."""
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, signal.SIG_IGN)
    messages.write(sys.stdout.buffer, {})
    while (message := messages.read(sys.stdin.buffer)) is not None:
        header, metafile = message
        _end_after(header["seconds"])
        messages.write(sys.stdout.buffer, *_answer(header, metafile))
        _end_after(0)


def _end_after(seconds: float) -> None:
    """Even where nobody is left who could end it."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(header: dict[str, Any], metafile: bytes) -> messages.Message:
    allowance = Allowance(pixels_of_metafiles=header["left"])
    with without_warnings():
        try:
            outcome = draw_here(metafile, header["is_emf"], allowance, header["width"])
        except PictureUnconvertible as error:
            return {"spent": header["left"] - allowance.left_for_drawing, **_reason(error)}, b""
    return {"spent": header["left"] - allowance.left_for_drawing, **_remarks(outcome)}, outcome.png


def _reason(error: PictureUnconvertible) -> dict[str, Any]:
    return {"reason": error.reason, "extra": error.missing_extra, "is_too_costly": isinstance(error, TooCostly)}


def _remarks(outcome: ConvertedPicture) -> dict[str, Any]:
    doubt = outcome.doubt
    return {"text": outcome.text, "doubt": None if doubt is None else (doubt.reason, doubt.is_about_fonts)}
