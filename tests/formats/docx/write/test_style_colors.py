import pytest

from sdconvert.formats.docx.names import W
from sdconvert.formats.docx.write.style_colors import read_style_colors
from sdconvert.formats.docx.write.template import our_template

DEFAULTS = '<w:docDefaults><w:rPrDefault><w:rPr><w:color w:val="112233"/></w:rPr></w:rPrDefault></w:docDefaults>'


def style(id: str, color: str = "", base: str = "", more: str = "") -> str:
    look = f'<w:rPr><w:color w:val="{color}"/></w:rPr>' if color else ""
    return f'<w:style w:type="paragraph" w:styleId="{id}"{more}><w:basedOn w:val="{base}"/>{look}</w:style>'


PART = (
    f'<w:styles xmlns:w="{W}">{DEFAULTS}{style("Red", "ff0000")}{style("Low", base="Red")}{style("Loop", base="Loop")}'
)


@pytest.mark.parametrize("start", ["", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n', "<!-- a -->"])
def test_what_is_added_says_the_same_as_if_it_stood_in_the_part(start: str) -> None:
    added = style("Own", base="Low") + style("Blue", "0000ff") + style("Odd", "blue", "Red")
    apart, whole = read_style_colors(start + PART, added), read_style_colors(start + PART + added, "")
    for id in ("Red", "Low", "Loop", "Own", "Blue", "Odd", "Missing", ""):
        assert (id in apart) == (id in whole)
        assert apart.paragraph(id) == whole.paragraph(id)
        assert apart.character(id) == whole.character(id)
    assert [apart.character(id) for id in ("Own", "Blue", "Odd", "Loop")] == ["ff0000", "0000ff", "", ""]


def test_the_usual_colour_is_that_of_the_default_style_or_of_the_defaults() -> None:
    assert read_style_colors(PART, "").paragraph("") == "112233"
    default = style("Normal", base="Red", more=' w:default="1"')
    assert read_style_colors(PART + default, "").paragraph("") == "ff0000"
    assert read_style_colors(PART, default).paragraph("") == "ff0000"


def test_our_own_template_is_read() -> None:
    assert "Normal" in read_style_colors(our_template(False).styles, "")
