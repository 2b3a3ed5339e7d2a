"""What every write knows and collects on its way through a document."""

from __future__ import annotations

from typing import ClassVar

from sdconvert.findings import Code, Location, Report
from sdconvert.ledger import Kind


class WriteContext:
    """The state of one write: the account, and how many characters of the document have been written so far. A format
    adds what it looks up and collects, and says in `out_of_range` which code its `clamp` reports."""

    __slots__ = ("characters", "report")

    out_of_range: ClassVar[Code]

    def __init__(self) -> None:
        self.report = Report()
        self.characters = 0

    def clamp(self, value: int, highest: int, what: str, at: Location | None) -> int:
        """The value within 0 and `highest`; a change is tallied. Loses: the code `out_of_range`."""
        if 0 <= value <= highest:
            return value
        result = 0 if value < 0 else highest
        self.report.tally(self.out_of_range, (what, value), at, what=what, value=value, result=result)
        return result

    def close(self) -> None:
        """Book the characters and report what was tallied."""
        self.report.keep({Kind.CHARACTERS: self.characters})
        self.report.report_tallies()
