import random

import pytest
from metafiles import RED, WHITE, drawn, wmf, wmf_fill, wmf_font, wmf_record, wmf_select, wmf_text
from PIL import Image, ImageDraw

from sdconvert.pictures import metafile
from sdconvert.pictures.metafile import verdict
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.metafile.verdict import BLANK, is_blank, judge
from sdconvert.pictures.outcomes import Doubt


def picture(*box: int, size: int = 200, colour: object = "black") -> Image.Image:
    image = Image.new("RGBA", (size, size), (255, 255, 255, 0))
    if box:
        ImageDraw.Draw(image).rectangle(box, fill=colour)
    return image


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (picture(), True),
        (picture(0, 0, 199, 199, colour="white"), True),
        (picture(0, 0, 199, 199, colour=(0, 0, 0, 3)), True),
        (picture(0, 0, 20, 20), True),
        (picture(0, 0, 40, 40), False),
        (picture(0, 100, 199, 100), True),
        (picture(0, 100, 199, 110), False),
        (Image.new("RGB", (5, 5), "black"), False),
    ],
)
def test_a_picture_without_ink_or_with_all_of_it_in_a_corner_is_blank(image: Image.Image, expected: bool) -> None:
    assert is_blank(image) is expected


def test_a_few_dots_far_apart_are_no_picture() -> None:
    image = picture()
    image.putpixel((0, 0), (0, 0, 0, 255))
    image.putpixel((199, 199), (0, 0, 0, 255))
    assert is_blank(image)


def test_ink_may_be_thin_where_it_is_spread() -> None:
    image = picture()
    ImageDraw.Draw(image).line((0, 0, 199, 199), fill="black")
    assert not is_blank(image)


def test_a_look_at_some_pixels_says_what_a_look_at_all_says(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(3)
    pictures = []
    for _ in range(150):
        image = picture(size=chance.randint(1, 90))
        for _ in range(chance.randint(1, 4)):
            left, top = chance.randrange(image.width), chance.randrange(image.height)
            ImageDraw.Draw(image).rectangle((left, top, left + chance.randrange(12), top + chance.randrange(12)), "red")
        pictures.append(image)
    seen = [is_blank(image) for image in pictures]
    monkeypatch.setattr(verdict, "_STEP", 1)
    monkeypatch.setattr(verdict, "_shows", lambda some, part, whole, shows=verdict._shows: shows(part, part, whole))
    assert seen == [is_blank(image) for image in pictures]
    assert 20 < sum(seen) < 130


def test_nothing_is_expected_of_a_metafile_that_draws_nothing() -> None:
    assert judge(picture(), DrawingNotes()) is None
    assert judge(picture(), DrawingNotes(has_drawing=True)) == BLANK


@pytest.mark.parametrize(
    ("notes", "told", "is_about_fonts"),
    [
        (DrawingNotes(unmapped_families={"Own"}), "Own", False),
        (DrawingNotes(missing_characters=set("中文字测试了")), "…", True),
        (DrawingNotes(has_unjoined_words=True), "joined", False),
        (DrawingNotes(skipped_records={"WMF 0429"}), "WMF 0429", False),
    ],
)
def test_what_may_be_wrong_is_told(notes: DrawingNotes, told: str, is_about_fonts: bool) -> None:
    doubt = judge(picture(0, 0, 100, 100), notes)
    assert doubt is not None
    assert told in doubt.reason
    assert doubt.is_about_fonts is is_about_fonts


def test_every_kind_of_drawing_is_noted() -> None:
    assert drawn(wmf(wmf_fill(WHITE, 0, 0, 100, 100))).notes.has_drawing
    assert drawn(wmf(wmf_font(b"Arial"), wmf_select(0), wmf_text(b"a"))).notes.has_drawing
    assert not drawn(wmf(wmf_font(b"Arial"), wmf_select(0), wmf_record(0x0102, "H", 1))).notes.has_drawing


def test_a_converted_metafile_has_its_text_and_what_speaks_against_it() -> None:
    font = wmf_font(b"Arial") + wmf_record(0x0209, "I", 0xFFFFFF) + wmf_record(0x0102, "H", 1)
    converted = metafile.convert(wmf(font, wmf_select(0), wmf_text(b"white on white")), is_emf=False)
    assert (converted.doubt, converted.text) == (BLANK, "white on white")
    assert metafile.convert(wmf(wmf_fill(RED, 0, 0, 90, 90)), is_emf=False).doubt is None
    assert Doubt("it came out blank") == BLANK
