"""What stands inside a paragraph, as runs and what may stand between them (ECMA-376 Part 1, 17.3.2 and 17.16)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from typing import assert_never

from sdconvert.findings import Kind, Location, Severity, declare
from sdconvert.formats.docx.units import TWIPS_PER_POINT
from sdconvert.formats.docx.write.comments import DATE
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.markup import (
    FIELD_END,
    FIELD_SEPARATE,
    quote,
    write_field,
    write_instruction,
    write_run,
    write_text,
)
from sdconvert.formats.docx.write.pictures import inline_size
from sdconvert.formats.docx.write.references import Target
from sdconvert.formats.docx.write.relations import Relations
from sdconvert.model.blocks import Picture
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Table

SCRIPTS_CONFLICT = declare(
    "DOCX-W020",
    Severity.INFO,
    "{count} text(s) that are both subscript and superscript are superscript.",
    why="In Word text is one or the other.",
)
LINK_WITHOUT_ADDRESS = declare(
    "DOCX-W021",
    Severity.WARNING,
    "A link without an address became text: “{text}”.",
    why="It leads nowhere.",
)
LINK_WITHOUT_TEXT = declare(
    "DOCX-W022",
    Severity.WARNING,
    "A link without text is not in the result: {href}",
    why="Nobody could see it.",
)
REFERENCE_WITHOUT_TARGET = declare(
    "DOCX-W023",
    Severity.WARNING,
    "A cross-reference leads to no block that has text; what it showed is kept: “{text}”.",
    hint="Check the reference's target.",
    why="In Word a reference leads to a bookmark in the text.",
)
REFERENCE_SHOWS_NEITHER = declare(
    "DOCX-W024",
    Severity.WARNING,
    "The cross-reference “{text}” shows neither the number nor the content of its target; its text is kept.",
    why="Word shows the number of a target, its content, or both.",
)
REFERENCE_IN_TWO = declare(
    "DOCX-W025",
    Severity.INFO,
    "A cross-reference to “{text}” became two, one for the number and one for the content.",
    why="In Word one field shows the number of a paragraph, or its text.",
)
REFERENCE_WITHOUT_NUMBER = declare(
    "DOCX-W026",
    Severity.INFO,
    "A cross-reference shows the content of “{text}”, which has no number.",
    why="In Word a picture or table without a numbered caption has nothing else to show.",
)
INDEX_MARK_LOST = declare(
    "DOCX-W027",
    Severity.WARNING,
    "An index mark is lost: {reason}.",
    why="A mark names an entry of the index, and stands in the text or in a note.",
)
EQUATION_AS_TEXT = declare(
    "DOCX-W028",
    Severity.WARNING,
    "An equation is written as LaTeX text: {latex}",
    hint="In Word, select the formula without its dollar signs and press Alt and =; then choose Convert.",
    why="LaTeX is not made into Word's own equations here.",
)
NOTE_IN_NOTE = declare(
    "DOCX-W029",
    Severity.WARNING,
    "A note within a note or a comment is written in brackets.",
    why="In Word the text of a note has no notes.",
)
SIDENOTE_AS_COMMENT = declare(
    "DOCX-W031",
    Severity.INFO,
    "A sidenote became a comment by “{author}”.",
    why="Word has no sidenotes; comments stand in the margin as they do.",
)
COMMENT_DATE = declare(
    "DOCX-W032",
    Severity.INFO,
    "The date of a comment is no date and left out: {date}",
    why="Word dates comments as 2024-05-01T10:00:00Z.",
)

_CHARS = r"[\w\-.~:/?#@!$&'()*+,;=%]"
_ADDRESS = re.compile(
    rf"(https?|ftp)://([\w.~-]+@)?\w[\w.-]*(:\d+)?([/?#]{_CHARS}*)?|mailto:[\w.+%-]+@[\w.-]+(\?{_CHARS}*)?|\\\\.*|[\w./-]+"
)
_MARKS = (
    (Mark.BOLD, "<w:b/><w:bCs/>"),
    (Mark.ITALIC, "<w:i/><w:iCs/>"),
    (Mark.SMALL_CAPITALS, "<w:smallCaps/>"),
    (Mark.STRIKE, "<w:strike/>"),
)
_TYPEWRITER = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Courier New"/>'
_BOLD = frozenset({Mark.BOLD})


class Story(Enum):
    """Where text stands, which decides what it can hold."""

    TEXT = "text"
    NOTE = "note"
    COMMENT = "comment"


class Inlines:
    """Writes the content of paragraphs of one story. `size_half_points` is that of all text of a table cell."""

    __slots__ = ("_looks", "_out", "at", "comments", "context", "relations", "size_half_points", "story")

    def __init__(
        self,
        context: Context,
        relations: Relations,
        story: Story = Story.TEXT,
        at: Location | None = None,
        size_half_points: int = 0,
    ) -> None:
        self.context = context
        self.relations = relations
        self.story = story
        self.at = at
        self.size_half_points = size_half_points
        self.comments: list[Comment] = []
        self._out: list[str] = []
        self._looks: dict[tuple[frozenset[Mark], str, bool], str] = {}

    def write(self, content: Iterable[Inline], at: Location | None) -> str:
        """The content as XML, booked."""
        self.at = at
        outer, self._out = self._out, []
        for node in content:
            if type(node) is Run:
                self._write_run(node)
            else:
                self._write_object(node)
        written, self._out = "".join(self._out), outer
        return written

    def _write_object(self, node: Inline) -> None:
        match node:
            case Run():
                self._write_run(node)
            case LineBreak():
                self._out.append(f"<w:r>{self._look(node.marks, '', False)}<w:br/></w:r>")
                self.context.report.kept({Kind.LINE_BREAKS: 1})
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
                self._write_comment(node)
            case _:
                assert_never(node)

    # ------------------------------------------------------------------------------------------ text and its looks

    def _write_run(self, run: Run, is_link: bool = False) -> None:
        text = run.text
        if not text:
            return
        look = self._look(run.marks, run.style, is_link)
        self.context.characters += len(text)
        if self.context.comments.is_waiting and self.story is not Story.COMMENT:
            self._write_heard(text, look)
        else:
            self._out.append(f"<w:r>{look}{write_text(text)}</w:r>")

    def _write_heard(self, text: str, look: str) -> None:
        for starts, piece in self.context.comments.hear(text):
            self._out.append(starts + write_run(piece, look))

    def _hear(self, text: str) -> None:
        """Tell of text that is not cut at the beginning of a comment's words."""
        if self.context.comments.is_waiting and self.story is not Story.COMMENT:
            self._out.extend([starts for starts, _ in self.context.comments.hear(text)])

    def _look(self, marks: frozenset[Mark], style: str, is_link: bool) -> str:
        key = (marks, style, is_link)
        look = self._looks.get(key)
        if look is None:
            look = self._looks[key] = self._new_look(marks, style, is_link)
        if Mark.SUBSCRIPT in marks and Mark.SUPERSCRIPT in marks:
            self.context.report.tally(SCRIPTS_CONFLICT, None, self.at)
        return look

    def _new_look(self, marks: frozenset[Mark], style: str, is_link: bool) -> str:
        """The `w:rPr` of a run. A run has one character style: the author's own, that of links, or that of code.

        Source: ECMA-376 Part 1, 17.3.2.28.
        """
        styles = self.context.styles
        is_code = Mark.CODE in marks
        if style:
            style_id = styles.character(style)
        elif is_link:
            style_id = styles.built_in("character", "Hyperlink")
        else:
            style_id = styles.built_in("character", "HTML Code") if is_code else ""
        size = self.size_half_points
        script = "superscript" if Mark.SUPERSCRIPT in marks else "subscript" if Mark.SUBSCRIPT in marks else ""
        pieces = [
            f'<w:rStyle w:val="{style_id}"/>' if style_id else "",
            _TYPEWRITER if is_code and (style or is_link) else "",
            *[element for mark, element in _MARKS if mark in marks],
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' if size else "",
            '<w:u w:val="single"/>' if Mark.UNDERLINE in marks else "",
            f'<w:vertAlign w:val="{script}"/>' if script else "",
        ]
        properties = "".join(pieces)
        return f"<w:rPr>{properties}</w:rPr>" if properties else ""

    @property
    def plain_look(self) -> str:
        """The `w:rPr` of text of no look of its own."""
        return self._look(frozenset(), "", False)

    def caption_look(self, content: tuple[Inline, ...]) -> str:
        """The look of a caption's word and number, by which they can be told from the text that follows."""
        first = next((node for node in content if isinstance(node, Run) and node.text), None)
        return self.plain_look if first is not None and first.marks == _BOLD else self._look(_BOLD, "", False)

    # ------------------------------------------------------------------------------------------------------- links

    def _write_link(self, link: Link) -> None:
        """Source: ECMA-376 Part 1, 17.16.22 (hyperlink), 17.16.5.25 (HYPERLINK). Loses: DOCX-W021, DOCX-W022."""
        report, href = self.context.report, link.href.strip()
        text = "".join(node.text for node in link.content if isinstance(node, Run))
        if not href or not link.content:
            if text or link.content:
                report.changed(LINK_WITHOUT_ADDRESS, {Kind.LINKS: 1}, self.at, text=text)
            else:
                report.dropped(LINK_WITHOUT_TEXT, {Kind.LINKS: 1}, self.at, href=href)
            self._out.append(self.write(link.content, self.at))
            return
        if not text.strip():
            report.add(LINK_WITHOUT_TEXT, self.at, href=href)
        report.kept({Kind.LINKS: 1})
        content = self._linked(link)
        if _ADDRESS.fullmatch(href):
            id = self.relations.add("hyperlink", href, is_external=True)
            self._out.append(f'<w:hyperlink r:id="{id}" w:history="1">{content}</w:hyperlink>')
        else:  # what is no plain address can be no relationship's target, which other programs than Word insist on
            instruction = write_instruction(f"HYPERLINK {quote(href)}")
            self._out.append(f"{instruction}{FIELD_SEPARATE}{content}{FIELD_END}")

    def _linked(self, link: Link) -> str:
        outer, self._out = self._out, []
        for node in link.content:
            if isinstance(node, Run):
                self._write_run(node, is_link=True)
            else:
                self._write_object(node)
        content, self._out = "".join(self._out), outer
        return content

    # -------------------------------------------------------------------------------------------- cross-references

    def _write_reference(self, node: CrossReference) -> None:
        """Source: ECMA-376 Part 1, 17.16.5.51 (REF). Loses: DOCX-W023 to DOCX-W026."""
        target = self.context.targets.get(node.target)
        report = self.context.report
        if target is None or not (node.show_number or node.show_content):
            code = REFERENCE_WITHOUT_TARGET if target is None else REFERENCE_SHOWS_NEITHER
            report.changed(code, {Kind.REFERENCES: 1}, self.at, text=node.text)
            self._write_reference_text(node.text)
            return
        report.kept({Kind.REFERENCES: 1})
        self._hear(node.text)
        if target.has_caption_number:
            self._write_caption_reference(node, target)
        elif isinstance(target.shown.block, (Picture, Table)):
            if node.show_number:
                report.add(REFERENCE_WITHOUT_NUMBER, self.at, text=target.shown.content or target.shown.block.style)
            self._write_jump(node, target.whole, target.shown.content or self._word_for(target))
        else:
            self._write_text_reference(node, target)

    def _write_caption_reference(self, node: CrossReference, target: Target) -> None:
        shown = target.shown
        if node.show_number and node.show_content:
            self._write_ref(f"REF {target.whole} \\h", node, shown.line)
        elif node.show_number:
            self._write_ref(f"REF {target.number} \\h", node, shown.number)
        else:
            self._write_jump(node, target.content, shown.content or shown.number)

    def _write_text_reference(self, node: CrossReference, target: Target) -> None:
        shown = target.shown
        if node.show_number and node.show_content:
            report = self.context.report
            counts = {Kind.CHARACTERS: len(node.text)} if node.text else {}
            report.changed(REFERENCE_IN_TWO, counts, self.at, text=shown.content)
            self._out.append(
                write_field(f"REF {target.whole} \\r \\h", write_run(shown.number or "0", self.plain_look))
            )
            self._out.append(write_run(" ", self.plain_look))
            self._out.append(write_field(f"REF {target.whole} \\h", write_run(shown.content, self.plain_look)))
        elif node.show_number:
            self._write_ref(f"REF {target.whole} \\r \\h", node, shown.number or "0")
        else:
            self._write_ref(f"REF {target.whole} \\h", node, shown.content)

    def _write_ref(self, instruction: str, node: CrossReference, shown: str) -> None:
        self.context.characters += len(node.text)
        self._out.append(write_field(instruction, write_run(node.text or shown, self.plain_look)))

    def _write_jump(self, node: CrossReference, bookmark: str, shown: str) -> None:
        """A link within the document, for what no REF field shows."""
        self.context.characters += len(node.text)
        run = write_run(node.text if node.text.strip() else shown, self.plain_look)
        self._out.append(f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{run}</w:hyperlink>')

    def _write_reference_text(self, text: str) -> None:
        self.context.characters += len(text)
        self._hear(text)
        self._out.append(write_run(text, self.plain_look))

    def _word_for(self, target: Target) -> str:
        words = self.context.words
        return words.table if isinstance(target.shown.block, Table) else words.figure

    # ------------------------------------------------------------------------------------- index marks and pictures

    def _write_index_mark(self, mark: IndexMark) -> None:
        """Loses: DOCX-W027."""
        field = None if self.story is Story.COMMENT else self.context.index.mark(mark.entry)
        if field is None:
            reason = "a comment has none" if self.story is Story.COMMENT else "the index has no such entry"
            self.context.report.dropped(INDEX_MARK_LOST, {Kind.INDEX_MARKS: 1}, self.at, reason=reason)
            return
        self._out.append(field)
        self.context.report.kept({Kind.INDEX_MARKS: 1})

    def _write_picture(self, picture: InlinePicture) -> None:
        """Loses: DOCX-W010, DOCX-W011."""
        media, template = self.context.media, self.context.template
        image = media.use(picture.asset, picture.text, self.at)
        if image is None:
            self._out.append(write_run(f"[{picture.text}]" if picture.text else "", self.plain_look))
            return
        text_area = (template.text_width / TWIPS_PER_POINT, template.text_height / TWIPS_PER_POINT)
        size = inline_size(image, picture.width, picture.height, *text_area)
        self._out.append(media.draw(image, *size, picture.text, self.relations))

    def _write_equation(self, equation: Equation) -> None:
        """Loses: DOCX-W028."""
        latex = equation.latex or equation.text
        sign = "$$" if equation.is_display else "$"
        counts = {Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)}
        self.context.report.changed(EQUATION_AS_TEXT, counts, self.at, latex=latex, text=equation.text)
        self._out.append(write_run(f"{sign}{latex}{sign}", self.plain_look))

    # ------------------------------------------------------------------------------------------ notes and comments

    def _write_note(self, note: Note) -> None:
        """Loses: DOCX-W029."""
        if self.story is not Story.TEXT:
            self._write_in_brackets(note.paragraphs)
            return
        self.context.report.kept({Kind.NOTES: 1})
        notes = self.context.endnotes if note.is_endnote else self.context.footnotes
        inlines = Inlines(self.context, notes.relations, Story.NOTE)
        self._out.append(notes.write([inlines.write(paragraph, self.at) for paragraph in note.paragraphs]))

    def _write_sidenote(self, sidenote: Sidenote) -> None:
        """Loses: DOCX-W029, DOCX-W031."""
        if self.story is Story.COMMENT:
            self._write_in_brackets((sidenote.content,))
            return
        author = self.context.words.sidenote
        self.context.report.changed(SIDENOTE_AS_COMMENT, {Kind.NOTES: 1}, self.at, author=author)
        inlines = Inlines(self.context, self.context.comments.relations, Story.COMMENT)
        content = inlines.write(sidenote.content, self.at)
        self._out.append(self.context.comments.write_sidenote(author, content))
        for comment in inlines.comments:
            self._write_comment(comment)

    def _write_in_brackets(self, paragraphs: tuple[tuple[Inline, ...], ...]) -> None:
        self.context.report.changed(NOTE_IN_NOTE, {Kind.NOTES: 1}, self.at)
        content = [self.write(paragraph, self.at) for paragraph in paragraphs]
        space = write_run(" ", self.plain_look)
        self._out += [write_run(" [", self.plain_look), space.join(content), write_run("]", self.plain_look)]

    def _write_comment(self, comment: Comment) -> None:
        """Loses: DOCX-W032. A comment within a comment stands beside it."""
        if self.story is Story.COMMENT:
            self.comments.append(comment)
            return
        self._book_comment(comment)
        self._out.append(self.context.comments.write(comment))

    def _book_comment(self, comment: Comment) -> None:
        self.context.report.kept({Kind.COMMENTS: 1})
        self.context.characters += sum(map(len, comment.paragraphs))
        if comment.date and not DATE.fullmatch(comment.date):
            self.context.report.add(COMMENT_DATE, self.at, date=comment.date)
        for reply in comment.replies:
            self._book_comment(reply)
