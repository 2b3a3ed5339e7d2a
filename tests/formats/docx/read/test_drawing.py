from __future__ import annotations

from typing import Any

import pytest
from docx_builder import Relation, wrap
from docx_reading import codes, read_body, texts

from sdconvert.findings import Kind
from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing import Drawing, read_drawing

PNG = b"\x89PNG\r\n\x1a\n" + b"one"
GIF = b"GIF89a" + b"two"
PICTURES: dict[str, Any] = {
    "relations": [
        Relation("r1", "image", "media/image1.png"),
        Relation("r2", "image", "media/image2.jpeg"),
        Relation("gone", "image", "media/gone.png"),
        Relation("lost", "image", "NULL"),
        Relation("far", "image", "https://example.org/a.png", is_external=True),
        Relation("click", "hyperlink", "https://example.org/", is_external=True),
        Relation("chart", "chart", "charts/chart1.xml"),
        Relation("data", "diagramData", "diagrams/data1.xml"),
    ],
    "files": {"word/media/image1.png": PNG, "word/media/image2.jpeg": GIF, "word/media/odd.xyz": b"???"},
}


def read(xml: str, **build: Any) -> tuple[Drawing, Reading]:
    run, reading = read_body(f"<w:r>{xml}</w:r>", **(PICTURES | build))
    element = run[0]
    reading.report.read(count(element))
    return read_drawing(element, reading), reading


def drawing(graphic: str, properties: str = "", place: str = "inline") -> str:
    return (
        f'<w:drawing><wp:{place}><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" {properties}/>'
        f"<a:graphic><a:graphicData>{graphic}</a:graphicData></a:graphic></wp:{place}></w:drawing>"
    )


def pic(blip: str = 'r:embed="r1"', *, crop: str = "", xfrm: str = "", name: str = "", fill: str = "") -> str:
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" {name}/></pic:nvPicPr><pic:blipFill><a:blip {blip}>{fill}</a:blip>'
        f'<a:srcRect {crop}/></pic:blipFill><pic:spPr><a:xfrm {xfrm}><a:ext cx="254000" cy="127000"/></a:xfrm>'
        "</pic:spPr></pic:pic>"
    )


def box(text: str) -> str:
    return f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"


def vml(content: str, style: str = "width:30pt;height:20pt", more: str = "") -> str:
    return f'<w:pict><v:shape style="{style}" {more}>{content}</v:shape></w:pict>'


def settle(result: Drawing, reading: Reading) -> None:
    """Book what the caller and the writer book, and see the ledger closed."""
    reading.report.kept({Kind.PICTURES: len(result.pictures)})
    for content in result.text_boxes:
        reading.report.kept(count(content))
    assert not reading.report.ledger.imbalance()


# ------------------------------------------------------------------------------------------------------ pictures


def test_a_part_that_is_shown_often_is_unpacked_once() -> None:
    run, reading = read_body(f"<w:r>{drawing(pic())}{drawing(pic())}</w:r>", **PICTURES)
    first = read_drawing(run[0], reading)
    del reading.package.archive
    assert read_drawing(run[1], reading).pictures == first.pictures


def test_an_inline_picture_has_its_bytes_its_size_and_its_alternative_text() -> None:
    result, reading = read(drawing(pic(), 'descr="A  house" title="no"'))
    (picture,) = result.pictures
    assert reading.assets[picture.asset] == PNG
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


def test_the_content_tells_the_extension_not_the_name() -> None:
    assert read(drawing(pic('r:embed="r2"')))[0].pictures[0].asset.endswith(".gif")


def test_a_picture_of_an_unknown_kind_keeps_its_extension() -> None:
    result, _ = read(drawing(pic('r:embed="r3"')), relations=[Relation("r3", "image", "media/odd.xyz")])
    assert result.pictures[0].asset.endswith(".xyz")


def test_a_picture_that_is_shown_twice_is_one_asset() -> None:
    result, reading = read(drawing(f"<wpg:wgp>{pic()}{pic()}</wpg:wgp>"))
    assert len(result.pictures) == 2
    assert len(reading.assets) == 1


def test_an_svg_picture_is_taken_as_its_raster_image() -> None:
    svg = '<a:extLst><a:ext><asvg:svgBlip r:embed="r2"/></a:ext></a:extLst>'
    _, reading = read(drawing(pic(fill=svg)))
    assert list(reading.assets.values()) == [PNG]
    _, reading = read(drawing(pic("", fill=svg)))
    assert list(reading.assets.values()) == [GIF]


