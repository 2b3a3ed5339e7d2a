"""What stands inside a block, as pieces of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from typing import assert_never

from sdconvert.findings import Kind, Location, Severity, declare
from sdconvert.formats.html.addresses import is_safe
from sdconvert.formats.html.names import (
    CAPTION,
    COMMENT_REFERENCE,
    DATA_ASSET,
    DATA_ENTRY,
    DATA_HREF,
    DATA_SHOWS,
    DATA_STYLE,
    DATA_TARGET,
    DATA_TEXT,
    DISPLAY,
    ID_PREFIX,
    INDEX_MARK,
    MARK_TAGS,
    MATH,
    NOTE_REFERENCE,
    PICTURE,
    REFERENCE,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.write.context import Context, PendingAside, PendingComment, PendingNote
from sdconvert.formats.html.write.survey import Entry, Target
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
from sdconvert.model.text import plain_text
from sdconvert.writing.markup import NO_TAGS, Tag, Tags, shift
from sdconvert.xmlio import escape_attribute

LINK_UNSAFE = declare(
    "HTML-W010",
    Severity.WARNING,
    "The link of “{text}” to “{href}” is not in the result; its text is.",
    hint="Use an address that begins with https:, http:, mailto:, ftp: or tel:.",
    why="Addresses of other kinds, such as javascript: and data:, can run code in the page.",
)
LINK_WITHOUT_ADDRESS = declare(
    "HTML-W011",
    Severity.WARNING,
    "The link of “{text}” has no address; its text is kept.",
    hint="Give the link an address.",
    why="A link without an address leads to the page itself.",
)
REFERENCE_WITHOUT_TARGET = declare(
    "HTML-W012",
    Severity.WARNING,
    "The cross-reference “{text}” leads to nothing in the document; its text is kept.",
    hint="Give the target of the reference a place in the document.",
    why="A link to an id that no element carries leads nowhere.",
)
REFERENCE_TEXT = declare(
    "HTML-W013",
    Severity.INFO,
    "The cross-reference “{text}” shows “{shown}” now.",
    why="The text of a reference is made anew from its target, as the editor does.",
)
EQUATION_AS_LATEX = declare(
    "HTML-W014",
    Severity.WARNING,
    "{count} equation(s) are shown as LaTeX source.",
    hint="Where the look of a formula matters, insert it as a picture.",
    why="A page without scripts and fonts of its own cannot typeset LaTeX.",
)

_HREF_UNSAFE = re.compile(r"[\s<>\"{}|\\^`\[\]]|%(?![0-9A-Fa-f]{2})")
_MARK_TAGS = {mark: Tag(*pair) for mark, pair in MARK_TAGS.items()}


@lru_cache(maxsize=4096)
def _nest(marks: frozenset[Mark], style: str) -> Tags:
    """The elements around a run of these looks, outside in; `style` is escaped."""
    tags = tuple([tag for mark, tag in _MARK_TAGS.items() if mark in marks])
    return (Tag(f'<span {DATA_STYLE}="{style}">', "</span>"), *tags) if style else tags


class Inlines:
    """Writes the content of one element and knows which elements are open in it."""

    __slots__ = ("_base", "_context", "_opened", "_out", "at")

    def __init__(self, context: Context, at: Location | None) -> None:
        self.at = at
        self._context = context
        self._out = context.out
        self._base: Tags = NO_TAGS
        self._opened: Tags = NO_TAGS

    def write(self, content: Sequence[Inline]) -> None:
        """Write all of it and close what was opened."""
        for node in content:
            if type(node) is Run:
                self._write_run(node)
            else:
                self._write_object(node)
        self._shift(NO_TAGS)

    def _write_object(self, node: Inline) -> None:
        match node:
            case Run():
                self._write_run(node)
            case LineBreak():
                self._write_line_break(node)
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

    def _write_run(self, run: Run) -> None:
        if not run.text:
            return
        if run.marks or run.style:
            tags = self._base + _nest(run.marks, self._context.escaper.attribute(run.style))
            if tags != self._opened:
                self._shift(tags)
        elif self._opened != self._base:
            self._shift(self._base)
        self._out.append(self._context.escaper.content(run.text))
        self._context.characters += len(run.text)

    def _write_line_break(self, node: LineBreak) -> None:
        self._shift(self._base + _nest(node.marks, self._context.escaper.attribute(node.style)))
        self._out.append("<br>")
        self._context.report.kept({Kind.LINE_BREAKS: 1})

    def _shift(self, tags: Tags) -> None:
        shift(self._out, self._opened, tags)
        self._opened = tags

    def _write_outside(self, html: str) -> None:
        """A piece that stands within no look."""
        self._shift(NO_TAGS)
        self._out.append(html)

    # ------------------------------------------------------------------------------------------------------- links

    def _write_link(self, link: Link) -> None:
        """Loses: HTML-W010, HTML-W011."""
        href = link.href.strip()
        if href and is_safe(link.href):
            self._write_anchor(link, href)
            return
        code = LINK_UNSAFE if href else LINK_WITHOUT_ADDRESS
        details = {"text": plain_text(link.content), "href": link.href}
        self._context.report.changed(code, {Kind.LINKS: 1}, self.at, **details)
        self._write_nodes(link.content)

    def _write_anchor(self, link: Link, href: str) -> None:
        address = _HREF_UNSAFE.sub(_percent_encoded, href)
        original = f' {DATA_HREF}="{escape_attribute(link.href)}"' if address != link.href else ""
        self._shift(NO_TAGS)
        self._base = (Tag(f'<a href="{escape_attribute(address)}"{original}>', "</a>"),)
        self._shift(self._base)
        self._write_nodes(link.content)
        self._base = NO_TAGS
        self._shift(NO_TAGS)
        self._context.report.kept({Kind.LINKS: 1})
        self._context.links.setdefault(address, plain_text(link.content).strip() or link.href)

    def _write_nodes(self, content: Sequence[Inline]) -> None:
        for node in content:
            self._write_object(node)

    # ------------------------------------------------------------------------------------------- cross-references

    def _write_reference(self, node: CrossReference) -> None:
        """Loses: HTML-W012, HTML-W013."""
        report = self._context.report
        escape = self._context.escaper
        shows = f'{DATA_SHOWS}="{"number " * node.show_number}{"content" * node.show_content}"'
        target = self._context.survey.targets.get(node.target)
        if target is None:
            report.changed(REFERENCE_WITHOUT_TARGET, {Kind.REFERENCES: 1}, self.at, text=node.text or node.target)
            target_id = escape.attribute(node.target)
            self._write_outside(f'<span class="{REFERENCE}" {DATA_TARGET}="{target_id}" {shows}>')
            self._out.append(f"{escape.content(node.text)}</span>")
            self._context.characters += len(node.text)
            return
        report.kept({Kind.REFERENCES: 1})
        shown = _reference_text(node, target)
        self._write_outside(f'<a class="{REFERENCE}" href="#{target.anchor}" {shows}>{escape.uncounted(shown)}</a>')
        if shown == node.text:
            report.kept({Kind.CHARACTERS: len(node.text)})
        elif node.text:
            counts = {Kind.CHARACTERS: len(node.text)}
            report.changed(REFERENCE_TEXT, counts, self.at, text=node.text, shown=shown)

    # ------------------------------------------------------------------------------------------------ index marks

    def _write_index_mark(self, mark: IndexMark) -> None:
        anchor = self._context.next_mark(mark.entry)
        entry = self._context.escaper.attribute(mark.entry)
        self._write_outside(f'<span class="{INDEX_MARK}" id="{anchor}" {DATA_ENTRY}="{entry}"></span>')
        self._context.report.kept({Kind.INDEX_MARKS: 1})

    # --------------------------------------------------------------------------------------------------- pictures

    def _write_picture(self, picture: InlinePicture) -> None:
        """Loses: what the picture itself loses; its alternative text then stands in brackets."""
        source = self._context.pictures.use(picture.asset, self.at)
        escape = self._context.escaper
        if source is None:
            if picture.text:
                self._write_outside(f"[{escape.uncounted(picture.text)}]")
            self._write_nodes(picture.caption)
            return
        asset = f' {DATA_ASSET}="{escape.attribute(source.asset)}"' if source.asset else ""
        size = _size_style(picture.width, picture.height)
        image = f'<img src="{source.address}" alt="{escape.attribute(picture.text)}"{size}{asset}>'
        if not picture.caption:
            self._write_outside(image)
            return
        self._write_outside(f'<span class="{PICTURE}">{image}<span class="{CAPTION}">')
        self._write_nodes(picture.caption)
        self._write_outside("</span></span>")

    # -------------------------------------------------------------------------------------------------- equations

    def _write_equation(self, equation: Equation) -> None:
        """Loses: HTML-W014."""
        context = self._context
        context.report.tally(EQUATION_AS_LATEX, None, self.at)
        counts = {Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)}
        context.report.book_changed(EQUATION_AS_LATEX, counts)
        classes = f"{MATH} {DISPLAY}" if equation.is_display else MATH
        text = f' {DATA_TEXT}="{context.escaper.attribute(equation.text)}"' if equation.text != equation.latex else ""
        self._write_outside(f'<code class="{classes}"{text}>{context.escaper.uncounted(equation.latex)}</code>')

    # ------------------------------------------------------------------------------------------ notes and comments

    def _write_note(self, note: Note) -> None:
        context = self._context
        notes = context.endnotes if note.is_endnote else context.footnotes
        number = _roman(len(notes) + 1) if note.is_endnote else str(len(notes) + 1)
        anchor = f"{ID_PREFIX}{'en' if note.is_endnote else 'fn'}{len(notes) + 1}"
        notes.append(PendingNote(note, anchor, number, self.at))
        context.report.kept({Kind.NOTES: 1})
        self._write_noteref(NOTE_REFERENCE, anchor, number)

    def _write_noteref(self, name: str, anchor: str, sign: str) -> None:
        self._write_outside(
            f'<a class="{name}" role="doc-noteref" id="{anchor}-ref" href="#{anchor}"><sup>{sign}</sup></a>'
        )

    def _write_sidenote(self, sidenote: Sidenote) -> None:
        context = self._context
        number = len(context.sidenotes) + 1
        anchor = f"{ID_PREFIX}sn{number}"
        context.sidenotes.append(Entry(anchor, "", plain_text(sidenote.content)))
        context.asides.append(PendingAside(sidenote.content, anchor, f"*{number}", self.at))
        context.report.kept({Kind.NOTES: 1})
        self._write_noteref(SIDENOTE_REFERENCE, anchor, f"*{number}")

    def _write_comment(self, comment: Comment) -> None:
        context = self._context
        number = len(context.comments) + 1
        anchor = f"{ID_PREFIX}cm{number}"
        context.comments.append(PendingComment(comment, anchor, f"[{number}]"))
        self._write_noteref(COMMENT_REFERENCE, anchor, f"[{number}]")


def write_content(context: Context, content: Sequence[Inline], at: Location | None) -> None:
    """Write what stands in a block.

    Loses: HTML-W010 to HTML-W014, HTML-W040 to HTML-W043.
    """
    if len(content) == 1:
        node = content[0]
        if type(node) is Run and not node.marks and not node.style:
            context.out.append(context.escaper.content(node.text))
            context.characters += len(node.text)
            return
    Inlines(context, at).write(content)


def _percent_encoded(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _reference_text(node: CrossReference, target: Target) -> str:
    """What the editor shows of the target; what the source showed last where there is nothing else."""
    shown = (target.number if node.show_number else "", target.text if node.show_content else "")
    return " ".join(filter(None, shown)) or node.text or target.number or target.text or "→"


def _size_style(width: float | None, height: float | None) -> str:
    """Units: points."""
    sizes = [
        f"{name}:{value}pt"
        for name, value in (("width", width), ("height", height))
        if value is not None and isfinite(value) and value > 0
    ]
    return f' style="{";".join(sizes)}"' if sizes else ""


def _roman(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = "c" * hundreds + _roman_digit(tens, "x", "l", "c") + _roman_digit(ones, "i", "v", "x")
    return text if hundreds < 4 else str(number)


def _roman_digit(digit: int, one: str, five: str, ten: str) -> str:
    if digit == 9:
        return one + ten
    if digit == 4:
        return one + five
    return five * (digit >= 5) + one * (digit % 5)
