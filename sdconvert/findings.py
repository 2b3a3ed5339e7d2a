"""What is known about a conversion or a file: findings, the report that collects them, and results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from sdconvert.errors import OutputRefused
from sdconvert.frozen import dataclass
from sdconvert.ledger import Counts, Kind, Ledger

if TYPE_CHECKING:
    from sdconvert.files import Destination, Output

T = TypeVar("T")
R = TypeVar("R", bound="Result[Any]")


class Severity(StrEnum):
    """`error`: lost or refused. `warning`: changed. `info`: tidied, nothing to do."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return _RANKS[self]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this is at least as severe as `threshold`."""
        return self.rank <= threshold.rank


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `message` is a format string over the details of a finding."""

    id: str
    severity: Severity
    message: str
    hint: str = ""
    why: str = ""

    @property
    def pattern(self) -> str:
        """The message with the names of its details in their places."""
        return self.message.format_map(_Placeholders())


class _Placeholders(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return f"‹{key}›"


CODES: dict[str, Code] = {}
"""Those declared by the modules that are imported so far; `codes.known_codes` has all."""


def declare(id: str, severity: Severity, message: str, hint: str = "", why: str = "") -> Code:
    """Make a code known once, beside the function that reports it.

    Raises: ValueError when the id is taken: ids are never reused.
    """
    if id in CODES:
        raise ValueError(f"the code {id} is declared twice")
    code = Code(id, severity, message, hint, why)
    CODES[id] = code
    return code


class Location(NamedTuple):
    """A place that a person can go to.

    `paragraph` counts the `w:p` elements of the part from 1, in document order; `heading` is the text of the nearest
    heading before the place, `words` the first words of the paragraph, `para_id` its `w14:paraId`.
    """

    part: str
    paragraph: int | None = None
    heading: str = ""
    words: str = ""
    para_id: str = ""
    path: str = ""

    @property
    def xpath(self) -> str:
        """An XPath into the part as it stands in the file."""
        return self.path or ("" if self.paragraph is None else f"(//w:p)[{self.paragraph}]")

    def __str__(self) -> str:
        pieces = [self.part]
        if self.paragraph is not None:
            pieces.append(f"paragraph {self.paragraph}")
        elif self.path:
            pieces.append(self.path)
        if self.heading:
            pieces.append(f"under “{self.heading}”")
        if self.words:
            pieces.append(f"at “{self.words}”")
        return ", ".join(pieces)


class _Gaps(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know: its kind, its place, and the details that fill the kind's message."""

    code: Code
    location: Location | None = None
    details: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        return self.code.severity

    @property
    def message(self) -> str:
        """The sentence for a person."""
        return self.code.message.format_map(_Gaps(self.details))

    def __str__(self) -> str:
        place = f" ({self.location})" if self.location else ""
        return f"{self.severity} {self.code.id}: {self.message}{place}"

    def as_dict(self) -> dict[str, object]:
        """The complete machine form, ready for JSON."""
        place = self.location
        return {
            "code": self.code.id,
            "severity": str(self.severity),
            "message": self.message,
            "hint": self.code.hint,
            "details": dict(self.details),
            "location": None
            if place is None
            else {
                "part": place.part,
                "paragraph": place.paragraph,
                "heading": place.heading,
                "words": place.words,
                "xpath": place.xpath,
                "para_id": place.para_id,
            },
        }


def _book(booked: dict[tuple[Kind, str], int], counts: Counts, code: Code) -> None:
    for kind, count in counts.items():
        if count:
            key = (kind, code.id)
            booked[key] = booked.get(key, 0) + count


QUOTED = 120
"""How many characters of a text a finding shows at most."""


@dataclass(slots=True)
class _Tally:
    code: Code
    at: Location | None
    details: Mapping[str, object]
    count: int = 0
    texts: list[str] = field(default_factory=list)


