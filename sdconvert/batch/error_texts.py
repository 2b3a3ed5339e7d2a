"""What errors say, as one line of bounded length for the journal and for people."""

from __future__ import annotations

from sdconvert.errors import SdconvertError

MOST_SIGNS = 500
"""How long a sentence is: a field of a citation tool may hold a megabyte, and be quoted in an error."""


def cut(text: str, most: int = MOST_SIGNS) -> str:
    """The text, cut where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def reason_of(error: Exception) -> str:
    """Why a document failed, as a sentence. What nobody raised on purpose is a fault of ours, which says so."""
    words = cut(" ".join(str(error).split()))
    if isinstance(error, SdconvertError):
        return words
    return f"A fault of sdconvert ({type(error).__name__}: {words}); please report the file."
