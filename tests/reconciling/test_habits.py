"""What word processors change by themselves is no edit."""

from __future__ import annotations

import pytest
from reconcile_kit import package, uuid

import sdconvert
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, PageBreak, Paragraph
from sdconvert.model.document import Block, Metadata
from sdconvert.model.inlines import Link, Mark, Run
from sdconvert.model.tables import Cell, Row, Table

FIRST, LAST = Paragraph((Run("First of all."),), id=uuid(1)), Paragraph((Run("And last."),), id=uuid(2))
EMPTY = Paragraph(id=uuid(3))


def link(href: str) -> Paragraph:
    return Paragraph((Run("See "), Link(href, (Run("there"),))), id=uuid(4))


def heading(*marks: Mark) -> Heading:
    return Heading((Run("Of the rent", frozenset(marks)),), 0, id=uuid(5))


def cell(*content: Paragraph) -> Table:
    return Table((Row((Cell(content), Cell((Paragraph((Run("Said"),)),)))),), (50.0, 50.0), id=uuid(6))


CHANGES: dict[str, tuple[Block, Block]] = {
    "a slash behind a host": (link("https://example.org"), link("https://example.org/")),
    "percent signs of an address": (link("https://example.org/a%20b"), link("https://example.org/a b")),
    "where a file is": (link("file:///Q:\\Data\\a.pdf"), link("../../Q:/Data/a.pdf")),
    "an escape of what looks like one": (
        Paragraph((Run("id _x0000_t75 is"),), id=uuid(7)),
        Paragraph((Run("id _x005F_x0000_t75 is"),), id=uuid(7)),
    ),
    "a bold heading": (heading(), heading(Mark.BOLD)),
    "the paragraph of a cell": (cell(), cell(Paragraph())),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_block_that_was_saved_otherwise_is_no_edit(name: str):
    before, after = (package(FIRST, block, LAST) for block in CHANGES[name])
    result = sdconvert.reconcile(before, before, after)
    assert (result.value, result.edits) == (before, ())


def test_another_address_and_a_bold_word_of_a_heading_are_edits():
    for before, after in (
        (link("https://example.org/a"), link("https://example.org/b")),
        (heading(), Heading((Run("Of the "), Run("rent", frozenset({Mark.BOLD}))), 0, id=uuid(5))),
    ):
        assert len(sdconvert.reconcile(package(before), package(before), package(after)).edits) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((FIRST, EMPTY, PageBreak(), LAST), (FIRST, PageBreak(), LAST)),
        ((FIRST, PageBreak(), EMPTY, LAST), (FIRST, PageBreak(), LAST)),
        ((), (EMPTY,)),
    ],
)
def test_an_empty_paragraph_that_became_a_page_break_is_no_edit(before: tuple[Block, ...], after: tuple[Block, ...]):
    base = package(*before)
    assert sdconvert.reconcile(base, base, package(*after)).value == base


def test_an_empty_paragraph_elsewhere_is_an_edit():
    base = package(FIRST, EMPTY, LAST)
    assert len(sdconvert.reconcile(base, base, package(FIRST, LAST)).edits) == 1


def test_a_directory_that_became_an_empty_paragraph_stays_and_is_told():
    base = package(FIRST, Directory(DirectoryKind.IMAGES), LAST)
    result = sdconvert.reconcile(base, base, package(FIRST, EMPTY, LAST))
    assert result.value == base
    assert [finding.code.id for finding in result.findings] == ["RECONCILE-008"]


@pytest.mark.parametrize(
    ("before", "after", "edits"),
    [
        (Metadata(), Metadata(language="en-US"), 0),
        (Metadata(language="en"), Metadata(language="en-US"), 0),
        (Metadata(language="de-DE"), Metadata(language="en-US"), 1),
        (Metadata(tags=("rent", "garden")), Metadata(tags=("rent garden",)), 0),
        (Metadata(tags=("rent", "garden")), Metadata(tags=("rent",)), 1),
    ],
)
def test_metadata_that_a_program_states_by_itself(before: Metadata, after: Metadata, edits: int):
    base = package(FIRST, metadata=before)
    assert len(sdconvert.reconcile(base, base, package(FIRST, metadata=after)).edits) == edits
