"""What cross-references can lead to."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.formats.sdxml.attributes import is_uuid
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.context import text_of
from sdconvert.formats.sdxml.write.ids import free_uuid
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_inlines


def target_ids(document: Document) -> dict[str, str]:
    """The written id of each block that references lead to, or that had one in SDXML, and will have one in the result.

    These are blocks of the document but page breaks and directories, and the list items of table cells, in which
    nothing else has an id.
    """
    named: dict[str, Block] = {}
    for block in _named_blocks(document):
        named.setdefault(block.id, block)
    document_id = carried(document.extra, "id")
    own = {id: None if id == document_id else _own_id(block) for id, block in named.items()}
    referred = _referred_to(document) if None in own.values() else frozenset()
    taken = frozenset(own.values())
    targets: dict[str, str] = {}
    for id, block in named.items():
        if (written := own[id]) is not None:
            targets[id] = written
        elif id in referred:
            targets[id] = free_uuid(f"target {len(targets)}\n{_text(block)}", taken)
    return targets


def _named_blocks(document: Document) -> Iterator[Block]:
    for block in document.blocks:
        if block.id and not isinstance(block, (PageBreak, Directory)):
            yield block
        if isinstance(block, Table):
            yield from _items(block)


def _referred_to(document: Document) -> frozenset[str]:
    """The ids that references lead to."""
    return frozenset([node.target for node in walk_inlines(document) if isinstance(node, CrossReference)])


def _own_id(block: Block) -> str | None:
    """The id that the block had in SDXML."""
    if is_uuid(block.id):
        return block.id
    return None if isinstance(block, PageBreak) else carried(block.extra, "id")


def _text(block: Block) -> str:
    if isinstance(block, Heading):
        return text_of(block.content, " ")
    return text_of(block.content) if isinstance(block, (Paragraph, ListItem)) else ""


def _items(table: Table) -> Iterator[ListItem]:
    """The list items with an id in a table and the tables within it."""
    for row in table.rows:
        for cell in row.cells:
            for block in cell.content:
                if isinstance(block, Table):
                    yield from _items(block)
                elif isinstance(block, ListItem) and block.id:
                    yield block
