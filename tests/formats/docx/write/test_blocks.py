import pytest
from docx_writing import write_blocks
from strategies import png

from sdconvert.model.blocks import Alignment, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document, Metadata
from sdconvert.model.inlines import InlinePicture, Run
from sdconvert.model.tables import Cell, Row, Table

TEXT = (Run("text"),)
ASSETS = {"a.png": png()}


def paragraph(text="text", **fields):
    return Paragraph((Run(text),), **fields)


def test_a_plain_paragraph_needs_nothing_but_its_text():
    assert write_blocks(paragraph()).body == "<w:p><w:r><w:t>text</w:t></w:r></w:p>"


def test_a_document_without_blocks_has_an_empty_body():
    assert write_blocks().back.blocks == ()


@pytest.mark.parametrize("alignment", Alignment)
def test_the_alignment_comes_back(alignment):
    blocks = (Heading(TEXT, 1, alignment=alignment), paragraph(alignment=alignment))
    assert [block.alignment for block in write_blocks(*blocks).back.blocks] == [alignment, alignment]


@pytest.mark.parametrize("indent", [0, 1, 7, 15])
def test_the_indent_comes_back(indent):
    assert write_blocks(paragraph(indent=indent)).back.blocks[0].indent == indent


def test_an_indent_that_word_does_not_know_is_cut_and_reported():
    written = write_blocks(paragraph(indent=16), paragraph(indent=16), paragraph(indent=-1))
    assert [block.indent for block in written.back.blocks] == [15, 15, 0]
    assert written.messages == [
        "The indent 16 of 2 block(s) became 15.",
        "The indent -1 of 1 block(s) became 0.",
    ]


def test_empty_paragraphs_stay():
    assert [block.content for block in write_blocks(Paragraph(), paragraph(), Paragraph()).back.blocks] == [
        (),
        TEXT,
        (),
    ]


@pytest.mark.parametrize("level", range(6))
@pytest.mark.parametrize("is_numbered", [True, False])
def test_a_heading_keeps_its_level_and_whether_it_is_numbered(level, is_numbered):
    other = Heading((Run("other"),), 0, not is_numbered)
    heading = write_blocks(Heading(TEXT, level, is_numbered), other).back.blocks[0]
    assert (heading.level, heading.is_numbered) == (level, is_numbered)


def test_a_heading_has_the_built_in_style_of_its_level():
    assert '<w:pStyle w:val="Heading3"/>' in write_blocks(Heading(TEXT, 2)).body


def test_a_title_has_no_number_and_is_no_heading_of_the_table_of_contents():
    body = write_blocks(Heading(TEXT, 0, style="Title"), Heading(TEXT, 0, True)).body
    assert body.startswith('<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>')


def test_a_page_break_before_text_is_a_property_of_its_paragraph():
    written = write_blocks(paragraph("a"), PageBreak(), paragraph("b"))
    assert "<w:pageBreakBefore/>" in written.body
    assert written.back.blocks == (paragraph("a", style="Normal"), PageBreak(), paragraph("b", style="Normal"))


@pytest.mark.parametrize(
    "blocks",
    [
        (PageBreak(), paragraph()),
        (paragraph(), PageBreak()),
        (paragraph(), PageBreak(), PageBreak(), paragraph()),
        (paragraph(), PageBreak(), Table((Row((Cell((paragraph(),)),)),), (100.0,))),
        (PageBreak(), PageBreak()),
        (Heading(TEXT, 0), PageBreak(), Heading(TEXT, 0)),
        (paragraph(), PageBreak(), ListItem(TEXT, True, 0, "a")),
    ],
)
def test_page_breaks_come_back_wherever_they_stand(blocks):
    assert list(map(type, write_blocks(*blocks).back.blocks)) == list(map(type, blocks))


def test_an_own_paragraph_style_comes_back_by_name_and_as_the_authors():
    back = write_blocks(paragraph(style="Mein Stil"), own_styles=frozenset({"Mein Stil"})).back
    assert back.blocks[0].style == "Mein Stil"
    assert back.own_styles == {"Mein Stil"}


