"""Rules on the files that come with a page or a parsX document. A picture that is missing is told by the reader."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sdconvert.errors import UnreadableInput
from sdconvert.findings import CODES, Location, Severity
from sdconvert.handles import handle_in
from sdconvert.pictures import PictureFacts, facts_of
from sdconvert.validation.exports.export import Export
from sdconvert.validation.rule import Hit, Rule, declare_rule

RULES: list[Rule[Export]] = []
rule = partial(declare_rule, RULES)

PICTURE_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".eps")
_LEFTOVERS = ("__MACOSX/", "Thumbs.db", ".DS_Store", "desktop.ini")
_SAME = {"jpeg": "jpg", "tif": "tiff", "wmz": "wmf", "emz": "emf", "svgz": "svg"}


@rule(
    "PACKAGE-P002",
    Severity.WARNING,
    message="The picture {name} is in the package and nothing refers to it.",
    hint="Remove the file, or add the picture to the text.",
)
def picture_unused(export: Export) -> Iterator[Hit]:
    """A picture of the package is referred to nowhere.

    Why: it makes the package larger, or a picture got lost from the text.
    Wrong: `images/a.png` without an `img` or an `abbildung` that names it.
    Source: the package."""
    for name in export.members if export.is_package else ():
        if name.lower().endswith(PICTURE_SUFFIXES) and name not in export.shown and not _is_leftover(name):
            yield Hit(None, {"name": name.removeprefix(export.folder)}, Location(name))


PICTURE_UNUSED = CODES["PACKAGE-P002"]
"""For what looks at the pictures of a package and judges nothing else."""


@rule(
    "PACKAGE-P005",
    Severity.ERROR,
    message="The picture {name} cannot be read: it is damaged, cut off, or no picture.",
    hint="Put an intact file in its place.",
)
def picture_unreadable(export: Export) -> Iterator[Hit]:
    """A picture that the document shows is no picture, or is not whole.

    Why: nothing, or only a part of it, is shown.
    Wrong: a PNG without its end, an empty file, a member whose checksum is wrong.
    Source: the package."""
    for name in export.shown:
        if not _is_whole(export, name):
            yield Hit(None, {"name": name.removeprefix(export.folder)}, Location(name))


@rule(
    "PACKAGE-P006",
    Severity.WARNING,
    message="The picture {name} is a {kind} by its content.",
    hint="Give the file the extension of its content.",
)
def picture_of_another_kind(export: Export) -> Iterator[Hit]:
    """The content of a picture is of another kind than its extension says.

    Why: what goes by the extension cannot show it.
    Wrong: a JPEG named `a.png`.
    Source: the package."""
    for name in export.shown:
        extension = name.rpartition(".")[2].lower()
        kind = _facts(export, name).kind
        said = _SAME.get(extension, extension)
        if kind is not None and f".{extension}" in PICTURE_SUFFIXES and said != _SAME.get(kind, str(kind)):
            yield Hit(None, {"name": name.removeprefix(export.folder), "kind": str(kind)}, Location(name))


@rule(
    "PACKAGE-P007",
    Severity.ERROR,
    message="The path of a picture leads out of the package: {address}",
    hint="Put the file into images/, and name it from there.",
)
def picture_outside(export: Export) -> Iterator[Hit]:
    """A picture is referred to by a path of one machine, or by one that climbs out of the folder of the document.

    Why: nothing outside of the package is read, so that no file of the reader's machine can be shown to others.
    Wrong: `<img src="../../secret.png">`, `<img src="file:///home/me/a.png">`, `quelle="C:\\\\a.png"`.
    Source: the package: pictures stand in images/."""
    for picture in export.pictures:
        if picture.leaves_package:
            yield Hit(picture.element, {"address": picture.address[:200]})


@rule(
    "PACKAGE-P008",
    Severity.INFO,
    message="{name} is a leftover of an operating system.",
    hint="Leave it out of the zip.",
)
def leftover(export: Export) -> Iterator[Hit]:
    """A file that the system put into the folder is in the package.

    Why: nobody reads it.
    Wrong: `__MACOSX/…`, `.DS_Store`, `Thumbs.db`.
    Source: the package."""
    for name in export.members if export.is_package else ():
        if _is_leftover(name):
            yield Hit(None, {"name": name}, Location(name))


def _is_leftover(name: str) -> bool:
    return name.startswith(_LEFTOVERS) or name.endswith(_LEFTOVERS)


def _is_whole(export: Export, name: str) -> bool:
    return _facts(export, name).is_whole


def _facts(export: Export, name: str) -> PictureFacts:
    """What a member is, nothing where it is damaged."""
    try:
        return facts_of(handle_in(export.members, name))
    except UnreadableInput:
        return PictureFacts(None, False)
