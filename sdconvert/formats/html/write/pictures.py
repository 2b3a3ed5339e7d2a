"""The pictures of a page: files beside it, or data within it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from sdconvert.findings import Kind, Location, Report, Severity, declare
from sdconvert.formats.html.names import IMAGE_FOLDER
from sdconvert.pictures import PictureKind, PictureUnconvertible, extension, sniff, to_png

PICTURE_MISSING = declare(
    "HTML-W040",
    Severity.ERROR,
    "The picture “{asset}” is not in the source file, so it is not in the result.",
    hint="Insert the picture into the document again.",
    why="A place that refers to a picture which is not there can only be left without one.",
)
PICTURE_UNKNOWN = declare(
    "HTML-W041",
    Severity.ERROR,
    "The picture “{asset}” is of no known kind, so it is not in the result.",
    hint="Save the picture as PNG or JPEG and insert it again.",
    why="A browser cannot show a file that is no picture, and such a file could be harmful beside a page.",
)
PICTURE_UNCONVERTIBLE = declare(
    "HTML-W042",
    Severity.ERROR,
    "The {kind} picture “{asset}” could not be converted to PNG, so it is not in the result: {reason}.{advice}",
    hint="Install the extra that the message names, or save the picture as PNG and insert it again.",
    why="Browsers do not show TIFF, EMF and WMF, and a drawing that holds a script is not written as it is.",
)
PICTURE_CONVERTED = declare(
    "HTML-W043",
    Severity.INFO,
    "The {kind} picture “{asset}” was converted to PNG.",
    why="Browsers show PNG, JPEG, GIF, WebP, BMP and SVG; other kinds are converted.",
)

_MEDIA_TYPES = {
    PictureKind.PNG: "image/png",
    PictureKind.JPEG: "image/jpeg",
    PictureKind.GIF: "image/gif",
    PictureKind.BMP: "image/bmp",
    PictureKind.WEBP: "image/webp",
    PictureKind.SVG: "image/svg+xml",
}
_GZIP = b"\x1f\x8b"
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.(?:png|jpg|jpeg|gif|bmp|webp|svg)")
_ACTIVE_SVG = re.compile(
    rb"<\s*(?:\w+:)?(?:script|foreignObject|iframe|object|embed|handler|animate|set)\b"
    rb"|\son\w+\s*=|javascript|<!ENTITY|<\?xml-stylesheet|@import|&#",
    re.IGNORECASE,
)


class Source(NamedTuple):
    """What `img` says: the address, and the name in the model where the address does not tell it."""

    address: str
    asset: str = ""


class Pictures:
    """Gives each picture its address; `parts` are the files that stand beside the page."""

    __slots__ = ("_assets", "_prepared", "_report", "_single_file", "parts")

    def __init__(self, assets: Mapping[str, bytes], single_file: bool, report: Report) -> None:
        self._assets = assets
        self._single_file = single_file
        self._report = report
        self._prepared: dict[str, Source | PictureUnconvertible] = {}
        self.parts: dict[str, bytes] = {}

    def use(self, asset: str, at: Location | None) -> Source | None:
        """What to refer to a picture by, None when it cannot be in the result. Books the picture.

        Loses: HTML-W040, HTML-W041, HTML-W042.
        """
        data = self._assets.get(asset)
        if data is None:
            self._report.dropped(PICTURE_MISSING, {Kind.PICTURES: 1}, at, asset=asset)
            return None
        kind = sniff(data)
        if kind is None:
            self._report.dropped(PICTURE_UNKNOWN, {Kind.PICTURES: 1}, at, asset=asset)
            return None
        is_shown = _is_shown(kind, data)
        prepared = self._prepared.get(asset)
        if prepared is None:
            prepared = self._prepared[asset] = self._store(asset, data, kind) if is_shown else self._convert(data, kind)
        if isinstance(prepared, PictureUnconvertible):
            self._refuse(asset, kind, prepared, at)
            return None
        if is_shown:
            self._report.kept({Kind.PICTURES: 1})
        else:
            self._report.changed(PICTURE_CONVERTED, {Kind.PICTURES: 1}, at, asset=asset, kind=str(kind))
        return prepared

    def _store(self, asset: str, data: bytes, kind: PictureKind) -> Source:
        if self._single_file:
            return Source(f"data:{_MEDIA_TYPES[kind]};base64,{b64encode(data).decode()}", asset)
        name = asset if _FILE_NAME.fullmatch(asset) else ""
        file_name = name or f"{sha256(data).hexdigest()[:32]}.{extension(kind)}"
        address = IMAGE_FOLDER + file_name
        if self.parts.setdefault(address, data) != data:
            address = f"{IMAGE_FOLDER}{sha256(data).hexdigest()}.{extension(kind)}"
            self.parts[address] = data
            name = ""
        return Source(address, "" if name else asset)

    def _convert(self, data: bytes, kind: PictureKind) -> Source | PictureUnconvertible:
        try:
            converted = to_png(data, kind)
        except PictureUnconvertible as error:
            return error
        return self._store(f"{sha256(converted).hexdigest()[:32]}.png", converted, PictureKind.PNG)

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


def _is_shown(kind: PictureKind, data: bytes) -> bool:
    """Whether a browser shows the picture as it is, and nothing but shows it."""
    if kind not in _MEDIA_TYPES or data.startswith(_GZIP):
        return False
    return kind is not PictureKind.SVG or (not _ACTIVE_SVG.search(data) and b"\0" not in data)
