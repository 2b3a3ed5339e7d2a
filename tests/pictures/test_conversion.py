import gzip
import io
import struct
import sys
import warnings

import pytest
from picture_samples import CONVERTED, SAMPLES, encoded
from PIL import Image

from sdconvert.pictures import PictureKind, PictureUnconvertible, bitmaps, conversion, is_readable, pixel_size, to_png


@pytest.mark.parametrize("kind", CONVERTED)
def test_a_converted_picture_is_a_whole_png_and_always_the_same(kind: PictureKind) -> None:
    png = to_png(SAMPLES[kind](), kind)
    assert is_readable(png, PictureKind.PNG)
    assert png == to_png(SAMPLES[kind](), kind)


def test_a_converted_bitmap_keeps_size_and_colours() -> None:
    source = Image.new("RGB", (2, 1), (10, 20, 30))
    output = io.BytesIO()
    source.save(output, format="BMP")
    png = Image.open(io.BytesIO(to_png(output.getvalue(), PictureKind.BMP)))
    assert png.size == (2, 1)
    assert png.getpixel((1, 0)) == (10, 20, 30)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "F", "I", "I;16", "I;16B"])
def test_every_colour_model_of_tiff_becomes_a_png(mode: str) -> None:
    assert pixel_size(to_png(encoded("TIFF", mode), PictureKind.TIFF)) == (3, 2)


def test_a_gzipped_metafile_is_drawn_like_the_plain_one() -> None:
    plain = SAMPLES[PictureKind.EMF]()
    assert to_png(gzip.compress(plain), PictureKind.EMF) == to_png(plain, PictureKind.EMF)


@pytest.mark.parametrize("kind", [PictureKind.SVG, PictureKind.PNG])
def test_a_kind_that_is_never_converted_is_refused(kind: PictureKind) -> None:
    with pytest.raises(PictureUnconvertible, match=f"{kind} pictures cannot be converted") as refused:
        to_png(SAMPLES[kind](), kind)
    assert refused.value.missing_extra is None


@pytest.mark.parametrize("kind", CONVERTED)
@pytest.mark.parametrize("kept", [0, 8, 20, -9])
def test_a_cut_picture_is_refused_in_one_way(kind: PictureKind, kept: int) -> None:
    data = SAMPLES[kind]()[:kept]
    with pytest.raises(PictureUnconvertible):
        to_png(data, kind)


def test_a_broken_gzip_stream_is_refused() -> None:
    with pytest.raises(PictureUnconvertible, match="compressed data are broken"):
        to_png(gzip.compress(SAMPLES[PictureKind.EMF]())[:10] + b"\xff\xff\xff", PictureKind.EMF)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversion, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(PictureUnconvertible, match="more than 100 bytes"):
        to_png(gzip.compress(SAMPLES[PictureKind.EMF]() + bytes(1000)), PictureKind.EMF)


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bitmaps, "MAX_PIXELS", 5)
    with pytest.raises(PictureUnconvertible, match="3 x 2 pixels"):
        to_png(encoded("BMP"), PictureKind.BMP)


@pytest.mark.parametrize("width", [8_000, 11_000, 200_000])
def test_a_decompression_bomb_is_refused_without_a_warning(width: int) -> None:
    header = struct.pack("<2sIHHIIiiHHIIiiII", b"BM", 100, 0, 0, 54, 40, width, 10_000, 1, 24, 0, 0, 0, 0, 0, 0)
    assert_refused_in_silence(header, PictureKind.BMP)


def test_warnings_of_a_damaged_tiff_stay_inside() -> None:
    directory = struct.pack("<HHII", 256, 3, 9, 1 << 20)
    assert_refused_in_silence(b"II*\0\x08\0\0\0\x05\0" + directory, PictureKind.TIFF)


def assert_refused_in_silence(data: bytes, kind: PictureKind) -> None:
    with warnings.catch_warnings(record=True) as leaked:
        warnings.simplefilter("always")
        with pytest.raises(PictureUnconvertible):
            to_png(data, kind)
    assert leaked == []


@pytest.mark.parametrize(
    ("kind", "library", "extra"),
    [(PictureKind.BMP, "PIL", "images"), (PictureKind.WMF, "PIL", "metafile")],
)
def test_a_missing_library_names_its_extra(
    kind: PictureKind, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = SAMPLES[kind]()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(PictureUnconvertible, match="is not installed") as refused:
        to_png(data, kind)
    assert refused.value.missing_extra == extra


def test_a_web_picture_may_have_fewer_pixels_as_decoding_takes_many_bytes_for_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(bitmaps._MOST_PIXELS, "WEBP", 5)
    with pytest.raises(PictureUnconvertible, match="3 x 2 pixels, more than 5"):
        to_png(encoded("WEBP"), PictureKind.WEBP)
    assert to_png(encoded("TIFF"), PictureKind.TIFF)
