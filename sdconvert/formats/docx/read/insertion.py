"""A document that was read by itself becomes part of the story of another."""

from __future__ import annotations

from typing import assert_never

from sdconvert.findings import Location, Result
from sdconvert.formats.docx.read.story import Story
from sdconvert.frozen import replace
from sdconvert.handles import Handle, handle_in
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, IndexMark, Inline, InlinePicture
from sdconvert.model.measure import measure
from sdconvert.model.rewrite import rewrite_blocks, rewrite_inlines, rewrite_notes
from sdconvert.model.tables import Table
from sdconvert.model.walk import walk_entries


def insert_document(result: Result[Document], name: str, story: Story) -> tuple[Block, ...]:
    """The blocks of a document, read from the part `name`, with ids, lists, pictures and index entries that are the
    story's own; its findings and its account become the story's."""
    report = story.reading.report
    for finding in result.findings:
        report.findings.append(replace(finding, location=_within(name, finding.location)))
    report.ledger = report.ledger.join(result.ledger)
    insertion = _Insertion(result.value, name, story)
    story.own_styles |= result.value.own_styles
    story.has_inserted_notes |= Kind.NOTES in measure(result.value)
    return rewrite_inlines(rewrite_blocks(result.value.blocks, insertion.rewrite_block), insertion.rewrite_inline)


class _Insertion:
    def __init__(self, document: Document, name: str, story: Story) -> None:
        self._name = name
        self._story = story
        self._prefix = f"{story.next_insertion()}/"
        self._assets = {asset: self._add_asset(asset, handle_in(document.assets, asset)) for asset in document.assets}
        self._entries = {path[-1].id: story.index.add(path) for path in walk_entries(document.index)}

    def _add_asset(self, asset: str, content: Handle) -> str:
        return self._story.reading.add_asset(content, asset.rpartition(".")[2])

    def _named(self, id: str) -> str:
        return self._prefix + id if id else ""

    def rewrite_block(self, block: Block) -> Block:
        """The block with names of its own in the story."""
        id, at = self._named(block.id), _within(self._name, block.at)
        match block:
            case Heading() | Paragraph():
                return replace(block, id=id, at=at, counter=self._named(block.counter))
            case ListItem():
                list_id = self._story.list_id(self._prefix + block.list_id)
                return replace(block, id=id, at=at, counter=self._named(block.counter), list_id=list_id)
            case Picture():
                return replace(block, id=id, at=at, asset=self._assets.get(block.asset, block.asset))
            case Table() | PageBreak() | Directory():
                return replace(block, id=id, at=at)
            case _:
                assert_never(block)

    def rewrite_inline(self, node: Inline, _: Location | None) -> tuple[Inline, ...]:
        """The node with names of its own in the story."""
        match node:
            case CrossReference():
                return (replace(node, target=self._named(node.target)),)
            case IndexMark():
                return (replace(node, entry=self._entries.get(node.entry, node.entry)),)
            case InlinePicture():
                return (replace(node, asset=self._assets.get(node.asset, node.asset)),)
            case _:
                return (node,)


def _within(name: str, at: Location | None) -> Location | None:
    return None if at is None else at._replace(part=f"{name}/{at.part}" if at.part else name)


def without_counted_marks(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks without the marks of notes that are counted: with the notes of another document between them Word
    counts anew, as SMASHDOCs does."""
    return rewrite_notes(blocks, lambda note, _: note if note.has_own_mark else replace(note, mark=""))
