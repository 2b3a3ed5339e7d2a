from docx_styles import xml

from sdconvert.formats.docx.read.formatting.borders import Border, RegionBorders, read_borders


def test_lines_tell_whether_they_are_seen_and_in_which_colour() -> None:
    element = xml('<w:tcBorders><w:start w:val="double" w:color="FF0000"/><w:top w:val="none"/></w:tcBorders>')
    assert read_borders(element) == RegionBorders(left=Border(True, "#ff0000", "double"), top=Border(False))
