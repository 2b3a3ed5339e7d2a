"""Pictures as bytes: what kind they are, how large, whether they are whole, and how they become PNG.

Kinds are told by content, never by name. Only what becomes PNG needs a library, and loads it when it is used.
"""

from __future__ import annotations

from sdconvert.pictures.conversion import METAFILES, PictureOutcome, convert, to_png
from sdconvert.pictures.headers import is_readable, pixel_size
from sdconvert.pictures.kinds import PictureKind, extension, sniff
from sdconvert.pictures.outcomes import ConvertedPicture, Doubt, PictureUnconvertible, quoted

__all__ = [
    "METAFILES",
    "ConvertedPicture",
    "Doubt",
    "PictureKind",
    "PictureOutcome",
    "PictureUnconvertible",
    "convert",
    "extension",
    "is_readable",
    "pixel_size",
    "quoted",
    "sniff",
    "to_png",
]
