"""Pictures as bytes: what kind they are, how large, whether they are whole, and how they become PNG.

Kinds are told by content, never by name. Only what becomes PNG needs a library, and loads it when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sdconvert.pictures.facts import PictureFacts, facts_of
from sdconvert.pictures.headers import is_readable, pixel_size
from sdconvert.pictures.kinds import METAFILES, PictureKind, extension, sniff
from sdconvert.pictures.outcomes import Allowance, ConvertedPicture, Doubt, PictureOutcome, PictureUnconvertible, quoted
from sdconvert.pictures.view import PictureView, show_as

if TYPE_CHECKING:
    from sdconvert.pictures.conversion import convert, to_png
    from sdconvert.pictures.mending import mend
    from sdconvert.pictures.orientation import as_stored

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


_LATE = {"as_stored": "orientation", "convert": "conversion", "mend": "mending", "to_png": "conversion"}


def __getattr__(name: str) -> Any:
    """Load what few pictures need when it is first used."""
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
    return globals()[name]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
