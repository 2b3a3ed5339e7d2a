"""What a document shows of a picture: a part of it, mirrored and turned, in place of what its file holds."""

from __future__ import annotations

import io
import math
from functools import partial
from typing import TYPE_CHECKING

from sdconvert.frozen import dataclass
from sdconvert.late import call_late
from sdconvert.pictures.kinds import PictureKind
from sdconvert.pictures.outcomes import Allowance, ConvertedPicture, PictureUnconvertible
from sdconvert.pictures.work import do

if TYPE_CHECKING:
    from sdconvert.pictures.bitmaps import bytes_of_pixels, open_bitmap, save_png, without_warnings
else:
    bytes_of_pixels = call_late("sdconvert.pictures.bitmaps", "bytes_of_pixels")
    open_bitmap = call_late("sdconvert.pictures.bitmaps", "open_bitmap")
    save_png = call_late("sdconvert.pictures.bitmaps", "save_png")
    without_warnings = call_late("sdconvert.pictures.bitmaps", "without_warnings")


if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

_FORMATS = {
    PictureKind.PNG: "PNG",
    PictureKind.JPEG: "JPEG",
    PictureKind.GIF: "GIF",
    PictureKind.BMP: "BMP",
    PictureKind.TIFF: "TIFF",
    PictureKind.WEBP: "WEBP",
}
_JPEG_QUALITY = 92
_WITH_LEVELS = frozenset({"L", "LA", "RGB", "RGBA"})


@dataclass(frozen=True, slots=True)
class PictureView:
    """The shares that are cut from the sides, from 0 to 1 (a negative one adds empty room); then whether the rest is
    mirrored, and by how many degrees it is turned clockwise."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    flips_sides: bool = False
    flips_ends: bool = False
    degrees: float = 0.0

    @property
    def hidden_share(self) -> float:
        """How much of the picture's area is cut away, from 0 to 1."""
        sides = (max(0.0, side) for side in (self.left, self.top, self.right, self.bottom))
        left, top, right, bottom = sides
        return 1 - max(0.0, 1 - left - right) * max(0.0, 1 - top - bottom)

    @property
    def is_turned(self) -> bool:
        """Whether it is mirrored or turned."""
        return self.flips_sides or self.flips_ends or self.degrees % 360 != 0

    def frame(self, width: float | None, height: float | None) -> tuple[float | None, float | None]:
        """The size of the box that a picture of this size fills once it is turned."""
        if width is None or height is None:
            return width, height
        angle = math.radians(self.degrees)
        across, along = abs(math.cos(angle)), abs(math.sin(angle))
        return round(width * across + height * along, 3), round(width * along + height * across, 3)


def show_as(
    data: bytes, kind: PictureKind | None, view: PictureView, allowance: Allowance | None = None
) -> tuple[bytes, PictureKind]:
    """The picture as it is shown, and of which kind that is: a JPEG stays one, every other bitmap becomes PNG. The same
    bytes for the same picture and view, as long as an allowance suffices.

    Raises: PictureUnconvertible for what is no bitmap, is broken, or has no part that shows; missing extras.
    """
    if kind is None or kind not in _FORMATS:
        raise PictureUnconvertible(f"{kind or 'such'} pictures can be neither cut nor turned")
    from sdconvert.pictures.kept import open_kept

    allowance, kept = allowance or Allowance(), open_kept()
    make = partial(do, partial(_show, data, kind, view), allowance.left)
    outcome = (make() if kept is None else kept.own(data, view, make)).settle(allowance)
    if isinstance(outcome, PictureUnconvertible):
        raise outcome
    return outcome.png, PictureKind.JPEG if kind is PictureKind.JPEG else PictureKind.PNG


def _show(data: bytes, kind: PictureKind, view: PictureView, allowance: Allowance) -> ConvertedPicture:
    with without_warnings(), open_bitmap(data, (_FORMATS[kind],)) as image:
        allowance.take_bitmap(bytes_of_pixels(image))
        image.load()
        shown = _turn(_cut(_with_levels(image), view), view)
        if kind is not PictureKind.JPEG:
            return ConvertedPicture(save_png(shown))
        output = io.BytesIO()
        profile = image.info.get("icc_profile")
        on_white(shown).save(output, format="JPEG", quality=_JPEG_QUALITY, subsampling=0, icc_profile=profile)
        return ConvertedPicture(output.getvalue())


def _with_levels(image: PillowImage) -> PillowImage:
    """In a colour model that can be turned by any angle; that of a printer stays."""
    if image.mode in _WITH_LEVELS or image.mode == "CMYK":
        return image
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _cut(image: PillowImage, view: PictureView) -> PillowImage:
    width, height = image.size
    left, right = round(width * view.left), round(width * (1 - view.right))
    top, bottom = round(height * view.top), round(height * (1 - view.bottom))
    if left >= right or top >= bottom:
        raise PictureUnconvertible("nothing of it is left to show")
    if (left, top, right, bottom) == (0, 0, width, height):
        return image
    if (right - left) * (bottom - top) > 4 * width * height:
        raise PictureUnconvertible("there is far more room around it than picture")
    if left < 0 or top < 0 or right > width or bottom > height:
        image = image.convert("RGBA")
    return image.crop((left, top, right, bottom))


def _turn(image: PillowImage, view: PictureView) -> PillowImage:
    from PIL.Image import Resampling, Transpose

    if view.flips_sides:
        image = image.transpose(Transpose.FLIP_LEFT_RIGHT)
    if view.flips_ends:
        image = image.transpose(Transpose.FLIP_TOP_BOTTOM)
    quarters, rest = divmod(view.degrees % 360, 90)
    if not rest:
        steps = {1: Transpose.ROTATE_270, 2: Transpose.ROTATE_180, 3: Transpose.ROTATE_90}
        return image.transpose(steps[int(quarters)]) if quarters else image
    return image.convert("RGBA").rotate(-view.degrees, Resampling.BICUBIC, expand=True)


def on_white(image: PillowImage) -> PillowImage:
    """The image without transparency, on white."""
    from PIL import Image

    if image.mode not in ("RGBA", "LA"):
        return image
    paper = Image.new("RGBA", image.size, "white")
    paper.alpha_composite(image.convert("RGBA"))
    return paper.convert("RGB")
