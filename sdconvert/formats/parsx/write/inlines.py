"""What stands inside a block, as pieces of XML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import assert_never

from sdconvert.findings import Kind, Location, Severity, declare
from sdconvert.formats.parsx.names import LINE_SEPARATOR, MARK_ELEMENTS, TEX
from sdconvert.formats.parsx.write.context import Context
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
from sdconvert.writing.markup import NO_TAGS, Tag, Tags, shift

CHARACTER_STYLE_LOST = declare(
    "PARSX-W010",
    Severity.WARNING,
    "The character style “{style}” of {count} run(s) of text or line break(s) is lost.",
    hint="Use bold, italics or small capitals where the look matters.",
    why="What is published of parsX names looks such as `fett` and `kursiv`, but no styles of an author's own.",
)
LINK_WITHOUT_ADDRESS = declare(
    "PARSX-W013",
    Severity.WARNING,
    "The link “{text}” has no address; its text is kept without a link.",
    hint="Give the link an address in the source.",
    why="A `verweis` needs somewhere to lead to.",
)
REFERENCE_WITHOUT_TARGET = declare(
    "PARSX-W015",
    Severity.WARNING,
    "The cross-reference “{text}” leads to no block that can be referred to; its text is kept.",
    hint="Check the target in the source.",
    why="In parsX a reference within the document names the id of an element.",
)
REFERENCE_SHOWS = declare(
    "PARSX-W016",
    Severity.INFO,
    "{count} cross-reference(s) do not say any more that they show {what}; it stands in them as text.",
    why="In parsX the text of a `verweis` stands in it; whether it is a number or a title is not said.",
)
REFERENCE_LOST = declare(
    "PARSX-W019",
    Severity.ERROR,
    "A cross-reference without a text leads to no block that can be referred to; it is not in the result.",
    hint="Update the fields in the source and check the reference's target.",
    why="Neither a target nor a text is there to write.",
)
NOTE_TOO_DEEP = declare(
    "PARSX-W024",
    Severity.WARNING,
    "A note within more than {depth} notes and tables is written in brackets within the text.",
    why="XML readers refuse files that nest too deeply.",
)
INDEX_MARK_WITHOUT_ENTRY = declare(
    "PARSX-W028",
    Severity.WARNING,
    "An index mark names no entry of the index, or one without a title; it is lost.",
    hint="Give the index entry a title.",
    why="In parsX the mark in the text holds the words of the entry.",
)
COMMENT_LOST = declare(
    "PARSX-W030",
    Severity.WARNING,
    "A comment by {author} on “{words}” is not in the result: {text}",
    hint="Settle comments before handing a document over; the finding holds author, date, words and text.",
    why="parsX has no comments.",
)
PICTURE_SIZE_LOST = declare(
    "PARSX-W044",
    Severity.INFO,
    "The size of {count} picture(s) in the text is lost.",
    why="In parsX the look of a page is left to the publishing house.",
)

MAX_NESTING = 16
"""Notes and tables within each other. XML readers take 256 elements; a table and its lists take up to 40."""

_MARK_TAGS = {mark: Tag(f"<{name}>", f"</{name}>") for mark, name in MARK_ELEMENTS.items()}


@lru_cache(maxsize=256)
def _tags_of(marks: frozenset[Mark]) -> Tags:
    """The elements for these marks, outside in."""
    return tuple([tag for mark, tag in _MARK_TAGS.items() if mark in marks])


class _Writer:
    """Writes the content of one element and knows which looks are open."""

    __slots__ = ("_at", "_context", "_opened", "_out")

    def __init__(self, context: Context, at: Location | None) -> None:
        self._context = context
        self._out = context.out
        self._at = at
        self._opened: Tags = NO_TAGS

    def write(self, content: Sequence[Inline]) -> None:
        for node in content:
            if type(node) is Run:
                self._write_run(node)
            else:
                self._write_object(node)
        self._shift(NO_MARKS)

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
                self._shift(NO_MARKS)
                write_equation(self._context, node, "formel_inline")
            case Note():
                self._write_note(node)
            case Sidenote():
                self._write_sidenote(node)
            case Comment():
                self._write_comment(node)
            case _:
                assert_never(node)

    def _shift(self, marks: frozenset[Mark]) -> None:
        wanted = _tags_of(marks)
        if wanted != self._opened:
            shift(self._out, self._opened, wanted)
            self._opened = wanted

    def _write_run(self, run: Run) -> None:
        if not run.text:
            return
        if run.style:
            self._context.report.tally(CHARACTER_STYLE_LOST, run.style, self._at, style=run.style)
        self._shift(run.marks)
        self._context.write_text(run.text)

    def _write_line_break(self, node: LineBreak) -> None:
        if node.style:
            self._context.report.tally(CHARACTER_STYLE_LOST, node.style, self._at, style=node.style)
        self._shift(node.marks)
        self._out.append(LINE_SEPARATOR)
        self._context.report.kept({Kind.LINE_BREAKS: 1})

    def _write_link(self, link: Link) -> None:
        """Loses: PARSX-W013."""
        if not link.href.strip():
            text = "".join([node.text for node in link.content if isinstance(node, Run)])
            self._context.report.changed(LINK_WITHOUT_ADDRESS, {Kind.LINKS: 1}, self._at, text=text)
            for node in link.content:
                self._write_object(node)
            return
        self._shift(NO_MARKS)
        self._out.append(f"<verweis{self._context.attribute('verweis-extern', link.href)}>")
        self._inside(link.content)
        self._out.append("</verweis>")
        self._context.report.kept({Kind.LINKS: 1})

    def _inside(self, content: Sequence[Inline]) -> None:
        _Writer(self._context, self._at).write(content)

    def _write_reference(self, node: CrossReference) -> None:
        """Loses: PARSX-W015, PARSX-W016, PARSX-W019."""
        report = self._context.report
        target = self._context.targets.get(node.target)
        if target is None and not node.text:
            report.dropped(REFERENCE_LOST, {Kind.REFERENCES: 1}, self._at)
            return
        self._shift(NO_MARKS)
        if target is None:
            report.changed(REFERENCE_WITHOUT_TARGET, {Kind.REFERENCES: 1}, self._at, text=node.text)
            self._context.write_text(node.text)
            return
        report.kept({Kind.REFERENCES: 1})
        self._tally_what_it_shows(node)
        self._out.append(f"<verweis{self._context.attribute('verweis-intern', node.target)}>")
        if node.text:
            self._context.write_text(node.text)
        else:
            self._context.write_addition(target.shown(node))
        self._out.append("</verweis>")

    def _tally_what_it_shows(self, node: CrossReference) -> None:
        if node.show_number or not node.show_content:
            shown = [name for name, is_shown in _shown(node) if is_shown]
            what = " and ".join(shown) or "neither number nor content"
            self._context.report.tally(REFERENCE_SHOWS, what, self._at, what=what)

    def _write_index_mark(self, mark: IndexMark) -> None:
        """Loses: PARSX-W028."""
        terms = self._context.terms.get(mark.entry, ())
        if not terms or not all(terms):
            self._context.report.dropped(INDEX_MARK_WITHOUT_ENTRY, {Kind.INDEX_MARKS: 1}, self._at)
            return
        self._shift(NO_MARKS)
        self._context.used_terms.add(mark.entry)
        write_index_mark(self._context, terms)
        self._context.report.kept({Kind.INDEX_MARKS: 1})

    def _write_picture(self, picture: InlinePicture) -> None:
        """Loses: PARSX-W040, PARSX-W044."""
        self._shift(NO_MARKS)
        path = self._context.assets.use(picture.asset, self._at)
        if path is None:
            self._context.write_addition(f"[{picture.text}]" if picture.text else "")
            self._inside(picture.caption)
            return
        if picture.width is not None or picture.height is not None:
            self._context.report.tally(PICTURE_SIZE_LOST, None, self._at)
        if not picture.caption:
            write_picture_reference(self._context, path, picture.text)
            return
        self._out.append("<bild>")
        write_picture_reference(self._context, path, picture.text)
        self._out.append("<legende><abs>")
        self._inside(picture.caption)
        self._out.append("</abs></legende></bild>")

    def _write_note(self, note: Note) -> None:
        name = "endnote" if note.is_endnote else "fussnote"
        self._write_held(name, [("<abs>", paragraph, "</abs>") for paragraph in note.paragraphs])

    def _write_sidenote(self, sidenote: Sidenote) -> None:
        self._write_held("marginalie", [("", sidenote.content, "")])

    def _write_held(self, name: str, paragraphs: Sequence[tuple[str, Sequence[Inline], str]]) -> None:
        """Loses: PARSX-W024."""
        context = self._context
        self._shift(NO_MARKS)
        context.depth += 1
        if context.depth > MAX_NESTING:
            context.report.changed(NOTE_TOO_DEEP, {Kind.NOTES: 1}, self._at, depth=MAX_NESTING)
            self._out.append(" [")
            for number, (_, paragraph, _) in enumerate(paragraphs):
                self._out.append(" " if number else "")
                self._inside(paragraph)
            self._out.append("]")
        else:
            context.report.kept({Kind.NOTES: 1})
            self._out.append(f"<{name}>")
            for start, paragraph, end in paragraphs:
                self._out.append(start)
                self._inside(paragraph)
                self._out.append(end)
            self._out.append(f"</{name}>")
        context.depth -= 1

    def _write_comment(self, comment: Comment) -> None:
        """Loses: PARSX-W030."""
        counts = {Kind.COMMENTS: 1, Kind.CHARACTERS: sum(map(len, comment.paragraphs))}
        self._context.report.dropped(
            COMMENT_LOST,
            counts,
            self._at,
            author=comment.author or "an unknown author",
            date=comment.date,
            words=comment.words,
            text="\n".join(comment.paragraphs),
        )
        for reply in comment.replies:
            self._write_comment(replace(reply, words=reply.words or comment.words))


def _shown(node: CrossReference) -> tuple[tuple[str, bool], tuple[str, bool]]:
    return ("the number", node.show_number), ("the content", node.show_content)


def write_index_mark(context: Context, terms: Sequence[str]) -> None:
    """A `register`: the words of an entry, in an `eintrag` each where it has entries above it."""
    context.out.append("<register>")
    if len(terms) == 1:
        context.write_addition(terms[0])
    else:
        for term in terms:
            context.out.append("<eintrag>")
            context.write_addition(term)
            context.out.append("</eintrag>")
    context.out.append("</register>")


def write_picture_reference(context: Context, path: str, text: str) -> None:
    """An `abbildung` with its alternative text."""
    context.out.append(f"<abbildung{context.attribute('quelle', path)}{context.attribute('ersatztext', text)}/>")


def write_equation(context: Context, equation: Equation, name: str) -> None:
    """A formula as MathML that holds its characters, with the LaTeX as its annotation."""
    display = ' display="block"' if equation.is_display else ""
    context.out.append(f'<{name}><math xmlns="http://www.w3.org/1998/Math/MathML"{display}><semantics><mtext>')
    context.write_text(equation.text)
    context.out.append(f'</mtext><annotation encoding="{TEX}">')
    context.write_addition(equation.latex)
    context.out.append(f"</annotation></semantics></math></{name}>")
    context.report.kept({Kind.EQUATIONS: 1})


def write_content(context: Context, content: Sequence[Inline], at: Location | None) -> None:
    """Write what stands in a block.

    Loses: PARSX-W010, PARSX-W013, PARSX-W015, PARSX-W016, PARSX-W019, PARSX-W024, PARSX-W028, PARSX-W030, PARSX-W040,
    PARSX-W044.
    """
    if len(content) == 1:
        node = content[0]
        if type(node) is Run and not node.marks and not node.style:
            context.write_text(node.text)
            return
    _Writer(context, at).write(content)
