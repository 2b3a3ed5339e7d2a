import io

import pytest
from PIL import Image, ImageOps

from sdconvert.pictures import as_stored


def photo(orientation: int | None, order: str = "II") -> bytes:
    """A picture, white above and black below, with an Exif orientation."""
    image = Image.new("L", (32, 32), 0)
    image.paste(255, (0, 0, 32, 16))
    exif = Image.Exif()
    exif.endian = "<" if order == "II" else ">"
    exif[0x010F] = "a maker of cameras"
    if orientation is not None:
        exif[0x0112] = orientation
    output = io.BytesIO()
    image.save(output, format="JPEG", exif=exif.tobytes())
    return output.getvalue()


def is_white_above(jpeg: bytes) -> bool:
    """As a program shows it that obeys Exif."""
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(jpeg)))
    return shown.getpixel((16, 2)) > 200 > 50 > shown.getpixel((16, 30))


@pytest.mark.parametrize("order", ["II", "MM"])
@pytest.mark.parametrize("orientation", [3, 4, 6, 8])
def test_a_picture_shows_as_it_is_stored_whatever_exif_says(orientation: int, order: str) -> None:
    source = photo(orientation, order)
    assert not is_white_above(source)
    changed = as_stored(source)
    assert is_white_above(changed)
    assert sum(a != b for a, b in zip(source, changed, strict=True)) == 1
    assert Image.open(io.BytesIO(changed)).getexif()[0x010F] == "a maker of cameras"


@pytest.mark.parametrize(
    "data", [photo(None), photo(1), b"", b"\xff\xd8", b"\xff\xd8\xff\xe1", photo(6)[:40], b"?" * 99, photo(6)[::-1]]
)
def test_other_data_stay_as_they_are(data: bytes) -> None:
    assert as_stored(data) == data
