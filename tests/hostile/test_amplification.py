"""Small files that would become gigabytes: each is refused by an error of ours, or cut and told."""

from __future__ import annotations

import pytest
from docx_builder import build_docx

import sdconvert
from sdconvert import UnsafeInput, xmlio
from sdconvert.formats.docx.read import read as read_docx
from sdconvert.formats.docx.read.formatting.numerals import numeral
from sdconvert.formats.html.read import read as read_html
from sdconvert.model.document import Document
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.writing.grid import Limits, build_grid

ITEM = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'


def listed(text: str) -> bytes:
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
    numbering = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    return build_docx(ITEM * 3, numbering=f'{numbering}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>')


def test_a_label_longer_than_any_is_refused() -> None:
    assert sdconvert.convert(listed("x" * 900 + "%1")).value
    with pytest.raises(UnsafeInput, match="a label of 1,002 characters, more than the 1,000 that are read"):
        sdconvert.convert(listed("x" * 1000 + "%1"))


def test_a_number_is_not_filled_up_with_thousands_of_zeros() -> None:
    assert numeral(7, "custom", "0" * 20 + "1, ...") == (f"{7:021}", True)
    assert numeral(7, "custom", "0" * 2_000 + "1, ...") == ("7", False)


@pytest.mark.parametrize("limits", [Limits(63), Limits(256), Limits(256, 65534, joins_rest=False)])
def test_cells_that_reach_into_a_million_places_are_refused(limits: Limits) -> None:
    first = Row(tuple(Cell(row_span=1000) for _ in range(60)))
    with pytest.raises(UnsafeInput, match="reach into far more places"):
        build_grid(Table((first, *[Row(())] * 999), ()), limits)
    usual = Row((Cell(row_span=1000), *[Cell()] * 5))
    assert build_grid(Table((usual, *[Row((Cell(),) * 5)] * 999), ()), limits).width == 6


def test_a_page_with_spans_beyond_the_columns_is_refused_by_each_writer() -> None:
    row = b"<tr><td rowspan=1000>x</td><td colspan=999 rowspan=1000></tr>"
    document = read_html(b"<!doctype html><table>" + row * 1000 + b"</table>").value
    assert isinstance(document, Document)
    for to in ("docx", "html", "sdxml"):
        with pytest.raises(UnsafeInput, match="reach into far more places"):
            sdconvert.convert(b"<!doctype html><table>" + row * 1000 + b"</table>", to=to)


def test_a_part_of_millions_of_elements_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xmlio, "MOST_ELEMENTS", 100)
    with pytest.raises(UnsafeInput, match=r"document\.xml holds 205 elements, more than the 100 that are read"):
        read_docx(build_docx("<w:p/>" * 202))
