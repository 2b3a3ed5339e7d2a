import gzip
import io
import struct

import pytest
from PIL import Image

from sdconvert.pictures.kinds import PictureKind, sniff
from sdconvert.sharing.flat_pictures import flatten_picture

SIZES = ((1, 1), (7, 3), (300, 200), (1025, 513))


def make(kind: str, size: tuple[int, int], mode: str = "RGB") -> bytes:
    image = Image.radial_gradient("L").resize(size).convert(mode)
    target = io.BytesIO()
    image.save(target, kind, **({"lossless": True} if kind == "webp" else {}))
    return target.getvalue()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "bmp", "tiff", "webp"])
def test_a_bitmap_becomes_a_flat_one_of_its_kind_and_size(kind: str, size: tuple[int, int]) -> None:
    data = make(kind, size)
    flat = flatten_picture(data)
    assert flat is not None
    image = Image.open(io.BytesIO(flat))
    image.load()
    assert (image.format, image.size) == (kind.upper(), size)
    assert len(image.convert("RGB").getcolors()) == 1
    assert flatten_picture(make(kind, size, "L")) is not None


def test_a_jpeg_keeps_how_many_colours_it_has_and_how_it_is_turned_and_nothing_else() -> None:
    image = Image.new("CMYK", (20, 10))
    exif = Image.Exif()
    exif[0x112], exif[0x13B] = 6, "Erika Mustermann"
    target = io.BytesIO()
    image.save(target, "jpeg", exif=exif, dpi=(300, 300))
    flat = flatten_picture(target.getvalue())
    assert flat is not None
    assert b"Erika" not in flat
    again = Image.open(io.BytesIO(flat))
    again.load()
    assert (again.mode, again.getexif()[0x112]) == ("CMYK", 6)


def test_a_damaged_picture_stays_damaged_and_holds_nothing_of_the_source() -> None:
    for kind in ("png", "jpeg", "gif"):
        flat = flatten_picture(make(kind, (300, 200))[:200])
        assert flat is not None
        with pytest.raises(OSError):  # noqa: PT011
            Image.open(io.BytesIO(flat)).load()


def test_metafiles_keep_their_bounds_and_lose_their_drawing() -> None:
    bounds = struct.pack("<iiii", 0, 0, 400, 300) + struct.pack("<iiii", 0, 0, 8000, 6000)
    emf = (
        struct.pack("<II", 1, 88)
        + bounds
        + b" EMF"
        + struct.pack("<IIIHHIIIiiii", 0x10000, 500, 9, 1, 0, 0, 0, 0, 1, 1, 1, 1)
    )
    flat = flatten_picture(emf + b"Erika".ljust(412, b"\0"))
    assert flat is not None
    assert sniff(flat) is PictureKind.EMF
    assert flat[8:40] == bounds
    assert len(flat) == int.from_bytes(flat[48:52], "little")
    wmf = (
        b"\xd7\xcd\xc6\x9a\0\0"
        + struct.pack("<hhhhHIH", 0, 0, 500, 300, 96, 0, 0)
        + struct.pack("<HHHIHIH", 1, 9, 0x300, 9, 0, 0, 0)
    )
    flat = flatten_picture(gzip.compress(wmf + b"Erika"))
    assert flat is not None
    assert sniff(flat) is PictureKind.WMF
    assert gzip.decompress(flat)[:22] == wmf[:22]


def test_a_drawing_keeps_its_size() -> None:
    flat = flatten_picture(b'<svg xmlns="http://www.w3.org/2000/svg" width="10" height="20"><text>Erika</text></svg>')
    assert flat is not None
    assert b"Erika" not in flat
    assert b'width="10" height="20"' in flat


def test_what_is_no_picture_is_none() -> None:
    assert flatten_picture(b"Erika Mustermann") is None
