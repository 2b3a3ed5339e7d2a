import gzip
import io
import struct
import sys
import warnings
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from sdconvert import pictures
from sdconvert.pictures import PictureKind, PictureUnconvertible, extension, is_readable, pixel_size, sniff, to_png


def encoded(image_format: str, mode: str = "RGB", size: tuple[int, int] = (3, 2), **options: object) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size).save(output, format=image_format, **options)
    return output.getvalue()


def emf() -> bytes:
    rectangle = struct.pack("<II4i", 43, 24, 10, 10, 80, 40)
    end = struct.pack("<IIIII", 14, 20, 0, 20, 20)
    size = 88 + len(rectangle) + len(end)
    header = struct.pack("<II8i", 1, 88, 0, 0, 99, 49, 0, 0, 2646, 1323)
    header += b" EMF" + struct.pack("<IIIHHIIIIIII", 0x10000, size, 3, 1, 0, 0, 0, 0, 1000, 500, 264, 132)
    return header + rectangle + end


def wmf() -> bytes:
    placeable = struct.pack("<IHhhhhHI", 0x9AC6CDD7, 0, 0, 0, 100, 50, 96, 0)
    checksum = 0
    for (word,) in struct.iter_unpack("<H", placeable):
        checksum ^= word
    rectangle = struct.pack("<IHhhhh", 7, 0x041B, 40, 80, 10, 10)
    end = struct.pack("<IH", 3, 0)
    words = (18 + len(rectangle) + len(end)) // 2
    return (
        placeable + struct.pack("<H", checksum) + struct.pack("<HHHIHIH", 1, 9, 0x300, words, 0, 7, 0) + rectangle + end
    )


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
SAMPLES: dict[PictureKind, Callable[[], bytes]] = {
    PictureKind.PNG: lambda: encoded("PNG"),
    PictureKind.JPEG: lambda: encoded("JPEG"),
    PictureKind.GIF: lambda: encoded("GIF"),
    PictureKind.BMP: lambda: encoded("BMP"),
    PictureKind.TIFF: lambda: encoded("TIFF"),
    PictureKind.WEBP: lambda: encoded("WEBP"),
    PictureKind.EMF: emf,
    PictureKind.WMF: wmf,
    PictureKind.SVG: lambda: SVG,
}
MEASURED = [PictureKind.PNG, PictureKind.JPEG, PictureKind.GIF]
CONVERTED = [PictureKind.BMP, PictureKind.TIFF, PictureKind.WEBP, PictureKind.EMF, PictureKind.WMF]


def test_every_kind_has_a_sample() -> None:
    assert set(SAMPLES) == set(PictureKind)


@pytest.mark.parametrize("kind", PictureKind)
def test_a_kind_is_told_by_its_first_bytes(kind: PictureKind) -> None:
    assert sniff(SAMPLES[kind]()) is kind


@pytest.mark.parametrize("kind", [PictureKind.EMF, PictureKind.WMF, PictureKind.SVG])
def test_a_gzipped_picture_is_what_it_unpacks_to(kind: PictureKind) -> None:
    assert sniff(gzip.compress(SAMPLES[kind]())) is kind


def test_a_wmf_needs_no_placeable_header() -> None:
    assert sniff(wmf()[22:]) is PictureKind.WMF


def test_an_svg_may_begin_with_a_byte_order_mark_a_comment_and_a_prefix() -> None:
    assert sniff(b"\xef\xbb\xbf <!-- drawn --><s:svg xmlns:s='http://www.w3.org/2000/svg'/>") is PictureKind.SVG


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"B",
        b"BM business letter",
        b"%PDF-1.7",
        b"<html><svg></svg></html>",
        b"<p>",
        b"RIFF\0\0\0\0WAVE",
        b"\x1f\x8b\x08x",
    ],
)
def test_what_is_no_picture_has_no_kind(data: bytes) -> None:
    assert sniff(data) is None


def test_extensions_are_the_usual_ones() -> None:
    assert [extension(kind) for kind in MEASURED] == ["png", "jpg", "gif"]


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
    assert to_png(gzip.compress(emf()), PictureKind.EMF) == to_png(emf(), PictureKind.EMF)


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
        to_png(gzip.compress(emf())[:10] + b"\xff\xff\xff", PictureKind.EMF)


def test_a_gzip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_UNPACKED_BYTES", 100)
    with pytest.raises(PictureUnconvertible, match="more than 100 bytes"):
        to_png(gzip.compress(emf() + bytes(1000)), PictureKind.EMF)


def test_a_picture_with_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MAX_PIXELS", 5)
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
    [(PictureKind.BMP, "PIL", "images"), (PictureKind.WMF, "metafile_render", "metafile")],
)
def test_a_missing_library_names_its_extra(
    kind: PictureKind, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = SAMPLES[kind]()
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(PictureUnconvertible, match="is not installed") as refused:
        to_png(data, kind)
    assert refused.value.missing_extra == extra


def test_a_png_with_a_chunk_of_absurd_length_is_not_readable() -> None:
    chunk = b"IDAT" + zlib.compress(b"x")
    data = encoded("PNG")[:33] + struct.pack(">I", 0xFFFFFFF0) + chunk
    assert not is_readable(data, PictureKind.PNG)
