"""The parts of the package that drawings show as pictures, as assets of the document."""

from __future__ import annotations

import posixpath

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing.content import DrawingContent
from sdconvert.model.inlines import InlinePicture
from sdconvert.pictures import extension, sniff

LINKED_PICTURE = declare(
    "DOCX-R080",
    Severity.ERROR,
    "A picture is left out, as the document only links to it: {target}",
    "Embed the picture: in Word, File > Info > Edit Links to Files > Save picture in document.",
    "Linked pictures are never fetched, neither from the network nor from the disk.",
)
MISSING_PICTURE = declare(
    "DOCX-R081",
    Severity.ERROR,
    "A picture is left out, as its data is not in the file: {target}",
    "Insert the picture again in Word.",
    "A picture names a part of the package that is not there, or is empty.",
)
CROPPED_PICTURE = declare(
    "DOCX-R082",
    Severity.WARNING,
    "A picture that is cropped in Word shows whole: {percent} % of it was hidden.",
    "In Word, Picture Format > Compress Pictures deletes cropped areas.",
    "Pictures are copied as they are; SDXML cannot say that a part is hidden.",
)
TURNED_PICTURE = declare(
    "DOCX-R083",
    Severity.WARNING,
    "A picture that is rotated or mirrored in Word shows as it is stored.",
    "Rotate the picture itself and insert it again.",
    "Pictures are copied as they are; SDXML knows no rotation.",
)

_LEAST_CROP = 0.5  # percent: less comes from rounding, not from a person
_NO_TARGET = "NULL"  # what Word writes for a picture that it has lost


def add_picture(embed: str, link: str, picture: InlinePicture, crop: float, found: DrawingContent) -> None:
    """Give the drawing a picture by the ids of its relationships; `crop` is how much of it is hidden, in percent.

    Loses: DOCX-R080 to DOCX-R082.
    """
    relations = found.reading.package.relationships(found.reading.part)
    relation = relations.get(embed) or relations.get(link)
    if relation is None or posixpath.basename(relation.target) == _NO_TARGET:
        found.lose(MISSING_PICTURE, {Kind.PICTURES: 1}, target=embed or link or "nothing is named")
        return
    if relation.is_external:
        found.lose(LINKED_PICTURE, {Kind.PICTURES: 1}, target=relation.target)
        return
    asset = _asset(relation.target, found.reading)
    if asset is None:
        found.lose(MISSING_PICTURE, {Kind.PICTURES: 1}, target=relation.target)
        return
    found.pictures.append(InlinePicture(asset, picture.text, picture.width, picture.height))
    if crop > _LEAST_CROP:
        found.note(CROPPED_PICTURE, percent=f"{crop:.0f}")


def _asset(target: str, reading: Reading) -> str | None:
    """The asset made from a part, None when it is missing or empty. A part that is shown often is unpacked once."""
    known = reading.part_assets.get(target)
    if known is not None:
        return known
    data = reading.package.data(target)
    if not data:
        return None
    kind = sniff(data)
    name = reading.add_asset(data, _extension_of(target) if kind is None else extension(kind))
    reading.part_assets[target] = name
    return name


def _extension_of(name: str) -> str:
    suffix = posixpath.splitext(name)[1][1:].lower()
    return suffix if suffix.isascii() and suffix.isalnum() else "bin"
