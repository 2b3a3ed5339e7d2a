from __future__ import annotations

import pytest
from docx_builder import wrap
from lxml import etree

from sdconvert.formats.docx.read.sections import starts_new_page, text_width


def section(content: str) -> etree._Element:
    return etree.fromstring(wrap("w:sectPr", content).encode())


A4 = '<w:pgSz w:w="11906" w:h="16838"/>'
MARGINS = '<w:pgMar w:left="1417" w:right="1417" w:gutter="0"/>'


def test_text_width_is_page_width_less_margins_and_gutter() -> None:
    sect_pr = section(A4 + '<w:pgMar w:left="1000" w:right="506" w:gutter="400"/>')
    assert text_width(sect_pr) == 500.0


def test_measures_with_units_are_understood() -> None:
    sect_pr = section('<w:pgSz w:w="210mm"/><w:pgMar w:left="25mm" w:right="25mm" w:gutter="0mm"/>')
    assert text_width(sect_pr) == pytest.approx(160 * 72 / 25.4, abs=0.1)


@pytest.mark.parametrize("content", ["", '<w:pgSz w:w="many"/>', '<w:pgSz w:w="99999999"/>', '<w:pgSz w:w="12"/>'])
def test_what_cannot_be_a_page_counts_as_letter(content: str) -> None:
    assert text_width(section(content)) == 468.0


def test_no_section_counts_as_letter() -> None:
    assert text_width(None) == 468.0


def test_of_equal_columns_the_width_is_that_of_one() -> None:
    sect_pr = section(A4 + '<w:pgMar w:left="953" w:right="953"/><w:cols w:num="2" w:space="1000"/>')
    assert text_width(sect_pr) == 225.0


def test_of_unequal_columns_the_width_is_that_of_the_widest() -> None:
    sect_pr = section(
        A4 + MARGINS + '<w:cols w:num="2" w:equalWidth="0"><w:col w:w="2000"/><w:col w:w="6000"/></w:cols>'
    )
    assert text_width(sect_pr) == 300.0


def test_one_column_takes_the_whole_width() -> None:
    assert text_width(section(A4 + MARGINS + '<w:cols w:space="708"/>')) == 453.6


def test_columns_that_leave_no_room_are_not_believed() -> None:
    assert text_width(section(A4 + MARGINS + '<w:cols w:num="40" w:space="720"/>')) == 453.6


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("nextPage", True), ("oddPage", True), ("evenPage", True), ("continuous", False), ("nextColumn", False)],
)
def test_a_section_says_whether_it_begins_on_a_new_page(kind: str, expected: bool) -> None:
    assert starts_new_page(section(f'<w:type w:val="{kind}"/>')) is expected


def test_a_section_begins_on_a_new_page_unless_it_says_otherwise() -> None:
    assert starts_new_page(section(""))
