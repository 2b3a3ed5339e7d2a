"""The pictures of a package."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from sdconvert.findings import Kind, Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import IMAGE_FOLDER
from sdconvert.pictures import PictureKind, PictureUnconvertible, extension, sniff, to_png

_NATIVE = frozenset({PictureKind.PNG, PictureKind.JPEG, PictureKind.GIF})
_GZIP = b"\x1f\x8b"

PICTURE_MISSING = declare(
    "SDXML-W040",
    Severity.ERROR,
    "The picture “{asset}” is not in the source file, so it is not in the result.",
    hint="Insert the picture into the document again.",
    why="A place that refers to a picture which is not there can only be left without one.",
)
PICTURE_UNKNOWN = declare(
    "SDXML-W041",
    Severity.ERROR,
    "The picture “{asset}” is of no known kind, so it is not in the result.",
    hint="Save the picture as PNG or JPEG and insert it again.",
    why="SMASHDOCs takes jpg, png and gif; what cannot be recognised cannot be converted to one of them.",
)
PICTURE_UNCONVERTIBLE = declare(
    "SDXML-W042",
    Severity.ERROR,
    "The {kind} picture “{asset}” could not be converted to PNG, so it is not in the result: {reason}.{advice}",
    hint="Install the extra that the message names, or save the picture as PNG and insert it again.",
    why="SMASHDOCs takes jpg, png and gif; other kinds need a conversion, some of them an optional library.",
)
PICTURE_CONVERTED = declare(
    "SDXML-W043",
    Severity.INFO,
    "The {kind} picture “{asset}” was converted to PNG.",
    why="SMASHDOCs takes jpg, png and gif; other kinds are converted.",
)


class Assets:
    """Stores the pictures that are used, each content once, under names made from the content."""

    __slots__ = ("_prepared", "_report", "_source", "parts")

    def __init__(self, source: Mapping[str, bytes], report: Report) -> None:
        self._source = source
        self._report = report
        self._prepared: dict[str, str | PictureUnconvertible] = {}
        self.parts: dict[str, bytes] = {}

    def use(self, asset: str, at: Location | None, own_name: str | None = None) -> str | None:
        """The file name to refer to a picture by, None when it cannot be in the result. Books the picture.

        `own_name` is how the source, SDXML too, refers to it: it is kept, even where the source lacks the picture.

        Loses: SDXML-W040, SDXML-W041, SDXML-W042.
        """
        data = self._source.get(asset)
        if data is None and own_name is not None:
            self._report.kept({Kind.PICTURES: 1})
            return own_name
        if data is None:
            self._report.dropped(PICTURE_MISSING, {Kind.PICTURES: 1}, at, asset=asset)
            return None
        kind = sniff(data)
        if kind is None:
            self._report.dropped(PICTURE_UNKNOWN, {Kind.PICTURES: 1}, at, asset=asset)
            return None
        is_native = kind in _NATIVE and not data.startswith(_GZIP)
        if asset not in self._prepared:
            self._prepared[asset] = (
                self._store(data, extension(kind), asset if own_name else "")
                if is_native
                else self._convert(data, kind)
            )
        prepared = self._prepared[asset]
        if isinstance(prepared, PictureUnconvertible):
            self._refuse(asset, kind, prepared, at)
            return None
        if is_native:
            self._report.kept({Kind.PICTURES: 1})
            return own_name or prepared
        else:
            self._report.changed(PICTURE_CONVERTED, {Kind.PICTURES: 1}, at, asset=asset, kind=str(kind))
        return prepared

    def _store(self, data: bytes, suffix: str, own_name: str = "") -> str:
        name = own_name or f"{sha256(data).hexdigest()[:32]}.{suffix}"
        self.parts[IMAGE_FOLDER + name] = data
        return name

    def _convert(self, data: bytes, kind: PictureKind) -> str | PictureUnconvertible:
        try:
            return self._store(to_png(data, kind), extension(PictureKind.PNG))
        except PictureUnconvertible as error:
            return error

    def _refuse(self, asset: str, kind: PictureKind, error: PictureUnconvertible, at: Location | None) -> None:
        self._report.dropped(
            PICTURE_UNCONVERTIBLE,
            {Kind.PICTURES: 1},
            at,
            asset=asset,
            kind=str(kind),
            reason=error.reason.rstrip("."),
            advice=error.advice,
        )
