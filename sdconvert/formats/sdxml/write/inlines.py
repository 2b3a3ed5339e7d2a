"""What stands inside a block, as pieces of XML."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING

from sdconvert.findings import QUOTED, Code, Location, Severity, declare
from sdconvert.formats.sdxml.names import FILE
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.contentmodels import CAPTION, FOOTNOTE, PICTURE_CAPTION, SIDENOTE, ContentModel
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.elements import ElementWriter
from sdconvert.formats.sdxml.write.runs import render_runs
from sdconvert.formats.sdxml.write.splitting import SplitBlock
from sdconvert.formats.sdxml.write.tags import empty_tag, start_tag
from sdconvert.late import call_late
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
    Sidenote,
)
from sdconvert.model.text import run_text
from sdconvert.writing.inlines import equation_text
from sdconvert.writing.markup import NO_TAGS, Tag
from sdconvert.xmlio import escape_attribute

if TYPE_CHECKING:
    from sdconvert.formats.sdxml.write.comments import write_comment
    from sdconvert.formats.sdxml.write.references import write_index_mark, write_reference
    from sdconvert.writing.formulas import simple_formula
else:
    write_comment = call_late("sdconvert.formats.sdxml.write.comments", "write_comment")
    write_index_mark = call_late("sdconvert.formats.sdxml.write.references", "write_index_mark")
    write_reference = call_late("sdconvert.formats.sdxml.write.references", "write_reference")
    simple_formula = call_late("sdconvert.writing.formulas", "simple_formula")


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
PICTURE_HAS_NO_PLACE = declare(
    "SDXML-W026",
    Severity.ERROR,
    "A picture in {place} is not in the result; its alternative text is written in its place: “{text}”.",
    hint="Move the picture into a paragraph.",
    why="In SDXML a picture cannot stand in a footnote, a sidenote or a caption.",
)
PICTURE_SIZE_LOST = declare(
    "SDXML-W091",
    Severity.WARNING,
    "{count} picture(s) within text are shown as large as their files are; the first: {shown} instead of {size}.",
    hint="Make the file of the picture as large as it is to be shown, or give it a paragraph of its own.",
    why="In SDXML a picture within text has no size.",
)
EQUATION_AS_TEXT = declare(
    "SDXML-W029",
    Severity.WARNING,
    "{count} equation(s) are written as LaTeX text; the first: {latex}",
    hint="Check the formula; where its look matters, insert it as a picture.",
    why="SDXML 2.6 has no equations.",
)
SIMPLE_EQUATION = declare(
    "SDXML-W082",
    Severity.INFO,
    "{count} simple formula(s) are written as text with italics, sub- and superscript; the first: “{text}”.",
    why="SDXML 2.6 has no equations, and of these nothing is lost so.",
)
ENDNOTE_AS_FOOTNOTE = declare(
    "SDXML-W022",
    Severity.INFO,
    "{count} endnote(s) became footnotes.",
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

_ONE_LINK = {Kind.LINKS: 1}
_POINTS_PER_PIXEL = 0.75
_TEXT_WIDTH = 453.5
"""Points between the margins of an A4 page, where no picture is wider."""
_SIZE_TOLERANCE = 1.25


class ContentWriter(ElementWriter):
    """Writes the content of one element."""

    __slots__ = ()

    # ------------------------------------------------------------------------------------------------------- links

    def write_link(self, link: Link) -> None:
        """Loses: SDXML-W013, SDXML-W014."""
        if not link.href.strip():
            self.context.report.change(LINK_WITHOUT_ADDRESS, {Kind.LINKS: 1}, self.at, text=run_text(link.content))
            self.write_nodes(link.content)
        elif not self.parent.has_looks:
            details = {"text": run_text(link.content), "href": link.href}
            self.context.report.change(LINK_IN_CAPTION, {Kind.LINKS: 1}, self.at, **details)
            self.write_nodes(link.content)
        else:
            self._write_a(link)
            self.context.report.keep(_ONE_LINK)

    def _write_a(self, link: Link) -> None:
        start = f'<a href="{escape_attribute(link.href)}">'
        runs = render_runs(link.content)
        if runs is None:
            self.write_within(Tag(start, "</a>"), link.content)
            return
        text, markup = runs
        if self.opened:
            self.shift(NO_TAGS)
        self.out.append(f"{start}{markup}</a>")
        self.context.characters += len(text)

    # ------------------------------------------------------------------------------- cross-references, index marks

    def write_reference(self, node: CrossReference) -> None:
        write_reference(self, node)

    def write_index_mark(self, mark: IndexMark) -> None:
        write_index_mark(self, mark)

    # --------------------------------------------------------------------------------------------------- pictures

    def write_picture(self, picture: InlinePicture) -> None:
        """Loses: SDXML-W026, SDXML-W091 and what the picture itself loses."""
        if not self.parent.has_pictures:
            details = {"text": picture.text, "place": self.parent.name}
            self.context.report.drop(PICTURE_HAS_NO_PLACE, {Kind.PICTURES: 1}, self.at, **details)
            file_name = None
        else:
            file_name = self.context.assets.use_as(_own_name(picture), picture.asset, self.at)
        if file_name is not None:
            self._write_img(picture, file_name)
            self._tell_size(picture, file_name)
            return
        if picture.text:
            self.write_plain(f"[{picture.text}]")
        self.write_nodes(picture.caption)

    def _write_img(self, picture: InlinePicture, file_name: str) -> None:
        attributes = {"filename": file_name, "caption": picture.text}
        if not picture.caption:
            self.write_outside(empty_tag("img", attributes))
            return
        self.write_outside(start_tag("img", attributes))
        ContentWriter(self.context, PICTURE_CAPTION, self.out, self.at).write(picture.caption)
        self.out.append("</img>")

    def _tell_size(self, picture: InlinePicture, file_name: str) -> None:
        """Tell of a picture that becomes larger or smaller than the source shows it. Loses: SDXML-W091."""
        pixels = self.context.assets.pixel_size(file_name)
        if pixels is None or not picture.width or not isfinite(picture.width):
            return
        width, height = (number * _POINTS_PER_PIXEL for number in pixels)
        smaller, larger = sorted(min(length, _TEXT_WIDTH) for length in (width, picture.width))
        if larger > _SIZE_TOLERANCE * smaller:
            size = f"{picture.width:.0f} × {picture.height or picture.width * height / width:.0f} pt"
            shown = f"{width:.0f} × {height:.0f} pt"
            self.context.report.tally(PICTURE_SIZE_LOST, None, self.at, shown=shown, size=size)

    # -------------------------------------------------------------------------------------------------- equations

    def write_equation(self, equation: Equation) -> None:
        """Loses: SDXML-W029, SDXML-W082."""
        report = self.context.report
        runs = simple_formula(equation) if self.parent.has_looks else None
        if runs is not None:
            report.tally(SIMPLE_EQUATION, None, self.at, text=equation.text)
            report.book_change(SIMPLE_EQUATION, {Kind.EQUATIONS: 1})
            report.book_own(SIMPLE_EQUATION, {Kind.CHARACTERS: len(run_text(runs)) - len(equation.text)})
            self.write_nodes(runs)
            return
        latex = (equation.latex or equation.text)[:QUOTED]
        report.tally(EQUATION_AS_TEXT, None, self.at, latex=latex, text=equation.text[:QUOTED])
        report.book_change(EQUATION_AS_TEXT, {Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)})
        is_beside = bool(self.out) and self.out[-1].endswith("$")
        self.write_plain(f" {equation_text(equation)}" if is_beside else equation_text(equation))

    # ------------------------------------------------------------------------------------------ notes and comments

    def write_note(self, note: Note) -> None:
        """Loses: SDXML-W024."""
        if not self.parent.has_notes:
            self._write_in_brackets(note.paragraphs, NOTE_HAS_NO_PLACE)
            return
        report = self.context.report
        if len(note.paragraphs) > 1:
            report.add(NOTE_PARAGRAPHS_JOINED, self.at, count=len(note.paragraphs))
        if note.is_endnote:
            report.tally(ENDNOTE_AS_FOOTNOTE, None, self.at)
            report.book_change(ENDNOTE_AS_FOOTNOTE, {Kind.NOTES: 1})
        else:
            report.keep({Kind.NOTES: 1})
        self._write_in_element("footnote", FOOTNOTE, note.paragraphs)

    def write_sidenote(self, sidenote: Sidenote) -> None:
        """Loses: SDXML-W025."""
        if not self.parent.has_sidenotes:
            self._write_in_brackets((sidenote.content,), SIDENOTE_HAS_NO_PLACE)
            return
        self.context.report.keep({Kind.NOTES: 1})
        self._write_in_element("sidenote", SIDENOTE, (sidenote.content,))

    def _write_in_element(self, name: str, parent: ContentModel, paragraphs: tuple[tuple[Inline, ...], ...]) -> None:
        self.write_outside(f"<{name}>")
        for index, paragraph in enumerate(paragraphs):
            if index:
                self.out.append("<br/>")
            ContentWriter(self.context, parent, self.out, self.at).write(paragraph)
        self.out.append(f"</{name}>")

    def _write_in_brackets(self, paragraphs: tuple[tuple[Inline, ...], ...], code: Code) -> None:
        self.context.report.change(code, {Kind.NOTES: 1}, self.at, place=self.parent.name)
        self.write_plain(" [")
        for index, paragraph in enumerate(paragraphs):
            if index:
                self.write_plain(" ")
            self.write_nodes(paragraph)
        self.write_plain("]")

    def write_comment(self, comment: Comment) -> None:
        write_comment(self, comment)


def write_content(
    context: Context,
    content: Sequence[Inline],
    parent: ContentModel,
    at: Location | None,
    block: SplitBlock | None = None,
) -> None:
    """Write what stands in a block.

    Source: DTD, the content of `heading`, `paragraph`, `ol-li`, `ul-li` and `p`.
    Loses: SDXML-W010 to SDXML-W032.
    """
    writer = ContentWriter(context, parent, context.out, at, block)
    writer.write(content)
    writer.report_breaks("a heading")


def caption_text(context: Context, content: Sequence[Inline], at: Location | None) -> str:
    """The plain text of a caption.

    Loses: SDXML-W012, SDXML-W014, SDXML-W016, SDXML-W021, SDXML-W024 to SDXML-W027.
    """
    out: list[str] = []
    writer = ContentWriter(context, CAPTION, out, at)
    writer.write(content)
    writer.report_breaks(CAPTION.name)
    return "".join(out)


def _own_name(picture: InlinePicture) -> str | None:
    """How the source refers to a picture, without white space around it: an attribute is taken as it stands."""
    own = carried(picture.extra, FILE)
    return None if own is None else own.strip()
