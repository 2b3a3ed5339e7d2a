import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from table_layouts import NO_CELL, form
from thoroughness import examples

from sdconvert.findings import Finding
from sdconvert.validation import check

GRID_RULES = ("SDXML-V066", "SDXML-V067", "SDXML-V068")


def found_in(table: str, *ids: str) -> list[Finding]:
    """The findings of these rules about a table."""
    data = f'<smashdoc version="2.6"><document>{table}</document></smashdoc>'.encode()
    return [finding for finding in check(data) if finding.code.id in ids]


def table_of(rows: list[list[tuple[int, int]]]) -> str:
    cells = ["".join(f'<td colspan="{wide}" rowspan="{high}"/>' for wide, high in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in cells)}</table>"


spans = st.integers(1, 3)


@settings(max_examples=examples(400), deadline=None)
@given(st.lists(st.lists(st.tuples(spans, spans), max_size=4), min_size=1, max_size=4))
def test_grids_are_judged_as_the_table_model_of_html_forms_them(rows: list[list[tuple[int, int]]]) -> None:
    named = [[(f"{y} {x}", wide, high) for x, (wide, high) in enumerate(row)] for y, row in enumerate(rows)]
    layout = form([named])
    found = found_in(table_of(rows), *GRID_RULES)
    assert bool(layout.overlaps) == ("SDXML-V066" in [finding.code.id for finding in found])
    if layout.overlaps:
        return
    missing = [finding.details["missing"] for finding in found if finding.code.id == "SDXML-V067"]
    assert max(missing, default=0) == len(layout.places) - len(rows)
    lines = layout.places[: len(rows)]
    widths = [max((x + 1 for x, place in enumerate(line) if place is not NO_CELL), default=0) for line in lines]
    told = [(each.details["width"], each.details["columns"]) for each in found if each.code.id == "SDXML-V068"]
    assert told == [(width, max(widths)) for width in widths if width < max(widths)]


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([[(1, 2), (1, 1)], [(1, 1)]], []),
        ([[(1, 2), (1, 2)], []], []),
        ([[(1, 1), (1, 2)], [(2, 1)]], ["SDXML-V066"]),
        ([[(1, 1), (1, 2)], [(1, 1)]], []),
        ([[(1, 1), (2, 2)], [(1, 1)]], []),
        ([[(1, 3), (1, 1)], [(1, 1)], [(1, 1)]], []),
        ([[(1, 2), (1, 1), (1, 2)], [(1, 1)]], []),
        ([[(1, 2), (1, 1)]], ["SDXML-V067"]),
        ([[(1, 1), (1, 1), (1, 1)], [(2, 1)]], ["SDXML-V068"]),
        ([[(1, 1), (1, 1), (1, 1)], [(3, 1)], []], ["SDXML-V068"]),
    ],
)
def test_spans_that_fill_the_grid_and_spans_that_do_not(rows: list[list[tuple[int, int]]], ids: list[str]) -> None:
    assert [finding.code.id for finding in found_in(table_of(rows), *GRID_RULES)] == ids


def test_how_many_rows_are_missing_is_told_for_each_cell() -> None:
    found = found_in(table_of([[(1, 3), (1, 2), (1, 1)]]), "SDXML-V067")
    assert sorted(finding.details["missing"] for finding in found) == [1, 2]


@pytest.mark.parametrize(
    ("span", "is_span"),
    [("1", True), ("02", True), ("1000", True), ("65535", False), ("0", False), ("two", False), ("²", False)],
)
@pytest.mark.parametrize("name", ["colspan", "rowspan"])
@pytest.mark.parametrize("cell", ["td", "th"])
def test_a_span_is_a_number_from_1(cell: str, name: str, span: str, is_span: bool) -> None:
    found = found_in(f'<table><tr><{cell} {name}="{span}"/></tr></table>', "SDXML-V065")
    assert [(finding.details["attribute"], finding.details["value"]) for finding in found] == [(name, span)] * (
        not is_span
    )


def test_rows_are_spanned_further_than_columns() -> None:
    found = found_in('<table><tr><td colspan="1001" rowspan="65534"/></tr></table>', "SDXML-V065")
    assert [finding.details["attribute"] for finding in found] == ["colspan"]


