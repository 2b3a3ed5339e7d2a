"""What stands in a paragraph: runs, links, fields, notes, comments, equations (ECMA-376 Part 1, 17.3.2 and 17.16)."""

from __future__ import annotations

from sdconvert.formats.docx.names import RUN, P
from sdconvert.formats.docx.read.formatting.cascade import Drop
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle
from sdconvert.formats.docx.read.formatting.table_styles import NO_CELL_RUN, CellRun
from sdconvert.formats.docx.read.inline import anchors, equations, field_results, links, run_content
from sdconvert.formats.docx.read.inline.reader import InlineReader, InlineReaders, ReadBetweenRuns, ReadInRun
from sdconvert.formats.docx.read.story import Story

READERS_IN_RUN: dict[str, ReadInRun] = {**run_content.READERS_IN_RUN, **anchors.READERS_IN_RUN}
READERS: dict[str, ReadBetweenRuns] = {
    RUN: InlineReader.read_run,
    P: InlineReader.read_children,
    **anchors.READERS,
    **equations.READERS,
    **field_results.READERS,
    **links.READERS,
}
_READERS = InlineReaders(READERS_IN_RUN, READERS)


def inline_reader(story: Story, style: ParagraphStyle, drop: Drop, cell: CellRun = NO_CELL_RUN) -> InlineReader:
    """A reader of the content of one paragraph of this style, in a cell that gives its text these properties."""
    return InlineReader(story, style, drop, cell, _READERS)
