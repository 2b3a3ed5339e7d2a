"""Merged cells of 2017. In a drawing of a table `x` is a cell with text, a dot a bare one."""

import pytest
from sdxml_reading import read_body

CELL = '<td text-align="left"><font size="9pt">x</font></td>'
RESTORED, UNCLEAR, LEFT_OVER = "SDXML-D030", "SDXML-D031", "SDXML-D032"


def read_drawing(drawing, widths):
    lines = "".join(f"<tr>{''.join('<td/>' if c == '.' else CELL for c in row)}</tr>" for row in drawing.split())
    column_width = f"<column_width>{'<item>20%</item>' * widths}</column_width>" if widths else ""
    result = read_body(f"<table>{column_width}{lines}</table><ul><li/></ul>", version="1.0")
    counts = {
        finding.code.id: finding.details.get("count", finding.details.get("left")) for finding in result.findings[1:]
    }
    return result.blocks[0], counts


@pytest.mark.parametrize(
    ("drawing", "spans", "counts"),
    [
        ("x.x ..x xxx", ["22 11", "11", "11 11 11"], {RESTORED: 3}),
        ("x.. ... ...", ["33", "", ""], {RESTORED: 8}),
        ("xx. xx.", ["11 21", "11 21"], {RESTORED: 2}),
        ("x.. .xx", ["31", "11 11 11"], {RESTORED: 2, UNCLEAR: 1}),
        ("x. .. xx", ["22", "", "11 11"], {RESTORED: 3}),
        ("x. .. ..", ["23", "", ""], {RESTORED: 5}),
        ("xx .x .x", ["13 11", "11", "11"], {RESTORED: 2}),
        ("xx x. .x", ["11 11", "12 11", "11"], {UNCLEAR: 1, RESTORED: 1}),
        ("xxx x.. xxx", ["11 11 11", "11 11 11", "11 11 11"], {UNCLEAR: 2}),
        ("xx. x..", ["11 21", "11 21"], {RESTORED: 2, UNCLEAR: 1}),
        ("x. .", ["21", "21"], {RESTORED: 1, UNCLEAR: 1}),
        (". xx", ["21", "11 11"], {UNCLEAR: 1}),
        ("xxx .xx ..x", ["13 11 11", "12 11", "11"], {RESTORED: 3}),
        ("x..x ...x", ["32 11", "11"], {RESTORED: 5}),
    ],
)
def test_the_places_of_bare_cells_prove_spans_or_do_not(drawing, spans, counts):
    table, told = read_drawing(drawing, len(drawing.split()[0]) if drawing[0] != "." else 2)
    found = [" ".join(f"{cell.col_span}{cell.row_span}" for cell in row.cells) for row in table.rows]
    assert (found, told) == (spans, counts)


@pytest.mark.parametrize(
    ("drawing", "widths", "columns", "counts"),
    [
        ("xx xx", 2, 2, {}),
        ("xx xx", 4, 2, {LEFT_OVER: "20%, 20%"}),
        ("xx xx", 1, 1, {}),
        ("xx xx", 0, 0, {}),
        ("x x", 3, 3, {}),
        ("", 3, 3, {}),
        ("x", 1, 1, {}),
    ],
)
def test_widths_that_no_row_can_use_are_left_over(drawing, widths, columns, counts):
    table, told = read_drawing(drawing, widths)
    assert (len(table.columns), told) == (columns, counts)


def test_a_row_of_one_cell_reaches_over_all_widths():
    table, _ = read_drawing("x xx", 3)
    assert [[cell.col_span for cell in row.cells] for row in table.rows] == [[3], [1, 1]]
    table, _ = read_drawing("x", 1)
    assert "colspan" not in dict(table.rows[0].cells[0].extra)


@pytest.mark.parametrize(
    ("cell", "is_bare"),
    [("<td/>", True), ("<td> </td>", True), ("<th/>", True), ("<td>x</td>", False), ("<td><p/></td>", False)],
)
def test_only_a_cell_without_attributes_and_content_is_bare(cell, is_bare):
    result = read_body(f"<table><tr>{CELL}{cell}</tr></table><ul><li/></ul>", version="1.0")
    assert (len(result.blocks[0].rows[0].cells) == 1) is is_bare


def test_each_table_of_a_document_is_judged():
    table = f"<table><tr>{CELL}<td/></tr></table>"
    blocks = read_body(f"{table}{table}<ul><li/></ul>", version="1.0").blocks
    assert [block.rows[0].cells[0].col_span for block in blocks[:2]] == [2, 2]
