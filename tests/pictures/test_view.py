import io

import pytest
from PIL import Image
from quartered import corners, quarters

from sdconvert.pictures import PictureKind, PictureUnconvertible, PictureView, pixel_size, show_as, sniff


@pytest.mark.parametrize(
    ("view", "expected", "size"),
    [
        (PictureView(left=0.5), "green green yellow yellow", (20, 20)),
        (PictureView(bottom=0.5), "red green red green", (40, 10)),
        (PictureView(flips_sides=True), "green red yellow blue", (40, 20)),
        (PictureView(flips_ends=True), "blue yellow red green", (40, 20)),
        (PictureView(degrees=90), "blue red yellow green", (20, 40)),
        (PictureView(degrees=180), "yellow blue green red", (40, 20)),
        (PictureView(degrees=-90), "green yellow red blue", (20, 40)),
        (PictureView(degrees=450), "blue red yellow green", (20, 40)),
        (PictureView(flips_sides=True, degrees=90), "yellow green blue red", (20, 40)),
        (PictureView(left=0.5, degrees=90), "yellow green yellow green", (20, 20)),
    ],
)
@pytest.mark.parametrize("format", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_is_cut_then_mirrored_then_turned_clockwise(
    format: str, view: PictureView, expected: str, size: tuple[int, int]
) -> None:
    source = quarters(format)
    data, kind = show_as(source, sniff(source), view)
    assert kind is sniff(data) is (PictureKind.JPEG if format == "JPEG" else PictureKind.PNG)
    assert pixel_size(data) == size
    assert corners(data) == expected.split()
    assert show_as(source, sniff(source), view)[0] == data


def test_turned_by_any_angle_it_is_larger_and_clear_around() -> None:
    data, _ = show_as(quarters(size=(40, 40)), PictureKind.PNG, PictureView(degrees=45))
    image = Image.open(io.BytesIO(data))
    assert image.size == pytest.approx((57, 57), abs=2)
    assert image.getpixel((1, 1))[3] == 0
    photo, kind = show_as(quarters("JPEG", (40, 40)), PictureKind.JPEG, PictureView(degrees=45))
    assert kind is PictureKind.JPEG
    assert corners(photo) == ["white"] * 4


def test_room_around_it_is_clear() -> None:
    data, _ = show_as(quarters(), PictureKind.PNG, PictureView(left=-0.5))
    image = Image.open(io.BytesIO(data))
    assert image.size == (60, 20)
    assert [image.getpixel((x, 2))[3] for x in (2, 22)] == [0, 255]


@pytest.mark.parametrize(
    ("data", "view", "reason"),
    [
        (quarters(), PictureView(left=0.6, right=0.5), "nothing of it is left"),
        (quarters(), PictureView(left=-99), "far more room"),
        (quarters()[:60], PictureView(left=0.5), "cannot be decoded"),
        (b"<svg/>", PictureView(left=0.5), "svg pictures can be neither cut nor turned"),
        (b"?", PictureView(left=0.5), "such pictures can be neither cut nor turned"),
    ],
)
def test_what_cannot_be_shown_so_is_refused(data: bytes, view: PictureView, reason: str) -> None:
    with pytest.raises(PictureUnconvertible, match=reason):
        show_as(data, sniff(data), view)


def test_how_much_is_hidden_and_how_large_the_box_is() -> None:
    assert PictureView(0.5, 0.0, 0.0, 0.5).hidden_share == 0.75
    assert PictureView(-0.5, 0.5).hidden_share == 0.5
    assert PictureView(degrees=90).frame(40, 20) == pytest.approx((20, 40))
    assert PictureView(degrees=30).frame(100, 0) == pytest.approx((86.6, 50), abs=0.1)
    assert PictureView(degrees=90).frame(None, 20) == (None, 20)
    assert not PictureView(degrees=720).is_turned