class Report:
    """Collects the findings and the ledger of one read or one write; callers see a `Result`."""

    __slots__ = ("_tallies", "findings", "ledger")

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.ledger = Ledger()
        self._tallies: dict[Hashable, _Tally] = {}

    def add(self, code: Code, at: Location | None = None, **details: object) -> None:
        """One finding about nothing that the ledger counts."""
        self.findings.append(Finding(code, at, details))

    def tally(
        self,
        code: Code,
        key: Hashable,
        at: Location | Callable[[], Location | None] | None,
        count: int = 1,
        /,
        **details: object,
    ) -> None:
        """Count what is reported once for each `key`, with the place and details of the first and the number of all as
        `count`. Of a function in `at` only the first is called: a place may be dear."""
        tally = self._tallies.get((code.id, key))
        if tally is None:
            tally = self._tallies[code.id, key] = _Tally(code, at() if callable(at) else at, details)
        tally.count += count

    def tally_drop(
        self,
        code: Code,
        key: Hashable,
        counts: Counts,
        at: Location | Callable[[], Location | None] | None,
        text: str,
        **details: object,
    ) -> None:
        """Content that is not in the result, booked as dropped and told once for each `key`: the beginning of the first
        text as `text`, the number of all as `count`, and all of them as `whole`."""
        self.book_drop(code, counts)
        self.tally(code, key, at, text=text[:QUOTED], **details)
        self._tallies[code.id, key].texts.append(text)

    def report_tallies(self) -> None:
        """The findings about what was tallied."""
        for tally in self._tallies.values():
            whole = (
                {"whole": "\n".join(tally.texts)} if len(tally.texts) > 1 or len("".join(tally.texts)) > QUOTED else {}
            )
            self.add(tally.code, tally.at, count=tally.count, **tally.details, **whole)
        self._tallies.clear()

    def drop(self, code: Code, counts: Counts, at: Location | None = None, **details: object) -> None:
        """A finding for content that is not in the result, booked as dropped."""
        self.add(code, at, **details)
        _book(self.ledger.dropped, counts, code)

    def change(self, code: Code, counts: Counts, at: Location | None = None, **details: object) -> None:
        """A finding for content that is in the result in another form, booked as changed."""
        self.add(code, at, **details)
        _book(self.ledger.changed, counts, code)

    def book_drop(self, code: Code, counts: Counts) -> None:
        """Book more as dropped under a code whose finding is already there."""
        _book(self.ledger.dropped, counts, code)

    def book_change(self, code: Code, counts: Counts) -> None:
        """Book more as changed under a code whose finding is already there."""
        _book(self.ledger.changed, counts, code)

    def book_own(self, code: Code, counts: Counts) -> None:
        """Book more as added under a code whose finding is already there."""
        _book(self.ledger.added, counts, code)

    def add_own(self, code: Code, counts: Counts, at: Location | None = None, **details: object) -> None:
        """A finding for content of the conversion's own making, booked as added."""
        self.add(code, at, **details)
        _book(self.ledger.added, counts, code)

    def read(self, counts: Counts) -> None:
        """Book what a reader met."""
        self._count(self.ledger.read, counts)

    def keep(self, counts: Counts) -> None:
        """Book what a writer wrote as it was."""
        self._count(self.ledger.kept, counts)

    def reclassify(self, old: Kind, new: Kind) -> None:
        """Book a piece under the kind that it turned out to be: a HYPERLINK field is a link."""
        self._count(self.ledger.read, {old: -1, new: 1})

    @staticmethod
    def _count(booked: dict[Kind, int], counts: Counts) -> None:
        for kind, count in counts.items():
            booked[kind] = booked.get(kind, 0) + count

    def result(self, value: T) -> Result[T]:
        """Close the report."""
        return Result(value, tuple(self.findings), self.ledger)

    def file(self, value: bytes | Output) -> FileResult:
        """Close the report of what is written."""
        return FileResult(value, tuple(self.findings), self.ledger)


