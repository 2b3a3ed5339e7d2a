"""Drawings of one paragraph, in the order in which a person reads them."""

from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import PICTURE_FILE, assert_accounted, blocks_of, codes, p, read_document, texts
from docx_drawings import box, drawing, read, settle

from sdconvert.model.blocks import ListItem, Paragraph
from sdconvert.model.inlines import InlinePicture


def floating(text: str, left: str, top: str, origin: str = "page") -> str:
    """A text box at a place: a distance or the name of an alignment."""
    places = "".join(
        f'<wp:position{axis} relativeFrom="{origin}">'
        + (f"<wp:posOffset>{value}</wp:posOffset>" if value.isdigit() else f"<wp:align>{value}</wp:align>")
        + f"</wp:position{axis}>"
        for axis, value in (("H", left), ("V", top))
    )
    shape = drawing(f"<wps:wsp>{box(text)}</wps:wsp>", place="anchor")
    return f"<w:r>{shape.replace('<wp:extent', places + '<wp:extent')}</w:r>"


def vml_box(text: str, left: int, top: int) -> str:
    style = f"position:absolute;margin-left:{left}pt;margin-top:{top}pt;width:9pt;height:9pt"
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return f'<w:r><w:pict><v:shape style="{style}"><v:textbox>{content}</v:textbox></v:shape></w:pict></w:r>'


@pytest.mark.parametrize(
    ("boxes", "order"),
    [
        ([floating("b", "0", "900000"), floating("a", "0", "0")], ["a", "b"]),
        ([floating("b", "right", "top"), floating("a", "left", "top")], ["a", "b"]),
        ([floating("a", "0", "9"), floating("b", "0", "0", "margin")], ["a", "b"]),
        ([vml_box("b", 50, 0), vml_box("a", 0, 2), vml_box("c", 0, 40)], ["a", "b", "c"]),
        ([vml_box("a", 50, 90), floating("b", "0", "0")], ["a", "b"]),
    ],
)
def test_boxes_stand_as_they_are_read_where_they_are_measured_from_one_point(
    boxes: list[str], order: list[str]
) -> None:
    assert texts(blocks_of(p("x", *boxes))) == ["x", *order]


def test_a_box_that_goes_on_with_the_text_of_another_is_no_finding() -> None:
    result, reading = read(drawing('<wps:wsp><wps:linkedTxbx id="1" seq="1"/></wps:wsp>'))
    assert codes(reading.report) == []
    settle(result, reading)


@pytest.mark.parametrize(("point", "size"), [("1", (36.0, 18.0)), ("2", (None, None))])
def test_a_picture_of_a_diagram_is_as_large_as_word_drew_it(
    point: str, size: tuple[float | None, float | None]
) -> None:
    dsp = "http://schemas.microsoft.com/office/drawing/2008/diagram"
    blip = '<dgm:spPr><a:blipFill><a:blip r:embed="i"/></a:blipFill></dgm:spPr>'
    more = f'<dgm:extLst><a:ext uri="x"><dsp:dataModelExt xmlns:dsp="{dsp}" relId="drawn"/></a:ext></dgm:extLst>'
    data = wrap("dgm:dataModel", f'<dgm:ptLst><dgm:pt modelId="1">{blip}</dgm:pt></dgm:ptLst>{more}')
    extent = '<a:xfrm><a:off x="0" y="0"/><a:ext cx="457200" cy="228600"/></a:xfrm>'
    shape = f'<dsp:sp xmlns:dsp="{dsp}" modelId="{point}"><dsp:spPr>{extent}</dsp:spPr></dsp:sp>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="i" Type="http://x/image" Target="../media/image1.png"/></Relationships>'
    )
    build = {
        "relations": [
            Relation("data", "diagramData", "diagrams/data1.xml"),
            Relation("drawn", "diagramDrawing", "diagrams/drawing1.xml"),
        ],
        "files": PICTURE_FILE
        | {
            "word/diagrams/data1.xml": data,
            "word/diagrams/_rels/data1.xml.rels": relations,
            "word/diagrams/drawing1.xml": wrap("dgm:drawing", shape),
        },
    }
    body = p("x", f"<w:r>{drawing('<dgm:relIds r:dm=' + chr(34) + 'data' + chr(34) + '/>')}</w:r>")
    paragraph = read_document(body, **build).value.blocks[0]
    assert isinstance(paragraph, Paragraph)
    picture = paragraph.content[1]
    assert isinstance(picture, InlinePicture)
    assert (picture.width, picture.height) == size


def test_the_pictures_of_a_diagram_are_kept() -> None:
    blip = '<dgm:spPr><a:blipFill><a:blip r:embed="i"/></a:blipFill></dgm:spPr>'
    point = f'<dgm:pt modelId="1">{blip}<dgm:t>{{}}</dgm:t></dgm:pt>'
    text = "<a:p><a:r><a:t>one</a:t></a:r></a:p>"
    data = wrap("dgm:dataModel", f"<dgm:ptLst>{point.format(text)}</dgm:ptLst>")
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="i" Type="http://x/image" Target="../media/image1.png"/></Relationships>'
    )
    build = {
        "relations": [Relation("data", "diagramData", "diagrams/data1.xml")],
        "files": PICTURE_FILE | {"word/diagrams/data1.xml": data, "word/diagrams/_rels/data1.xml.rels": relations},
    }
    body = p("x", f"<w:r>{drawing('<dgm:relIds r:dm=' + chr(34) + 'data' + chr(34) + '/>')}</w:r>")
    paragraph, item = read_document(body, **build).value.blocks
    assert isinstance(paragraph, Paragraph)
    assert isinstance(paragraph.content[1], InlinePicture)
    assert isinstance(item, ListItem)
    assert_accounted(build_docx(body, **build))
