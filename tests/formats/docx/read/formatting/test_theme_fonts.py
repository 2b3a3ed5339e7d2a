from lxml import etree

from sdconvert.formats.docx.names import A
from sdconvert.formats.docx.read.formatting.theme_fonts import read_theme_fonts


def test_theme_fonts_are_read_by_the_names_that_runs_use() -> None:
    theme = etree.fromstring(
        f'<a:theme xmlns:a="{A}"><a:majorFont><a:latin typeface="Cambria"/></a:majorFont>'
        '<a:minorFont><a:latin typeface="Calibri"/><a:cs typeface="Arial"/></a:minorFont></a:theme>'
    )
    fonts = read_theme_fonts(theme)
    assert (fonts["majorAscii"], fonts["minorHAnsi"], fonts["minorBidi"]) == ("Cambria", "Calibri", "Arial")
    assert read_theme_fonts(None) == {}