def test_a_span_that_is_none_counts_as_one() -> None:
    table = '<table><tr><td colspan="many"/></tr><tr><td/></tr></table>'
    assert found_in(table, *GRID_RULES) == []


@pytest.mark.parametrize(
    ("widths", "rows", "told"),
    [
        (2, "<tr><td/><td/></tr>", None),
        (1, "<tr><td/><td/></tr>", (1, 2)),
        (3, '<tr><td colspan="2"/></tr>', (3, 2)),
        (2, "", None),
        (0, "<tr><td/></tr>", None),
    ],
)
def test_there_is_a_width_for_each_column(widths: int, rows: str, told: tuple[int, int] | None) -> None:
    items = "<item>10%</item>" * widths
    found = found_in(f"<table><column_width>{items}</column_width>{rows}</table>", "SDXML-V064")
    assert [(finding.details["widths"], finding.details["columns"]) for finding in found] == [told] * bool(told)


@pytest.mark.parametrize(
    ("items", "total"),
    [
        (["50%", "50%"], None),
        (["33.3%"] * 3, None),
        (["50%", "51%"], None),
        (["50%", "49%"], None),
        (["50%", "51.1%"], "101.1"),
        (["50%", "48.9%"], "98.9"),
        (["20%", "20%"], "40"),
        (["20%", "wide"], None),
        ([], None),
    ],
)
def test_column_widths_add_up_to_about_a_hundred_percent(items: list[str], total: str | None) -> None:
    widths = "".join(f"<item>{item}</item>" for item in items)
    found = found_in(f"<table><column_width>{widths}</column_width></table>", "SDXML-V063")
    assert [finding.details["total"] for finding in found] == [total] * bool(total)


@pytest.mark.parametrize(
    ("share", "id"),
    [
        ("100%", None),
        ("0.1%", None),
        ("101%", None),
        ("101.1%", "SDXML-V062"),
        ("0%", "SDXML-V062"),
        ("0.00%", "SDXML-V062"),
        ("12cm", "SDXML-V061"),
        ("50", "SDXML-V061"),
        ("50 %", "SDXML-V061"),
        ("-5%", "SDXML-V061"),
        ("1e2%", "SDXML-V061"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        '<image width="{}">a.png</image>',
        '<table width="{}"><tr/></table>',
        "<table><column_width><item>{}</item></column_width></table>",
        "<table><column_width><item> {}\n</item></column_width></table>",
    ],
)
def test_a_share_is_a_percentage_above_0_up_to_100(place: str, share: str, id: str | None) -> None:
    found = found_in(place.format(share), "SDXML-V061", "SDXML-V062")
    assert [(finding.code.id, finding.details["value"]) for finding in found] == [(id, share)] * bool(id)


@pytest.mark.parametrize(
    ("table", "attribute"),
    [
        ('<table border-color="{}"><tr/></table>', "border-color"),
        ('<table><tr><td background-color="{}"/></tr></table>', "background-color"),
        ('<table><tr><th background-color="{}"/></tr></table>', "background-color"),
    ],
)
@pytest.mark.parametrize(("colour", "is_colour"), [("#1F4e79", True), ("red", False), ("#fff", False), ("", False)])
def test_a_colour_has_six_digits(table: str, attribute: str, colour: str, is_colour: bool) -> None:
    found = found_in(table.format(colour), "SDXML-V060")
    assert [finding.details["attribute"] for finding in found] == [attribute] * (not is_colour)


@pytest.mark.parametrize(
    ("table", "attribute"),
    [
        ('<table><tr min-height="{}"/></table>', "min-height"),
        ('<table><tr><td font-size="{}"/></tr></table>', "font-size"),
        ('<table><tr><th font-size="{}"/></tr></table>', "font-size"),
    ],
)
@pytest.mark.parametrize(("number", "is_number"), [("6", True), ("6.35", True), (".5", False), ("6,5", False)])
def test_a_measure_has_the_unit_of_exports(table: str, attribute: str, number: str, is_number: bool) -> None:
    units = {"min-height": ("mm", "pt", ""), "font-size": ("pt", "mm", "")}[attribute]
    found = [len(found_in(table.format(number + unit), "SDXML-V069")) for unit in units]
    assert found == [not is_number, True, True]
