"""Pictures that become PNG: bitmaps by Pillow, metafiles by drawing them, here or in LibreOffice."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from sdconvert.choices import Renderer
from sdconvert.pictures.bitmaps import bitmap_to_png, describe, need_pillow, without_warnings
from sdconvert.pictures.kinds import GZIP_SIGNATURE, METAFILES, PictureKind, sniff
from sdconvert.pictures.outcomes import (
    TOO_MUCH,
    Allowance,
    ConvertedPicture,
    MuchToDo,
    PictureOutcome,
    PictureUnconvertible,
    TooCostly,
)
from sdconvert.pictures.studio import MOST_PIXELS_HERE, MOST_UNITS_HERE, Studio
from sdconvert.pictures.team import Team
from sdconvert.pictures.work import Work, do

if TYPE_CHECKING:
    from sdconvert.pictures.kept import KeptPictures

MAX_UNPACKED_BYTES = 64 * 1024 * 1024

_BITMAPS = frozenset({PictureKind.BMP, PictureKind.TIFF, PictureKind.WEBP})
OfficePicture = tuple[bytes, bool, float | None]
"""A metafile, whether it is an EMF, and how wide it shows."""
MakePicture = Callable[[PictureKind | None, float | None, bytes], Work]
"""Makes a picture of its kind, the width in which it shows, and what it unpacks to."""


def to_png(data: bytes, kind: PictureKind) -> bytes:
    """The picture as PNG; the same bytes for the same picture. Of several pages or frames, the first. Metafiles are
    drawn by this program, whether it trusts the result or not.

    Raises: PictureUnconvertible for kinds that are never converted, broken or oversized pictures, missing extras.
    """
    with without_warnings(), Studio() as studio:
        outcome = _work(data, kind, partial(_make, studio, Allowance(), kind, None)).outcome
    if isinstance(outcome, PictureUnconvertible):
        raise outcome
    return outcome.png


def convert(
    pictures: Sequence[bytes],
    renderer: Renderer = Renderer.AUTO,
    allowance: Allowance | None = None,
    widths: Sequence[float | None] = (),
) -> list[PictureOutcome]:
    """Pictures as PNG, each with what speaks against it, or the reason why there is none, for what is left of an
    allowance. What LibreOffice draws, it draws in one call; what would cost too much it is not asked for, unless it is
    the only one to draw. `widths` are those in which metafiles show, in points: they become no larger than that needs.

    The same pictures give the same bytes on the same machine, as long as no process that draws them is ended for taking
    too long.
    """
    from sdconvert.pictures.kept import open_kept

    with without_warnings():
        allowance = allowance or Allowance()
        shown = widths or [None] * len(pictures)
        kept = open_kept()
        outcomes = _attempt_all(pictures, shown, allowance, kept)
        return outcomes if renderer is Renderer.BUILTIN else _redraw(pictures, outcomes, renderer, shown, kept)


def _attempt_all(
    pictures: Sequence[bytes], widths: Sequence[float | None], allowance: Allowance, kept: KeptPictures | None
) -> list[PictureOutcome]:
    """What comes of pictures, each booked in its turn, by however many processes they are made."""

    def find_or_make(make: MakePicture, place: int) -> Work:
        picture, width = pictures[place], widths[place]
        kind = sniff(picture)
        make_it = partial(_work, picture, kind, partial(make, kind, width))
        return make_it() if kept is None else kept.own(picture, width, make_it)

    def make_here(kind: PictureKind | None, width: float | None, data: bytes) -> Work:
        began = time.perf_counter()
        work = _make(studio, allowance, kind, width, data)
        team.note(time.perf_counter() - began)
        return work

    def make_apart(place: int, other: Studio) -> Work:
        return find_or_make(partial(_make_apart, other), place)

    outcomes = list[PictureOutcome]()
    with Studio() as studio, Team(len(pictures), make_apart) as team:
        for place in range(len(pictures)):
            work = team.work_of(place, partial(find_or_make, make_here, place))
            outcomes.append(work.settle(allowance))
            team.ask_for_help()
    return outcomes


def _work(data: bytes, kind: PictureKind | None, make: Callable[[bytes], Work]) -> Work:
    """What comes of a picture that is made of what it unpacks to. Nothing is booked yet."""
    if kind not in _BITMAPS | METAFILES:
        return Work(PictureUnconvertible(f"{kind or 'such'} pictures cannot be converted to PNG"))
    try:
        return make(_unpacked(data))
    except PictureUnconvertible as error:
        return Work(error)


def _make(studio: Studio, allowance: Allowance, kind: PictureKind | None, width: float | None, data: bytes) -> Work:
    """A picture made here, or in a process that can be ended where it is much work and there is such a process."""
    make = partial(convert_here, data, kind, width=width)
    try:
        return do(partial(make, most_pixels=MOST_PIXELS_HERE, most_units=MOST_UNITS_HERE), allowance.left)
    except MuchToDo:
        if studio.open():
            return studio.convert(data, kind, allowance.left, width)
        return do(make, allowance.left)


def _make_apart(studio: Studio, kind: PictureKind | None, width: float | None, data: bytes) -> Work:
    """A picture made in another process, whatever the pictures before it take."""
    return studio.convert(data, kind, Allowance().left, width)


def convert_here(
    data: bytes,
    kind: PictureKind | None,
    allowance: Allowance,
    width: float | None,
    most_pixels: int | None = None,
    most_units: int | None = None,
) -> ConvertedPicture:
    """A bitmap or metafile that is unpacked, converted in this process. Raises: PictureUnconvertible; MuchToDo for a
    bitmap of more pixels, a metafile of more units of work."""
    if kind in _BITMAPS:
        return ConvertedPicture(bitmap_to_png(data, allowance, most_pixels))
    return _draw(data, kind is PictureKind.EMF, allowance, width, most_units)


def _unpacked(data: bytes) -> bytes:
    return _gunzip(data) if data.startswith(GZIP_SIGNATURE) else data


def _gunzip(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, MAX_UNPACKED_BYTES)
    except zlib.error as error:
        raise PictureUnconvertible(f"its compressed data are broken: {error}") from error
    if unpacker.unconsumed_tail:
        raise PictureUnconvertible(f"it unpacks to more than {MAX_UNPACKED_BYTES} bytes")
    return plain


# -------------------------------------------------------------------------------------------------------- metafiles


def _draw(
    data: bytes, is_emf: bool, allowance: Allowance, width: float | None, most_units: int | None
) -> ConvertedPicture:
    need_pillow("metafile")
    from sdconvert.pictures import metafile

    try:
        return metafile.convert(data, is_emf, allowance, width, most_units)
    except (PictureUnconvertible, MuchToDo):
        raise
    except MemoryError as error:
        raise TooCostly(TOO_MUCH) from error
    except Exception as error:  # a broken file reaches Pillow and its fonts, with errors of any class
        raise PictureUnconvertible(f"it cannot be drawn: {describe(error)}") from error


def _redraw(
    pictures: Sequence[bytes],
    outcomes: list[PictureOutcome],
    renderer: Renderer,
    widths: Sequence[float | None],
    kept: KeptPictures | None,
) -> list[PictureOutcome]:
    """The outcomes with what LibreOffice makes of metafiles: of all, or of those that are doubtful."""
    metafiles = {place: metafile for place, picture in enumerate(pictures) if (metafile := _metafile(picture))}
    is_only = renderer is Renderer.LIBREOFFICE
    chosen = [place for place in metafiles if is_only or _is_doubtful(outcomes[place])]
    if not chosen:
        return outcomes
    need_pillow("metafile")
    asked = [(*metafiles[place], widths[place]) for place in chosen]
    drawn = _draw_by_office(asked) if kept is None else kept.of_office(asked, _draw_by_office)
    redrawn = dict(zip(chosen, drawn, strict=True))
    merge = _replaced if is_only else _better
    return [merge(own, redrawn[place]) if place in redrawn else own for place, own in enumerate(outcomes)]


def _draw_by_office(asked: Sequence[OfficePicture]) -> Sequence[PictureOutcome]:
    from sdconvert.pictures.metafile import convert_by_office

    return convert_by_office(asked)


def _metafile(picture: bytes) -> tuple[bytes, bool] | None:
    """A metafile, unpacked, and whether it is an EMF; None for another picture, and for one that does not unpack."""
    kind = sniff(picture)
    try:
        return (_unpacked(picture), kind is PictureKind.EMF) if kind in METAFILES else None
    except PictureUnconvertible:
        return None


def _is_doubtful(outcome: PictureOutcome) -> bool:
    if isinstance(outcome, PictureUnconvertible):
        return outcome.missing_extra is None and not isinstance(outcome, TooCostly)
    return outcome.doubt is not None and not outcome.doubt.is_final


def _replaced(own: PictureOutcome, other: PictureOutcome) -> PictureOutcome:
    """The other program's outcome. What fonts lacked here they may lack there as well."""
    if isinstance(other, PictureUnconvertible) or isinstance(own, PictureUnconvertible):
        return other
    remains = own.doubt if own.doubt is not None and own.doubt.is_about_fonts else None
    return replace(other, doubt=other.doubt or remains, text=own.text)


def _better(own: PictureOutcome, other: PictureOutcome) -> PictureOutcome:
    """The other program's outcome, unless it is none or blank."""
    if isinstance(other, PictureUnconvertible) or other.doubt is not None:
        return own
    return _replaced(own, other)