def test_pictures_in_a_group_have_the_size_that_the_group_gives_them() -> None:
    scale = '<wpg:grpSpPr><a:xfrm><a:ext cx="200" cy="100"/><a:chExt cx="400" cy="50"/></a:xfrm></wpg:grpSpPr>'
    pictures = pic(name='descr="one"') + pic('r:embed="r2"')
    result, _ = read(drawing(f"<wpg:wgp>{scale}{pictures}</wpg:wgp>", 'descr="both"'))
    assert [(p.width, p.height, p.text) for p in result.pictures] == [(10.0, 20.0, "one"), (10.0, 20.0, "both")]


def test_a_picture_on_a_canvas_is_found() -> None:
    result, _ = read(drawing(f"<wpc:wpc>{pic()}</wpc:wpc>"))
    assert result.pictures[0].width == 20.0


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


def test_padding_and_rounding_are_no_crop() -> None:
    _, reading = read(drawing(pic(crop='l="-10000" r="300"')))
    assert codes(reading) == []


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


# ----------------------------------------------------------------------------------------------------- text boxes


def test_text_boxes_are_given_in_reading_order() -> None:
    result, reading = read(drawing(f"<wpg:wgp><wps:wsp>{box('a')}</wps:wsp><wps:wsp>{box('b')}</wps:wsp></wpg:wgp>"))
    assert [texts(content) for content in result.text_boxes] == [["a"], ["b"]]
    assert codes(reading) == []
    settle(result, reading)


def test_of_nested_text_boxes_only_the_outer_one_is_given_and_its_pictures_are_left_to_it() -> None:
    inner = drawing(f"<wps:wsp>{box('inner')}</wps:wsp>") + drawing(pic())
    outer = box("outer").replace("</w:r>", f"{inner}</w:r>")
    result, reading = read(drawing(f"<wps:wsp>{outer}</wps:wsp>"))
    assert len(result.text_boxes) == 1
    assert result.pictures == ()
    assert reading.report.ledger.kept == {Kind.DRAWINGS: 1}
    settle(result, reading)


def test_a_text_box_as_word_writes_it_into_strict_files_is_given() -> None:
    content = "<wne:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></wne:txbxContent>"
    result, reading = read(drawing(f"<wp:wsp><wp:txbx>{content}</wp:txbx></wp:wsp>"))
    assert [texts(found) for found in result.text_boxes] == [["x"]]
    reading.report.kept({Kind.TEXT_BOXES: 1})
    settle(result, reading)


def test_a_vml_text_box_is_given() -> None:
    content = "<v:textbox><w:txbxContent><w:p><w:r><w:t>x</w:t></w:r></w:p></w:txbxContent></v:textbox>"
    result, reading = read(vml(content, "position:absolute;width:9pt"))
    assert [texts(found) for found in result.text_boxes] == [["x"]]
    assert result.is_floating
    settle(result, reading)


def test_text_outside_of_any_box_is_a_finding() -> None:
    result, reading = read(vml("<v:textbox><w:p><w:r><w:t>stray</w:t></w:r></w:p></v:textbox>"))
    assert codes(reading) == ["DOCX-R095"]
    settle(result, reading)


# ----------------------------------------------------------------------------------------------------------- VML


def test_a_vml_picture_has_its_size_and_alternative_text() -> None:
    result, reading = read(vml('<v:imagedata r:id="r1"/>', "width:1in;height:20px", 'alt="Logo"'))
    (picture,) = result.pictures
    assert (picture.width, picture.height, picture.text) == (72.0, 15.0, "Logo")
    assert not result.is_floating
    settle(result, reading)


def test_a_vml_group_gives_its_pictures_their_share_of_its_size() -> None:
    result, _ = read(
        '<w:pict><v:group style="width:100pt;height:50pt" coordsize="1000,500">'
        '<v:shape style="width:500;height:250"><v:imagedata r:id="r1"/></v:shape></v:group></w:pict>'
    )
    assert (result.pictures[0].width, result.pictures[0].height) == (50.0, 25.0)


def test_a_vml_shape_in_its_line_does_not_float() -> None:
    style = "position:absolute;mso-position-horizontal-relative:char;mso-position-vertical-relative:line"
    assert not read(vml('<v:imagedata r:id="r1"/>', style))[0].is_floating


def test_a_turned_vml_picture_is_a_finding() -> None:
    assert codes(read(vml('<v:imagedata r:id="r1"/>', "rotation:90"))[1]) == ["DOCX-R083"]


