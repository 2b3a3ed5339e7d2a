"""What errors say, as one line of bounded length for the journal and for people."""

from __future__ import annotations

from sdconvert.errors import SdconvertError

MOST_SIGNS = 500
"""How long a sentence is: a field of a citation tool may hold a megabyte, and be quoted in an error."""

_PART = 200


def cut(text: str, most: int = MOST_SIGNS) -> str:
    """The text, cut where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def one_line(error: object) -> str:
    """What an error says, to stand inside a sentence: without its full stop; its kind where it says nothing."""
    return cut(" ".join(str(error).split()).rstrip("."), _PART) or type(error).__name__


def reason_of(error: Exception) -> str:
    """Why a document failed, as a sentence. What nobody raised on purpose is a fault of ours, which says so."""
    words = cut(" ".join(str(error).split()))
    if isinstance(error, SdconvertError):
        return words
    return f"A fault of sdconvert ({type(error).__name__}: {words}); please report the file."
