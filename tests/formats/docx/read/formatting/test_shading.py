import pytest
from docx_styles import xml

from sdconvert.formats.docx.read.formatting.shading import read_shading


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('w:val="clear" w:color="auto" w:fill="auto"', ""),
        ('w:val="clear" w:color="auto" w:fill="FFCC00"', "#ffcc00"),
        ('w:val="nil"', ""),
        ('w:val="solid" w:color="112233" w:fill="FFCC00"', "#112233"),
        ('w:val="pct50" w:color="000000" w:fill="FFFFFF"', "#7f7f7f"),
        ('w:val="pct10" w:color="auto" w:fill="auto"', "#e5e5e5"),
        ('w:val="thinDiagCross" w:color="auto" w:fill="auto"', "#bfbfbf"),
        ('w:val="clear" w:fill="red"', ""),
    ],
)
def test_shading_is_one_colour(attributes: str, expected: str) -> None:
    assert read_shading(xml(f"<w:shd {attributes}/>")) == expected


def test_no_shading_element_says_nothing() -> None:
    assert read_shading(None) is None
