"""What stands inside a paragraph besides text: links, marks, pictures, notes (ECMA-376 Part 1, 17.3.2 and 17.16)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from sdconvert.findings import QUOTED, Location, Severity, declare
from sdconvert.formats.docx.units import TWIPS_PER_POINT
from sdconvert.formats.docx.write.comments import DATE
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.markup import FIELD_END, FIELD_SEPARATE, quote, write_instruction
from sdconvert.formats.docx.write.pictures import inline_size
from sdconvert.formats.docx.write.references import write_reference
from sdconvert.formats.docx.write.relations import Relations
from sdconvert.formats.docx.write.runs import USUAL_TEXT, CellText, RunWriter, StoryKind
from sdconvert.ledger import Kind
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    Inline,
    InlinePicture,
    Link,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.text import plain_text, run_text
from sdconvert.patterns import compile_late
from sdconvert.writing.direction import is_right_to_left
from sdconvert.writing.formulas import simple_formula
from sdconvert.writing.inlines import equation_text

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
INDEX_MARK_LOST = declare(
    "DOCX-W027",
    Severity.WARNING,
    "An index mark is lost: {reason}.",
    why="A mark names an entry of the index, and stands in the text or in a note.",
)
EQUATION_AS_TEXT = declare(
    "DOCX-W028",
    Severity.WARNING,
    "{count} equation(s) are written as LaTeX text; the first: {latex}",
    hint="In Word, select the formula without its dollar signs and press Alt and =; then choose Convert.",
    why="LaTeX is not made into Word's own equations here.",
)
SIMPLE_EQUATION = declare(
    "DOCX-W065",
    Severity.INFO,
    "{count} simple formula(s) are written as text with italics, sub- and superscript; the first: “{text}”.",
    why="LaTeX is not made into Word's own equations here, and of these nothing is lost so.",
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

PICTURE_CAPTION_AS_TEXT = declare(
    "DOCX-W033",
    Severity.INFO,
    "The caption of a picture in the text is text behind the picture: “{text}”.",
    why="Word has captions of pictures that stand alone.",
)

_ONE_LINK = {Kind.LINKS: 1}
_CHARS = r"[\w\-.~:/?#@!$&'()*+,;=%]"
_ADDRESS = compile_late(
    rf"(https?|ftp)://([\w.~-]+@)?\w[\w.-]*(:\d+)?([/?#]{_CHARS}*)?|mailto:[\w.+%-]+@[\w.-]+(\?{_CHARS}*)?|\\\\.*|[\w./-]+"
)


@lru_cache(maxsize=1024)
def _is_address(href: str) -> bool:
    return _ADDRESS.fullmatch(href) is not None


class ContentWriter(RunWriter):
    """Writes the content of paragraphs of one story, which refer to other parts by `relations`. `comments` are those
    that stand within a comment and have still to be written."""

    __slots__ = ("comments", "relations")

    def __init__(
        self,
        context: Context,
        relations: Relations,
        story: StoryKind = StoryKind.TEXT,
        at: Location | None = None,
        cell_text: CellText = USUAL_TEXT,
    ) -> None:
        super().__init__(context, story, at, cell_text)
        self.relations = relations
        self.comments: list[Comment] = []

    def write_nodes(self, content: Sequence[Inline]) -> None:
        """Write all of it in order; the mark of a note that is not counted goes into the run of its reference."""
        has_marks = self.context.needs.has_own_marks and self.story is StoryKind.TEXT
        super().write_nodes(list(_with_marks_apart(content)) if has_marks else content)

    # ------------------------------------------------------------------------------------------------------- links

    def write_link(self, link: Link) -> None:
        """Source: ECMA-376 Part 1, 17.16.22 (hyperlink), 17.16.5.25 (HYPERLINK). Loses: DOCX-W021, DOCX-W022."""
        report, href = self.context.report, link.href.strip()
        text = run_text(link.content)
        if not href or not link.content:
            if text or link.content:
                report.change(LINK_WITHOUT_ADDRESS, {Kind.LINKS: 1}, self.at, text=text)
            else:
                report.drop(LINK_WITHOUT_TEXT, {Kind.LINKS: 1}, self.at, href=href)
            self.write_nodes(link.content)
            return
        if not text.strip():
            report.add(LINK_WITHOUT_TEXT, self.at, href=href)
        report.keep(_ONE_LINK)
        content = self.write_linked(link.content)
        if _is_address(href):
            id = self.relations.add("hyperlink", href, is_external=True)
            self.out.append(f'<w:hyperlink r:id="{id}" w:history="1">{content}</w:hyperlink>')
        else:  # what is no plain address can be no relationship's target, which other programs than Word insist on
            instruction = write_instruction(f"HYPERLINK {quote(href)}")
            self.out.append(f"{instruction}{FIELD_SEPARATE}{content}{FIELD_END}")

    # ------------------------------------------------------------------- cross-references, index marks and pictures

    def write_reference(self, node: CrossReference) -> None:
        write_reference(self, node)

    def write_index_mark(self, mark: IndexMark) -> None:
        """Loses: DOCX-W027."""
        field = None if self.story is StoryKind.COMMENT else self.context.index.mark(mark.entry)
        if field is None:
            reason = "a comment has none" if self.story is StoryKind.COMMENT else "the index has no such entry"
            self.context.report.drop(INDEX_MARK_LOST, {Kind.INDEX_MARKS: 1}, self.at, reason=reason)
            return
        self.out.append(field)
        self.context.report.keep({Kind.INDEX_MARKS: 1})

    def write_picture(self, picture: InlinePicture) -> None:
        """Write a picture with its caption behind it. Loses: DOCX-W010, DOCX-W011, DOCX-W033."""
        self._write_drawing(picture)
        if picture.caption:
            self.context.report.tally(PICTURE_CAPTION_AS_TEXT, None, self.at, text=plain_text(picture.caption)[:QUOTED])
            self.write_nodes(picture.caption)

    def _write_drawing(self, picture: InlinePicture) -> None:
        media, template = self.context.media, self.context.template
        image = media.use(picture.asset, self.at, text=picture.text)
        if image is None:
            self.write_plain(f"[{picture.text}]" if picture.text else "")
            return
        text_area = (template.text_width / TWIPS_PER_POINT, template.text_height / TWIPS_PER_POINT)
        size = inline_size(image, picture.width, picture.height, *text_area)
        self.out.append(media.draw(image, *size, picture.text, self.relations))

    def write_equation(self, equation: Equation) -> None:
        """Loses: DOCX-W028, DOCX-W065."""
        report = self.context.report
        runs = simple_formula(equation)
        if runs is not None:
            report.tally(SIMPLE_EQUATION, None, self.at, text=equation.text)
            report.book_change(SIMPLE_EQUATION, {Kind.EQUATIONS: 1})
            report.book_own(SIMPLE_EQUATION, {Kind.CHARACTERS: len(run_text(runs)) - len(equation.text)})
            self.write_nodes(runs)
            return
        latex = (equation.latex or equation.text)[:QUOTED]
        report.tally(EQUATION_AS_TEXT, None, self.at, latex=latex, text=equation.text[:QUOTED])
        report.book_change(EQUATION_AS_TEXT, {Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)})
        is_beside = bool(self.out) and "$</w:t>" in self.out[-1]
        self.write_plain(f" {equation_text(equation)}" if is_beside else equation_text(equation))

    # ------------------------------------------------------------------------------------------ notes and comments

    def write_note(self, note: Note) -> None:
        """Loses: DOCX-W029."""
        if self.story is not StoryKind.TEXT:
            self._write_in_brackets(note.paragraphs)
            return
        self.context.report.keep({Kind.NOTES: 1})
        notes = self.context.endnotes if note.is_endnote else self.context.footnotes
        inlines = ContentWriter(self.context, notes.relations, StoryKind.NOTE)
        paragraphs = [(inlines.write(paragraph, self.at), is_right_to_left(paragraph)) for paragraph in note.paragraphs]
        if note.has_own_mark:
            self.hear(note.mark)
            self.context.characters += len(note.mark)
            self.out.append(notes.write_marked(paragraphs, note.mark))
        else:
            self.out.append(notes.write(paragraphs, note.mark))

    def write_sidenote(self, sidenote: Sidenote) -> None:
        """Loses: DOCX-W029, DOCX-W031."""
        if self.story is StoryKind.COMMENT:
            self._write_in_brackets((sidenote.content,))
            return
        author = self.context.words.sidenote
        self.context.report.change(SIDENOTE_AS_COMMENT, {Kind.NOTES: 1}, self.at, author=author)
        inlines = ContentWriter(self.context, self.context.comments.relations, StoryKind.COMMENT)
        content = inlines.write(sidenote.content, self.at)
        self.out.append(self.context.comments.write_sidenote(author, content))
        self.write_nodes(inlines.comments)

    def _write_in_brackets(self, paragraphs: tuple[tuple[Inline, ...], ...]) -> None:
        self.context.report.change(NOTE_IN_NOTE, {Kind.NOTES: 1}, self.at)
        self.write_plain(" [")
        for index, paragraph in enumerate(paragraphs):
            if index:
                self.write_plain(" ")
            self.write_nodes(paragraph)
        self.write_plain("]")

    def write_comment(self, comment: Comment) -> None:
        """Loses: DOCX-W032. A comment within a comment stands beside it."""
        if self.story is StoryKind.COMMENT:
            self.comments.append(comment)
            return
        self._book_comment(comment)
        self.out.append(self.context.comments.write(comment))

    def _book_comment(self, comment: Comment) -> None:
        self.context.report.keep({Kind.COMMENTS: 1})
        self.context.characters += sum(map(len, comment.paragraphs))
        if comment.date and not DATE.fullmatch(comment.date):
            self.context.report.add(COMMENT_DATE, self.at, date=comment.date)
        for reply in comment.replies:
            self._book_comment(reply)


def _with_marks_apart(content: Sequence[Inline]) -> Iterator[Inline]:
    """The content without the mark behind each note that has its own: such a note has a mark where it followed."""
    mark = ""
    for node, following in pairwise((*content, None)):
        if isinstance(node, Note) and node.has_own_mark:
            is_marked = isinstance(following, Run) and following.text.startswith(node.mark)
            mark = node.mark if is_marked else ""
            yield node if is_marked else replace(node, mark="")
        elif node is not None:
            yield replace(node, text=node.text[len(mark) :]) if mark and isinstance(node, Run) else node
            mark = ""
