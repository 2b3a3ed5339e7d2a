"""Where cells stand in what we write, judged by parsers and a table model that are not ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from table_layouts import (
    broken_rows,
    form,
    table_of,
    tilings,
    without_joined_columns,
    written_docx,
    written_html,
    written_parsx,
    written_sdxml,
)
from thoroughness import examples

thorough = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
full_grids = pytest.mark.parametrize("layout_of", [written_docx, written_sdxml, written_parsx])
all_formats = pytest.mark.parametrize("layout_of", [written_docx, written_html, written_parsx, written_sdxml])


def texts_in_order(places):
    """The texts of the cells in the order in which they begin."""
    return list(dict.fromkeys(text for row in places for text in row if text))


def test_the_table_model_of_the_tests_tells_overlaps_and_free_places():
    assert form([[[("a", 1, 2), ("b", 1, 1)], [("c", 1, 1)]]]).places == [["a", "b"], ["a", "c"]]
    assert form([[[("a", 1, 1), ("b", 1, 2)], [("c", 2, 1)]]]).overlaps == {(1, 1)}
    assert form([[[("a", 1, 0)], [("b", 1, 1)]]]).places == [["a", None], ["a", "b"]]
    assert form([[[("a", 1, 9)]], [[("b", 1, 1)]]]).places == [["a"]] * 9 + [["b"]]
    assert not form([[[("a", 1, 1), ("b", 1, 1)], [("c", 1, 1)]]]).is_whole


@full_grids
@thorough
@given(tilings())
def test_each_cell_stands_where_it_stands_in_the_model(layout_of, tiling):
    layout = layout_of(table_of(tiling.rows))
    assert layout.is_whole
    assert layout.places == tiling.places


@thorough
@given(tilings())
def test_each_cell_of_a_page_stands_where_it_stands_in_the_model_but_for_columns_in_which_none_begins(tiling):
    layout = written_html(table_of(tiling.rows))
    assert layout.is_whole
    assert layout.places == without_joined_columns(tiling.places)


@all_formats
@thorough
@given(broken_rows())
def test_a_table_that_is_no_grid_becomes_one_that_holds_its_cells_in_order(layout_of, rows):
    if not any(rows):
        return
    layout = layout_of(table_of(rows))
    assert layout.is_whole
    assert len(layout.places) == len(rows)
    assert texts_in_order(layout.places) == [text for row in rows for text, _, _ in row]


@all_formats
@thorough
@given(broken_rows())
def test_cells_that_only_leave_places_free_stand_where_they_stand_in_the_model(layout_of, rows):
    model = form([rows])
    if model.overlaps or len(model.places) > len(rows) or not any(rows):
        return
    expected = [[place or "" for place in row] for row in model.places]
    if layout_of is written_html:
        expected = without_joined_columns(expected)
    assert layout_of(table_of(rows)).places == expected
