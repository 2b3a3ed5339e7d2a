"""What is seen of tables and not kept is told once for a document."""

from __future__ import annotations

import pytest
from docx_documents import messages, p, read_document


def table(table_properties: str = "", cell_properties: str = "", text: str = "a") -> str:
    return (
        f"<w:tbl><w:tblPr>{table_properties}</w:tblPr><w:tr><w:tc><w:tcPr>{cell_properties}</w:tcPr>{p(text)}</w:tc>"
        "</w:tr></w:tbl>"
    )


def looks(body: str, styles: str = "") -> list[str]:
    """What is told of looks, as the code and its values."""
    result = read_document(body, styles=styles)
    return [
        f"{finding.code.id} {finding.details['values']}" for finding in result.findings if "values" in finding.details
    ]


def lines(*sides: str) -> str:
    return f"<w:tblBorders>{''.join(sides)}</w:tblBorders>"


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        (lines('<w:top w:val="double"/>'), "R156 double × 1"),
        (lines('<w:top w:val="single" w:sz="24"/>'), "R156 3 pt × 1"),
        (
            lines('<w:top w:val="single" w:color="FF0000"/>', '<w:bottom w:val="single" w:color="auto"/>'),
            "R156 2 colours × 1",
        ),
        ('<w:tblCellMar><w:left w:w="300" w:type="dxa"/></w:tblCellMar>', "R158 margins × 1"),
        ('<w:tblCellSpacing w:w="20" w:type="dxa"/>', "R158 distances × 1"),
        ('<w:tblpPr w:tblpX="100"/>', "R159 floating × 1"),
    ],
)
def test_a_look_of_a_table_is_told_and_of_its_style_too(properties: str, expected: str) -> None:
    assert looks(table(properties)) == [f"DOCX-{expected}"]
    style = f'<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:tblPr>{properties}</w:tblPr></w:style>'
    if "R156" in expected or "R158 margins" in expected:
        assert looks(table('<w:tblStyle w:val="T"/>') * 2, style) == [f"DOCX-{expected[:-1]}2"]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:tcMar><w:top w:w="99" w:type="dxa"/></w:tcMar>', ["DOCX-R158 margins of single cells × 1"]),
        ("<w:tcFitText/>", ["DOCX-R158 fitted text × 1"]),
        ('<w:tcBorders><w:left w:val="single" w:sz="4"/></w:tcBorders><w:noWrap/>', []),
    ],
)
def test_a_look_of_a_cell_is_told(properties: str, expected: list[str]) -> None:
    assert looks(table("", properties)) == expected


def test_a_usual_table_is_no_finding() -> None:
    usual = '<w:tblCellMar><w:top w:w="0"/><w:left w:w="108"/><w:right w:w="115"/></w:tblCellMar>'
    assert looks(table(usual + lines('<w:top w:val="single" w:sz="12"/>', '<w:left w:val="nil"/>'))) == []


@pytest.mark.parametrize("line", ["tl2br", "tr2bl"])
def test_a_cell_that_is_crossed_out_is_a_warning(line: str) -> None:
    crossed = f'<w:tcBorders><w:{line} w:val="single"/></w:tcBorders>'
    not_crossed = f'<w:tcBorders><w:{line} w:val="nil"/></w:tcBorders>'
    result = read_document(table("", crossed, "void") + table("", not_crossed))
    assert messages(result, "DOCX-R157") == [
        "1 cell(s) that Word shows crossed out from corner to corner stand without the line; the first: “void”"
    ]


def test_sizes_that_differ_within_a_cell_are_told() -> None:
    small = '<w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>a</w:t></w:r>'
    large = '<w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:t>b</w:t></w:r>'
    cells = f"<w:tc><w:p>{small}{large}</w:p></w:tc><w:tc><w:p>{small}</w:p></w:tc>"
    result = read_document(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    assert messages(result, "DOCX-R148") == ["Sizes of text that differ within a cell are not kept: 1 cell(s)."]
    assert [finding.code.id for finding in result.findings] == ["DOCX-R148"]


@pytest.mark.parametrize(
    "own",
    [
        '<w:trPr><w:jc w:val="right"/></w:trPr>',
        '<w:trPr><w:tblCellSpacing w:w="20" w:type="dxa"/></w:trPr>',
        '<w:tblPrEx><w:tblInd w:w="500" w:type="dxa"/></w:tblPrEx>',
    ],
)
def test_a_row_with_a_place_of_its_own_is_told(own: str) -> None:
    rows = f"<w:tr>{own}<w:tc>{p('a')}</w:tc></w:tr>"
    assert looks(f"<w:tbl>{rows}</w:tbl>") == ["DOCX-R158 rows with a place of their own × 1"]


@pytest.mark.parametrize(
    ("properties", "expected"),
    [
        ('<w:tblPr><w:tblCellSpacing w:w="20"/></w:tblPr>', "distances"),
        ('<w:trPr><w:jc w:val="right"/></w:trPr>', "rows with a place of their own"),
        ('<w:trPr><w:tblCellSpacing w:w="20"/></w:trPr>', "rows with a place of their own"),
        (
            '<w:tblStylePr w:type="firstRow"><w:tblPr><w:tblCellSpacing w:w="20"/></w:tblPr></w:tblStylePr>',
            "rows with a place of their own",
        ),
    ],
)
def test_distances_and_places_by_the_style_of_a_table_are_told(properties: str, expected: str) -> None:
    style = f'<w:style w:type="table" w:styleId="T"><w:name w:val="T"/>{properties}</w:style>'
    used = table('<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/>')
    assert looks(used, style) == [f"DOCX-R158 {expected} × 1"]
