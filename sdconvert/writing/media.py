"""The pictures that a written document shows: each prepared once, named, and booked wherever it is shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from sdconvert.choices import Renderer
from sdconvert.findings import Code, Location, Report
from sdconvert.handles import Handle, HeldContent, handle_in
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.pictures import (
    METAFILES,
    Allowance,
    PictureKind,
    PictureOutcome,
    PictureUnconvertible,
    extension,
    facts_of,
    quoted,
    sniff,
)

if TYPE_CHECKING:
    from sdconvert.pictures import convert, mend
else:
    convert = call_late("sdconvert.pictures", "convert")
    mend = call_late("sdconvert.pictures", "mend")


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

    __slots__ = ("_allowance", "_assets", "_bitmaps", "_drawn", "_outcomes", "_renderer", "_report", "_widths", "parts")

    missing: ClassVar[Code]
    unknown: ClassVar[Code]
    unconvertible: ClassVar[Code]
    converted: ClassVar[Code]
    doubtful: ClassVar[Code]
    mended: ClassVar[Code]

    def __init__(
        self,
        assets: Mapping[str, bytes],
        report: Report,
        renderer: Renderer = Renderer.AUTO,
        widths: Callable[[], Mapping[str, float | None]] = dict,
    ) -> None:
        """`widths` tells how wide the pictures show, as `shown_widths`; it is asked where one has to be drawn."""
        self._assets = assets
        self._widths = widths
        self._report = report
        self._renderer = renderer
        self._allowance = Allowance()
        self._drawn: Mapping[Handle, PictureOutcome] = {}
        self._bitmaps: dict[Handle, PictureOutcome] = {}
        self._outcomes: dict[tuple[str, str], _Outcome[R]] = {}
        self.parts: dict[str, Handle] = {}

    @abstractmethod
    def holds(self, kind: PictureKind | None, content: Handle) -> bool:
        """Whether the format holds such a picture as it is."""

    @abstractmethod
    def store(self, name: str, content: Handle, kind: PictureKind | None) -> R:
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
        if asset not in self._assets:
            return _Outcome(None, self.missing)
        content = handle_in(self._assets, asset)
        kind = facts_of(content).kind
        if self.holds(kind, content):
            return self._keep(name, content, kind)
        if kind is None:
            return _Outcome(None, self.unknown, {"reason": "unknown"})
        return self._booked(self._draw(content) if kind in METAFILES else self._convert(content), str(kind))

    def _keep(self, name: str, content: Handle, kind: PictureKind | None) -> _Outcome[R]:
        """What is stored of a picture that the format holds; one that is cut off is mended."""
        if kind is None or facts_of(content).is_whole:
            return _Outcome(self.store(name, content, kind))
        mended = mend(content.read(), kind)
        if mended is None:
            return _Outcome(None, self.unconvertible, {"kind": str(kind), "reason": _BEYOND_MENDING, "advice": ""})
        return _Outcome(self.store(name, HeldContent(mended), kind), self.mended, {"kind": str(kind)})

    def _booked(self, outcome: PictureOutcome, kind: str) -> _Outcome[R]:
        """What is stored of a picture that became PNG, or did not, and what there is to tell."""
        if isinstance(outcome, PictureUnconvertible):
            details = {"kind": kind, "reason": outcome.reason.rstrip("."), "advice": outcome.advice}
            return _Outcome(None, self.unconvertible, details)
        content = HeldContent(outcome.png)
        stored = self.store(name_by_content(content, extension(PictureKind.PNG)), content, PictureKind.PNG)
        if outcome.doubt is None:
            return _Outcome(stored, self.converted, {"kind": kind})
        return _Outcome(
            stored, self.doubtful, {"kind": kind, "reason": outcome.doubt.reason, "text": quoted(outcome.text)}
        )

    def _draw(self, content: Handle) -> PictureOutcome:
        """What comes of a metafile. All are drawn at once, as LibreOffice starts slowly; none is drawn twice."""
        if content not in self._drawn:
            shown, metafiles = self._widths(), dict[Handle, float | None]()
            for name in self._assets:
                picture = handle_in(self._assets, name)
                if sniff(picture.start()) in METAFILES:
                    width, other = shown.get(name), metafiles.get(picture, 0.0)
                    metafiles[picture] = None if width is None or other is None else max(width, other)
            pictures, widths = [picture.read() for picture in metafiles], list(metafiles.values())
            outcomes = convert(pictures, self._renderer, self._allowance, widths)
            self._drawn = dict(zip(metafiles, outcomes, strict=True))
        return self._drawn[content]

    def _convert(self, content: Handle) -> PictureOutcome:
        """What comes of a bitmap, which is decoded once, by how many names it may go."""
        if content not in self._bitmaps:
            (self._bitmaps[content],) = convert([content.read()], self._renderer, self._allowance)
        return self._bitmaps[content]


def name_by_content(content: Handle, ending: str) -> str:
    """A file name that is the same for the same content."""
    name = content.digest.hex()[:32]
    return f"{name}.{ending}" if ending else name


def _named_in(code: Code, details: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in details.items() if f"{{{name}}}" in code.message}
