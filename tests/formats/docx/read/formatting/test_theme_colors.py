import pytest
from docx_builder import Relation, build_docx, wrap
from docx_styles import xml
from lxml import etree

from sdconvert.formats.docx.names import A, W
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.formatting.borders import read_borders
from sdconvert.formats.docx.read.formatting.shading import read_shading
from sdconvert.formats.docx.read.formatting.theme_colors import COLOR_OF_TEXT, ThemeColors, read_theme_colors
from sdconvert.model.tables import Table

SCHEME = (
    '<a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2>'
    '<a:lt2><a:srgbClr val="E7E6E6"/></a:lt2><a:accent1><a:srgbClr val="4472C4"/></a:accent1>'
    '<a:hlink><a:srgbClr val="0563C1"/></a:hlink></a:clrScheme>'
)
THEME = f'<a:theme xmlns:a="{A}"><a:themeElements>{SCHEME}</a:themeElements></a:theme>'


def theme_colors(settings: str = "") -> ThemeColors:
    root = etree.fromstring(f'<w:settings xmlns:w="{W}">{settings}</w:settings>')
    return read_theme_colors(etree.fromstring(THEME), root)


def color(attributes: str, settings: str = "") -> str | None:
    return theme_colors(settings).read(xml(f"<w:color {attributes}/>"), COLOR_OF_TEXT)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('w:val="FF0000" w:themeColor="accent1"', "#4472c4"),
        ('w:val="FF0000" w:themeColor="none"', "#ff0000"),
        ('w:val="FF0000" w:themeColor="accent2"', "#ff0000"),
        ('w:val="auto"', None),
        ('w:themeColor="text1"', "#000000"),
        ('w:themeColor="background1"', "#ffffff"),
        ('w:themeColor="dark2"', "#44546a"),
        ('w:themeColor="hyperlink"', "#0563c1"),
    ],
)
def test_a_colour_of_the_theme_goes_before_digits(attributes: str, expected: str | None) -> None:
    assert color(attributes) == expected


@pytest.mark.parametrize(
    ("share", "as_word_writes_it"),
    [
        ('w:themeTint="33"', "#d9e2f3"),
        ('w:themeTint="66"', "#b4c6e7"),
        ('w:themeTint="99"', "#8eaadb"),
        ('w:themeShade="BF"', "#2f5496"),
        ('w:val="1F3763" w:themeShade="7F"', "#1f3763"),
        ('w:val="FF0000" w:themeShade="7F"', "#1f3863"),
        ('w:themeTint="no number"', "#4472c4"),
    ],
)
def test_tint_and_shade_change_the_lightness(share: str, as_word_writes_it: str) -> None:
    assert color(f'w:themeColor="accent1" {share}') == as_word_writes_it


def test_the_settings_say_which_colour_of_the_scheme_a_name_means() -> None:
    settings = '<w:clrSchemeMapping w:bg1="dark1" w:t1="light1"/>'
    assert color('w:themeColor="text1"', settings) == "#ffffff"
    assert color('w:themeColor="background1"', settings) == "#000000"
    assert color('w:themeColor="text2"', settings) == "#44546a"


def test_shading_and_lines_have_colours_of_the_theme() -> None:
    colors = theme_colors()
    assert read_shading(xml('<w:shd w:val="clear" w:fill="EEEEEE" w:themeFill="accent1"/>'), colors) == "#4472c4"
    pattern = '<w:shd w:val="pct50" w:color="auto" w:themeColor="text1" w:fill="auto" w:themeFill="background1"/>'
    assert read_shading(xml(pattern), colors) == "#7f7f7f"
    line = '<w:tcBorders><w:top w:val="single" w:color="auto" w:themeColor="accent1" w:themeShade="BF"/></w:tcBorders>'
    top = read_borders(xml(line), colors).top
    assert top is not None
    assert top.color == "#2f5496"


def test_tables_and_their_styles_have_colours_of_the_theme() -> None:
    shade = '<w:tcPr><w:shd w:val="clear" w:fill="auto" w:themeFill="accent1" w:themeFillTint="33"/></w:tcPr>'
    style = (
        '<w:style w:type="table" w:styleId="T"><w:name w:val="T"/><w:tblPr><w:tblBorders>'
        '<w:top w:val="single" w:color="FF0000" w:themeColor="text2"/></w:tblBorders></w:tblPr>'
        f'<w:tblStylePr w:type="firstRow">{shade}</w:tblStylePr></w:style>'
    )
    rows = (
        "<w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr>"
        f"<w:tr><w:tc>{shade}<w:p><w:r><w:t>b</w:t></w:r></w:p></w:tc></w:tr>"
    )
    look = '<w:tblStyle w:val="T"/><w:tblLook w:firstRow="1"/>'
    source = build_docx(
        f"<w:tbl><w:tblPr>{look}</w:tblPr>{rows}</w:tbl>",
        styles=style,
        relations=[Relation("rId9", "theme", "theme/theme1.xml")],
        files={"word/theme/theme1.xml": wrap("a:theme", f"<a:themeElements>{SCHEME}</a:themeElements>")},
    )
    table = read(source).value.blocks[0]
    assert isinstance(table, Table)
    assert [row.cells[0].background for row in table.rows] == ["#d9e2f3", "#d9e2f3"]
    assert table.border_color == "#44546a"
