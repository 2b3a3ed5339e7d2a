"""Faults that can be shared: files without their words, and the smallest that still shows a fault."""

from sdconvert.sharing.anonymising import WordsLeft, anonymise
from sdconvert.sharing.keeping import Keep, KeepsCode, KeepsError, KeepsExitCode, NotShown
from sdconvert.sharing.reporting import BugReport, WordsNeeded, anonymise_keeping, report_bug
from sdconvert.sharing.shrinking import Progress, Shrunk, shrink

__all__ = [
    "BugReport",
    "Keep",
    "KeepsCode",
    "KeepsError",
    "KeepsExitCode",
    "NotShown",
    "Progress",
    "Shrunk",
    "WordsLeft",
    "WordsNeeded",
    "anonymise",
    "anonymise_keeping",
    "report_bug",
    "shrink",
]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
