from __future__ import annotations

import pytest
from docx_builder import build_docx, wrap
from docx_documents import (
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    assert_accounted,
    cell,
    codes,
    fld_char,
    messages,
    p,
    r,
    sdt,
    table,
    text_box,
)

NOTE = '<w:r><w:footnoteReference w:id="1">{}</w:footnoteReference></w:r>'
FOOTNOTE = f'<w:footnote w:id="1">{p("note")}</w:footnote>'


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (p("a", ppr=f"<w:numPr><w:ilvl>{r('lost')}</w:ilvl></w:numPr>"), "pPr"),
        (p("a", ppr=p("lost")), "pPr"),
        (p("a", ppr=r("lo") + r("st")), "pPr"),
        (p("a", ppr=table(["lost"])), "pPr"),
        (p("a", r("b", "<w:t>lost</w:t>")), "rPr"),
        (p("a", "<w:r><w:sym><w:t>lost</w:t></w:sym></w:r>"), "sym"),
        (p("a", f"<w:fldChar>{r('lost')}</w:fldChar>"), "fldChar"),
        (p("a", NOTE.format("<w:t>lost</w:t>")), "footnoteReference"),
        (p("a", NOTE.format("<m:f><m:num><m:r><m:t>lost</m:t></m:r></m:num></m:f>")), "footnoteReference"),
        (p("a", f"<w:sdt><w:sdtPr><w:sdtContent>{r('lost')}</w:sdtContent></w:sdtPr></w:sdt>"), "sdtPr"),
        (p("a", f"<m:oMath><m:r><m:t>x{r('lost')}</m:t></m:r></m:oMath>"), "t"),
        (f"<w:tbl><w:tblPr><w:tr>{cell('lost')}</w:tr></w:tblPr><w:tr>{cell('a')}</w:tr></w:tbl>", "tblPr"),
        (p("a", PICTURE.replace("<pic:blipFill>", f"<pic:spPr>{p('lost')}</pic:spPr><pic:blipFill>")), "spPr"),
    ],
)
def test_content_in_what_holds_none_is_left_out_with_its_words(body: str, place: str) -> None:
    build = {"relations": [PICTURE_RELATION], "files": PICTURE_FILE, "footnotes": FOOTNOTE}
    result, tree = assert_accounted(build_docx(body, **build))  # type: ignore[arg-type]
    (message,) = messages(result, "DOCX-R220")
    assert message.replace("lo st", "lost") == f"What stands in {place}, where no content may be, is left out: “lost”"
    assert "lost" not in "".join(map(str, tree.itertext()))


def test_a_field_mark_outside_of_a_run_is_told() -> None:
    result, _ = assert_accounted(build_docx(p("a", '<w:fldChar w:fldCharType="begin"/>', "b")))
    assert messages(result, "DOCX-R220")[0].endswith("“1 fields”")
    assert "DOCX-R220" not in codes(assert_accounted(build_docx(p("a", fld_char("begin"), "b")))[0])


def test_all_content_of_a_control_is_read() -> None:
    twice = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{r('b')}</w:sdtContent>{r('c')}<w:sdtContent>{r('d')}</w:sdtContent></w:sdt>"
    )
    result, tree = assert_accounted(build_docx(p("a", twice) + sdt(p("e"))))
    assert "abcde" in "".join(map(str, tree.itertext()))
    assert "DOCX-R220" not in codes(result)


@pytest.mark.parametrize("stray", [p("lost"), r("lost"), table(["lost"]), "<w:t>lost</w:t>"])
def test_text_in_a_drawing_outside_of_its_boxes_is_told(stray: str) -> None:
    drawing = text_box(p("b")).replace("<v:textbox>", f"{stray}<v:textbox>")
    result, _ = assert_accounted(build_docx(p("a", drawing)))
    assert messages(result, "DOCX-R095")[0].endswith("“lost”")


def test_what_a_ruby_holds_besides_its_texts_is_told() -> None:
    base = f"<w:rubyBase>{r('b')}</w:rubyBase>"
    body = p(f"<w:r><w:ruby><w:rt>{r('a')}</w:rt>{base}{base.replace('>b<', '>lost<')}</w:ruby></w:r>")
    result, _ = assert_accounted(build_docx(body))
    assert messages(result, "DOCX-R220")[0].endswith("“lost”")


def test_a_second_body_note_or_comment_of_one_number_is_told() -> None:
    comment = f'<w:comment w:id="1" w:author="Eva">{p("{}")}</w:comment>'
    build = {
        "footnotes": FOOTNOTE + FOOTNOTE.replace("note<", "second<") + p("stray"),
        "comments": comment.format("said") + comment.format("again"),
    }
    body = p("a", NOTE.format(""), '<w:r><w:commentReference w:id="1"/></w:r>')
    result, _ = assert_accounted(build_docx(body, **build))
    assert messages(result, "DOCX-R221") == [
        "The comment 1 is defined a second time, which is left out: “again”",
        "The footnote 1 is defined a second time, which is left out: “second”",
    ]
    assert messages(result, "DOCX-R220")[0].endswith("“stray”")
    bodies = wrap("w:document", f"<w:body>{p('a')}</w:body>" * 2)
    result, _ = assert_accounted(build_docx("", files={"word/document.xml": bodies}))
    assert messages(result, "DOCX-R221") == ["The body is defined a second time, which is left out: “a”"]


def test_image_data_that_names_no_picture_draws_nothing() -> None:
    body = p("a", "<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>")
    assert codes(assert_accounted(build_docx(body))[0]) == ["DOCX-R093"]


def test_what_a_separator_of_notes_shows_besides_its_line_is_told() -> None:
    line = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r>{}<w:separator/></w:r></w:p></w:footnote>'
    body = p("a", NOTE.format(""))
    for content, found in (("", []), ("<w:t> </w:t>", []), ("<w:br/>", ["DOCX-R097"]), ("<w:t>x</w:t>", ["DOCX-R097"])):
        result, _ = assert_accounted(build_docx(body, footnotes=line.format(content) + FOOTNOTE))
        assert [code for code in codes(result) if code == "DOCX-R097"] == found


def test_what_a_paragraph_of_equations_holds_besides_them_is_told() -> None:
    math = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
    result, _ = assert_accounted(build_docx(p("a", f"<m:oMathPara>{math}{p('lost')}</m:oMathPara>")))
    assert messages(result, "DOCX-R034")[0].endswith("“lost”")
