import io

import pytest
from picture_samples import photo
from PIL import Image, ImageOps

from sdconvert.pictures import as_stored


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
