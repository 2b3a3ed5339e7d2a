"""The ledger: how much of each kind of content a conversion read, kept, changed and dropped."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Kind(StrEnum):
    """What the ledger counts. Characters are code points of text; everything else is counted in pieces."""

    CHARACTERS = "characters"
    PICTURES = "pictures"
    TABLES = "tables"
    NOTES = "notes"
    LINKS = "links"
    REFERENCES = "cross-references"
    DIRECTORIES = "directories"
    INDEX_MARKS = "index marks"
    COMMENTS = "comments"
    EQUATIONS = "equations"
    FIELDS = "fields"
    TEXT_BOXES = "text boxes"
    DRAWINGS = "drawings"
    CHUNKS = "embedded chunks"
    LINE_BREAKS = "line breaks"
    PAGE_BREAKS = "page breaks"


Counts = Mapping[Kind, int]


class Ledger:
    """The account of one conversion: for each kind, read + added = kept + changed + dropped.

    A reader books what it met, a writer what it wrote; each difference carries the code of a finding. `added` is what
    the conversion put in of its own, such as the brackets around a ruby reading.
    """

    __slots__ = ("added", "changed", "dropped", "kept", "read")

    def __init__(self) -> None:
        self.read: dict[Kind, int] = {}
        self.added: dict[tuple[Kind, str], int] = {}
        self.kept: dict[Kind, int] = {}
        self.changed: dict[tuple[Kind, str], int] = {}
        self.dropped: dict[tuple[Kind, str], int] = {}

    def imbalance(self) -> dict[Kind, int]:
        """Read less accounted, for each kind where that is not 0: empty when the ledger closes."""
        rest = dict(self.read)
        for (kind, _), count in self.added.items():
            rest[kind] = rest.get(kind, 0) + count
        for kind, count in self.kept.items():
            rest[kind] = rest.get(kind, 0) - count
        for booked in (self.changed, self.dropped):
            for (kind, _), count in booked.items():
                rest[kind] = rest.get(kind, 0) - count
        return {kind: count for kind, count in rest.items() if count}

    def join(self, other: Ledger) -> Ledger:
        """The sum of two accounts, such as a reader's and a writer's."""
        result = Ledger()
        for name in Ledger.__slots__:
            total: dict[object, int] = dict(getattr(self, name))
            for key, count in getattr(other, name).items():
                total[key] = total.get(key, 0) + count
            setattr(result, name, total)
        return result

    def total(self, kind: Kind) -> tuple[int, int, int, int]:
        """Read, kept, changed and dropped of one kind."""
        changed = sum(count for (of, _), count in self.changed.items() if of is kind)
        dropped = sum(count for (of, _), count in self.dropped.items() if of is kind)
        return self.read.get(kind, 0), self.kept.get(kind, 0), changed, dropped

    def codes(self) -> set[str]:
        """The ids of the codes that explain the differences."""
        return {code for booked in (self.added, self.changed, self.dropped) for _, code in booked}

    def as_dict(self) -> dict[str, object]:
        """The account by kind, ready for JSON, with only the kinds that were met."""
        return {
            str(kind): {
                "read": self.read.get(kind, 0),
                "added": {code: n for (of, code), n in sorted(self.added.items()) if of is kind},
                "kept": self.kept.get(kind, 0),
                "changed": {code: n for (of, code), n in sorted(self.changed.items()) if of is kind},
                "dropped": {code: n for (of, code), n in sorted(self.dropped.items()) if of is kind},
            }
            for kind in Kind
            if any(self.total(kind))
        }
