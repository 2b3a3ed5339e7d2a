"""A block of any kind of both sides, with all that it holds."""

from __future__ import annotations

from sdconvert.model.blocks import Directory, Picture
from sdconvert.model.document import Block
from sdconvert.model.tables import Table
from sdconvert.reconciling.blocks import FourBlocks, merge_picture, merge_text, merge_whole
from sdconvert.reconciling.context import DIRECTORY_KEPT, Context
from sdconvert.reconciling.essence import is_text
from sdconvert.reconciling.habits import is_empty, tidy_cell
from sdconvert.reconciling.sequence import FourSequences, align_blocks, merge_sequence
from sdconvert.reconciling.tables import FourCells, TableMerge


def merge_block(context: Context, four: FourBlocks) -> tuple[Block, ...]:
    """What both sides made of a block; its id is that of CURRENT. There are two where both versions stay."""
    if four.shown == four.theirs:
        return (four.mine,)
    if is_text(*four):
        return merge_text(context, four)
    if all(isinstance(block, Picture) for block in four):
        return merge_picture(context, four)
    if all(isinstance(block, Table) for block in four):
        return TableMerge(context, four, merge_cell).run()
    if isinstance(four.mine, Directory) and is_empty(four.theirs):
        context.report.add(DIRECTORY_KEPT, context.at, kind=str(four.mine.kind))
        return (four.mine,)
    return merge_whole(context, four)


def merge_cell(context: Context, four: FourCells) -> tuple[Block, ...]:
    """What both sides made of the content of a cell."""
    contents = [tidy_cell(cell.content) for cell in (four.base, four.shown, four.theirs, four.mine)]
    sequences = FourSequences(*contents)
    was_in_cell, context.is_in_cell = context.is_in_cell, True
    merged = merge_sequence(context, sequences, merge_block, align_blocks(sequences, by_place=True))
    context.is_in_cell = was_in_cell
    return four.mine.content if merged == contents[3] else merged
