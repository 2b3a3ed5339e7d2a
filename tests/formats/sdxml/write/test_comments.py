from sdxml_writing import write_blocks, write_inlines

from sdconvert.choices import Comments
from sdconvert.formats.sdxml.write import SdxmlOptions
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Comment, Mark, Run
from sdconvert.model.tables import Cell, Row, Table

COMMENT = Comment("Ann", "2024-05-01", ("Why?", "Really"), "the words", (Comment("Bob", "", ("So.",)),))
AS_SIDENOTE = SdxmlOptions(comments=Comments.SIDENOTE)


def test_a_comment_and_its_replies_become_findings_that_hold_them():
    written = write_inlines(Run("x"), COMMENT)
    assert written.body == "x"
    assert [dict(finding.details) for finding in written.findings] == [
        {"author": "Ann", "date": "2024-05-01", "words": "the words", "text": "Why?\nReally", "place": "a paragraph"},
        {"author": "Bob", "date": "", "words": "the words", "text": "So.", "place": "a paragraph"},
    ]
    assert str(written.findings[1].message) == "A comment by Bob on “the words” is not in the result: So."
    assert written.ledger.dropped == {(Kind.COMMENTS, "SDXML-W030"): 2, (Kind.CHARACTERS, "SDXML-W030"): 13}


def test_a_comment_can_be_a_sidenote():
    written = write_inlines(Run("x", frozenset({Mark.BOLD})), COMMENT, options=AS_SIDENOTE)
    assert written.body == "<b>x</b><sidenote>Ann (2024-05-01): Why?<br/>Really<br/>Bob: So.</sidenote>"
    assert written.ledger.changed == {(Kind.COMMENTS, "SDXML-W031"): 2, (Kind.CHARACTERS, "SDXML-W031"): 13}


def test_a_comment_in_a_cell_is_a_finding_even_then():
    table = Table((Row((Cell((Paragraph((COMMENT,)),)),)),), (100.0,))
    written = write_blocks(table, options=AS_SIDENOTE)
    assert "<p></p>" in written.body
    assert written.codes == ["SDXML-W032", "SDXML-W032"]


def test_characters_that_xml_cannot_hold_are_accounted_for_in_comments_too():
    written = write_inlines(Comment("A", "", ("a\x0bb",)), options=AS_SIDENOTE)
    assert written.ledger.dropped == {(Kind.CHARACTERS, "SDXML-W001"): 1}
