"""A document whose source told no labels is left as it is; one telling anywhere is looked at."""

from __future__ import annotations

import pytest

from sdconvert.labelling import settle
from sdconvert.labelling.told import kinds_within, tells_labels
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Inline, Link, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

TEXT = (Run("text"),)
REFERENCE = CrossReference("target", text="3")


def _table(*content: Block) -> Table:
    return Table((Row((Cell(), Cell(content))),), (50.0, 50.0))


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(TEXT, label="1"),
        Heading(TEXT, 0, label="1"),
        ListItem(TEXT, True, label="1"),
        Picture("a.png", label="Figure 1"),
        Table((), (), label="Table 1"),
        _table(Paragraph(), _table(ListItem(TEXT, False, label="–"))),
    ],
)
def test_a_label_of_any_block_is_told(block: Block) -> None:
    assert tells_labels((Paragraph(TEXT), block))


@pytest.mark.parametrize(
    "node",
    [
        REFERENCE,
        Note((TEXT,), mark="a"),
        Note((TEXT,), has_own_mark=True),
        Note((TEXT, (Run("see"), REFERENCE))),
        Sidenote((Run("see"), REFERENCE)),
    ],
)
@pytest.mark.parametrize("place", [Paragraph, lambda content: Picture("a.png", caption=content)])
def test_words_of_references_and_marks_of_notes_are_told(node: Inline, place: type[Paragraph]) -> None:
    assert tells_labels((_table(place((Run("text"), node))),))


def test_what_tells_nothing_stays_the_same_document() -> None:
    content = (Run("text"), Link("https://a.example", TEXT), CrossReference("target"), Note((TEXT,)))
    blocks = (
        Heading(content, 0, is_numbered=True, id="target"),
        Paragraph(content, number_level=1),
        _table(ListItem(content, True)),
        Picture("a.png", caption=content, is_numbered=True),
        PageBreak(),
        Directory(DirectoryKind.CONTENT),
    )
    document = Document(blocks)
    settled = settle(document)
    assert settled.value is document
    assert not settled.findings


def test_kinds_of_nodes_are_found_in_notes_of_notes_and_in_captions() -> None:
    note = Note((TEXT, (Sidenote((REFERENCE,)),)))
    assert kinds_within([(Paragraph(TEXT), False)]) == {Run}
    assert kinds_within([(Picture("a.png", caption=(*TEXT, note)), True)]) == {Run, Note, Sidenote, CrossReference}
