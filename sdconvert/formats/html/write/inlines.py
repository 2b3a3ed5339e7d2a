"""What stands inside a block, as pieces of HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from math import isfinite
from typing import NamedTuple, cast

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.html.addresses import is_safe
from sdconvert.formats.html.names import (
    CAPTION,
    COMMENT_REFERENCE,
    DATA_ASSET,
    DATA_ENTRY,
    DATA_HREF,
    DATA_LATEX,
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
from sdconvert.formats.html.write.mathml import typeset
from sdconvert.formats.html.write.plan import DirectoryLine, ReferenceTarget
from sdconvert.ledger import Kind
from sdconvert.model.inlines import (
    NO_MARKS,
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
from sdconvert.numerals import lower_roman
from sdconvert.patterns import compile_late
from sdconvert.writing.formulas import simple_formula
from sdconvert.writing.inlines import Rest, lone_text
from sdconvert.writing.markup import NO_TAGS, MarkupWriter, Tag, Tags, shift
from sdconvert.xmlio import escape_attribute, escape_text

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
    why="The others are MathML, which browsers typeset. These hold what could not be written so without a change.",
)

_HREF_UNSAFE = compile_late(r"[\s<>\"{}|\\^`\[\]]|%(?![0-9A-Fa-f]{2})")
_ONE_LINK = {Kind.LINKS: 1}
_ONE_LINE_BREAK = {Kind.LINE_BREAKS: 1}
_ONE_INDEX_MARK = {Kind.INDEX_MARKS: 1}
_ONE_REFERENCE = {Kind.REFERENCES: 1}
_ONLY_TEXT: frozenset[type] = frozenset((Run, LineBreak, Link))
_MARK_TAGS = {mark: Tag(*pair) for mark, pair in MARK_TAGS.items()}


@lru_cache(maxsize=4096)
def _tags_of(marks: frozenset[Mark], style: str) -> Tags:
    """The elements around a run of these looks, outside in."""
    tags = tuple([tag for mark, tag in _MARK_TAGS.items() if mark in marks])
    return (Tag(f'<span {DATA_STYLE}="{escape_attribute(style)}">', "</span>"), *tags) if style else tags


class ContentWriter(MarkupWriter):
    """Writes the content of one element."""

    __slots__ = ()

    context: Context

    def __init__(self, context: Context, at: Location | None) -> None:
        super().__init__(context, context.out, escape_text, at)

    # ------------------------------------------------------------------------------------------ text and its looks

    def tags_of(self, node: Run | LineBreak) -> Tags:
        return _tags_of(node.marks, node.style)

    def write_line_break(self, node: LineBreak, rest: Rest) -> None:
        self.shift(self.base + self.tags_of(node))
        self.out.append("<br>")
        self.context.report.keep(_ONE_LINE_BREAK)

    # ------------------------------------------------------------------------------------------------------- links

    def write_link(self, link: Link) -> None:
        """Loses: HTML-W010, HTML-W011."""
        anchor = _anchor_of(link.href)
        if anchor is not None:
            self.shift(NO_TAGS)
            _write_anchor(self.context, link, anchor)
            self.context.report.keep(_ONE_LINK)
            return
        code = LINK_UNSAFE if link.href.strip() else LINK_WITHOUT_ADDRESS
        details = {"text": plain_text(link.content), "href": link.href}
        self.context.report.change(code, {Kind.LINKS: 1}, self.at, **details)
        self.write_nodes(link.content)

    # ------------------------------------------------------------------------------------------- cross-references

    def write_reference(self, node: CrossReference) -> None:
        """Loses: HTML-W012, HTML-W013."""
        report = self.context.report
        shows = f'{DATA_SHOWS}="{"number " * node.show_number}{"content" * node.show_content}"'
        target = self.context.plan.target_of(node.target)
        if target is None:
            report.change(REFERENCE_WITHOUT_TARGET, {Kind.REFERENCES: 1}, self.at, text=node.text or node.target)
            target_id = escape_attribute(node.target)
            self.write_outside(f'<span class="{REFERENCE}" {DATA_TARGET}="{target_id}" {shows}>')
            self.out.append(f"{escape_text(node.text)}</span>")
            self.context.characters += len(node.text)
            return
        report.keep(_ONE_REFERENCE)
        shown = _reference_text(node, target)
        self.write_outside(f'<a class="{REFERENCE}" href="#{target.anchor}" {shows}>{escape_text(shown)}</a>')
        if shown == node.text:
            report.keep({Kind.CHARACTERS: len(node.text)})
        elif node.text:
            counts = {Kind.CHARACTERS: len(node.text)}
            report.change(REFERENCE_TEXT, counts, self.at, text=node.text, shown=shown)

    # ------------------------------------------------------------------------------------------------ index marks

    def write_index_mark(self, mark: IndexMark) -> None:
        anchor = self.context.next_mark(mark.entry)
        entry = escape_attribute(mark.entry)
        self.write_outside(f'<span class="{INDEX_MARK}" id="{anchor}" {DATA_ENTRY}="{entry}"></span>')
        self.context.report.keep(_ONE_INDEX_MARK)

    # --------------------------------------------------------------------------------------------------- pictures

    def write_picture(self, picture: InlinePicture) -> None:
        """Loses: what the picture itself loses; its alternative text then stands in brackets."""
        source = self.context.pictures.use(picture.asset, self.at)
        if source is None:
            if picture.text:
                self.write_outside(f"[{escape_text(picture.text)}]")
            self.write_nodes(picture.caption)
            return
        asset = f' {DATA_ASSET}="{escape_attribute(source.asset)}"' if source.asset else ""
        size = _size_style(picture.width, picture.height)
        image = f'<img src="{source.address}" alt="{escape_attribute(picture.text)}"{size}{asset}>'
        if not picture.caption:
            self.write_outside(image)
            return
        self.write_outside(f'<span class="{PICTURE}">{image}<span class="{CAPTION}">')
        self.write_nodes(picture.caption)
        self.write_outside("</span></span>")

    # -------------------------------------------------------------------------------------------------- equations

    def write_equation(self, equation: Equation) -> None:
        """Loses: HTML-W014."""
        context = self.context
        classes = f"{MATH} {DISPLAY}" if equation.is_display else MATH
        runs = simple_formula(equation)
        if runs is not None:
            context.report.keep({Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)})
            data = f'{DATA_LATEX}="{escape_attribute(equation.latex)}" {DATA_TEXT}="{escape_attribute(equation.text)}"'
            self.write_outside(f'<span class="{classes}" {data}>{"".join(map(_formula_run, runs))}</span>')
            return
        counts = {Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)}
        text = f' {DATA_TEXT}="{escape_attribute(equation.text)}"' if equation.text != equation.latex else ""
        mathml = typeset(equation)
        if mathml is not None:
            context.report.keep(counts)
            display = ' display="block"' if equation.is_display else ""
            self.write_outside(f'<math class="{classes}"{display}{text}>{mathml}</math>')
            return
        context.report.tally(EQUATION_AS_LATEX, None, self.at)
        context.report.book_change(EQUATION_AS_LATEX, counts)
        self.write_outside(f'<code class="{classes}"{text}>{escape_text(equation.latex)}</code>')

    # ------------------------------------------------------------------------------------------ notes and comments

    def write_note(self, note: Note) -> None:
        context = self.context
        notes = context.endnotes if note.is_endnote else context.footnotes
        number = _number_of_endnote(len(notes) + 1) if note.is_endnote else str(len(notes) + 1)
        anchor = f"{ID_PREFIX}{'en' if note.is_endnote else 'fn'}{len(notes) + 1}"
        notes.append(PendingNote(note, anchor, number, self.at))
        context.report.keep({Kind.NOTES: 1})
        self._write_noteref(NOTE_REFERENCE, anchor, number)

    def _write_noteref(self, name: str, anchor: str, sign: str) -> None:
        self.write_outside(
            f'<a class="{name}" role="doc-noteref" id="{anchor}-ref" href="#{anchor}"><sup>{sign}</sup></a>'
        )

    def write_sidenote(self, sidenote: Sidenote) -> None:
        context = self.context
        number = len(context.sidenotes) + 1
        anchor = f"{ID_PREFIX}sn{number}"
        context.sidenotes.append(DirectoryLine(anchor, "", plain_text(sidenote.content)))
        context.asides.append(PendingAside(sidenote.content, anchor, f"*{number}", self.at))
        context.report.keep({Kind.NOTES: 1})
        self._write_noteref(SIDENOTE_REFERENCE, anchor, f"*{number}")

    def write_comment(self, comment: Comment) -> None:
        context = self.context
        number = len(context.comments) + 1
        anchor = f"{ID_PREFIX}cm{number}"
        context.comments.append(PendingComment(comment, anchor, f"[{number}]"))
        self._write_noteref(COMMENT_REFERENCE, anchor, f"[{number}]")


def write_content(context: Context, content: Sequence[Inline], at: Location | None) -> None:
    """Write what stands in a block.

    Loses: HTML-W010 to HTML-W014, HTML-W040 to HTML-W043.
    """
    text = lone_text(content)
    if text is not None:
        context.out.append(escape_text(text))
        context.characters += len(text)
    else:
        write_mixed(context, content, at)


def write_mixed(context: Context, content: Sequence[Inline], at: Location | None) -> None:
    """Write what stands in a block where that is not one run of no look. Loses: as `write_content`."""
    if _ONLY_TEXT.issuperset(map(type, content)):
        hrefs = [node.href for node in content if type(node) is Link]
        if None not in map(_anchor_of, hrefs):
            if hrefs:
                context.report.keep({Kind.LINKS: len(hrefs)})
            _write_text(context, cast("Sequence[Run | LineBreak | Link]", content))
            return
    ContentWriter(context, at).write(content)


def _write_text(context: Context, content: Sequence[Run | LineBreak | Link]) -> None:
    """Write runs, line breaks and links that have an anchor, as `ContentWriter` does; links are not booked."""
    out = context.out
    marks, style, breaks = NO_MARKS, "", 0
    for node in content:
        if type(node) is Run:
            text = node.text
            if not text:
                continue
            context.characters += len(text)
            piece = escape_text(text)
        elif type(node) is LineBreak:
            breaks += 1
            piece = "<br>"
        else:
            if marks or style:
                out.append(_shift(marks, style, NO_MARKS, ""))
                marks, style = NO_MARKS, ""
            assert isinstance(node, Link)
            anchor = _anchor_of(node.href)
            assert anchor is not None
            _write_anchor(context, node, anchor)
            continue
        if node.marks != marks or node.style != style:
            out.append(_shift(marks, style, node.marks, node.style))
            marks, style = node.marks, node.style
        out.append(piece)
    if marks or style:
        out.append(_shift(marks, style, NO_MARKS, ""))
    if breaks:
        context.report.keep({Kind.LINE_BREAKS: breaks})


class _Anchor(NamedTuple):
    """What a link to an address begins with."""

    address: str
    start: str


@lru_cache(maxsize=1024)
def _anchor_of(href: str) -> _Anchor | None:
    """The anchor of a link to what is a safe address, None for any other."""
    trimmed = href.strip()
    if not trimmed or not is_safe(href):
        return None
    address = _HREF_UNSAFE.sub(_percent_encode, trimmed)
    original = f' {DATA_HREF}="{escape_attribute(href)}"' if address != href else ""
    return _Anchor(address, f'<a href="{escape_attribute(address)}"{original}>')


def _write_anchor(context: Context, link: Link, anchor: _Anchor) -> None:
    context.out.append(anchor.start)
    _write_text(context, link.content)
    context.out.append("</a>")
    if anchor.address not in context.links:
        context.links[anchor.address] = plain_text(link.content).strip() or link.href


@lru_cache(maxsize=4096)
def _shift(marks: frozenset[Mark], style: str, next_marks: frozenset[Mark], next_style: str) -> str:
    """What closes and opens the elements between text of one look and text of another."""
    pieces: list[str] = []
    shift(pieces, _tags_of(marks, style), _tags_of(next_marks, next_style))
    return "".join(pieces)


def _formula_run(run: Run) -> str:
    tags = [pair for mark, pair in MARK_TAGS.items() if mark in run.marks]
    return "".join([*(start for start, _ in tags), escape_text(run.text), *(end for _, end in reversed(tags))])


def _percent_encode(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


def _reference_text(node: CrossReference, target: ReferenceTarget) -> str:
    """What the editor shows of the target; what the source showed last where there is nothing else."""
    shown = (target.number if node.show_number else "", target.text if node.show_content else "")
    return " ".join(filter(None, shown)) or node.text or target.number or target.text


def _size_style(width: float | None, height: float | None) -> str:
    """Units: points."""
    sizes = [
        f"{name}:{value}pt"
        for name, value in (("width", width), ("height", height))
        if value is not None and isfinite(value) and value > 0
    ]
    return f' style="{";".join(sizes)}"' if sizes else ""


def _number_of_endnote(number: int) -> str:
    """As the list of endnotes shows it: browsers count in Roman numerals up to 3999."""
    return lower_roman(number) if number < 4000 else str(number)
