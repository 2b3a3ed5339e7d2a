import pytest
from docx_styles import xml
from lxml import etree

from sdconvert.formats.docx.names import W
from sdconvert.formats.docx.read.formatting.borders import Border, RegionBorders
from sdconvert.formats.docx.read.formatting.styles import Styles
from sdconvert.formats.docx.read.formatting.table_styles import CellProperties, TableLook, read_table_look

LINE = Border(True)
ALL = TableLook(first_row=True, last_row=True, first_column=True, last_column=True)
NO_BANDS = TableLook(no_row_bands=True, no_column_bands=True)


def styles(text: str) -> Styles:
    return Styles.read(etree.fromstring(f'<w:styles xmlns:w="{W}">{text}</w:styles>'))


def table_style(content: str, more: str = "") -> Styles:
    return styles(f'<w:style w:type="table" w:styleId="T"><w:name w:val="Own"/>{content}</w:style>{more}')


def shaded(part: str, color: str) -> str:
    return f'<w:tblStylePr w:type="{part}"><w:tcPr><w:shd w:val="clear" w:fill="{color}"/></w:tcPr></w:tblStylePr>'


def shading(style: Styles, row: int, col: int, look: TableLook, rows: int = 5, cols: int = 5) -> str | None:
    return style.table("T").cell_properties(row, col, rows, cols, look).shading


def test_a_later_part_goes_before_an_earlier_one() -> None:
    parts = ["band1Vert", "band1Horz", "firstRow", "firstCol", "nwCell"]
    looks = [shading(table_style("".join(shaded(p, f"00000{at}") for at, p in enumerate(parts))), *place, ALL)
             for place in ((1, 1), (0, 1), (1, 0), (0, 0))]  # fmt: skip
    assert looks == ["#000001", "#000002", "#000003", "#000004"]


@pytest.mark.parametrize(
    ("part", "places"),
    [
        ("firstRow", {(0, 0), (0, 1), (0, 2)}),
        ("lastRow", {(2, 0), (2, 1), (2, 2)}),
        ("firstCol", {(0, 0), (1, 0), (2, 0)}),
        ("lastCol", {(0, 2), (1, 2), (2, 2)}),
        ("nwCell", {(0, 0)}),
        ("neCell", {(0, 2)}),
        ("swCell", {(2, 0)}),
        ("seCell", {(2, 2)}),
    ],
)
def test_a_part_is_seen_where_it_belongs(part: str, places: set[tuple[int, int]]) -> None:
    style = table_style(shaded(part, "aabbcc"))
    seen = {(row, col) for row in range(3) for col in range(3) if shading(style, row, col, ALL, 3, 3)}
    assert seen == places
    assert shading(style, *min(places), TableLook(), 3, 3) is None


def test_bands_are_counted_after_the_first_row() -> None:
    style = table_style(shaded("band1Horz", "111111") + shaded("band2Horz", "222222"))
    with_header = [shading(style, row, 0, TableLook(first_row=True)) for row in range(4)]
    assert with_header == [None, "#111111", "#222222", "#111111"]
    assert shading(style, 0, 0, TableLook()) == "#111111"
    assert shading(style, 1, 0, TableLook(no_row_bands=True)) is None


def test_bands_may_be_several_rows_high() -> None:
    size = '<w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>'
    style = table_style(size + shaded("band2Horz", "222222"))
    assert [shading(style, row, 0, TableLook()) for row in range(4)] == [None, None, "#222222", "#222222"]


def test_parts_come_through_based_on() -> None:
    base = f'<w:style w:type="table" w:styleId="B"><w:name w:val="Base"/>{shaded("firstRow", "123456")}</w:style>'
    style = table_style('<w:basedOn w:val="B"/><w:tcPr><w:vAlign w:val="center"/></w:tcPr>', base)
    look = style.table("T").cell_properties(0, 0, 2, 2, ALL)
    assert (look.shading, look.v_align) == ("#123456", "center")


def test_a_part_can_take_the_shading_away() -> None:
    whole = '<w:tcPr><w:shd w:val="clear" w:fill="aabbcc"/></w:tcPr>'
    style = table_style(whole + shaded("firstRow", "auto"))
    assert shading(style, 0, 0, ALL) == ""
    assert shading(style, 1, 1, ALL) == "#aabbcc"


def test_size_and_alignment_of_a_part_are_told() -> None:
    style = table_style('<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>')
    assert style.table("T").cell_properties(0, 0, 1, 1, NO_BANDS) == CellProperties(size_half_points=18, jc="center")


def test_inside_lines_become_the_sides_of_cells() -> None:
    style = table_style(
        '<w:tblPr><w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/></w:tblBorders></w:tblPr>'
    ).table("T")
    assert style.cell_properties(0, 0, 2, 1, NO_BANDS).borders == RegionBorders(top=LINE, bottom=LINE)
    assert style.cell_properties(1, 0, 2, 1, NO_BANDS).borders == RegionBorders(top=LINE)


def test_the_lines_of_a_row_are_around_the_row_and_not_around_each_cell() -> None:
    style = table_style(
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:left w:val="single"/><w:bottom w:val="single"/>'
        "</w:tcBorders></w:tcPr></w:tblStylePr>"
    ).table("T")
    assert style.cell_properties(0, 0, 3, 3, ALL).borders == RegionBorders(left=LINE, bottom=LINE)
    assert style.cell_properties(0, 1, 3, 3, ALL).borders == RegionBorders(bottom=LINE)


def test_the_lines_of_the_table_itself_go_before_its_style_and_behind_its_parts() -> None:
    style = table_style(
        '<w:tblPr><w:tblBorders><w:top w:val="nil"/><w:bottom w:val="nil"/></w:tblBorders></w:tblPr>'
        '<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="nil"/></w:tcBorders></w:tcPr>'
        "</w:tblStylePr>"
    ).table("T")
    own = RegionBorders(top=LINE, bottom=LINE, inside_h=LINE)
    assert style.cell_properties(0, 0, 2, 1, ALL, own).borders == RegionBorders(top=LINE, bottom=Border(False))


def test_an_unknown_table_style_is_the_default_one() -> None:
    default = '<w:style w:type="table" w:default="1" w:styleId="N"><w:name w:val="Normal Table"/></w:style>'
    assert table_style("", default).table("nowhere").name == "Normal Table"
    assert styles("").table("nowhere").cell_properties(0, 0, 1, 1, ALL) == CellProperties()


def test_a_chain_in_a_circle_ends() -> None:
    style = table_style('<w:basedOn w:val="T"/>' + shaded("firstRow", "123456"))
    assert shading(style, 0, 0, ALL) == "#123456"


def test_a_table_look_is_read_from_attributes_or_from_the_mask() -> None:
    assert read_table_look(xml('<w:tblLook w:val="04A0"/>')) == TableLook(
        first_row=True, first_column=True, no_column_bands=True
    )
    assert read_table_look(xml('<w:tblLook w:val="04A0" w:firstRow="0" w:firstColumn="0"/>')) == TableLook(
        no_column_bands=True
    )
    assert read_table_look(None) == TableLook()
