"""What changed between two documents, block by block and word by word: pure, and near-linear in their size."""

from sdconvert.comparison.differences import compare
from sdconvert.comparison.result import Change, ComparedBlock, Comparison, Difference, LookOfWords, WordStretch

__all__ = ["Change", "ComparedBlock", "Comparison", "Difference", "LookOfWords", "WordStretch", "compare"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
