from __future__ import annotations

from docx_builder import Relation, build_docx, wrap
from docx_documents import assert_accounted, messages, p, r, read_document

FOOTER = wrap("w:ftr", p("shown", r(" aside", "<w:vanish/>")))
SECTION = '<w:sectPr><w:footerReference w:type="default" r:id="rFooter"/></w:sectPr>'
PARTS = {"relations": [Relation("rFooter", "footer", "footer1.xml")], "files": {"word/footer1.xml": FOOTER}}


def test_hidden_text_of_a_footer_is_not_published() -> None:
    result = read_document(p("a") + SECTION, **PARTS)
    assert result.value.metadata.footer == "shown"
    assert messages(result, "DOCX-R030") == ["1 piece(s) of hidden text are left out; the first: “aside”"]
    assert_accounted(build_docx(p("a") + SECTION, **PARTS))


def test_hidden_text_of_a_comment_is_not_published() -> None:
    comments = f'<w:comment w:id="1" w:author="Ada">{p("shown", r(" aside", "<w:vanish/>"))}</w:comment>'
    body = p("a", '<w:r><w:commentReference w:id="1"/></w:r>')
    result = read_document(body, comments=comments)
    (comment,) = [piece for piece in result.value.blocks[0].content if hasattr(piece, "author")]
    assert comment.paragraphs == ("shown",)
    assert messages(result, "DOCX-R030") == ["1 piece(s) of hidden text are left out; the first: “aside”"]
    assert_accounted(build_docx(body, comments=comments))
