from __future__ import annotations

from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import CrossReference, Note, Run, Sidenote
from sdconvert.model.rewrite import retarget
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


def test_other_references_stay() -> None:
    assert retarget(everywhere("heading"), {"caption": "picture"}) == everywhere("heading")


def test_without_aliases_the_blocks_are_the_same_ones() -> None:
    blocks = everywhere("a")
    assert retarget(blocks, {}) is blocks
