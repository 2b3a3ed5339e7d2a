"""Findings as comments of the Word file that they are about, at their places; every other part stays as it is."""

from sdconvert.annotation.word_file import annotate, remove_annotations

__all__ = ["annotate", "remove_annotations"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