def test_an_embedded_object_is_kept_as_its_preview() -> None:
    result, reading = read(
        '<w:object><v:shape><v:imagedata r:id="r1"/></v:shape><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
    )
    assert len(result.pictures) == 1
    assert codes(reading) == ["DOCX-R090"]
    assert "Excel.Sheet.12" in reading.report.findings[0].message
    assert reading.report.ledger.changed == {(Kind.DRAWINGS, "DOCX-R090"): 1}
    settle(result, reading)


def test_an_embedded_object_without_a_preview_is_lost() -> None:
    result, reading = read('<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>')
    assert codes(reading) == ["DOCX-R091"]
    settle(result, reading)


def test_a_drawing_in_an_object_is_counted_with_it() -> None:
    result, reading = read(f"<w:object>{drawing(pic())}</w:object>")
    assert reading.report.ledger.kept == {Kind.DRAWINGS: 2}
    settle(result, reading)


# ------------------------------------------------------------------------------------------------- what is lost


def test_a_chart_is_a_finding_with_its_titles_and_values() -> None:
    def cache(values: str) -> str:
        return "".join(f"<c:pt><c:v>{value}</c:v></c:pt>" for value in values.split())

    chart = wrap(
        "c:chartSpace",
        "<c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Sales</a:t></a:r></a:p></c:rich></c:tx></c:title>"
        f"<c:ser><c:tx>{cache('North')}</c:tx><c:cat>{cache('2023 2024')}</c:cat><c:val>{cache('5 7')}</c:val></c:ser>"
        "</c:chart>",
    )
    result, reading = read(drawing('<c:chart r:id="chart"/>'), files={"word/charts/chart1.xml": chart})
    assert codes(reading) == ["DOCX-R084"]
    assert reading.report.findings[0].details["text"] == "Sales; North: 2023 = 5, 2024 = 7"
    settle(result, reading)


def test_a_diagram_is_a_finding_with_its_text() -> None:
    data = wrap("dgm:dataModel", "<a:p><a:r><a:t>Pl</a:t></a:r><a:r><a:t>an</a:t></a:r></a:p><a:p><a:t>Do</a:t></a:p>")
    result, reading = read(drawing('<dgm:relIds r:dm="data"/>'), files={"word/diagrams/data1.xml": data})
    assert codes(reading) == ["DOCX-R085"]
    assert reading.report.findings[0].details["text"] == "Plan | Do"
    settle(result, reading)


def test_word_art_is_a_finding_with_its_text() -> None:
    result, reading = read(vml('<v:textpath on="t" string="DRAFT"/>'))
    assert codes(reading) == ["DOCX-R086"]
    assert "DRAFT" in reading.report.findings[0].message
    settle(result, reading)


def test_ink_is_a_finding() -> None:
    result, reading = read(drawing('<w14:contentPart r:id="x"/>'))
    assert codes(reading) == ["DOCX-R087"]
    settle(result, reading)


def test_shapes_are_one_finding_for_a_drawing() -> None:
    arrow = '<wps:wsp><wps:spPr><a:prstGeom prst="rightArrow"/></wps:spPr></wps:wsp>'
    result, reading = read(drawing(f"<wpg:wgp>{arrow}{arrow}</wpg:wgp>"))
    assert codes(reading) == ["DOCX-R088"]
    assert "2 shape(s), such as rightArrow" in reading.report.findings[0].message
    settle(result, reading)


def test_a_vml_line_is_a_shape_and_a_shape_type_is_none() -> None:
    result, reading = read('<w:pict><v:shapetype id="t"><v:path/></v:shapetype><v:line from="0,0" to="9,9"/></w:pict>')
    assert [finding.details["name"] for finding in reading.report.findings] == ["line"]
    settle(result, reading)


def test_a_horizontal_line_is_a_finding() -> None:
    result, reading = read('<w:pict><v:rect o:hr="t" o:hrstd="t"/></w:pict>')
    assert codes(reading) == ["DOCX-R089"]
    settle(result, reading)


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


CHART_OF_NOTHING = drawing("").replace(
    "<a:graphicData>", '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
)


@pytest.mark.parametrize("xml", ["<w:pict/>", "<w:drawing/>", drawing(""), CHART_OF_NOTHING])
def test_a_drawing_of_nothing_is_a_finding(xml: str) -> None:
    result, reading = read(xml)
    assert result == Drawing()
    assert codes(reading) == ["DOCX-R093"]
    settle(result, reading)
