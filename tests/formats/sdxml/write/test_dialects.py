import re

from lxml import etree
from sdxml_writing import write_blocks

from sdconvert.archive import read_archive
from sdconvert.choices import Comments, Dialect
from sdconvert.findings import Kind
from sdconvert.formats.sdxml.write import SdxmlOptions, write
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Comment, Note, Run
from sdconvert.model.tables import Cell, Row, Table

V2_13, V2_25 = SdxmlOptions(dialect=Dialect.V2_13), SdxmlOptions(dialect=Dialect.V2_25)
X = (Run("x"),)
COMMENT = Comment("A", "2024-05-01", ("c",), "x")


def written(*blocks, options):
    result = write(Document(blocks, own_styles=frozenset({"Own"})), options)
    return etree.fromstring(read_archive(result.value)["sd.xml"]), result


def styles(root):
    return [element.get("stylename") for element in root.iter("paragraph")]


def test_2_13_says_its_exact_version_and_has_its_children():
    root, _ = written(options=V2_13)
    assert root.get("version") == "2.13.2"
    assert [child.tag for child in root] == ["meta", "document", "comments", "indexes"]


def test_2_25_says_its_version_and_has_its_children():
    root, _ = written(options=V2_25)
    assert root.get("version") == "2.25.0"
    assert [child.tag for child in root if child.tag != "meta"] == [
        *("document", "comments", "indexes", "section-tags", "bibliographies")
    ]
    assert [child.tag for child in root.find("document")] == ["ordered-sections", "attached-sections"]


def test_headings_and_numbered_paragraphs_are_told_by_style_names():
    blocks = (Heading(X, 0, is_numbered=True), Heading(X, 1), Paragraph(X, number_level=1), Paragraph(X, style="Own"))
    root, _ = written(*blocks, options=V2_13)
    assert styles(root) == ["quick_heading_1_numbered", "quick_heading_2", "quick_text_2_numbered", "Own"]
    assert root.find(".//heading") is None
    assert root.find(".//paragraph[@enumeration]") is None


def test_a_numbered_paragraph_of_an_own_style_keeps_both():
    root, _ = written(Paragraph(X, number_level=1, style="Own"), options=V2_13)
    paragraph = root.find(".//paragraph")
    assert (paragraph.get("stylename"), paragraph.get("enumeration")) == ("Own", "1")


def test_footnotes_are_paragraphs_that_are_attached():
    root, _ = written(Paragraph((*X, Note(((Run("n"),),)))), options=V2_25)
    (attached,) = root.find(".//attached-sections")
    anchor = root.find(".//ordered-sections/paragraph/footnote")
    assert (attached.tag, attached.text) == ("paragraph", "n")
    assert (anchor.get("ref"), anchor.text) == (attached.get("id"), None)


def test_a_comment_names_the_block_that_it_is_on():
    root, result = written(Paragraph((*X, COMMENT)), options=V2_13)
    (comment,) = root.find("comments")
    assert comment.get("target") == root.find(".//paragraph").get("id")
    assert (comment.get("author"), comment.get("words"), comment.findtext("p")) == ("A", "x", "c")
    assert result.findings == ()
    assert result.ledger.kept[Kind.COMMENTS] == 1


def test_a_comment_within_a_paragraph_moves_to_its_end():
    _, result = written(Paragraph((COMMENT, *X)), options=V2_13)
    assert [finding.code.id for finding in result.findings] == ["SDXML-W034"]


def test_a_comment_where_nothing_has_an_id_is_a_finding():
    cell = Cell((Paragraph((*X, COMMENT)),))
    _, result = written(Table((Row((cell,)),), (100.0,)), options=V2_13)
    assert [finding.code.id for finding in result.findings] == ["SDXML-W033"]


def test_comments_are_sidenotes_where_that_is_asked_for():
    root, _ = written(Paragraph((COMMENT,)), options=SdxmlOptions(comments=Comments.SIDENOTE, dialect=Dialect.V2_13))
    assert root.find(".//sidenote") is not None
    assert len(root.find("comments")) == 0


def test_characters_that_xml_cannot_hold_are_accounted_for_in_comments_too():
    result = write(Document((Paragraph((Comment("A", "", ("a\x0bb",)),)),)), V2_13)
    assert result.ledger.kept[Kind.CHARACTERS] == 2
    assert result.ledger.dropped == {(Kind.CHARACTERS, "SDXML-W001"): 1}


def test_2_6_is_what_is_written_by_default():
    assert re.search('<smashdoc version="2.6', write_blocks(Paragraph(X)).xml)
