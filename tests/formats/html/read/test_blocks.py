from html_pages import read_page, texts
from strategies import png

from sdconvert.model.blocks import Alignment, Directory, Heading, PageBreak, Paragraph, Picture
from sdconvert.model.inlines import LineBreak, Run


def test_headings_have_levels_from_nought():
    assert read_page("<h1>a</h1><h6>b</h6>").blocks == (Heading((Run("a"),), 0), Heading((Run("b"),), 5))


def test_a_number_in_a_heading_of_pandoc_is_its_label():
    heading = read_page('<h1><span class="header-section-number">1.2</span> a</h1>').blocks[0]
    assert (heading.label, heading.is_numbered, heading.content) == ("1.2", True, (Run("a"),))


def test_white_space_is_that_of_html():
    assert texts(read_page("<p>\n a \t b<em> c </em> d\n</p>\n<p> </p>x\n").document) == ["a b c d", "x"]


def test_text_outside_of_paragraphs_is_one():
    assert texts(read_page("a<p>b</p>c<div>d<div>e</div>f</div>").document) == ["a", "b", "c", "d", "e", "f"]


def test_definitions_are_indented_and_told():
    result = read_page("<dl><dt>a<dd>b</dl>")
    assert [block.indent for block in result.blocks] == [0, 1]
    assert result.codes == ["HTML-R028"]


def test_quotations_are_indented():
    assert read_page("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>").blocks[1].indent == 2


def test_the_lines_of_preformatted_text_are_kept():
    (block,) = read_page("<pre>\na  b\n c\n</pre>").blocks
    assert [type(node) for node in block.content] == [Run, LineBreak, Run]
    assert [node.text for node in block.content if isinstance(node, Run)] == ["a  b", " c"]


def test_alignment_is_inherited():
    blocks = read_page('<div align=center><p>a</p><p style="text-align: right">b</p></div>').blocks
    assert [block.alignment for block in blocks] == [Alignment.CENTER, Alignment.RIGHT]


def test_a_figure_is_a_picture_with_a_caption():
    page = '<figure><img src="a.png" alt="A" width="50%"><figcaption>Cap</figcaption></figure>'
    (picture,) = read_page(page, base={"a.png": png()}).blocks
    assert isinstance(picture, Picture)
    assert (picture.text, picture.width, picture.caption) == ("A", 50.0, (Run("Cap"),))


def test_a_figure_around_a_table_gives_it_its_caption():
    (table,) = read_page("<figure><table><tr><td>a</table><figcaption>Cap</figcaption></figure>").blocks
    assert table.caption == (Run("Cap"),)


def test_a_table_of_contents_is_made_anew():
    result = read_page('<nav id="TOC"><ul><li><a href="#a">A</a></ul></nav><h1 id="a">A</h1>')
    assert isinstance(result.blocks[0], Directory)
    assert result.codes == ["HTML-R027"]


def test_other_navigation_is_kept():
    assert texts(read_page('<nav><a href="/x">Home</a></nav>').document) == ["Home"]


def test_page_breaks_of_word_are_ones():
    blocks = read_page("<p>a</p><br style='page-break-before:always'><p style='page-break-before:always'>b</p>").blocks
    assert [type(block) for block in blocks] == [Paragraph, PageBreak, PageBreak, Paragraph]


def test_conditional_comments_of_word_are_none_of_the_text():
    page = "<!--[if gte mso 9]><xml>no</xml><![endif]--><p>a<![if !x]>b<![endif]><o:p>c</o:p></p>"
    assert texts(read_page(page).document) == ["abc"]


def test_links_within_a_page_lead_to_the_blocks_where_their_targets_stand():
    page = '<p>x <a href="#in">i</a> <a href="#sec">s</a></p><div id="sec"><a name="in"></a><p>t</p></div>'
    blocks = read_page(page).blocks
    targets = {node.target for node in blocks[0].content if hasattr(node, "target")}
    assert targets == {blocks[1].id}
    assert blocks[1].id


def test_ids_that_nothing_leads_to_are_not_kept():
    assert read_page('<p id="x">a</p>').blocks[0].id == ""
