from __future__ import annotations

import pytest
from docx_builder import Relation
from docx_drawings import PICTURES, drawing, pic, read, settle, vml
from docx_reading import codes, read_body
from quartered import corners, quarters

from sdconvert.formats.docx.read.drawing import read_drawing
from sdconvert.ledger import Kind


def test_a_part_that_is_shown_often_is_unpacked_once() -> None:
    run, reading = read_body(f"<w:r>{drawing(pic())}{drawing(pic())}</w:r>", **PICTURES)
    first = read_drawing(run[0], reading)
    del reading.package.archive
    assert read_drawing(run[1], reading).pictures == first.pictures


def test_the_content_tells_the_extension_not_the_name() -> None:
    assert read(drawing(pic('r:embed="r2"')))[0].pictures[0].asset.endswith(".gif")


def test_a_picture_of_an_unknown_kind_keeps_its_extension() -> None:
    result, _ = read(drawing(pic('r:embed="r3"')), relations=[Relation("r3", "image", "media/odd.xyz")])
    assert result.pictures[0].asset.endswith(".xyz")


def test_a_picture_that_is_shown_twice_is_one_asset() -> None:
    result, reading = read(drawing(f"<wpg:wgp>{pic()}{pic()}</wpg:wgp>"))
    assert len(result.pictures) == 2
    assert len(reading.assets) == 1


@pytest.mark.parametrize("blip", ['r:link="far"', 'r:embed="far"'])
def test_a_linked_picture_is_never_fetched(blip: str) -> None:
    result, reading = read(drawing(pic(blip)))
    assert result.pictures == ()
    assert codes(reading) == ["DOCX-R080"]
    assert "https://example.org/a.png" in reading.report.findings[0].message
    assert reading.report.ledger.dropped == {(Kind.PICTURES, "DOCX-R080"): 1, (Kind.DRAWINGS, "DOCX-R080"): 1}
    settle(result, reading)


def test_a_linked_picture_that_is_stored_too_is_kept() -> None:
    result, reading = read(drawing(pic('r:embed="r1" r:link="far"')))
    assert len(result.pictures) == 1
    assert codes(reading) == []


@pytest.mark.parametrize("blip", ['r:embed="none"', 'r:embed="lost"', 'r:embed="gone"', ""])
def test_a_picture_without_data_is_lost(blip: str) -> None:
    result, reading = read(drawing(pic(blip)))
    assert result.pictures == ()
    assert codes(reading)[-1] == "DOCX-R081"
    settle(result, reading)


def test_one_picture_lost_leaves_the_drawing_kept() -> None:
    result, reading = read(drawing("<wpg:wgp>" + pic() + pic('r:link="far"') + "</wpg:wgp>"))
    assert len(result.pictures) == 1
    assert reading.report.ledger.kept == {Kind.DRAWINGS: 1}
    settle(result, reading)


@pytest.mark.parametrize(
    ("xml", "percent"),
    [
        (drawing(pic(crop='l="20000" b="50000"')), "60"),
        (drawing(pic(crop='l="10%"')), "10"),
        (vml('<v:imagedata r:id="r1" cropleft="16384f" croptop=".2"/>'), "40"),
    ],
)
def test_a_cropped_picture_is_a_finding(xml: str, percent: str) -> None:
    _, reading = read(xml)
    assert codes(reading) == ["DOCX-R082"]
    assert reading.report.findings[0].details["percent"] == percent


def shown(xml: str, data: bytes) -> tuple[str, tuple[float | None, float | None], list[str]]:
    """The colours of the corners of the picture that a drawing gives, its size, and the findings."""
    result, reading = read(xml, files={"word/media/image1.png": data})
    (picture,) = result.pictures
    settle(result, reading)
    reading.report.report_tallies()
    size = (picture.width, picture.height)
    return " ".join(corners(reading.assets[picture.asset].read())), size, codes(reading)


def grouped(outer: str, inner: str = "") -> str:
    """A picture in a group that turns with it (ECMA-376 Part 1, 20.1.7.5)."""
    transform = f"<wpg:grpSpPr><a:xfrm {outer}/></wpg:grpSpPr>"
    return f"<wpg:wgp>{transform}{pic(xfrm=inner)}</wpg:wgp>"


@pytest.mark.parametrize(
    ("xml", "colours", "size"),
    [
        (drawing(pic(crop='l="50000"')), "green green yellow yellow", (100, 50)),
        (drawing(pic(crop='b="50%"')), "red green red green", (100, 50)),
        (drawing(pic(xfrm='rot="5400000"')), "blue red yellow green", (50, 100)),
        (drawing(pic(xfrm='flipH="1" rot="10800000"')), "blue yellow red green", (100, 50)),
        (drawing(pic(crop='l="50000"', xfrm='flipV="true"')), "yellow yellow green green", (100, 50)),
        (drawing(grouped('rot="5400000"')), "blue red yellow green", None),
        (drawing(grouped('rot="5400000"', 'rot="5400000"')), "yellow blue green red", None),
        (drawing(grouped('flipH="1"', 'rot="5400000"')), "red blue green yellow", None),
        (drawing(grouped('flipH="1" flipV="1"', 'rot="5400000"')), "green yellow red blue", None),
        (vml('<v:imagedata r:id="r1" cropright=".5"/>'), "red red blue blue", None),
        (vml('<v:imagedata r:id="r1"/>', "rotation:90"), "blue red yellow green", None),
        (vml('<v:imagedata r:id="r1"/>', "rotation:5898240fd"), "blue red yellow green", None),
        (vml('<v:imagedata r:id="r1"/>', "flip:x y"), "yellow blue green red", None),
    ],
)
def test_a_picture_is_cut_and_turned_as_word_shows_it(xml: str, colours: str, size: tuple[float, float] | None) -> None:
    found, box, told = shown(xml, quarters())
    assert (found, told) == (colours, ["DOCX-R190"])
    assert size is None or box == pytest.approx(size)


def test_of_a_picture_that_is_shown_in_two_ways_each_is_an_asset_and_the_whole_is_not_published() -> None:
    left, right = (pic(crop=f'{side}="50000"') for side in "lr")
    xml = drawing(f"<wpg:wgp>{left}{right}</wpg:wgp>")
    result, reading = read(xml, files={"word/media/image1.png": quarters()})
    assert [corners(reading.assets[picture.asset].read())[0] for picture in result.pictures] == ["green", "red"]
    assert len(reading.assets) == 2
    reading.report.report_tallies()
    assert reading.report.findings[0].details["count"] == 2


@pytest.mark.parametrize(
    ("change", "how"),
    [
        ("<a:grayscl/>", "shades of grey"),
        ('<a:alphaModFix amt="50000"/>', "partly transparent"),
        ('<a:alphaRepl a="50000"/>', "partly transparent"),
        ("<a:hsl/>", "in other colours"),
    ],
)
def test_a_picture_whose_colours_word_changes_is_told(change: str, how: str) -> None:
    _, reading = read(drawing(pic(fill=change)))
    reading.report.report_tallies()
    assert how in reading.report.findings[0].message


def test_padding_and_rounding_are_no_crop() -> None:
    _, reading = read(drawing(pic(crop='l="-10000" r="300"')))
    assert codes(reading) == []
