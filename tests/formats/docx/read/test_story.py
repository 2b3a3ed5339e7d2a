from __future__ import annotations

from docx_documents import messages, p, read_document, text_box


def test_white_space_that_is_left_out_is_one_finding_for_the_document() -> None:
    result = read_document(p("<w:r><w:t> a</w:t></w:r>") + p("<w:r><w:t>b  </w:t></w:r>"))
    assert messages(result, "DOCX-R049") == ["3 white space characters that carry nothing are left out."]


def test_nothing_left_out_is_no_finding() -> None:
    assert messages(read_document(p(" a ")), "DOCX-R049") == []


def test_a_text_box_is_a_finding_that_holds_its_text() -> None:
    result = read_document(p("a", text_box(p("one") + p("two"))))
    assert messages(result, "DOCX-R059") == [
        "The content of 1 text box(es) stands after the paragraph that each is anchored in; the first: “one two”"
    ]
