from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx
from docx_documents import messages, p, read_document
from docx_drawings import PICTURES, drawing, pic, read, settle
from docx_reading import codes

from sdconvert import convert

OBJECT = '<w:object><v:shape><v:imagedata r:id="r1"/></v:shape><o:OLEObject ProgID="{}" r:id="o"/></w:object>'


@pytest.mark.parametrize(
    ("program", "relation", "data", "told"),
    [
        (
            "Excel.Sheet.12",
            Relation("o", "package", "embeddings/Sheet1.xlsx"),
            b"x" * 2500,
            "Excel.Sheet.12, Sheet1.xlsx, 2 kB",
        ),
        (
            "Package",
            Relation("o", "oleObject", "embeddings/oleObject1.bin"),
            b"\xd0\xcf.. \x02\x00terms.pdf\x00C:\\terms.pdf\x00\x00\x00\x03\x00 %PDF",
            "Package, terms.pdf, 39 bytes",
        ),
        (
            "Word.Document.12",
            Relation("o", "oleObject", "file:///C:/a.docx", True),
            b"",
            "Word.Document.12, linked to file:///C:/a.docx",
        ),
    ],
)
def test_an_embedded_file_is_told_with_name_and_size(program: str, relation: Relation, data: bytes, told: str) -> None:
    files = PICTURES["files"] | {f"word/{relation.target}": data}
    result, reading = read(OBJECT.format(program), relations=[*PICTURES["relations"], relation], files=files)
    assert codes(reading) == ["DOCX-R090"]
    assert reading.report.findings[0].details["program"] == told
    settle(result, reading)


def test_a_form_control_is_told_by_its_name() -> None:
    content = '<v:shape><v:imagedata r:id="r1"/></v:shape><w:control w:name="Agreed"/>'
    result, reading = read(f"<w:object>{content}</w:object>")
    assert codes(reading) == ["DOCX-R090"]
    assert reading.report.findings[0].details["program"] == "the form control Agreed"
    settle(result, reading)


WP15 = "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing"
AM3D = "http://schemas.microsoft.com/office/drawing/2017/model3d"


def test_a_3d_model_is_its_picture() -> None:
    raster = '<am3d:raster><am3d:blip r:embed="r1"/></am3d:raster>'
    result, reading = read(drawing(f'<am3d:model3d xmlns:am3d="{AM3D}">{raster}</am3d:model3d>'))
    assert len(result.pictures) == 1
    settle(result, reading)
    result, reading = read(drawing(f'<am3d:model3d xmlns:am3d="{AM3D}"/>'))
    assert codes(reading) == ["DOCX-R092"]
    settle(result, reading)


def test_a_picture_in_a_fallback_is_told() -> None:
    alternate = (
        f'<mc:AlternateContent xmlns:am3d="{AM3D}"><mc:Choice Requires="am3d">{drawing("")}</mc:Choice>'
        f"<mc:Fallback>{drawing(pic())}</mc:Fallback></mc:AlternateContent>"
    )
    result = read_document(p(f"<w:r>{alternate}</w:r>", f"<w:r>{alternate}</w:r>"), **PICTURES)
    assert messages(result, "DOCX-R168") == [
        "2 graphic(s) of a newer kind (3D model) are kept as the picture that the file has of them."
    ]


def test_a_video_is_its_picture_and_its_address() -> None:
    code = "&lt;iframe src=&quot;https://example.org/v?a=1&amp;amp;b=2&quot;&gt;"
    video = f'<wp15:webVideoPr xmlns:wp15="{WP15}" embeddedHtml="{code}"/>'
    blip = f'<a:blip r:embed="r1"><a:extLst><a:ext>{video}</a:ext></a:extLst></a:blip>'
    result = read_document(
        p(f"<w:r>{drawing(f'<pic:pic><pic:blipFill>{blip}</pic:blipFill></pic:pic>')}</w:r>"), **PICTURES
    )
    assert messages(result, "DOCX-R096")[0].endswith("https://example.org/v?a=1&b=2")


def test_formulas_of_another_program_are_told_once_and_embedded_files_each() -> None:
    one = '<w:r><w:object><v:shape><v:imagedata r:id="r1"/></v:shape><o:OLEObject ProgID="{}"/></w:object></w:r>'
    formulas, sheets = one.format("Equation.3") * 3, one.format("Excel.Sheet.12")
    body = f"<w:p>{formulas}{sheets}</w:p>"
    result = convert(build_docx(body, relations=PICTURES["relations"], files=PICTURES["files"]))
    told = [finding for finding in result.findings if finding.code.id == "DOCX-R090"]
    assert [(finding.details["count"], finding.details["program"]) for finding in told] == [
        (3, "Equation.3"),
        (1, "Excel.Sheet.12"),
    ]
    assert not result.ledger.imbalance()
