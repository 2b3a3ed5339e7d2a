from __future__ import annotations

from sdconvert.batch.outcome import PreviewLine
from sdconvert.batch.preview import preview, see_blocks
from sdconvert.choices import Labels
from sdconvert.findings import Location
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Run


def paragraphs(count: int) -> tuple[Block, ...]:
    return tuple(Paragraph((Run(f"p{n}"),), at=Location("word/document.xml", n)) for n in range(1, count + 1))


def test_what_a_preview_leaves_out_is_a_line_of_its_own() -> None:
    lines = preview(see_blocks(Document(paragraphs(40))), [30])
    assert [line.text for line in lines[:12]] == [f"p{n}" for n in range(1, 13)]
    assert [(line.kind, line.text) for line in lines[12:]] == [
        ("gap", "16 more lines of the document"),
        *(("paragraph", f"p{n}") for n in (29, 30, 31)),
        ("gap", "9 more lines of the document"),
    ]


def test_no_more_than_so_many_lines_are_shown_and_the_rest_is_counted() -> None:
    lines = preview(see_blocks(Document(paragraphs(1_000))), range(1_001))
    assert (len(lines), lines[-1]) == (121, PreviewLine(None, "gap", "880 more lines of the document"))


def test_breaks_and_directories_are_lines() -> None:
    lines = preview(see_blocks(Document((Directory(DirectoryKind.CONTENT), PageBreak()))), ())
    assert [(line.kind, line.text) for line in lines] == [
        ("directory", "generated list of content"),
        ("break", "page break"),
    ]


def test_the_numbers_of_smashdocs_stand_beside_those_of_the_source() -> None:
    document = Document(
        (
            Heading((Run("One"),), 0, is_numbered=True, label="1"),
            Heading((Run("Two"),), 0, is_numbered=True, label="1.4"),
            ListItem((Run("item"),), is_ordered=True, label="b)"),
        )
    )
    shown = [(line.text, line.label, line.shown) for line in preview(see_blocks(document, Labels.STRUCTURE), ())]
    assert shown == [("One", "1", "1"), ("Two", "1.4", "2"), ("item", "b)", "1")]