def test_an_own_style_of_a_heading_is_based_on_that_of_its_level():
    document = Document((Heading(TEXT, 2, True, style="Artikel"),), own_styles=frozenset({"Artikel"}))
    heading = write_blocks(*document.blocks, own_styles=document.own_styles).back.blocks[0]
    assert (heading.level, heading.is_numbered, heading.style) == (2, True, "Artikel")


def test_a_style_that_paragraphs_share_with_headings_makes_no_heading_of_them():
    blocks = (Heading(TEXT, 0, style="Both"), paragraph(style="Both"))
    assert list(map(type, write_blocks(*blocks, own_styles=frozenset({"Both"})).back.blocks)) == [Heading, Paragraph]


@pytest.mark.parametrize("width", [1.0, 12.34, 33.33, 50.0, 66.67, 99.99, 100.0])
def test_the_width_of_a_picture_comes_back_to_the_hundredth(width):
    back = write_blocks(Picture("a.png", width), assets=ASSETS).back
    assert back.blocks[0].width == width
    assert list(back.assets.values()) == [ASSETS["a.png"]]


def test_a_picture_keeps_its_alternative_text_and_caption():
    picture = Picture("a.png", 40.0, Alignment.CENTER, 0, (Run("A curve"),), True, "grey", "Normal")
    back = write_blocks(picture, assets=ASSETS).back.blocks
    assert [(p.text, p.caption, p.is_numbered, p.alignment) for p in back] == [
        ("grey", (Run("A curve"),), True, Alignment.CENTER)
    ]


def test_captions_are_counted_in_the_language_of_the_document():
    picture = Picture("a.png", caption=(Run("x"),), is_numbered=True)
    german = write_blocks(picture, picture, assets=ASSETS, metadata=Metadata(language="de-AT")).body
    assert "Abbildung " in german
    assert ' SEQ Abbildung \\* ARABIC "' in german
    assert "Figure " in write_blocks(picture, assets=ASSETS).body


@pytest.mark.parametrize("text", ["- x", ": x", " x", "1 x", "x"])
def test_a_numbered_caption_keeps_how_its_text_begins(text):
    picture = Picture("a.png", caption=(Run(text),), is_numbered=True)
    assert write_blocks(picture, assets=ASSETS).back.blocks[0].caption == (Run(text),)


def test_a_caption_without_number_has_no_sequence():
    written = write_blocks(Picture("a.png", caption=(Run("x"),)), assets=ASSETS)
    assert "SEQ" not in written.body
    assert (written.back.blocks[0].caption, written.back.blocks[0].is_numbered) == ((Run("x"),), False)


def test_a_picture_higher_than_the_page_is_shrunk_and_reported():
    tall = png()[:16] + (20).to_bytes(4) + (100).to_bytes(4) + png()[24:]
    written = write_blocks(Picture("a.png", 100.0), assets={"a.png": tall})
    assert written.codes == ["DOCX-W013"]
    assert written.back.blocks[0].width < 40


def test_a_picture_that_is_not_there_leaves_its_alternative_text():
    written = write_blocks(Picture("gone.png", text="a map"))
    assert written.codes == ["DOCX-W010"]
    assert written.back.blocks[0].content == (Run("[a map]"),)


def test_a_picture_in_the_text_that_stands_alone_is_reported():
    written = write_blocks(Paragraph((InlinePicture("a.png"),)), assets=ASSETS)
    assert written.codes == ["DOCX-W041"]


def test_list_items_and_numbered_paragraphs_keep_their_kinds_beside_headings():
    blocks = (
        Heading(TEXT, 0, True),
        paragraph(number_level=1),
        ListItem(TEXT, True, 0, "a"),
        ListItem(TEXT, False, 1, "b"),
    )
    back = write_blocks(*blocks).back.blocks
    assert back[1].number_level == 1
    assert [(item.is_ordered, item.level) for item in back[2:]] == [(True, 0), (False, 1)]
