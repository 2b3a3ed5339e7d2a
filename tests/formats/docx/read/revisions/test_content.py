from __future__ import annotations

import pytest
from docx_builder import Relation, build_docx
from docx_documents import (
    AUTHOR,
    END,
    assert_accounted,
    begin,
    blocks_of,
    bookmark,
    codes,
    deleted,
    fld_char,
    inserted,
    messages,
    p,
    r,
    read_document,
    sdt,
    simple,
    texts,
)

from sdconvert.choices import Revisions
from sdconvert.model.inlines import CrossReference

REJECT = Revisions.REJECT
LINK = [Relation("rIdL", "hyperlink", "https://example.org", True)]


def moved(kind: str, text: str, name: str = "") -> str:
    content = f"<w:{kind} {AUTHOR}>{r(text)}</w:{kind}>"
    if not name:
        return content
    start = f'<w:{kind}RangeStart w:id="7" w:name="{name}" w:author="Ada"/>'
    return f'{start}{content}<w:{kind}RangeEnd w:id="7"/>'


def test_a_move_in_ranges_of_one_name_is_told_as_a_move() -> None:
    body = p("a", moved("moveFrom", "x", "m")) + p("b", moved("moveTo", "x", "m"))
    accepted, rejected = read_document(body), read_document(body, REJECT)
    assert (texts(accepted.value.blocks), codes(accepted)) == (["a", "bx"], ["DOCX-R012"])
    assert (texts(rejected.value.blocks), codes(rejected)) == (["ax", "b"], ["DOCX-R012"])


def test_a_move_without_its_counterpart_is_a_deletion_or_an_insertion() -> None:
    body = p("a", moved("moveFrom", "x", "m")) + p("b", moved("moveTo", "y", "n"))
    accepted, rejected = read_document(body), read_document(body, REJECT)
    assert (texts(accepted.value.blocks), codes(accepted)) == (["a", "by"], ["DOCX-R010"])
    assert (texts(rejected.value.blocks), codes(rejected)) == (["ax", "b"], ["DOCX-R011"])


def test_a_lone_move_in_no_range_is_a_deletion() -> None:
    assert codes(read_document(p("a", moved("moveFrom", "x")))) == ["DOCX-R010"]


@pytest.mark.parametrize(("kind", "accepted"), [("conflictIns", "ab"), ("conflictDel", "a")])
def test_conflicts_of_authors_are_insertions_and_deletions(kind: str, accepted: str) -> None:
    mark = f'<w14:customXmlConflict{kind[8:]}RangeStart w:id="3"/><w14:customXmlConflict{kind[8:]}RangeEnd w:id="3"/>'
    body = p("a", f"<w14:{kind} {AUTHOR}>{r('b')}</w14:{kind}>") + mark
    assert texts(blocks_of(body)) == [accepted]
    assert texts(blocks_of(body, REJECT)) == ["a" if accepted == "ab" else "ab"]
    assert set(codes(read_document(body))) <= {"DOCX-R010"}


def test_a_link_goes_with_the_last_of_its_text() -> None:
    link = f'<w:hyperlink r:id="rIdL"><w:proofErr/>{deleted("b")}{deleted("c")}</w:hyperlink>'
    result = read_document(p("a", link), relations=LINK)
    assert texts(result.value.blocks) == ["a"]
    assert [(finding.code.id, finding.details["whole"]) for finding in result.findings] == [("DOCX-R010", "b\nc")]
    assert_accounted(build_docx(p("a", link), relations=LINK))


def test_a_link_stays_where_some_of_its_text_does() -> None:
    link = f'<w:hyperlink r:id="rIdL">{deleted("b")}{inserted(r("c"))}</w:hyperlink>'
    assert texts(blocks_of(p("a", link), relations=LINK)) == ["ac"]
    assert texts(blocks_of(p("a", link), REJECT, relations=LINK)) == ["ab"]


def test_a_simple_field_goes_with_its_result() -> None:
    result = read_document(p("a", simple("PAGE", deleted("7"))))
    assert texts(result.value.blocks) == ["a"]
    assert codes(result) == ["DOCX-R010"]


def test_what_is_left_out_without_text_is_named_by_its_kind() -> None:
    result = read_document(p("a", f"<w:del {AUTHOR}><w:r><w:br/></w:r></w:del>"))
    assert messages(result, "DOCX-R010")[0].endswith("“1 line breaks”")


def test_deleted_text_in_what_is_kept_is_no_text() -> None:
    stray = inserted("<w:r><w:delText>b</w:delText></w:r>")
    result = read_document(p("a", stray))
    assert texts(result.value.blocks) == ["a"]
    assert codes(result) == ["DOCX-R030"]


