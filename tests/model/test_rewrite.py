from __future__ import annotations

from sdconvert.findings import Location
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Inline, Link, Note, Run, Sidenote
from sdconvert.model.rewrite import retarget, rewrite_blocks, rewrite_inlines, rewrite_notes
from sdconvert.model.tables import Cell, Row, Table


def everywhere(target: str) -> tuple[Block, ...]:
    content = (
        Run("a"),
        CrossReference(target),
        Note(((CrossReference(target),),)),
        Sidenote((CrossReference(target),)),
    )
    return (
        Heading(content, 0),
        Paragraph(content),
        ListItem(content, True),
        Picture("p.png", caption=content),
        Table((Row((Cell((Paragraph(content),)),)),), (100.0,), caption=content),
        PageBreak(),
        Directory(DirectoryKind.CONTENT),
    )


def test_references_to_an_alias_lead_to_what_it_stands_for_everywhere() -> None:
    assert retarget(everywhere("caption"), {"caption": "picture"}) == everywhere("picture")


def test_what_nothing_is_replaced_in_is_the_same_object() -> None:
    blocks = everywhere("heading")
    assert retarget(blocks, {"caption": "picture"}) is blocks
    assert rewrite_blocks(blocks, lambda block: block) is blocks
    assert rewrite_blocks(blocks, lambda block: block, tables_first=True) is blocks
    assert rewrite_notes(blocks, lambda note, _: note) is blocks


def test_only_what_holds_something_else_is_another_object() -> None:
    blocks = (Paragraph((Run("a"),)), Paragraph((CrossReference("caption"),)), PageBreak())
    first, second, third = retarget(blocks, {"caption": "picture"})
    assert first is blocks[0]
    assert second == Paragraph((CrossReference("picture"),))
    assert third is blocks[2]


def test_without_aliases_the_blocks_are_the_same_ones() -> None:
    blocks = everywhere("a")
    assert retarget(blocks, {}) is blocks


def test_only_nodes_of_the_kinds_that_are_looked_for_are_asked_about() -> None:
    asked: list[Inline] = []

    def ask(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        asked.append(node)
        return (node,)

    link, reference = Link("u", ()), CrossReference("a")
    blocks = (Paragraph((link,)), Paragraph((link, reference, Note(((link, reference),)))))
    assert rewrite_inlines(blocks, ask, frozenset((CrossReference,))) is blocks
    assert asked == [reference, reference]
    rewrite_inlines(blocks, ask)
    assert asked[2:] == [link, link, reference, link, reference]
