from __future__ import annotations

from docx_drawings import read, settle, vml
from docx_reading import codes

from sdconvert.ledger import Kind


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


def test_a_vml_line_is_a_shape_and_a_shape_type_is_none() -> None:
    result, reading = read('<w:pict><v:shapetype id="t"><v:path/></v:shapetype><v:line from="0,0" to="9,9"/></w:pict>')
    assert [finding.details["name"] for finding in reading.report.findings] == ["line"]
    settle(result, reading)


def test_a_horizontal_line_is_a_finding() -> None:
    result, reading = read('<w:pict><v:rect o:hr="t" o:hrstd="t"/></w:pict>')
    assert codes(reading) == ["DOCX-R089"]
    settle(result, reading)


def test_a_film_is_told_as_an_object() -> None:
    _, reading = read('<w:pict><w:movie r:id="r1"/></w:pict>')
    assert [finding.message for finding in reading.report.findings] == [
        "An embedded object (a film) is left out, as there is no picture of it."
    ]


def test_a_horizontal_line_that_is_a_picture_is_accounted_for() -> None:
    result, reading = read('<w:pict><v:shape o:hr="t"><v:imagedata r:id="r1"/></v:shape></w:pict>')
    assert (result.pictures, codes(reading)) == ((), ["DOCX-R089"])
    settle(result, reading)