def test_a_bookmark_that_ends_outside_of_a_deletion_stays() -> None:
    start, end = bookmark("here").split("/>", 1)
    body = p(f"<w:del {AUTHOR}>{start}/><w:r><w:delText>a</w:delText></w:r></w:del>", "b", end)
    reference = p(f"{begin('REF here')}{r('b')}{END}")
    (_, block) = blocks_of(body + reference)
    assert isinstance(block.content[0], CrossReference)  # type: ignore[union-attr]


@pytest.mark.parametrize(("mode", "shown"), [(Revisions.ACCEPT, "a8z"), (REJECT, "a7z")])
def test_a_field_whose_parts_have_changes_of_their_own_is_one_field(mode: Revisions, shown: str) -> None:
    instruction = (
        f"{fld_char('begin')}<w:del {AUTHOR}><w:r><w:delInstrText> AUTHOR </w:delInstrText></w:r></w:del>"
        f"{inserted('<w:r><w:instrText> TITLE </w:instrText></w:r>')}{fld_char('separate')}"
    )
    result = read_document(p("a", instruction, deleted("7"), inserted(r("8")), END, "z"), mode)
    assert texts(result.value.blocks) == [shown]
    keyword = "TITLE" if mode is Revisions.ACCEPT else "AUTHOR"
    assert messages(result, "DOCX-R050") == [
        f"1 field(s) {keyword} are kept as the text that they showed last; the first: “{shown[1]}”"
    ]


def test_a_field_begins_and_ends_in_two_insertions() -> None:
    body = p("a", inserted(begin("PAGE")), inserted(r("7")), inserted(END), "z")
    assert texts(blocks_of(body)) == ["a7z"]
    assert texts(blocks_of(body, REJECT)) == ["az"]


@pytest.mark.parametrize("mode", [Revisions.ACCEPT, REJECT])
def test_changes_within_a_control_that_is_changed_itself_are_resolved(mode: Revisions) -> None:
    control = sdt(inserted(r("b")) + deleted("c"))
    ranges = f'<w:customXmlInsRangeStart w:id="1" {AUTHOR[10:]}/>{{}}<w:customXmlInsRangeEnd w:id="1"/>'
    body = p("a", ranges.format(control), f"<w:ins {AUTHOR}>{sdt(r('d'))}</w:ins>")
    result = read_document(body, mode)
    assert texts(result.value.blocks) == ["abd" if mode is Revisions.ACCEPT else "ac"]
    assert set(codes(result)) == {"DOCX-R010" if mode is Revisions.ACCEPT else "DOCX-R011"}


PARTS = {
    "footnotes": '<w:footnote w:id="1">{}</w:footnote>',
    "endnotes": '<w:endnote w:id="1">{}</w:endnote>',
    "comments": '<w:comment w:id="1" w:author="Eva">{}</w:comment>',
}
REFERENCES = {
    "footnotes": '<w:r><w:footnoteReference w:id="1"/></w:r>',
    "endnotes": '<w:r><w:endnoteReference w:id="1"/></w:r>',
    "comments": '<w:r><w:commentReference w:id="1"/></w:r>',
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("mode", [Revisions.ACCEPT, REJECT])
def test_changes_in_notes_and_comments_are_resolved(part: str, mode: Revisions) -> None:
    inside = p("one ", inserted(r("new")), deleted("old"))
    build = {part: PARTS[part].format(inside)}
    blocks = blocks_of(p("a", REFERENCES[part]), mode, **build)
    assert ("new" in str(blocks), "old" in str(blocks)) == (mode is Revisions.ACCEPT, mode is REJECT)
    assert_accounted(build_docx(p("a", REFERENCES[part]), **build), revisions=str(mode))


@pytest.mark.parametrize(
    ("part", "gone"), [("footnotes", "DOCX-R225"), ("endnotes", "DOCX-R225"), ("comments", "DOCX-R224")]
)
def test_what_a_change_takes_away_with_its_reference_is_not_without_one(part: str, gone: str) -> None:
    build = {part: PARTS[part].format(p("said"))}
    body = p("a", f"<w:del {AUTHOR}>{REFERENCES[part]}</w:del>")
    result, _ = assert_accounted(build_docx(body, **build))
    assert [(finding.code.id, finding.details["text"]) for finding in result.findings if "said" in str(finding)] == [
        (gone, "said")
    ]
    assert gone not in codes(read_document(body, REJECT, **build))


def test_changed_runs_among_paragraphs_are_a_paragraph() -> None:
    body = p("a") + inserted(r("b") + r("c")) + deleted("d") + p("e")
    assert texts(blocks_of(body)) == ["a", "bc", "e"]
    assert texts(blocks_of(body, REJECT)) == ["a", "d", "e"]
    assert texts(blocks_of(p("a") + inserted(p("b")))) == ["a", "b"]
