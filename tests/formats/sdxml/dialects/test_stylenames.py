import pytest
from sdxml_reading import read_body

from sdconvert.archive import read_archive
from sdconvert.formats.sdxml.write import write
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.inlines import Run

X = (Run("x"),)
NO_STANDARD_STYLES = (
    *(
        "quick_text_1",
        "quick_heading_7",
        "quick_heading_0",
        "quick_heading_1_numbered_not",
        "my quick_heading_1",
        "Own",
    ),
)


@pytest.mark.parametrize("element", ["paragraph", "heading"])
@pytest.mark.parametrize("version", ["2.13.2", "2.20.2", "2.25.0"])
@pytest.mark.parametrize(
    ("style", "block"),
    [
        *[(f"quick_heading_{level + 1}", Heading(X, level)) for level in range(6)],
        *[(f"quick_heading_{level + 1}_numbered", Heading(X, level, is_numbered=True)) for level in range(6)],
    ],
)
def test_headings(element, version, style, block):
    body = f'<{element} indent="0" stylename="{style}">x</{element}>'
    has_sections = version != "2.13.2"
    result = read_body(f"<ordered-sections>{body}</ordered-sections>" if has_sections else body, version=version)
    assert version.startswith(result.findings[0].details["dialect"])
    assert result.blocks == (block,)
    assert result.document.own_styles == frozenset()


@pytest.mark.parametrize(
    ("style", "block"),
    [
        *[(f"quick_text_{level + 1}_numbered", Paragraph(X, number_level=level)) for level in range(6)],
        *[(style, Paragraph(X, style=style)) for style in NO_STANDARD_STYLES],
    ],
)
def test_paragraphs(style, block):
    result = read_body(f'<paragraph indent="0" stylename="{style}">x</paragraph>', version="2.13.2")
    assert result.blocks == (block,)
    assert result.document.own_styles == ({style} if block.style else frozenset())


def test_what_was_read_of_any_dialect_is_written_as_2_6():
    document = read_body('<paragraph indent="0" stylename="quick_heading_1">x</paragraph>', version="2.13.2").document
    xml = read_archive(write(document).value)["sd.xml"].decode()
    assert '<smashdoc version="2.6.0"' in xml
    assert "quick_" not in xml
