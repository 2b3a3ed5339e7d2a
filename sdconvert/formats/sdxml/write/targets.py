"""What cross-references can lead to."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.formats.sdxml.attributes import is_uuid
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.context import text_of
from sdconvert.formats.sdxml.write.ids import name_based_uuid
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Table


def target_ids(document: Document) -> dict[str, str]:
    """The written id of each block that has an id in the model and will have one in the result.

    These are all blocks of the document but page breaks and directories, and the list items of table cells, in which
    nothing else has an id.
    """
    targets: dict[str, str] = {}
    for block in document.blocks:
        if block.id and not isinstance(block, (PageBreak, Directory)):
            _add(targets, block)
        if isinstance(block, Table):
            for item in _items(block):
                _add(targets, item)
    return targets


def _add(targets: dict[str, str], block: Block) -> None:
    if block.id not in targets:
        targets[block.id] = _own_id(block) or name_based_uuid(f"target {len(targets)}\n{_text(block)}")


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
