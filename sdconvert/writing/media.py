"""The pictures that a written document shows: each prepared once, named, and booked wherever it is shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from hashlib import sha256
from typing import ClassVar, Generic, NamedTuple, TypeVar

from sdconvert.choices import Renderer
from sdconvert.findings import Code, Location, Report
from sdconvert.ledger import Kind
from sdconvert.pictures import (
    METAFILES,
    Allowance,
    PictureKind,
    PictureOutcome,
    PictureUnconvertible,
    convert,
    extension,
    is_readable,
    mend,
    quoted,
    sniff,
)

R = TypeVar("R")

_BEYOND_MENDING = "it is damaged, and nothing of it can be shown"


class _Outcome(NamedTuple, Generic[R]):
    """What refers to a picture, None where it is lost; `code` tells how it was lost or changed."""

    stored: R | None
    code: Code | None = None
    details: Mapping[str, object] = {}


class PictureStore(ABC, Generic[R]):
    """The pictures that a format's document shows. `parts` are the files of the package so far.

    A format says what it holds as it is, how it stores that, and by which codes it tells that a picture is missing, of
    no known kind, not convertible or beyond mending, converted, converted to what may not show the same, or was cut off
    and mended. A finding has those details that the message of its code names.
    """

    __slots__ = ("_allowance", "_assets", "_bitmaps", "_drawn", "_outcomes", "_renderer", "_report", "parts")

    missing: ClassVar[Code]
    unknown: ClassVar[Code]
    unconvertible: ClassVar[Code]
    converted: ClassVar[Code]
    doubtful: ClassVar[Code]
    mended: ClassVar[Code]

    def __init__(self, assets: Mapping[str, bytes], report: Report, renderer: Renderer = Renderer.AUTO) -> None:
        self._assets = assets
        self._report = report
        self._renderer = renderer
        self._allowance = Allowance()
        self._drawn: Mapping[bytes, PictureOutcome] = {}
        self._bitmaps: dict[bytes, PictureOutcome] = {}
        self._outcomes: dict[tuple[str, str], _Outcome[R]] = {}
        self.parts: dict[str, bytes] = {}

    @abstractmethod
    def holds(self, kind: PictureKind | None, data: bytes) -> bool:
        """Whether the format holds such a picture as it is."""

    @abstractmethod
    def store(self, name: str, data: bytes, kind: PictureKind | None) -> R:
        """What refers to a picture that has this name where the format gives no other."""

    def use(self, asset: str, at: Location | None, name: str | None = None, **details: object) -> R | None:
        """What to refer to a picture by, None when it cannot be in the result. Books the picture.

        `name` is the one to store it by, where that is not the name of the asset. Loses: the four codes.
        """
        key = (asset, asset if name is None else name)
        outcome = self._outcomes.get(key)
        if outcome is None:
            outcome = self._outcomes[key] = self._prepare(*key)
        told = {"asset": asset, **outcome.details, **details}
        if outcome.code is None:
            self._report.keep({Kind.PICTURES: 1})
        elif outcome.stored is None:
            self._report.drop(outcome.code, {Kind.PICTURES: 1}, at, **_named_in(outcome.code, told))
        else:
            self.book_converted(outcome.code, at, _named_in(outcome.code, told))
        return outcome.stored

    def book_converted(self, code: Code, at: Location | None, details: Mapping[str, object]) -> None:
        """Book a picture that was mended or is shown as PNG; it is told by itself where it may not show the same, else
        by kinds."""
        if code is self.mended or code is not self.converted:
            self._report.change(code, {Kind.PICTURES: 1}, at, **details)
            return
        self._report.tally(code, details["kind"], at, **details)
        self._report.book_change(code, {Kind.PICTURES: 1})

    def _prepare(self, asset: str, name: str) -> _Outcome[R]:
        data = self._assets.get(asset)
        if data is None:
            return _Outcome(None, self.missing)
        kind = sniff(data)
        if self.holds(kind, data):
            return self._keep(name, data, kind)
        if kind is None:
            return _Outcome(None, self.unknown, {"reason": "unknown"})
        return self._booked(self._draw(data) if kind in METAFILES else self._convert(data), str(kind))

    def _keep(self, name: str, data: bytes, kind: PictureKind | None) -> _Outcome[R]:
        """What is stored of a picture that the format holds; one that is cut off is mended."""
        if kind is None or is_readable(data, kind):
            return _Outcome(self.store(name, data, kind))
        mended = mend(data, kind)
        if mended is None:
            return _Outcome(None, self.unconvertible, {"kind": str(kind), "reason": _BEYOND_MENDING, "advice": ""})
        return _Outcome(self.store(name, mended, kind), self.mended, {"kind": str(kind)})

    def _booked(self, outcome: PictureOutcome, kind: str) -> _Outcome[R]:
        """What is stored of a picture that became PNG, or did not, and what there is to tell."""
        if isinstance(outcome, PictureUnconvertible):
            details = {"kind": kind, "reason": outcome.reason.rstrip("."), "advice": outcome.advice}
            return _Outcome(None, self.unconvertible, details)
        name = name_by_content(outcome.png, extension(PictureKind.PNG))
        stored = self.store(name, outcome.png, PictureKind.PNG)
        if outcome.doubt is None:
            return _Outcome(stored, self.converted, {"kind": kind})
        return _Outcome(
            stored, self.doubtful, {"kind": kind, "reason": outcome.doubt.reason, "text": quoted(outcome.text)}
        )

    def _draw(self, data: bytes) -> PictureOutcome:
        """What comes of a metafile. All are drawn at once, as LibreOffice starts slowly; none is drawn twice."""
        if data not in self._drawn:
            metafiles = list(dict.fromkeys(picture for picture in self._assets.values() if sniff(picture) in METAFILES))
            outcomes = convert(metafiles, self._renderer, self._allowance)
            self._drawn = dict(zip(metafiles, outcomes, strict=True))
        return self._drawn[data]

    def _convert(self, data: bytes) -> PictureOutcome:
        """What comes of a bitmap, which is decoded once, by how many names it may go."""
        if data not in self._bitmaps:
            (self._bitmaps[data],) = convert([data], self._renderer, self._allowance)
        return self._bitmaps[data]


def name_by_content(data: bytes, ending: str) -> str:
    """A file name that is the same for the same content."""
    name = sha256(data).hexdigest()[:32]
    return f"{name}.{ending}" if ending else name


def _named_in(code: Code, details: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if f"{{{name}}}" in code.message}
