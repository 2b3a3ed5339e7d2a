"""Faults that can be shared: files without their words, and the smallest that still shows a fault."""

from sdconvert.sharing.anonymising import WordsLeft, anonymise

__all__ = ["WordsLeft", "anonymise"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
