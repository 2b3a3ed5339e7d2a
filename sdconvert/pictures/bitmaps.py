"""Bitmaps as Pillow opens and saves them, within limits and with errors of ours."""

from __future__ import annotations

import io
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sdconvert.pictures.outcomes import TOO_MUCH, Allowance, MuchToDo, PictureUnconvertible, TooCostly

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

MAX_PIXELS = 50_000_000
_MOST_PIXELS = {"WEBP": 16_000_000}
"""Pixels of formats that take much more memory than their pixels while they are decoded."""
_BYTES_OF_PIXELS = {"1": 0.125, "L": 1, "P": 1, "LA": 2, "I;16": 2, "RGB": 3}
_MOST_BYTES_OF_A_PIXEL = 4

_PNG_MODES = frozenset({"1", "L", "LA", "I;16", "P", "RGB", "RGBA"})
_CONVERTED_FORMATS = ("BMP", "TIFF", "WEBP")


def bitmap_to_png(data: bytes, allowance: Allowance | None = None, most_here: int | None = None) -> bytes:
    """A BMP, TIFF or WebP as PNG, where what is left of an allowance suffices.

    Raises: PictureUnconvertible; MuchToDo where it has more pixels than `most_here`.
    """
    with open_bitmap(data, _CONVERTED_FORMATS) as image:
        allowance = allowance or Allowance()
        allowance.check_bitmap(bytes_of_pixels(image))
        if most_here is not None and image.width * image.height > most_here:
            raise MuchToDo
        allowance.take_bitmap(bytes_of_pixels(image))
        return save_png(image)


def bytes_of_pixels(image: PillowImage) -> int:
    """What the pixels of an image take once it is decoded, which it need not be yet."""
    return int(_BYTES_OF_PIXELS.get(image.mode, _MOST_BYTES_OF_A_PIXEL) * image.width * image.height)


@contextmanager
def open_bitmap(data: bytes, formats: tuple[str, ...]) -> Iterator[PillowImage]:
    """A bitmap of one of Pillow's formats. Raises: PictureUnconvertible, also for what goes wrong while it is used."""
    need_pillow("images")
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=formats) as image:
            _refuse_oversized(*image.size, _MOST_PIXELS.get(image.format or "", MAX_PIXELS))
            yield image
    except (PictureUnconvertible, MuchToDo):
        raise
    except MemoryError as error:
        raise TooCostly(TOO_MUCH) from error
    except Exception as error:  # a decoder's own errors are of any class: struct.error, SyntaxError, EOFError …
        raise PictureUnconvertible(f"it cannot be decoded: {describe(error)}") from error


def _refuse_oversized(width: int, height: int, most: int) -> None:
    if width * height > most:
        raise PictureUnconvertible(f"it has {width} x {height} pixels, more than {most}")


def save_png(image: PillowImage) -> bytes:
    """An image as the bytes of a PNG, with its colour profile where that still holds."""
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


def need_pillow(extra: str) -> None:
    """Raises: PictureUnconvertible that names the extra, where Pillow is not installed."""
    try:
        import PIL  # noqa: F401  whether it is there is all that counts
    except ImportError as error:
        raise PictureUnconvertible("Pillow is not installed", missing_extra=extra) from error


def describe(error: Exception) -> str:
    """The words of an error, or its class where it has none."""
    return str(error) or type(error).__name__


_warning_filters = threading.Lock()  # Python keeps the filters for the whole process


@contextmanager
def without_warnings() -> Iterator[None]:
    """Pillow warns of large and odd pictures; what counts of it is refused here."""
    with _warning_filters, warnings.catch_warnings(action="ignore"):
        yield
