"""What a reconciliation says: the merged document, what was carried over, and where both sides changed the same."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum

from sdconvert.findings import Location, Result
from sdconvert.frozen import dataclass
from sdconvert.model.document import Document
from sdconvert.reconciling.proposals import Proposal


class Conflicts(StrEnum):
    """What stands in the result where both sides changed the same: ours, that is CURRENT; theirs, that is EDITED; ours
    with theirs in a note in the margin; or there is no result."""

    BOTH = "both"
    MINE = "mine"
    THEIRS = "theirs"
    FAIL = "fail"


class EditKind(StrEnum):
    """What an edit did to a block."""

    WORDS = "words"
    KIND = "kind"
    LOOK = "look"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    TABLE = "table"
    PICTURE = "picture"
    METADATA = "metadata"


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit of EDITED that is in the result: what it did, to which block, and the words of that afterwards."""

    kind: EditKind
    words: str
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed: what it is about, what was there, what each made of it. `at` is the place in
    CURRENT."""

    what: str
    base: str
    mine: str
    theirs: str
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """The documents of a reconciliation: `shown` is the base as the format of the edited file shows it."""

    base: Document
    shown: Document
    edited: Document
    current: Document


@dataclass(frozen=True, slots=True, repr=False)
class Reconciliation(Result[bytes]):
    """The merged SDXML package, with the findings about it, the document that it says, what is proposed in the edited
    file, and the documents that were merged."""

    document: Document = field(kw_only=True, compare=False)
    edits: tuple[Edit, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    versions: Versions | None = field(default=None, compare=False)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was changed by both sides."""
        return not self.conflicts
