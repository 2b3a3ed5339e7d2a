import io
import struct
import zlib

import pytest
from picture_samples import MEASURED, SAMPLES, encoded
from PIL import Image

from sdconvert.pictures import PictureKind, is_readable, pixel_size


@pytest.mark.parametrize("kind", MEASURED)
def test_width_comes_before_height(kind: PictureKind) -> None:
    assert pixel_size(SAMPLES[kind]()) == (3, 2)


def test_a_progressive_jpeg_with_a_comment_has_a_size() -> None:
    assert pixel_size(encoded("JPEG", size=(300, 20), progressive=True, comment=b"x" * 500)) == (300, 20)


def test_kinds_that_are_not_measured_have_no_size() -> None:
    assert pixel_size(SAMPLES[PictureKind.BMP]()) is None
    assert pixel_size(b"no picture") is None


@pytest.mark.parametrize("kind", MEASURED)
def test_a_cut_header_has_no_size(kind: PictureKind) -> None:
    assert pixel_size(SAMPLES[kind]()[:9]) is None


def test_a_picture_of_no_width_has_no_size() -> None:
    data = bytearray(encoded("PNG"))
    data[16:20] = bytes(4)
    assert pixel_size(bytes(data)) is None


@pytest.mark.parametrize("kind", PictureKind)
def test_a_whole_picture_is_readable(kind: PictureKind) -> None:
    assert is_readable(SAMPLES[kind](), kind)


@pytest.mark.parametrize("kind", MEASURED)
def test_a_picture_cut_anywhere_is_not_readable(kind: PictureKind) -> None:
    data = SAMPLES[kind]()
    assert not any(is_readable(data[:length], kind) for length in range(len(data)))


@pytest.mark.parametrize("kind", MEASURED)
def test_bytes_after_the_end_do_no_harm(kind: PictureKind) -> None:
    assert is_readable(SAMPLES[kind]() + b"trailing", kind)


def test_a_picture_of_another_kind_is_not_readable() -> None:
    assert not is_readable(encoded("PNG"), PictureKind.JPEG)


def test_an_animated_gif_is_followed_to_its_end() -> None:
    frames = [Image.new("P", (4, 4), colour) for colour in (1, 2)]
    output = io.BytesIO()
    frames[0].save(output, format="GIF", save_all=True, append_images=frames[1:], comment=b"two frames")
    assert is_readable(output.getvalue(), PictureKind.GIF)
    assert not is_readable(output.getvalue()[:-1], PictureKind.GIF)


def test_a_png_with_a_chunk_of_absurd_length_is_not_readable() -> None:
    chunk = b"IDAT" + zlib.compress(b"x")
    data = encoded("PNG")[:33] + struct.pack(">I", 0xFFFFFFF0) + chunk
    assert not is_readable(data, PictureKind.PNG)
