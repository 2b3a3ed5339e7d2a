"""The program that converts the pictures which may take too long: one after the other, until nobody asks any more.

A message is a picture with its kind, how wide it shows and what it may cost; the answer is what comes of it, with what
it took. What takes longer than is said ends the program.
"""

from __future__ import annotations

import signal
import sys

from sdconvert.pictures.apart import messages
from sdconvert.pictures.bitmaps import without_warnings
from sdconvert.pictures.conversion import convert_here
from sdconvert.pictures.kinds import PictureKind
from sdconvert.pictures.work import do


def main() -> None:
    """Say that it is there, then answer. Who asks decides when to stop, whatever is said to all processes at once."""
    for order in (signal.SIGINT, signal.SIGTERM):
        signal.signal(order, signal.SIG_IGN)
    messages.write(sys.stdout.buffer, {})
    while (message := messages.read(sys.stdin.buffer)) is not None:
        header, picture = message
        _end_after(header["seconds"])
        messages.write(sys.stdout.buffer, *_answer(header, picture))
        _end_after(0)


def _end_after(seconds: float) -> None:
    """Even where nobody is left who could end it."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _answer(header: messages.Header, picture: bytes) -> messages.Message:
    kind, width = PictureKind(header["kind"]), header["width"]
    with without_warnings():
        return do(lambda allowance: convert_here(picture, kind, allowance, width), header["left"]).message()
