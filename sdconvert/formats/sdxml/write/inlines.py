"""What stands inside a block, as pieces of XML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from sdconvert.choices import Comments
from sdconvert.findings import Code, Kind, Location, Severity, declare
from sdconvert.formats.sdxml.attributes import is_uuid
from sdconvert.formats.sdxml.names import FILE
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.comments import has_comments, keep_comment, write_comment
from sdconvert.formats.sdxml.write.context import Context, equation_text, text_of
from sdconvert.formats.sdxml.write.nesting import Nesting, nest
from sdconvert.formats.sdxml.write.places import CAPTION, FOOTNOTE, PICTURE_CAPTION, SIDENOTE, Place
from sdconvert.formats.sdxml.write.splitting import SplitBlock
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Note,
    Run,
    Sidenote,
)
from sdconvert.writing.markup import NO_TAGS, Tag, Tags, shared, shift
from sdconvert.xmlio import escape_attribute, escape_text

LINE_BREAK_SPLITS = declare(
    "SDXML-W020",
    Severity.INFO,
    "The paragraph holds {count} line break(s) outside of any formatting; it was split into paragraphs there.",
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

LINK_WITHOUT_ADDRESS = declare(
    "SDXML-W013",
    Severity.WARNING,
    "The link “{text}” has no address; its text is kept without a link.",
    hint="Give the link an address in the source.",
    why="A link that leads nowhere cannot be followed in SMASHDOCs either.",
)
LINK_IN_CAPTION = declare(
    "SDXML-W014",
    Severity.WARNING,
    "The link “{text}” to {href} stands in a caption; its text is kept without the link.",
    hint="Move the link into a paragraph.",
    why="In SDXML a caption is an attribute, which holds plain text.",
)
REFERENCE_WITHOUT_TARGET = declare(
    "SDXML-W015",
    Severity.WARNING,
    "The cross-reference “{text}” leads to no block that can be referred to; its text is kept.",
    hint="Check the target in the source: it is missing, or within a table cell.",
    why="In SDXML a cross-reference names the id of a block. A paragraph in a table cell has none.",
)
REFERENCE_HAS_NO_PLACE = declare(
    "SDXML-W016",
    Severity.WARNING,
    "The cross-reference “{text}” stands in {place}; its text is kept without the reference.",
    why="In SDXML `xref` cannot stand in a footnote or a caption.",
)
REFERENCE_SHOWS_NEITHER = declare(
    "SDXML-W017",
    Severity.WARNING,
    "The cross-reference “{text}” shows neither the number nor the content of its target; its text is kept.",
    why="SMASHDOCs shows the number of a target, its content, or both. A page number, for one, it cannot show.",
)
REFERENCE_TEXT = declare(
    "SDXML-W018",
    Severity.INFO,
    "The text “{text}” of a cross-reference is left to SMASHDOCs, which shows its target's number or content itself.",
    why="In SDXML `xref` is an empty element; what it shows is always up to date.",
)
REFERENCE_LOST = declare(
    "SDXML-W019",
    Severity.ERROR,
    "A cross-reference without a text leads to no block that can be referred to; it is not in the result.",
    hint="Update the fields in the source and check the reference's target.",
    why="Neither a target nor a text is there to write.",
)
INDEX_MARK_HAS_NO_PLACE = declare(
    "SDXML-W027",
    Severity.WARNING,
    "An index mark in {place} is lost; its entry stays in the index.",
    hint="Move the index mark into a paragraph nearby.",
    why="In SDXML `index` can stand in headings, paragraphs and list items, but not in paragraphs of table cells, "
    "notes and captions.",
)
INDEX_MARK_WITHOUT_ENTRY = declare(
    "SDXML-W028",
    Severity.WARNING,
    "An index mark names an entry that the index does not have; it is lost.",
    why="In SDXML `index` names the id of an entry of the index.",
)
PICTURE_HAS_NO_PLACE = declare(
    "SDXML-W026",
    Severity.ERROR,
    "A picture in {place} is not in the result; its alternative text is written in its place: “{text}”.",
    hint="Move the picture into a paragraph.",
    why="In SDXML a picture cannot stand in a footnote, a sidenote or a caption.",
)
EQUATION_AS_TEXT = declare(
    "SDXML-W029",
    Severity.WARNING,
    "An equation is written as LaTeX text: {latex}",
    hint="Check the formula; where its look matters, insert it as a picture.",
    why="SDXML 2.6 has no equations.",
)
ENDNOTE_AS_FOOTNOTE = declare(
    "SDXML-W022",
    Severity.INFO,
    "An endnote became a footnote.",
    why="SDXML has one kind of notes.",
)
NOTE_PARAGRAPHS_JOINED = declare(
    "SDXML-W023",
    Severity.INFO,
    "The {count} paragraphs of a note became lines of one.",
    why="In SDXML `footnote` holds text and line breaks, but no paragraphs.",
)
NOTE_HAS_NO_PLACE = declare(
    "SDXML-W024",
    Severity.WARNING,
    "A note in {place} is written in brackets within the text.",
    why="In SDXML `footnote` cannot stand in another note or in a caption.",
)
SIDENOTE_HAS_NO_PLACE = declare(
    "SDXML-W025",
    Severity.WARNING,
    "A sidenote in {place} is written in brackets within the text.",
    why="In SDXML `sidenote` can stand in headings, paragraphs and list items, but not in paragraphs of table cells, "
    "notes and captions.",
)


class Inlines:
    """Writes the content of one element: knows what the element can hold and which elements are open.

    At a line break that has no place `block` is split; without one, a space is written. `breaks` counts these.
    """

    __slots__ = ("_base", "_opened", "_out", "_place", "at", "block", "breaks", "context")

    def __init__(
        self,
        context: Context,
        place: Place,
        out: list[str],
        at: Location | None,
        block: SplitBlock | None = None,
    ) -> None:
        self.context = context
        self.at = at
        self.block = block
        self.breaks = 0
        self._place = place
        self._out = out
        self._base: Tags = NO_TAGS
        self._opened: Tags = NO_TAGS

    def write(self, content: Sequence[Inline]) -> None:
        """Write all of it and close what was opened."""
        self._write_nodes(content)
        self._shift(NO_TAGS)

    def _write_nodes(self, content: Sequence[Inline]) -> None:
        for index, node in enumerate(content):
            if type(node) is Run:
                self._write_run(node)
            else:
                self._write_object(node, content[index + 1 :])

    def _write_object(self, node: Inline, rest: Sequence[Inline]) -> None:
        following = rest[0] if rest else None
        match node:
            case Run():
                self._write_run(node)
            case LineBreak():
                self._write_line_break(node, following, rest)
            case Link():
                self._write_link(node)
            case CrossReference():
                self._write_reference(node)
            case IndexMark():
                self._write_index_mark(node)
            case InlinePicture():
                self._write_picture(node)
            case Equation():
                self._write_equation(node)
            case Note():
                self._write_note(node)
            case Sidenote():
                self._write_sidenote(node)
            case Comment():
                self._write_comment(node, following)
            case _:
                assert_never(node)

    # ------------------------------------------------------------------------------------------ text and its looks

    def _write_run(self, run: Run) -> None:
        if not run.text:
            return
        if run.marks or run.style:
            tags = self._tags_of(run)
            if tags != self._opened:
                self._shift(tags)
        elif self._opened != self._base:
            self._shift(self._base)
        self._out.append(self._place.escape(run.text))
        self.context.characters += len(run.text)

    def _tags_of(self, run: Run) -> Tags:
        if not self._place.has_looks:
            self.context.report.tally(CAPTION_LOOKS_LOST, None, self.at)
            return NO_TAGS
        nesting = self._nesting(run)
        if nesting.has_lost_mark:
            self.context.report.tally(SCRIPTS_CONFLICT, None, self.at)
        if nesting.has_lost_style:
            place = self._place.name
            self.context.report.tally(STYLE_HAS_NO_PLACE, (run.style, place), self.at, style=run.style, place=place)
        return self._base + nesting.tags

    def _nesting(self, node: Run | LineBreak) -> Nesting:
        return nest(node.marks, node.style, self._place.has_styles or bool(self._base))

    def _shift(self, tags: Tags) -> None:
        shift(self._out, self._opened, tags)
        self._opened = tags

    def _write_plain(self, text: str) -> None:
        """Text of no look, which is not booked."""
        self._shift(self._base)
        self._out.append(self._place.escape(text))

    # ------------------------------------------------------------------------------------------------- line breaks

    def _write_line_break(self, node: LineBreak, following: Inline | None, rest: Sequence[Inline]) -> None:
        tags = self._tags_around(node, following)
        self._shift(tags)
        if tags or self._place.has_line_breaks:
            self._out.append("<br/>")
            self.context.report.kept({Kind.LINE_BREAKS: 1})
            return
        self._out.append(" " if self.block is None else self.block.split(self.context, text_of(rest)))
        self.breaks += 1

    def _tags_around(self, node: LineBreak, following: Inline | None) -> Tags:
        """The elements to hold a line break: those that its neighbours share, else those of its own marks."""
        if not self._place.has_looks:
            return NO_TAGS
        if self._place.has_line_breaks and not (node.marks or node.style):
            return self._base
        if isinstance(following, (Run, LineBreak)):
            common = shared(self._opened, self._base + self._nesting(following).tags)
            if common:
                return common
        return self._base + self._nesting(node).tags

    # ------------------------------------------------------------------------------------------------------- links

    def _write_link(self, link: Link) -> None:
        """Loses: SDXML-W013, SDXML-W014."""
        if not link.href.strip():
            self.context.report.changed(LINK_WITHOUT_ADDRESS, {Kind.LINKS: 1}, self.at, text=_words(link.content))
            self._write_nodes(link.content)
        elif not self._place.has_looks:
            details = {"text": _words(link.content), "href": link.href}
            self.context.report.changed(LINK_IN_CAPTION, {Kind.LINKS: 1}, self.at, **details)
            self._write_nodes(link.content)
        else:
            self._write_anchor(link)

    def _write_anchor(self, link: Link) -> None:
        self._shift(NO_TAGS)
        self._base = (Tag(f'<a href="{escape_attribute(link.href)}">', "</a>"),)
        self._shift(self._base)
        self._write_nodes(link.content)
        self._base = NO_TAGS
        self._shift(NO_TAGS)
        self.context.report.kept({Kind.LINKS: 1})

    # ------------------------------------------------------------------------------------------- cross-references

    def _write_reference(self, node: CrossReference) -> None:
        """Loses: SDXML-W015, SDXML-W016, SDXML-W017, SDXML-W019."""
        target = self.context.targets.get(node.target)
        if target is None and is_uuid(node.target):
            target = node.target
        if target is None:
            self._write_reference_text(node, REFERENCE_WITHOUT_TARGET)
        elif not self._place.has_references:
            self._write_reference_text(node, REFERENCE_HAS_NO_PLACE)
        elif node.text and not (node.show_number or node.show_content):
            self._write_reference_text(node, REFERENCE_SHOWS_NEITHER)
        else:
            self._shift(NO_TAGS)
            self._out.append(
                f'<xref href="{target}" data-num-enabled="{node.show_number:d}"'
                f' data-content-enabled="{node.show_content:d}"/>'
            )
            self.context.report.kept({Kind.REFERENCES: 1})
            if node.text:
                counts = {Kind.CHARACTERS: len(node.text)}
                self.context.report.changed(REFERENCE_TEXT, counts, self.at, text=node.text)

    def _write_reference_text(self, node: CrossReference, code: Code) -> None:
        details = {"text": node.text, "place": self._place.name}
        if not node.text:
            self.context.report.dropped(REFERENCE_LOST, {Kind.REFERENCES: 1}, self.at)
            return
        self.context.report.changed(code, {Kind.REFERENCES: 1}, self.at, **details)
        self.context.characters += len(node.text)
        self._write_plain(node.text)

    # ------------------------------------------------------------------------------------------------ index marks

    def _write_index_mark(self, mark: IndexMark) -> None:
        """Loses: SDXML-W027, SDXML-W028."""
        entry = self.context.entries.get(mark.entry)
        if entry is None and is_uuid(mark.entry):
            entry = mark.entry
        if entry is None:
            self.context.report.dropped(INDEX_MARK_WITHOUT_ENTRY, {Kind.INDEX_MARKS: 1}, self.at)
        elif not self._place.has_index_marks:
            details = {"place": self._place.name}
            self.context.report.dropped(INDEX_MARK_HAS_NO_PLACE, {Kind.INDEX_MARKS: 1}, self.at, **details)
        else:
            self._shift(NO_TAGS)
            self._out.append(f'<index data-id="{entry}"/>')
            self.context.report.kept({Kind.INDEX_MARKS: 1})

    # --------------------------------------------------------------------------------------------------- pictures

    def _write_picture(self, picture: InlinePicture) -> None:
        """Loses: SDXML-W026 and what the picture itself loses."""
        if not self._place.has_pictures:
            details = {"text": picture.text, "place": self._place.name}
            self.context.report.dropped(PICTURE_HAS_NO_PLACE, {Kind.PICTURES: 1}, self.at, **details)
            file_name = None
        else:
            file_name = self.context.assets.use(picture.asset, self.at, carried(picture.extra, FILE))
        if file_name is not None:
            self._write_img(picture, file_name)
            return
        if picture.text:
            self._write_plain(f"[{picture.text}]")
        self._write_nodes(picture.caption)

    def _write_img(self, picture: InlinePicture, file_name: str) -> None:
        self._shift(NO_TAGS)
        attributes = f'filename="{escape_attribute(file_name)}" caption="{escape_attribute(picture.text)}"'
        if not picture.caption:
            self._out.append(f"<img {attributes}/>")
            return
        self._out.append(f"<img {attributes}>")
        Inlines(self.context, PICTURE_CAPTION, self._out, self.at).write(picture.caption)
        self._out.append("</img>")

    # -------------------------------------------------------------------------------------------------- equations

    def _write_equation(self, equation: Equation) -> None:
        latex = equation.latex or equation.text
        counts = {Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)}
        self.context.report.changed(EQUATION_AS_TEXT, counts, self.at, latex=latex, text=equation.text)
        self._write_plain(equation_text(equation))

    # ------------------------------------------------------------------------------------------ notes and comments

    def _write_note(self, note: Note) -> None:
        """Loses: SDXML-W024."""
        if not self._place.has_notes:
            self._write_in_brackets(note.paragraphs, NOTE_HAS_NO_PLACE)
            return
        report = self.context.report
        if len(note.paragraphs) > 1:
            report.add(NOTE_PARAGRAPHS_JOINED, self.at, count=len(note.paragraphs))
        if note.is_endnote:
            report.changed(ENDNOTE_AS_FOOTNOTE, {Kind.NOTES: 1}, self.at)
        else:
            report.kept({Kind.NOTES: 1})
        self._write_held("footnote", FOOTNOTE, note.paragraphs)

    def _write_sidenote(self, sidenote: Sidenote) -> None:
        """Loses: SDXML-W025."""
        if not self._place.has_sidenotes:
            self._write_in_brackets((sidenote.content,), SIDENOTE_HAS_NO_PLACE)
            return
        self.context.report.kept({Kind.NOTES: 1})
        self._write_held("sidenote", SIDENOTE, (sidenote.content,))

    def _write_held(self, name: str, place: Place, paragraphs: tuple[tuple[Inline, ...], ...]) -> None:
        self._shift(NO_TAGS)
        self._out.append(f"<{name}>")
        for index, paragraph in enumerate(paragraphs):
            if index:
                self._out.append("<br/>")
            Inlines(self.context, place, self._out, self.at).write(paragraph)
        self._out.append(f"</{name}>")

    def _write_in_brackets(self, paragraphs: tuple[tuple[Inline, ...], ...], code: Code) -> None:
        self.context.report.changed(code, {Kind.NOTES: 1}, self.at, place=self._place.name)
        self._write_plain(" [")
        for index, paragraph in enumerate(paragraphs):
            if index:
                self._write_plain(" ")
            self._write_nodes(paragraph)
        self._write_plain("]")

    def _write_comment(self, comment: Comment, following: Inline | None) -> None:
        if has_comments(self.context.options):
            is_last = following is None or isinstance(following, Comment)
            keep_comment(self.context, comment, self.at, self._place, is_last=is_last)
            return
        is_sidenote = self.context.options.comments is Comments.SIDENOTE
        if is_sidenote and self._place.has_sidenotes:
            self._shift(NO_TAGS)
        write_comment(self.context, comment, self._out, self.at, self._place)


def write_content(
    context: Context,
    content: Sequence[Inline],
    place: Place,
    at: Location | None,
    block: SplitBlock | None = None,
) -> None:
    """Write what stands in a block.

    Source: DTD, the content of `heading`, `paragraph`, `ol-li`, `ul-li` and `p`.
    Loses: SDXML-W010 to SDXML-W032.
    """
    if len(content) == 1:
        node = content[0]
        if type(node) is Run and not node.marks and not node.style:
            context.out.append(escape_text(node.text))
            context.characters += len(node.text)
            return
    inlines = Inlines(context, place, context.out, at, block)
    inlines.write(content)
    _report_breaks(inlines, "a heading")


def caption_text(context: Context, content: Sequence[Inline], at: Location | None) -> str:
    """The plain text of a caption, ready for an attribute.

    Loses: SDXML-W012, SDXML-W014, SDXML-W016, SDXML-W021, SDXML-W024 to SDXML-W027.
    """
    out: list[str] = []
    inlines = Inlines(context, CAPTION, out, at)
    inlines.write(content)
    _report_breaks(inlines, CAPTION.name)
    return "".join(out)


def _report_breaks(inlines: Inlines, place: str) -> None:
    count = inlines.breaks
    if count:
        code = LINE_BREAK_SPACED if inlines.block is None else LINE_BREAK_SPLITS
        inlines.context.report.changed(code, {Kind.LINE_BREAKS: count}, inlines.at, count=count, place=place)


def _words(content: Sequence[Inline]) -> str:
    return "".join(node.text for node in content if isinstance(node, Run))
