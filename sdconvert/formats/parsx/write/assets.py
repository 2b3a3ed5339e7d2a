"""The pictures of a package."""

from __future__ import annotations

import re

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.names import IMAGE_FOLDER
from sdconvert.handles import Handle
from sdconvert.patterns import compile_late
from sdconvert.pictures import PictureKind
from sdconvert.writing.media import PictureStore, name_by_content

PICTURE_MISSING = declare(
    "PARSX-W040",
    Severity.ERROR,
    "The picture “{asset}” is not in the source file, so it is not in the result.",
    hint="Insert the picture into the document again.",
    why="A place that refers to a picture which is not there can only be left without one.",
)
PICTURE_DAMAGED = declare(
    "PARSX-W041",
    Severity.ERROR,
    "The {kind} picture “{asset}” is not in the result: {reason}.",
    hint="Insert the picture into the document again.",
    why="Nothing could be shown in its place.",
)
PICTURE_MENDED = declare(
    "PARSX-W043",
    Severity.WARNING,
    "The {kind} picture “{asset}” is cut off; what there is of it is in the result, and the rest is empty.",
    hint="Insert the picture into the document again.",
    why="Programs show a picture without its end in part, or not at all, and an import may refuse it.",
)

_BARE_NAME = compile_late(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")


class ParsxPictures(PictureStore[str]):
    """Pictures of a package, of any kind, under their names where these are plain file names, else under names made
    from their content; a path refers to them."""

    __slots__ = ()

    missing = PICTURE_MISSING
    unconvertible = PICTURE_DAMAGED
    mended = PICTURE_MENDED

    def holds(self, kind: PictureKind | None, content: Handle) -> bool:
        """parsX says nothing of kinds."""
        return True

    def store(self, name: str, content: Handle, kind: PictureKind | None) -> str:
        """By a name with the ending that it has."""
        path = IMAGE_FOLDER + (name if _BARE_NAME.fullmatch(name) else name_by_content(content, _ending(name)))
        self.parts[path] = content
        return path


def _ending(name: str) -> str:
    return re.sub("[^A-Za-z0-9]", "", name.rpartition(".")[2])[:8] if "." in name else ""
