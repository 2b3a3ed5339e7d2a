from __future__ import annotations

import pytest
from docx_documents import AUTHOR, blocks_of, cell_texts, codes, p, read_document, sdt, texts

from sdconvert.choices import Revisions
from sdconvert.model.tables import Table

ACCEPT, REJECT = Revisions.ACCEPT, Revisions.REJECT


def cell(text: str, mark: str = "", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}{mark}</w:tcPr>{p(text)}</w:tc>"


def change(kind: str, attributes: str = "") -> str:
    return f"<w:{kind} {AUTHOR} {attributes}/>"


def table(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def only_table(body: str, mode: Revisions) -> Table:
    (block,) = blocks_of(body, mode)
    assert isinstance(block, Table)
    return block


@pytest.mark.parametrize(("kind", "gone_in"), [("cellIns", REJECT), ("cellDel", ACCEPT)])
def test_the_column_of_cells_that_go_is_gone_with_its_width(kind: str, gone_in: Revisions) -> None:
    row = cell("a") + cell("b", change(kind)) + cell("c")
    body = table(row, row, grid=(1000, 3000, 4000))
    whole, left = (only_table(body, mode) for mode in ((ACCEPT, REJECT) if gone_in is REJECT else (REJECT, ACCEPT)))
    assert whole.columns == (12.5, 37.5, 50.0)
    assert left.columns == (20.0, 80.0)
    assert cell_texts(left) == [[["a"], ["c"]]] * 2


def test_a_column_that_a_spanning_cell_still_covers_stays() -> None:
    header = cell("h", properties='<w:gridSpan w:val="2"/>')
    body = table(header, cell("a", change("cellDel")) + cell("b"), grid=(1000, 3000))
    assert only_table(body, ACCEPT).columns == (25.0, 75.0)


def test_the_former_grid_is_not_cut_again() -> None:
    former = '<w:tblGridChange w:id="1"><w:tblGrid><w:gridCol w:w="1000"/><w:gridCol w:w="1000"/></w:tblGrid>'
    grid = f"<w:tblGrid>{'<w:gridCol w:w=' + chr(34) + '500' + chr(34) + '/>'}{former}</w:tblGridChange></w:tblGrid>"
    row = f"<w:tr>{cell('a')}{cell('b')}{cell('c', change('cellIns'))}</w:tr>"
    assert only_table(f"<w:tbl>{grid}{row}</w:tbl>", REJECT).columns == (50.0, 50.0)


MERGES = [
    ('w:vMerge="rest"', 'w:vMerge="cont"', [[["a"]]], [[["a"]], [["b"]]]),
    ('w:vMergeOrig="rest"', 'w:vMergeOrig="cont"', [[["a"]], [["b"]]], [[["a"]]]),
    (
        'w:vMerge="rest" w:vMergeOrig="rest"',
        'w:vMerge="rest" w:vMergeOrig="cont"',
        [[["a"]], [["b"]]],
        [[["a"]]],
    ),
]


@pytest.mark.parametrize("stated", ["", "<w:vMerge/>"])
@pytest.mark.parametrize(("first", "second", "accepted", "rejected"), MERGES)
def test_cells_are_merged_as_after_or_before_the_change(
    first: str, second: str, accepted: object, rejected: object, stated: str
) -> None:
    top = cell("a", change("cellMerge", first), stated.replace("/>", ' w:val="restart"/>'))
    body = table(top + cell("c"), cell("b", change("cellMerge", second), stated) + cell("d"))
    for mode, expected in ((ACCEPT, accepted), (REJECT, rejected)):
        rows = cell_texts(only_table(body, mode))
        assert [row[:-1] for row in rows if len(row) > 1] == expected


def test_text_under_a_merged_cell_is_told() -> None:
    body = table(cell("a", change("cellMerge", 'w:vMerge="rest"')), cell("b", change("cellMerge", 'w:vMerge="cont"')))
    assert codes(read_document(body)) == ["DOCX-R061"]
    assert codes(read_document(body, REJECT)) == []


def test_a_row_in_a_control_goes_and_the_last_takes_the_table() -> None:
    row = f"<w:tr><w:trPr>{change('del')}</w:trPr>{cell('a')}</w:tr>"
    assert texts(blocks_of(f"<w:tbl>{sdt(row)}</w:tbl>{p('b')}")) == ["b"]
    kept = f"<w:tr>{cell('c')}</w:tr>"
    assert cell_texts(only_table(f"<w:tbl>{sdt(row)}{sdt(kept)}</w:tbl>", ACCEPT)) == [[["c"]]]


def test_a_table_whose_rows_are_inserted_and_deleted_is_gone_either_way() -> None:
    both = f"<w:tr><w:trPr>{change('ins')}{change('del')}</w:trPr>{cell('a')}</w:tr>"
    for mode in (ACCEPT, REJECT):
        assert texts(blocks_of(f"<w:tbl>{both}</w:tbl>{p('b')}", mode)) == ["b"]


def test_a_nested_table_goes_with_its_rows_and_its_cell_stays() -> None:
    inner = f"<w:tbl><w:tr><w:trPr>{change('ins')}</w:trPr>{cell('x')}</w:tr></w:tbl>"
    body = f"<w:tbl><w:tr><w:tc>{inner}{p('a')}</w:tc></w:tr></w:tbl>"
    assert cell_texts(only_table(body, REJECT)) == [[["a"]]]
