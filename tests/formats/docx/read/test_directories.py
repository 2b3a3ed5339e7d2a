from __future__ import annotations

import pytest
from docx_builder import build_docx
from docx_documents import (
    END,
    assert_accounted,
    begin,
    blocks_of,
    codes,
    field,
    messages,
    p,
    read_document,
    simple,
    table,
    texts,
)

from sdconvert.formats.docx.read.directories import directory_kind
from sdconvert.model.blocks import Directory, DirectoryKind


@pytest.mark.parametrize(
    ("instruction", "kind"),
    [
        ("TOC", DirectoryKind.CONTENT),
        ('TOC \\o "1-3" \\h \\z \\u', DirectoryKind.CONTENT),
        ('TOC \\h \\z \\c "Figure"', DirectoryKind.IMAGES),
        ('TOC \\c "Abbildung"', DirectoryKind.IMAGES),
        ("TOC \\a Figure", DirectoryKind.IMAGES),
        ('TOC \\c "Table"', DirectoryKind.TABLES),
        ("toc \\c tabelle", DirectoryKind.TABLES),
        ('INDEX \\e "\t" \\c "2"', DirectoryKind.INDEXES),
        ('TOC \\c "Listing"', None),
        ("TOA \\c 1", None),
        ("", None),
    ],
)
def test_the_instruction_tells_what_a_directory_lists(instruction: str, kind: DirectoryKind | None) -> None:
    assert directory_kind(instruction) == kind


@pytest.mark.parametrize("make", [simple, field])
def test_a_directory_in_one_paragraph_is_a_block_between_its_text(make: object) -> None:
    blocks = blocks_of(p("before ", make("TOC", "One 1"), " after"))  # type: ignore[operator]
    assert texts(blocks) == ["before ", "Directory", " after"]


def test_a_directory_alone_in_its_paragraph_leaves_no_empty_one() -> None:
    assert blocks_of(p(field("TOC", "One 1"))) == (Directory(DirectoryKind.CONTENT),)


def test_the_lines_of_a_directory_are_a_finding_that_holds_them() -> None:
    result = read_document(p(field("TOC", "One", "<w:r><w:tab/></w:r>", "1")))
    assert messages(result, "DOCX-R055")[0].endswith("“One 1”")
    assert len(codes(result)) == 1


def test_a_directory_of_something_else_is_its_lines() -> None:
    result = read_document(p(begin('TOC \\c "Listing"'), "Listing 1") + p("Listing 2", END))
    assert texts(result.value.blocks) == ["Listing 1", "Listing 2"]
    (message,) = messages(result, "DOCX-R167")
    assert message.startswith('The directory “TOC \\c "Listing"” is kept as the lines that it showed last')
    assert message.endswith("“Listing 1 Listing 2”")


def test_an_index_is_a_directory() -> None:
    blocks = blocks_of(p(begin("INDEX"), "a, 1") + p("b, 2", END))
    assert blocks == (Directory(DirectoryKind.INDEXES),)


def test_an_empty_directory_is_one_too() -> None:
    result, tree = assert_accounted(build_docx(p(field("TOC"))))
    assert tree.find("document/directory").get("type") == "content"  # type: ignore[union-attr]
    assert codes(result) == []


def test_a_directory_in_a_cell_is_accounted() -> None:
    result, _ = assert_accounted(build_docx(table([p(begin("TOC"), "One") + p("Two", END)])))
    assert "SDXML-W079" in codes(result)


def test_a_directory_in_a_note_is_its_lines() -> None:
    note = f'<w:footnote w:id="1">{p(begin("TOC"), "One") + p("Two", END)}</w:footnote>'
    body = p("a", '<w:r><w:footnoteReference w:id="1"/></w:r>')
    result, tree = assert_accounted(build_docx(body, footnotes=note))
    assert "".join(tree.find("document/paragraph/footnote").itertext()) == "OneTwo"  # type: ignore[union-attr]
    assert "DOCX-R167" in codes(result)
