"""Pictures that become PNG: bitmaps by Pillow, metafiles by drawing them, here or in LibreOffice."""

from __future__ import annotations

import io
import threading
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sdconvert.choices import Renderer
from sdconvert.pictures.kinds import GZIP_SIGNATURE, PictureKind, sniff
from sdconvert.pictures.outcomes import ConvertedPicture, PictureUnconvertible

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

MAX_PIXELS = 50_000_000
MAX_UNPACKED_BYTES = 64 * 1024 * 1024

_PNG_MODES = frozenset({"1", "L", "LA", "I;16", "P", "RGB", "RGBA"})
_PILLOW_FORMATS = ("BMP", "TIFF", "WEBP")
_BITMAPS = frozenset({PictureKind.BMP, PictureKind.TIFF, PictureKind.WEBP})
METAFILES = frozenset({PictureKind.EMF, PictureKind.WMF})

PictureOutcome = ConvertedPicture | PictureUnconvertible


def to_png(data: bytes, kind: PictureKind) -> bytes:
    """The picture as PNG; the same bytes for the same picture. Of several pages or frames, the first. Metafiles are
    drawn by this program, whether it trusts the result or not.

    Raises: PictureUnconvertible for kinds that are never converted, broken or oversized pictures, missing extras.
    """
    with _without_warnings():
        return _convert(data, kind).png


def convert(pictures: Sequence[bytes], renderer: Renderer = Renderer.AUTO) -> list[PictureOutcome]:
    """Pictures as PNG, each with what speaks against it, or the reason why there is none. What LibreOffice draws, it
    draws in one call.

    The same pictures give the same bytes on the same machine, as long as LibreOffice is not ended for taking too long.
    """
    with _without_warnings():
        outcomes = [_attempt(picture) for picture in pictures]
        return outcomes if renderer is Renderer.BUILTIN else _redraw(pictures, outcomes, renderer)


def _attempt(picture: bytes) -> PictureOutcome:
    try:
        return _convert(picture, sniff(picture))
    except PictureUnconvertible as error:
        return error


def _convert(data: bytes, kind: PictureKind | None) -> ConvertedPicture:
    if kind in _BITMAPS:
        return ConvertedPicture(_bitmap_to_png(_unpacked(data)))
    if kind in METAFILES:
        return _draw(_unpacked(data), kind is PictureKind.EMF)
    raise PictureUnconvertible(f"{kind or 'such'} pictures cannot be converted to PNG")


def _unpacked(data: bytes) -> bytes:
    return _gunzip(data) if data.startswith(GZIP_SIGNATURE) else data


def _need_pillow(extra: str) -> None:
    try:
        import PIL  # noqa: F401  whether it is there is all that counts
    except ImportError as error:
        raise PictureUnconvertible("Pillow is not installed", missing_extra=extra) from error


def _gunzip(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, MAX_UNPACKED_BYTES)
    except zlib.error as error:
        raise PictureUnconvertible(f"its compressed data are broken: {error}") from error
    if unpacker.unconsumed_tail:
        raise PictureUnconvertible(f"it unpacks to more than {MAX_UNPACKED_BYTES} bytes")
    return plain


_warning_filters = threading.Lock()  # Python keeps the filters for the whole process


@contextmanager
def _without_warnings() -> Iterator[None]:
    with _warning_filters, warnings.catch_warnings(action="ignore"):
        yield


# --------------------------------------------------------------------------------------------------------- bitmaps


def _bitmap_to_png(data: bytes) -> bytes:
    _need_pillow("images")
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=_PILLOW_FORMATS) as image:
            _refuse_oversized(*image.size)
            return _save_png(image)
    except PictureUnconvertible:
        raise
    except Exception as error:  # a decoder's own errors are of any class: struct.error, SyntaxError, EOFError …
        raise PictureUnconvertible(f"it cannot be decoded: {_describe(error)}") from error


def _refuse_oversized(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureUnconvertible(f"it has {width} x {height} pixels, more than {MAX_PIXELS}")


def _save_png(image: PillowImage) -> bytes:
    image.load()
    image.info = {key: value for key, value in image.info.items() if key in ("transparency", "icc_profile")}
    output = io.BytesIO()
    _in_png_mode(image).save(output, format="PNG")
    return output.getvalue()


def _in_png_mode(image: PillowImage) -> PillowImage:
    if image.mode in _PNG_MODES:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").convert("I;16")
    image.info.pop("icc_profile", None)  # a CMYK or Lab profile says nothing about the RGB that comes out
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _describe(error: Exception) -> str:
    return str(error) or type(error).__name__


# -------------------------------------------------------------------------------------------------------- metafiles


def _draw(data: bytes, is_emf: bool) -> ConvertedPicture:
    _need_pillow("metafile")
    from sdconvert.pictures import metafile

    try:
        return metafile.convert(data, is_emf)
    except PictureUnconvertible:
        raise
    except Exception as error:  # a broken file reaches Pillow and its fonts, with errors of any class
        raise PictureUnconvertible(f"it cannot be drawn: {_describe(error)}") from error


def _redraw(pictures: Sequence[bytes], outcomes: list[PictureOutcome], renderer: Renderer) -> list[PictureOutcome]:
    """The outcomes with what LibreOffice makes of metafiles: of all, or of those that are doubtful."""
    metafiles = {place: metafile for place, picture in enumerate(pictures) if (metafile := _metafile(picture))}
    is_only = renderer is Renderer.LIBREOFFICE
    chosen = [place for place in metafiles if is_only or _is_doubtful(outcomes[place])]
    if not chosen:
        return outcomes
    _need_pillow("metafile")
    from sdconvert.pictures.metafile import convert_by_office

    redrawn = dict(zip(chosen, convert_by_office([metafiles[place] for place in chosen]), strict=True))
    merge = _replaced if is_only else _better
    return [merge(own, redrawn[place]) if place in redrawn else own for place, own in enumerate(outcomes)]


def _metafile(picture: bytes) -> tuple[bytes, bool] | None:
    """A metafile, unpacked, and whether it is an EMF; None for another picture, and for one that does not unpack."""
    kind = sniff(picture)
    try:
        return (_unpacked(picture), kind is PictureKind.EMF) if kind in METAFILES else None
    except PictureUnconvertible:
        return None


def _is_doubtful(outcome: PictureOutcome) -> bool:
    if isinstance(outcome, PictureUnconvertible):
        return outcome.missing_extra is None
    return outcome.doubt is not None


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
