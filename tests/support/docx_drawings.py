"""Drawings in a few words, and what is read from them."""

from __future__ import annotations

from typing import Any

from docx_builder import Relation
from docx_reading import read_body

from sdconvert.formats.docx.read.census import count
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing import Drawing, read_drawing
from sdconvert.formats.docx.read.drawing.content import DrawnBlocks
from sdconvert.ledger import Kind
from sdconvert.model.document import Document
from sdconvert.model.measure import measure

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
    """The drawing in a run of a package with `PICTURES`, and the reading of it."""
    run, reading = read_body(f"<w:r>{xml}</w:r>", **(PICTURES | build))
    element = run[0]
    reading.report.read(count(element))
    return read_drawing(element, reading), reading


def drawing(graphic: str, properties: str = "", place: str = "inline") -> str:
    """A drawing around a graphic."""
    return (
        f'<w:drawing><wp:{place}><wp:extent cx="1270000" cy="635000"/><wp:docPr id="1" {properties}/>'
        f"<a:graphic><a:graphicData>{graphic}</a:graphicData></a:graphic></wp:{place}></w:drawing>"
    )


def pic(blip: str = 'r:embed="r1"', *, crop: str = "", xfrm: str = "", name: str = "", fill: str = "") -> str:
    """A picture."""
    return (
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="0" {name}/></pic:nvPicPr><pic:blipFill><a:blip {blip}>{fill}</a:blip>'
        f'<a:srcRect {crop}/></pic:blipFill><pic:spPr><a:xfrm {xfrm}><a:ext cx="254000" cy="127000"/></a:xfrm>'
        "</pic:spPr></pic:pic>"
    )


def box(text: str) -> str:
    """A text box of DrawingML."""
    return f"<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"


def vml(content: str, style: str = "width:30pt;height:20pt", more: str = "") -> str:
    """A VML shape."""
    return f'<w:pict><v:shape style="{style}" {more}>{content}</v:shape></w:pict>'


def settle(result: Drawing, reading: Reading) -> None:
    """Book what the caller and the writer book, and see the ledger closed."""
    reading.report.keep({Kind.PICTURES: len(result.pictures)})
    reading.report.keep({Kind.CHARACTERS: sum(map(len, result.texts))})
    for content in result.text_boxes:
        is_drawn = isinstance(content, DrawnBlocks)
        reading.report.keep(measure(Document(content.blocks)) if is_drawn else count(content))
    assert not reading.report.ledger.imbalance()
