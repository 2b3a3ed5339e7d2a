from __future__ import annotations

import pytest
from docx_drawings import box, drawing, pic, read, settle, vml
from docx_reading import codes

HIDDEN = 'hidden="1"'
VML_PICTURE = '<v:shape style="width:3pt"><v:imagedata r:id="r1"/></v:shape>'
SHAPE = f'<wps:wsp><wps:cNvPr id="2" {{}}/>{box("inside")}</wps:wsp>'


@pytest.mark.parametrize(
    "xml",
    [
        drawing(pic(), HIDDEN),
        drawing(pic(), HIDDEN, "anchor"),
        drawing(pic(), "", "anchor").replace("<wp:anchor>", '<wp:anchor hidden="true">'),
        drawing(pic(name=HIDDEN)),
        drawing(SHAPE.format(HIDDEN)),
        drawing(f'<wpg:wgp><wpg:cNvPr id="3" {HIDDEN}/>{pic()}{SHAPE.format("")}</wpg:wgp>'),
        vml('<v:imagedata r:id="r1"/>', "width:30pt;visibility:hidden"),
        vml(
            "<v:textbox><w:txbxContent><w:p/></w:txbxContent></v:textbox>", "width:30pt; visibility : HIDDEN;height:2pt"
        ),
        f'<w:pict><v:group style="visibility:hidden">{VML_PICTURE}</v:group></w:pict>',
    ],
)
def test_what_is_hidden_in_a_drawing_is_left_out_with_a_warning(xml: str) -> None:
    result, reading = read(xml)
    assert not result.pictures
    assert not result.text_boxes
    assert "DOCX-R107" in codes(reading)
    settle(result, reading)


def test_a_hidden_picture_leaves_the_others_of_its_group() -> None:
    result, reading = read(drawing(f"<wpg:wgp>{pic(name=HIDDEN)}{pic()}</wpg:wgp>"))
    assert len(result.pictures) == 1
    settle(result, reading)


@pytest.mark.parametrize("properties", ["", 'hidden="0"', 'hidden="false"'])
def test_what_is_not_hidden_is_kept(properties: str) -> None:
    result, reading = read(drawing(pic(), properties))
    assert len(result.pictures) == 1
    assert "DOCX-R107" not in codes(reading)
