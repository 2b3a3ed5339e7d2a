from __future__ import annotations

import pytest
from docx_drawings import drawing, pic, read

PLAIN = '<a:prstGeom prst="rect"/><a:ln><a:noFill/></a:ln><a:effectLst/>'


def told(xml: str) -> list[str]:
    _, reading = read(xml)
    reading.looks.report(reading.report)
    return [finding.message for finding in reading.report.findings]


def with_look(look: str) -> str:
    return drawing(pic().replace("</pic:spPr>", f"{look}</pic:spPr>"))


@pytest.mark.parametrize(
    ("look", "words"),
    [
        ('<a:ln w="9525"><a:solidFill/></a:ln>', "an outline × 1"),
        ("<a:effectLst><a:outerShdw/><a:softEdge/></a:effectLst>", "a shadow × 1, soft edges × 1"),
        ('<a:prstGeom prst="ellipse"/>', "cut to the shape ellipse × 1"),
        ("<a:sp3d/>", "a three-dimensional look × 1"),
        ("<a:solidFill/>", "a fill behind it × 1"),
    ],
)
def test_what_is_drawn_around_a_picture_is_told(look: str, words: str) -> None:
    (message,) = told(with_look(look))
    assert message.startswith("Frames and effects of pictures are not kept")
    assert words in message


def test_a_picture_without_a_frame_is_not_told_of() -> None:
    assert told(with_look(PLAIN)) == []


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        ("<wp:wrapTight/>", "beside text"),
        ("<wp:wrapTopAndBottom/>", "between lines of text"),
        ("<wp:wrapNone/>", "in front of text"),
    ],
)
def test_the_place_of_a_picture_beside_the_text_is_told(anchor: str, words: str) -> None:
    (message,) = told(drawing(pic(), place="anchor").replace("<wp:docPr", f"{anchor}<wp:docPr"))
    assert message.startswith("Pictures that Word places by themselves")
    assert words in message


def test_a_picture_behind_the_text_is_told_as_such() -> None:
    (message,) = told(drawing(pic(), place="anchor").replace("<wp:anchor", '<wp:anchor behindDoc="1"'))
    assert "behind text" in message


@pytest.mark.parametrize(
    ("look", "words"),
    [
        ('strokecolor="red"><', "an outline"),
        ('><v:shadow on="t"/><', "a shadow"),
        ('><o:extrusion on="t"/><', "a three-dimensional look"),
    ],
)
def test_frames_of_older_pictures_are_told(look: str, words: str) -> None:
    (message,) = told(f'<w:pict><v:shape style="width:9pt" {look}v:imagedata r:id="r1"/></v:shape></w:pict>')
    assert words in message


@pytest.mark.parametrize("look", ['stroked="0" strokecolor="red"><', '><v:shadow on="0"/><', "><"])
def test_what_older_pictures_switch_off_is_not_told(look: str) -> None:
    assert told(f'<w:pict><v:shape style="width:9pt" {look}v:imagedata r:id="r1"/></v:shape></w:pict>') == []


@pytest.mark.parametrize(("index", "values"), [("1", ["an outline × 1"]), ("0", [])])
def test_the_line_of_the_style_of_a_shape_is_told(index: str, values: list[str]) -> None:
    fill = '<a:blipFill><a:blip r:embed="r1"/></a:blipFill>'
    style = f'<wps:style><a:lnRef idx="{index}"/></wps:style>'
    _, reading = read(drawing(f"<wps:wsp><wps:spPr>{fill}</wps:spPr>{style}</wps:wsp>"))
    reading.looks.report(reading.report)
    frames = [finding for finding in reading.report.findings if finding.code.id == "DOCX-R180"]
    assert [finding.details["values"] for finding in frames] == values


@pytest.mark.parametrize(("fill", "values"), [('<a:blip r:embed="r1"/>', ["an outline × 1"]), ("", [])])
def test_the_frame_of_a_shape_that_is_filled_with_a_picture_is_told(fill: str, values: list[str]) -> None:
    filling = f"<a:blipFill>{fill}</a:blipFill>" if fill else "<a:noFill/>"
    shape = f'<wps:wsp><wps:spPr>{filling}<a:ln w="9525"><a:solidFill/></a:ln></wps:spPr></wps:wsp>'
    _, reading = read(drawing(shape))
    reading.looks.report(reading.report)
    frames = [finding for finding in reading.report.findings if finding.code.id == "DOCX-R180"]
    assert [finding.details["values"] for finding in frames] == values


def test_effects_of_a_group_are_told_where_it_holds_a_picture_and_what_fills_it_where_one_in_it_asks() -> None:
    shadow = "<wpg:grpSpPr><a:solidFill/><a:effectLst><a:outerShdw/></a:effectLst></wpg:grpSpPr>"
    (message,) = told(drawing(f"<wpg:wgp>{shadow}{pic()}</wpg:wgp>"))
    assert message.endswith("1 (a shadow × 1).")
    assert not any("a shadow" in other for other in told(drawing(f"<wpg:wgp>{shadow}<wps:wsp/></wpg:wgp>")))
