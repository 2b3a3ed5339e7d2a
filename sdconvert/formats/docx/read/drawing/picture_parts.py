"""The parts of the package that drawings show as pictures, as assets of the document."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.read.context import PartAsset, Reading
from sdconvert.formats.docx.read.drawing.content import DrawingContent
from sdconvert.handles import Handle, HeldContent, PatchedContent
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.inlines import InlinePicture
from sdconvert.pictures import (
    PictureKind,
    PictureUnconvertible,
    PictureView,
    extension,
    facts_of,
    show_as,
)

if TYPE_CHECKING:
    from sdconvert.pictures import as_stored
else:
    as_stored = call_late("sdconvert.pictures", "as_stored")


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
    "A picture that is cropped in Word shows whole: {percent} % of it was hidden; {reason}.{advice}",
    "In Word, Picture Format > Compress Pictures deletes cropped areas.",
    "SDXML cannot say that a part of a picture is hidden, so the picture itself has to be cut.",
)
TURNED_PICTURE = declare(
    "DOCX-R083",
    Severity.WARNING,
    "A picture that is rotated or mirrored in Word shows as it is stored; {reason}.{advice}",
    "Rotate the picture itself and insert it again.",
    "SDXML knows no rotation, so the picture itself has to be turned.",
)
SHOWN_AS_IN_WORD = declare(
    "DOCX-R190",
    Severity.INFO,
    "{count} picture(s) are cut, turned or mirrored themselves, as Word shows them.",
    why="SDXML can neither cut nor turn a picture. What was hidden of it is not published.",
)
RECOLOURED_PICTURE = declare(
    "DOCX-R191",
    Severity.WARNING,
    "{count} picture(s) show in their own colours, where Word shows them {how}.",
    "In Word, copy the picture and paste it as a picture.",
    "Word changes colours when it shows a picture; the file holds it as it was.",
)

_LEAST_CROP = 0.005  # less comes from rounding, not from a person
_NO_TARGET = "NULL"  # what Word writes for a picture that it has lost


def add_picture(embed: str, link: str, picture: InlinePicture, view: PictureView, found: DrawingContent) -> None:
    """Give the drawing a picture by the ids of its relationships, as `view` shows it.

    Loses: DOCX-R080 to DOCX-R083.
    """
    relations = found.reading.package.relationships(found.reading.part)
    relation = relations.get(embed) or relations.get(link)
    if relation is None or posixpath.basename(relation.target) == _NO_TARGET:
        found.lose(MISSING_PICTURE, {Kind.PICTURES: 1}, target=embed or link or "nothing is named")
        return
    if relation.is_external:
        found.lose(LINKED_PICTURE, {Kind.PICTURES: 1}, target=relation.target)
        return
    is_seen_otherwise = view.hidden_share > _LEAST_CROP or view.is_turned or _adds_room(view)
    shown = _asset(relation.target, view if is_seen_otherwise else PictureView(), found.reading)
    if shown is None:
        found.lose(MISSING_PICTURE, {Kind.PICTURES: 1}, target=relation.target)
        return
    width, height = picture.width, picture.height
    if is_seen_otherwise and shown.refusal is None:
        width, height = view.frame(width, height)
        found.reading.report.tally(SHOWN_AS_IN_WORD, None, found.place)
    found.pictures.append(InlinePicture(shown.name, picture.text, width, height))
    if shown.refusal is not None:
        _note_refusal(view, shown.refusal, found)


def _adds_room(view: PictureView) -> bool:
    return min(view.left, view.top, view.right, view.bottom) < -_LEAST_CROP


def _note_refusal(view: PictureView, refusal: PictureUnconvertible, found: DrawingContent) -> None:
    reason, advice = refusal.reason.rstrip("."), refusal.advice
    if view.hidden_share > _LEAST_CROP:
        found.note(CROPPED_PICTURE, percent=f"{100 * view.hidden_share:.0f}", reason=reason, advice=advice)
    if view.is_turned:
        found.note(TURNED_PICTURE, reason=reason, advice=advice)


def _asset(target: str, view: PictureView, reading: Reading) -> PartAsset | None:
    """The asset made from a part, None when it is missing or empty. A part that is shown often is unpacked once."""
    known = reading.part_assets.get((target, view))
    if known is None:
        content = reading.package.content(target)
        if content is None or not content.size:
            return None
        known = reading.part_assets[target, view] = _add_asset(content, target, view, reading)
    return known


def _add_asset(content: Handle, target: str, view: PictureView, reading: Reading) -> PartAsset:
    kind = facts_of(content).kind
    refusal = None
    if view != PictureView():
        try:
            data, kind = show_as(content.read(), kind, view, reading.picture_allowance)
            content = HeldContent(data)
        except PictureUnconvertible as error:
            refusal = error
    if kind is PictureKind.JPEG:
        content = _as_stored(content)
    return PartAsset(reading.add_asset(content, _extension_of(target) if kind is None else extension(kind)), refusal)


def _as_stored(jpeg: Handle) -> Handle:
    """The JPEG without a word of how to turn it, which stands before the picture."""
    length = facts_of(jpeg).head
    head = jpeg.read() if length is None else jpeg.start(length)
    shown = as_stored(head)
    return jpeg if shown == head else PatchedContent(shown, jpeg)


def _extension_of(name: str) -> str:
    suffix = posixpath.splitext(name)[1][1:].lower()
    return suffix if suffix.isascii() and suffix.isalnum() else "bin"