@dataclass(frozen=True, slots=True, repr=False)
class Result(Generic[T]):
    """A value with everything there is to know about how it was made."""

    value: T
    findings: tuple[Finding, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)

    def __repr__(self) -> str:
        """How much it is and what is known about it, not its content: that may be megabytes."""
        account = "closes" if not self.ledger.imbalance() else "is open"
        return f"<{type(self).__name__} of {_size(self.value)}: {severity_counts(self.findings)}; ledger {account}>"

    def save(self, place: Destination) -> None:
        """Write the bytes of a result to a path, a URL, a binary file or a path of a file system of fsspec; a path gets
        them whole or not at all.

        Raises: OutputRefused, also for a result that is no bytes.
        """
        if not isinstance(self.value, bytes):
            raise OutputRefused(f"A {type(self.value).__name__} is no file; results of convert and pack can be saved.")
        from sdconvert.files import save

        save(place, self.value)

    def then(self, step: Callable[[T], R]) -> R:
        """Feed the value to the next step and join findings and ledgers."""
        return step(self.value).behind(self)

    def behind(self, before: Result[Any]) -> Self:
        """The same with the findings and the ledger of what came before."""
        return replace(self, findings=before.findings + self.findings, ledger=before.ledger.join(self.ledger))

    @property
    def losses(self) -> tuple[Finding, ...]:
        """The findings about content that is not in the result and that nobody asked to leave out: errors, and
        warnings whose code the ledger has under dropped."""
        dropped = {code for _, code in self.ledger.dropped}
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.ERROR
            or (finding.severity is Severity.WARNING and finding.code.id in dropped)
        )


@dataclass(frozen=True, slots=True, repr=False, init=False)
class FileResult(Result[bytes]):
    """A result that is a file: `value` is its bytes, put together when they are asked for; `save` writes them in
    pieces, so that a file of any size needs no memory. Both read pictures of large files from where these stand."""

    output: Output = field(init=False, compare=False)

    def __init__(self, value: bytes | Output, findings: tuple[Finding, ...] = (), ledger: Ledger | None = None) -> None:
        self._set(value, findings, ledger)

    def _set(self, value: bytes | Output, findings: tuple[Finding, ...], ledger: Ledger | None) -> None:
        from sdconvert.handles import HeldContent

        if isinstance(value, bytes):
            object.__setattr__(self, "value", value)
        object.__setattr__(self, "output", HeldContent(value) if isinstance(value, bytes) else value)
        object.__setattr__(self, "findings", findings)
        object.__setattr__(self, "ledger", Ledger() if ledger is None else ledger)

    def __getattr__(self, name: str) -> bytes:
        """The value, the first time that it is asked for."""
        if name != "value":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}", name=name, obj=self)
        from sdconvert.backings import joined

        data = joined(self.output.pieces())
        object.__setattr__(self, "value", data)
        return data

    def behind(self, before: Result[Any]) -> Self:
        """The same with the findings and the ledger of what came before."""
        return type(self)(self.output, before.findings + self.findings, before.ledger.join(self.ledger))

    def __reduce__(self) -> tuple[object, ...]:
        return FileResult, (self.value, self.findings, self.ledger)

    def save(self, place: Destination) -> None:
        """Write the file to a path, a URL, a binary file or a path of a file system of fsspec; a path gets it whole or
        not at all.

        Raises: OutputRefused; UnreadableInput where it has pictures of a large file that was changed since.
        """
        from sdconvert.files import save

        save(place, self.output)


def _size(value: object) -> str:
    return f"{len(value):,} bytes" if isinstance(value, bytes) else f"a {type(value).__name__}"


def worst(findings: Iterable[Finding]) -> Severity | None:
    """The highest severity among the findings, None for none."""
    return min((finding.severity for finding in findings), key=lambda severity: severity.rank, default=None)


def severity_counts(findings: Iterable[Finding]) -> str:
    """How many findings of each severity, for people: `2 errors, 1 warning`."""
    counts = Counter(finding.severity for finding in findings)
    told = [(counts[severity], severity) for severity in Severity if counts[severity]]
    return ", ".join(f"{count} {severity}{'s' * (count != 1)}" for count, severity in told) or "no findings"
