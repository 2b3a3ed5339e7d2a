"""Text in one element: its looks and its line breaks."""

from __future__ import annotations

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.sdxml.write.contentmodels import ContentModel
from sdconvert.formats.sdxml.write.context import Context, text_of
from sdconvert.formats.sdxml.write.nesting import Nesting, nest
from sdconvert.formats.sdxml.write.splitting import SplitBlock
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Inline, LineBreak, Run
from sdconvert.writing.inlines import Rest
from sdconvert.writing.markup import NO_TAGS, MarkupWriter, Tags, common_tags

LINE_BREAK_SPLITS = declare(
    "SDXML-W020",
    Severity.INFO,
    "{count} line break(s) outside of any formatting split their paragraphs there.",
    why="SDXML has no place for a line break directly in a paragraph, a list item or a paragraph of a cell, only "
    "inside a formatting element, a link or a note. Two paragraphs look the same.",
)
LINE_BREAK_SPACED = declare(
    "SDXML-W021",
    Severity.INFO,
    "{count} line break(s) in {place} became a space.",
    why="SDXML has no place for a line break directly in a heading or in a caption, and splitting these would make "
    "two headings or captions of one.",
)
SCRIPTS_CONFLICT = declare(
    "SDXML-W010",
    Severity.WARNING,
    "{count} run(s) of text are subscript and superscript at once; they are written as superscript.",
    hint="Choose one of the two in the source.",
    why="In SDXML neither `sub` can stand in `sup` nor `sup` in `sub`.",
)
STYLE_HAS_NO_PLACE = declare(
    "SDXML-W011",
    Severity.WARNING,
    "The character style “{style}” of {count} run(s) of text is lost in {place}.",
    why="In SDXML `inline`, which names a character style, cannot stand directly in a footnote or a sidenote.",
)
CAPTION_LOOKS_LOST = declare(
    "SDXML-W012",
    Severity.WARNING,
    "The formatting of {count} run(s) of text in captions is lost; the text is kept.",
    why="In SDXML a caption is an attribute, which holds plain text.",
)

_ONE_LINE_BREAK = {Kind.LINE_BREAKS: 1}


class ElementWriter(MarkupWriter):
    """Writes the content of one element: `parent` says what it can hold.

    At a line break that has no place `block` is split; without one, a space is written.
    """

    __slots__ = ("_breaks", "block", "parent")

    context: Context

    def __init__(
        self,
        context: Context,
        parent: ContentModel,
        out: list[str],
        at: Location | None,
        block: SplitBlock | None = None,
    ) -> None:
        super().__init__(context, out, parent.escape, at)
        self.parent = parent
        self.block = block
        self._breaks = 0

    def write_plain(self, text: str) -> None:
        """Write text of no look, which is not booked."""
        self.shift(self.base)
        self.out.append(self.escape(text))

    # ------------------------------------------------------------------------------------------------------- looks

    def tags_of(self, node: Run | LineBreak) -> Tags:
        """Loses: SDXML-W010 to SDXML-W012."""
        if not self.parent.has_looks:
            self.context.report.tally(CAPTION_LOOKS_LOST, None, self.at)
            return NO_TAGS
        nesting = self._nesting(node)
        if nesting.has_lost_mark:
            self.context.report.tally(SCRIPTS_CONFLICT, None, self.at)
        if nesting.has_lost_style:
            place = self.parent.name
            self.context.report.tally(STYLE_HAS_NO_PLACE, (node.style, place), self.at, style=node.style, place=place)
        return nesting.tags

    def _nesting(self, node: Run | LineBreak) -> Nesting:
        return nest(node.marks, node.style, self.parent.has_styles or bool(self.base))

    # ------------------------------------------------------------------------------------------------- line breaks

    def write_line_break(self, node: LineBreak, rest: Rest) -> None:
        tags = self._tags_around(node, rest.first)
        self.shift(tags)
        if tags or self.parent.has_line_breaks:
            self.out.append("<br/>")
            self.context.report.keep(_ONE_LINE_BREAK)
            return
        self.out.append(" " if self.block is None else self.block.split(self.context, text_of(rest)))
        self._breaks += 1

    def _tags_around(self, node: LineBreak, following: Inline | None) -> Tags:
        """The elements to hold a line break: those that its neighbours share, else those of its own marks."""
        if not self.parent.has_looks:
            return NO_TAGS
        if self.parent.has_line_breaks and not (node.marks or node.style):
            return self.base
        if isinstance(following, (Run, LineBreak)):
            common = common_tags(self.opened, self.base + self._nesting(following).tags)
            if common:
                return common
        return self.base + self._nesting(node).tags

    def report_breaks(self, place: str) -> None:
        """Report the line breaks that had no place. Loses: SDXML-W020, SDXML-W021."""
        if self._breaks:
            code = LINE_BREAK_SPACED if self.block is None else LINE_BREAK_SPLITS
            counts = {Kind.LINE_BREAKS: self._breaks}
            self.context.report.book_change(code, counts)
            self.context.report.tally(code, place, self.at, self._breaks, place=place)
