"""The pictures of a package."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import sha256

from sdconvert.findings import Kind, Location, Report, Severity, declare
from sdconvert.formats.parsx.names import IMAGE_FOLDER

PICTURE_MISSING = declare(
    "PARSX-W040",
    Severity.ERROR,
    "The picture “{asset}” is not in the source file, so it is not in the result.",
    hint="Insert the picture into the document again.",
    why="A place that refers to a picture which is not there can only be left without one.",
)

_BARE_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class Assets:
    """Stores the pictures that are used, under their names where these are plain file names, else under names made
    from their content."""

    __slots__ = ("_report", "_source", "parts")

    def __init__(self, source: Mapping[str, bytes], report: Report) -> None:
        self._source = source
        self._report = report
        self.parts: dict[str, bytes] = {}

    def use(self, asset: str, at: Location | None) -> str | None:
        """The path to refer to a picture by, None when there is no such picture. Books the picture.

        Loses: PARSX-W040.
        """
        data = self._source.get(asset)
        if data is None:
            self._report.dropped(PICTURE_MISSING, {Kind.PICTURES: 1}, at, asset=asset)
            return None
        path = IMAGE_FOLDER + (asset if _BARE_NAME.fullmatch(asset) else _name_by_content(asset, data))
        self.parts[path] = data
        self._report.kept({Kind.PICTURES: 1})
        return path


def _name_by_content(asset: str, data: bytes) -> str:
    suffix = re.sub("[^A-Za-z0-9]", "", asset.rpartition(".")[2])[:8] if "." in asset else ""
    name = sha256(data).hexdigest()[:32]
    return f"{name}.{suffix}" if suffix else name
