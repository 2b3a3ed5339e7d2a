import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_layouts import broken_rows, form, table_of, tilings

from sdconvert.model.tables import Table
from sdconvert.writing.grid import Limits, build_grid

WIDE = Limits(columns=20)
TWO_COLUMNS = Limits(columns=2)


def spans(rows, limits=WIDE):
    """(text, column, col_span, row_span) of the cells in each line, with those that fill it."""
    return [
        [(text(each.cell), each.column, each.col_span, each.row_span) for each in line.placed + line.fillers]
        for line in build_grid(table_of(rows), limits).lines
    ]


def text(cell):
    return "".join(block.content[0].text for block in cell.content)


def places(grid):
    """The texts as they stand place by place; a place with more than one cell has them all."""
    found = [[""] * grid.width for _ in grid.lines]
    for y, line in enumerate(grid.lines):
        for each in line.placed + line.fillers:
            for row in found[y : y + each.row_span]:
                for x in range(each.column, each.end):
                    row[x] += text(each.cell) or "-"
    return found


@given(tilings())
def test_a_full_grid_stays_as_it_is(tiling):
    grid = build_grid(table_of(tiling.rows), WIDE)
    assert places(grid) == tiling.places
    assert not grid.is_repaired


@given(broken_rows())
def test_cells_that_only_leave_places_free_stand_where_html_places_them(rows):
    model = form([rows])
    if not model.overlaps and len(model.places) == len(rows):
        grid = build_grid(table_of(rows), WIDE)
        assert places(grid) == [[place or "-" for place in row] for row in model.places]
        assert not grid.is_cut


@given(broken_rows(), st.sampled_from([WIDE, TWO_COLUMNS, Limits(2, 2), Limits(2, joins_rest=False)]))
def test_every_grid_is_full_and_has_every_cell_in_order(rows, limits):
    grid = build_grid(table_of(rows), limits)
    written = "".join(text(each.cell) for line in grid.lines for each in line.placed)
    assert written == "".join(text for row in rows for text, *_ in row)
    lines = [
        [(text(each.cell), each.col_span, each.row_span) for each in line.placed + line.fillers] for line in grid.lines
    ]
    assert not grid.width or form([lines]).is_whole


@given(broken_rows())
def test_cells_that_continue_are_those_that_reach_into_the_row(rows):
    grid = build_grid(table_of(rows), WIDE)
    for y, line in enumerate(grid.lines):
        above = [each for at, other in enumerate(grid.lines[:y]) for each in other.placed if at + each.row_span > y]
        assert line.continued == sorted(above, key=lambda each: each.column)


def test_a_span_into_a_covered_place_is_cut():
    assert spans([[("a", 1, 1), ("b", 1, 2)], [("c", 2, 1)]])[1] == [("c", 0, 1, 1)]


@pytest.mark.parametrize("row_span", [2, 9])
def test_a_span_beyond_the_last_row_is_cut(row_span):
    assert spans([[("a", 1, row_span)]]) == [[("a", 0, 1, 1)]]


def test_spans_that_are_none_are_one():
    assert spans([[("a", 0, -1), ("b", -5, 0)]]) == [[("a", 0, 1, 1), ("b", 1, 1, 1)]]


def test_free_places_between_covered_ones_are_filled_each_on_its_own():
    lines = spans([[("a", 1, 1), ("b", 1, 2), ("c", 2, 1)], []])
    assert lines[1] == [("", 0, 1, 1), ("", 2, 2, 1)]


def test_cells_beyond_the_columns_are_joined_with_the_one_before():
    grid = build_grid(table_of([[("a", 10**9, 1), ("b", 1, 1), ("c", 1, 1)]]), TWO_COLUMNS)
    assert [(each.col_span, text(each.cell)) for each in grid.lines[0].placed] == [(2, "abc")]
    assert grid.is_cut


def test_a_row_that_begins_beyond_the_columns_has_its_first_cell_there():
    assert spans([[("a", 2, 2)], [("b", 3, 1), ("c", 1, 1)]], TWO_COLUMNS)[1] == [("bc", 2, 1, 1)]


def test_where_cells_beyond_the_columns_are_not_joined_each_has_a_column():
    limits = Limits(columns=2, joins_rest=False)
    assert spans([[("a", 9, 1), ("b", 9, 1)]], limits) == [[("a", 0, 2, 1), ("b", 2, 1, 1)]]


def test_a_cell_covers_no_more_rows_than_a_format_has():
    assert spans([[("a", 1, 3)], [], []], Limits(9, row_span=2)) == [[("a", 0, 1, 2)], [], [("", 0, 1, 1)]]


def test_a_table_without_cells_has_the_width_that_it_is_given():
    grid = build_grid(Table(table_of([[]]).rows, (50.0, 50.0)), WIDE, 2)
    assert (grid.width, grid.has_other_columns, len(grid.lines[0].fillers)) == (2, False, 1)


def test_columns_that_no_cell_has_are_told():
    assert build_grid(Table(table_of([[("a", 1, 1)]]).rows, (50.0, 50.0)), WIDE).has_other_columns


@pytest.mark.parametrize(
    ("rows", "length"),
    [
        ([[("a", 1, 1, True)], [("b", 1, 1)]], 1),
        ([[("a", 1, 1, True), ("b", 1, 1)]], 0),
        ([[("a", 1, 2, True)], []], 0),
        ([[("a", 1, 9, True)]], 1),
        ([[("a", 1, 2, True), ("b", 1, 1, True)], [("c", 1, 1, True)], [("d", 2, 1)]], 2),
        ([[], [("a", 1, 1, True)]], 0),
    ],
)
def test_the_head_are_rows_of_header_cells_that_do_not_reach_below_it(rows, length):
    assert build_grid(table_of(rows), WIDE).head_length == length
