from __future__ import annotations

import pytest
from docx_drawings import GIF, PNG, box, drawing, pic, read, settle
from docx_reading import codes, texts


def test_an_inline_picture_has_its_bytes_its_size_and_its_alternative_text() -> None:
    result, reading = read(drawing(pic(), 'descr="A  house" title="no"'))
    (picture,) = result.pictures
    assert reading.assets[picture.asset].read() == PNG
    assert picture.asset.endswith(".png")
    assert (picture.width, picture.height, picture.text) == (100.0, 50.0, "A house")
    assert not result.is_floating
    assert codes(reading) == []
    settle(result, reading)


def test_an_anchored_picture_floats() -> None:
    result, _ = read(drawing(pic(), place="anchor"))
    assert result.is_floating
    assert len(result.pictures) == 1


def test_the_title_stands_in_for_a_description() -> None:
    assert read(drawing(pic(), 'title="House"'))[0].pictures[0].text == "House"


def test_an_svg_picture_is_taken_as_its_raster_image() -> None:
    svg = '<a:extLst><a:ext><asvg:svgBlip r:embed="r2"/></a:ext></a:extLst>'
    _, reading = read(drawing(pic(fill=svg)))
    assert [content.read() for content in reading.assets.values()] == [PNG]
    _, reading = read(drawing(pic("", fill=svg)))
    assert [content.read() for content in reading.assets.values()] == [GIF]


def test_pictures_in_a_group_have_the_size_that_the_group_gives_them() -> None:
    scale = '<wpg:grpSpPr><a:xfrm><a:ext cx="200" cy="100"/><a:chExt cx="400" cy="50"/></a:xfrm></wpg:grpSpPr>'
    pictures = pic(name='descr="one"') + pic('r:embed="r2"')
    result, _ = read(drawing(f"<wpg:wgp>{scale}{pictures}</wpg:wgp>", 'descr="both"'))
    assert [(p.width, p.height, p.text) for p in result.pictures] == [(10.0, 20.0, "one"), (10.0, 20.0, "both")]


def test_a_picture_on_a_canvas_is_found() -> None:
    result, _ = read(drawing(f"<wpc:wpc>{pic()}</wpc:wpc>"))
    assert result.pictures[0].width == 20.0


@pytest.mark.parametrize("xfrm", ['rot="5400000"', 'flipH="1"'])
def test_a_turned_picture_is_a_finding(xfrm: str) -> None:
    assert codes(read(drawing(pic(xfrm=xfrm)))[1]) == ["DOCX-R083"]


@pytest.mark.parametrize("xfrm", ['rot="21600000"', 'flipH="0"'])
def test_a_whole_turn_is_no_turn(xfrm: str) -> None:
    assert codes(read(drawing(pic(xfrm=xfrm)))[1]) == []


def test_a_link_on_a_picture_is_a_finding() -> None:
    xml = drawing(pic()).replace('<wp:docPr id="1" />', '<wp:docPr id="1"><a:hlinkClick r:id="click"/></wp:docPr>')
    _, reading = read(xml)
    assert codes(reading) == ["DOCX-R094"]
    assert reading.report.findings[0].details["target"] == "https://example.org/"


def test_a_shape_filled_with_a_picture_gives_it() -> None:
    fill = '<wps:wsp><wps:spPr><a:blipFill><a:blip r:embed="r1"/>{}</a:blipFill></wps:spPr></wps:wsp>'
    result, reading = read(drawing(fill.format("<a:stretch/>")))
    assert len(result.pictures) == 1
    settle(result, reading)
    result, reading = read(drawing(fill.format("<a:tile/>")))
    assert result.pictures == ()
    assert codes(reading) == ["DOCX-R088"]


def test_an_unknown_graphic_is_a_finding_with_its_text() -> None:
    result, reading = read(drawing("<a:odd><a:p><a:r><a:t>words</a:t></a:r></a:p></a:odd>"))
    assert codes(reading) == ["DOCX-R092"]
    assert "(odd)" in reading.report.findings[0].message
    assert "words" in reading.report.findings[0].message
    settle(result, reading)


def test_an_unknown_graphic_around_text_boxes_and_pictures_gives_them() -> None:
    result, reading = read(drawing(f"<a:odd>{box('words')}{pic()}</a:odd>"))
    assert [texts(content) for content in result.text_boxes] == [["words"]]
    assert len(result.pictures) == 1
    settle(result, reading)


def test_a_shape_of_a_locked_canvas_is_told_as_a_shape() -> None:
    canvas = (
        '<lc:lockedCanvas xmlns:lc="http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas">{}</lc:lockedCanvas>'
    )
    shape = '<a:sp><a:spPr><a:prstGeom prst="star5"/></a:spPr>{}</a:sp>'
    _, reading = read(drawing(canvas.format(shape.format(""))))
    assert (codes(reading), reading.report.findings[0].details["name"]) == (["DOCX-R088"], "star5")
    _, reading = read(
        drawing(canvas.format(shape.format("<a:txBody><a:p><a:r><a:t>word</a:t></a:r></a:p></a:txBody>")))
    )
    assert "DOCX-R088" not in codes(reading)
