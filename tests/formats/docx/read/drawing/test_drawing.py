from __future__ import annotations

import pytest
from docx_drawings import drawing, pic, read, settle
from docx_reading import codes

from sdconvert.formats.docx.read.drawing import Drawing
from sdconvert.ledger import Kind


def test_a_drawing_in_an_object_is_counted_with_it() -> None:
    result, reading = read(f"<w:object>{drawing(pic())}</w:object>")
    assert reading.report.ledger.kept == {Kind.DRAWINGS: 2}
    settle(result, reading)


def test_shapes_are_one_finding_for_a_drawing() -> None:
    arrow = '<wps:wsp><wps:spPr><a:prstGeom prst="rightArrow"/></wps:spPr></wps:wsp>'
    result, reading = read(drawing(f"<wpg:wgp>{arrow}{arrow}</wpg:wgp>"))
    assert codes(reading) == ["DOCX-R088"]
    assert "2 shape(s), such as rightArrow" in reading.report.findings[0].message
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
