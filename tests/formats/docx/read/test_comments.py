from __future__ import annotations

from typing import Any

import pytest
from docx_builder import Relation, build_docx, wrap
from docx_documents import assert_accounted, codes, messages, p, r, read_document, table, text

from sdconvert.findings import Result
from sdconvert.model.document import Document
from sdconvert.model.inlines import Comment

START, END = '<w:commentRangeStart w:id="1"/>', '<w:commentRangeEnd w:id="1"/>'
REFERENCE = '<w:r><w:commentReference w:id="1"/></w:r>'
BODY = p("a ", START, "few", r(" words", "<w:b/>"), END, REFERENCE, " more")


def comment(id: int, *paragraphs: str, author: str = "Ada", date: str = "2024-05-01T10:00:00Z") -> str:
    when = f' w:date="{date}"' if date else ""
    return f'<w:comment w:id="{id}" w:author="{author}"{when}>{"".join(paragraphs)}</w:comment>'


def document(comments: str, body: str = BODY, threads: str = "", **build: Any) -> Result[Document]:
    if threads:
        build["relations"] = [Relation("rIdX", "commentsExtended", "commentsExtended.xml")]
        build["files"] = {"word/commentsExtended.xml": wrap("w15:commentsEx", threads)}
    for mode in ("findings", "sidenote"):
        assert_accounted(build_docx(body, comments=comments, **build), comments=mode)
    return read_document(body, comments=comments, **build)


def found(result: Result[Document]) -> list[Comment]:
    return [piece for block in result.value.blocks for piece in block.content if isinstance(piece, Comment)]  # type: ignore


def test_a_comment_has_author_date_text_and_the_words_it_stands_on() -> None:
    result = document(comment(1, p("<w:r><w:annotationRef/></w:r>", "one"), p("two")))
    assert found(result) == [Comment("Ada", "2024-05-01T10:00:00Z", ("one", "two"), "few words")]
    assert text(result.value.blocks[0]) == "a few words more"
    assert codes(result) == []


def test_a_comment_without_a_range_stands_on_no_words() -> None:
    assert [c.words for c in found(document(comment(1, p("x")), p("a", REFERENCE)))] == [""]


def test_a_comment_may_stand_on_several_paragraphs() -> None:
    body = p(START, "one") + p("two", END, REFERENCE)
    assert [c.words for c in found(document(comment(1, p("x")), body))] == ["one two"]


def test_a_range_may_begin_and_end_between_paragraphs() -> None:
    body = START + p("one") + END + p("two", REFERENCE)
    assert [c.words for c in found(document(comment(1, p("x")), body))] == ["one"]


def test_ranges_of_comments_may_overlap() -> None:
    second = '<w:commentRangeStart w:id="2"/>', '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>'
    body = p(START, "a", second[0], "b", END, REFERENCE, "c", second[1])
    assert [c.words for c in found(document(comment(1, p("x")) + comment(2, p("y")), body))] == ["ab", "bc"]


def test_comments_on_more_words_than_a_document_may_carry_twice_stand_without_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sdconvert.formats.docx.read.comments.MOST_WORDS", 5)
    second = '<w:commentRangeStart w:id="2"/>', '<w:commentRangeEnd w:id="2"/><w:r><w:commentReference w:id="2"/></w:r>'
    result = document(
        comment(1, p("x")) + comment(2, p("y"), author="Bob"),
        p(START, "abc", second[0], "d", END, REFERENCE, "ef", second[1]),
    )
    assert [c.words for c in found(result)] == ["abcd", ""]
    assert messages(result, "DOCX-R228") == [
        "1 comment(s) no longer say on which words they stand; the first is by Bob."
    ]


def test_a_reply_is_part_of_the_comment_that_it_answers() -> None:
    comments = comment(1, p("x").replace("<w:p>", '<w:p w14:paraId="00000001">')) + comment(
        2, p("y").replace("<w:p>", '<w:p w14:paraId="00000002">'), author="Bob", date=""
    )
    threads = '<w15:commentEx w15:paraId="00000001"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/>'
    both = p("a", REFERENCE, REFERENCE.replace('"1"', '"2"'))
    for body in (both, p("a", REFERENCE)):
        (only,) = found(document(comments, body, threads))
        assert only.replies == (Comment("Bob", "", ("y",)),)


def test_replies_in_a_circle_are_findings() -> None:
    comments = comment(1, p("x").replace("<w:p>", '<w:p w14:paraId="1">')) + comment(
        2, p("y").replace("<w:p>", '<w:p w14:paraId="2">')
    )
    threads = '<w15:commentEx w15:paraId="1" w15:paraIdParent="2"/><w15:commentEx w15:paraId="2" w15:paraIdParent="1"/>'
    assert codes(document(comments, BODY, threads)) == ["DOCX-R046", "DOCX-R046"]


def test_a_comment_on_nothing_is_a_finding_that_holds_it() -> None:
    result = document(comment(1, p("lost")), p("a"))
    assert messages(result, "DOCX-R046") == ["A comment by Ada stands on nothing in the text and is left out: “lost”"]


@pytest.mark.parametrize("comments", ["", comment(7, "")])
def test_a_reference_to_no_comment_is_nothing(comments: str) -> None:
    assert found(document(comments)) == []


def test_a_comment_is_given_once() -> None:
    assert len(found(document(comment(1, p("x")), p("a", REFERENCE, REFERENCE)))) == 1


def test_a_comment_in_a_cell_and_in_a_note_is_accounted() -> None:
    body = table([p(START, "cell", END, REFERENCE)])
    assert codes(document(comment(1, p("x")), body)) == []
    result = document(
        comment(1, p("x")),
        p("a", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
        footnotes=f'<w:footnote w:id="1">{p(START, "note", END, REFERENCE)}</w:footnote>',
    )
    assert codes(result) == []


def test_tabs_and_hyphens_of_a_comment_are_characters() -> None:
    special = "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>"
    assert found(document(comment(1, p(special))))[0].paragraphs == ("a\tb\u2011\u00ad",)


def test_what_a_comment_holds_besides_text_is_a_finding() -> None:
    picture = '<w:r><w:pict><v:shape><v:imagedata r:id="x"/></v:shape></w:pict></w:r>'
    result = document(comment(1, p("see ", picture), table(["cell"])))
    assert found(result)[0].paragraphs == ("see ", "cell")
    (message,) = messages(result, "DOCX-R045")
    assert message.startswith("A comment by Ada holds more than text, which is left out:")
    assert "1 pictures" in message
    assert "1 tables" in message


def test_a_comment_on_hidden_words_is_kept() -> None:
    body = p(START, r("secret", "<w:vanish/>"), END, REFERENCE, "a")
    assert len(found(document(comment(1, p("x")), body))) == 1
