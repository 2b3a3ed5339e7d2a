from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    blocks_of,
    codes,
    deleted,
    p,
    read_document,
    style,
    styled,
    texts,
)
from strategies import png

from sdconvert import UnreadableInput, UnresolvedRevisions, UnsafeInput
from sdconvert.archive import Limits
from sdconvert.choices import Revisions
from sdconvert.formats.docx.read import read
from sdconvert.ledger import Kind
from sdconvert.model.document import Document
from sdconvert.model.inlines import Mark


def test_an_empty_body_is_an_empty_document() -> None:
    assert read_document("").value == Document()


def test_revisions_are_accepted_unless_the_options_say_otherwise() -> None:
    source = build_docx(p("a", deleted("b")))
    assert texts(read(source).value.blocks) == ["a"]
    assert texts(read(source, Revisions.REJECT).value.blocks) == ["ab"]
    with pytest.raises(UnresolvedRevisions):
        read(source, Revisions.REFUSE)


@pytest.mark.parametrize("part", ["footnotes", "comments"])
def test_revisions_outside_the_body_are_refused_too(part: str) -> None:
    content = f'<w:{part[:-1]} w:id="1">{p(deleted("b"))}</w:{part[:-1]}>'
    with pytest.raises(UnresolvedRevisions):
        read_document(p("a"), Revisions.REFUSE, **{part: content})


def test_styles_of_the_authors_own_are_named() -> None:
    own = style("Own", "My style").replace("<w:style ", '<w:style w:customStyle="1" ')
    document = read_document(styled("Own", "a") + p("b"), styles=own + style("H", "heading 1")).value
    assert document.own_styles == {"My style"}
    assert document.blocks[0].style == "My style"  # type: ignore[union-attr]


def test_pictures_are_assets_byte_for_byte() -> None:
    document = read_document(p(PICTURE) + p(PICTURE), relations=[PICTURE_RELATION], files=PICTURE_FILE).value
    assert list(document.assets.values()) == [png()]


def test_errors_name_the_file() -> None:
    with pytest.raises(UnreadableInput, match=r"letter\.docx is"):
        read(b"PK", what="letter.docx")


def test_limits_are_those_of_the_caller() -> None:
    with pytest.raises(UnsafeInput):
        read(build_docx(p("a")), limits=Limits(members=2))


def test_the_reader_books_what_it_read_and_dropped() -> None:
    result = read_document(p("abc", deleted("de")))
    assert result.ledger.read == {Kind.CHARACTERS: 5}
    assert result.ledger.dropped == {(Kind.CHARACTERS, "DOCX-R010"): 2}
    assert codes(result) == ["DOCX-R010"]


def test_equal_content_reads_as_equal_blocks() -> None:
    assert blocks_of(p("a") + p("b")) == blocks_of(p("a") + p("b"))


def test_styles_and_numbering_say_in_several_ways_what_is_chosen() -> None:
    def either(chosen: str, fallback: str) -> str:
        return (
            f'<mc:AlternateContent><mc:Choice Requires="w14">{chosen}</mc:Choice>'
            f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
        )

    properties = f"<w:rPr>{either('<w:b/>', '<w:i/>')}</w:rPr>"
    styles = style("S", properties=properties) + either(
        style("T", properties="<w:rPr><w:u w:val='single'/></w:rPr>"), ""
    )
    document = read_document(styled("S", "a") + styled("T", "b"), styles=styles).value
    assert [set(block.content[0].marks) for block in document.blocks] == [  # type: ignore[union-attr]
        {Mark.BOLD},
        {Mark.UNDERLINE},
    ]
