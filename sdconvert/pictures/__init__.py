"""Pictures as bytes: what kind they are, how large, whether they are whole, and how they become PNG.

Kinds are told by content, never by name. Only what becomes PNG needs a library, and loads it when it is used.
"""

from __future__ import annotations

from sdconvert.pictures.conversion import METAFILES, convert, to_png
from sdconvert.pictures.facts import PictureFacts, facts_of
from sdconvert.pictures.headers import is_readable, pixel_size
from sdconvert.pictures.kinds import PictureKind, extension, sniff
from sdconvert.pictures.mending import mend
from sdconvert.pictures.orientation import as_stored
from sdconvert.pictures.outcomes import Allowance, ConvertedPicture, Doubt, PictureOutcome, PictureUnconvertible, quoted
from sdconvert.pictures.view import PictureView, show_as

__all__ = [
    "METAFILES",
    "Allowance",
    "ConvertedPicture",
    "Doubt",
    "PictureFacts",
    "PictureKind",
    "PictureOutcome",
    "PictureUnconvertible",
    "PictureView",
    "as_stored",
    "convert",
    "extension",
    "facts_of",
    "is_readable",
    "mend",
    "pixel_size",
    "quoted",
    "show_as",
    "sniff",
    "to_png",
]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
