"""How pictures that were drawn are stored."""

from __future__ import annotations

import io
import random

import pytest
from metafiles import wmf, wmf_fill
from PIL import Image

from sdconvert.handles import HeldContent
from sdconvert.pictures import facts_of
from sdconvert.pictures.metafile import convert
from sdconvert.pictures.metafile.png import png_of

CLEAR = (0, 0, 0, 0)


@pytest.mark.parametrize(
    ("colour", "mode"),
    [
        ((0, 0, 0, 90), "P"),
        ((70, 70, 70, 200), "LA"),
        ((9, 70, 70, 200), "RGBA"),
    ],
)
def test_a_picture_has_as_few_bands_as_show_the_same(colour: tuple[int, int, int, int], mode: str) -> None:
    image = Image.new("RGBA", (40, 30), CLEAR)
    image.paste(colour, (5, 6, 20, 20))
    stored = Image.open(io.BytesIO(png_of(image, 96)))
    assert stored.mode == mode
    assert [round(dots) for dots in stored.info["dpi"]] == [96, 96]
    assert stored.convert("RGBA").tobytes() == image.tobytes()


def test_a_picture_of_any_pixels_is_stored_as_it_is() -> None:
    image = Image.frombytes("RGBA", (37, 23), random.Random(5).randbytes(4 * 37 * 23))
    png = png_of(image)
    assert facts_of(HeldContent(png)).is_whole
    assert Image.open(io.BytesIO(png)).tobytes() == image.tobytes()


def test_a_picture_that_shows_small_is_small_and_says_how_large_it_is_meant_to_be() -> None:
    data = wmf(wmf_fill((255, 0, 0), 0, 0, 1000, 1000), box=(0, 0, 1000, 1000))
    whole, small = (Image.open(io.BytesIO(convert(data, False, None, width).png)) for width in (None, 180.0))
    assert (whole.size, round(whole.info["dpi"][0])) == ((2000, 2000), 200)
    assert (small.size, round(small.info["dpi"][0])) == ((480, 480), 48)
