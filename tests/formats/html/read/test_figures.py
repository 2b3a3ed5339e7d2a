import pytest
from html_pages import read_page, texts
from strategies import png

from sdconvert.model.blocks import Paragraph, Picture
from sdconvert.model.inlines import LineBreak, Run
from sdconvert.model.tables import Table


def test_a_figure_whose_picture_is_missing_leaves_its_texts():
    result = read_page('<figure><img src="a.png" alt="A"><figcaption>Cap</figcaption></figure>')
    assert texts(result.document) == ["A", "Cap"]
    assert result.codes == ["HTML-R041"]


def test_a_text_that_is_caption_and_alternative_is_kept_once():
    result = read_page('<figure><img src="a.png" alt="Cap"><figcaption>Cap</figcaption></figure>')
    assert texts(result.document) == ["Cap"]


def test_paragraphs_of_a_caption_are_its_lines():
    page = '<figure><img src="a.png"><figcaption><p>a</p><p>b</p></figcaption></figure>'
    (picture,) = read_page(page, base={"a.png": png()}).blocks
    assert picture.caption == (Run("a"), LineBreak(), Run("b"))


def test_a_figure_of_more_than_one_thing_stands_in_the_flow():
    page = '<figure><img src="a.png"><img src="a.png"><p>text</p><figcaption>Cap</figcaption></figure>'
    blocks = read_page(page, base={"a.png": png()}).blocks
    assert [type(block) for block in blocks] == [Paragraph, Paragraph, Paragraph]


def test_text_in_a_figure_is_kept():
    assert texts(read_page("<figure>a<p>b</p>c</figure>").document) == ["a", "b", "c"]


def test_a_table_that_has_a_caption_keeps_it():
    page = "<figure><table><caption>own</caption><tr><td>a</table><figcaption>other</figcaption></figure>"
    table, caption = read_page(page).blocks
    assert isinstance(table, Table)
    assert table.caption == (Run("own"),)
    assert caption.content == (Run("other"),)


def test_a_picture_has_the_width_that_it_has_in_the_text():
    wide = '<figure><img src="a.png" width="2000"></figure>'
    half = '<figure><img src="a.png" style="width: 226.5pt"></figure>'
    widths = [read_page(page, base={"a.png": png()}).blocks[0].width for page in (wide, half)]
    assert widths == [100.0, 50.0]


def test_a_link_leads_to_a_figure():
    page = '<p><a href="#f">x</a></p><figure id="f"><img src="a.png"></figure>'
    paragraph, picture = read_page(page, base={"a.png": png()}).blocks
    assert isinstance(picture, Picture)
    assert paragraph.content[0].target == picture.id == "f"


@pytest.mark.parametrize("inner", ["<table><caption>t</caption><tr><td>b</td><td>c</td></tr></table>"])
@pytest.mark.parametrize(
    "page",
    [
        "<table><caption>a {} d</caption><tr><td>x</td></tr></table>",
        '<figure><img src="a.png"><figcaption>a {} d</figcaption></figure>',
    ],
)
def test_a_table_in_a_caption_is_lines_of_it_and_told(page, inner):
    result = read_page(page.format(inner), base={"a.png": png()})
    (block,) = result.blocks
    assert "".join(node.text if isinstance(node, Run) else "|" for node in block.caption).split("|") == [*"atbcd"]
    assert result.codes == ["HTML-R052"]
