"""What stands inside a block, as pieces of XML."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.parsx.names import LINE_SEPARATOR, MARK_ELEMENTS, TEX
from sdconvert.formats.parsx.write.context import Context
from sdconvert.ledger import Kind
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
from sdconvert.model.text import run_text
from sdconvert.writing.comments import comment_counts, comment_details, thread_of
from sdconvert.writing.inlines import Rest, lone_text
from sdconvert.writing.markup import NO_TAGS, MarkupWriter, Tag, Tags

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
def _nest(marks: frozenset[Mark]) -> Tags:
    """The elements for these marks, outside in."""
    return tuple([tag for mark, tag in _MARK_TAGS.items() if mark in marks])


class ContentWriter(MarkupWriter):
    """Writes the content of one element."""

    __slots__ = ()

    context: Context

    def __init__(self, context: Context, at: Location | None) -> None:
        super().__init__(context, context.out, context.escape, at)

    def tags_of(self, node: Run | LineBreak) -> Tags:
        if node.style:
            self.context.report.tally(CHARACTER_STYLE_LOST, node.style, self.at, style=node.style)
        return _nest(node.marks)

    def write_line_break(self, node: LineBreak, rest: Rest) -> None:
        self.shift(self.base + self.tags_of(node))
        self.out.append(LINE_SEPARATOR)
        self.context.report.keep({Kind.LINE_BREAKS: 1})

    def write_link(self, link: Link) -> None:
        """Loses: PARSX-W013."""
        if not link.href.strip():
            text = run_text(link.content)
            self.context.report.change(LINK_WITHOUT_ADDRESS, {Kind.LINKS: 1}, self.at, text=text)
            self.write_nodes(link.content)
            return
        start = f"<verweis{self.context.attribute('verweis-extern', link.href)}>"
        self.write_within(Tag(start, "</verweis>"), link.content)
        self.context.report.keep({Kind.LINKS: 1})

    def write_reference(self, node: CrossReference) -> None:
        """Loses: PARSX-W015, PARSX-W016, PARSX-W019."""
        report = self.context.report
        target = self.context.target_of(node.target)
        if target is None and not node.text:
            report.drop(REFERENCE_LOST, {Kind.REFERENCES: 1}, self.at)
            return
        self.shift(NO_TAGS)
        if target is None:
            report.change(REFERENCE_WITHOUT_TARGET, {Kind.REFERENCES: 1}, self.at, text=node.text)
            self.context.write_text(node.text)
            return
        report.keep({Kind.REFERENCES: 1})
        self._tally_what_it_shows(node)
        self.out.append(f"<verweis{self.context.attribute('verweis-intern', node.target)}>")
        if node.text:
            self.context.write_text(node.text)
        else:
            self.context.write_addition(target.shown(node))
        self.out.append("</verweis>")

    def _tally_what_it_shows(self, node: CrossReference) -> None:
        if node.show_number or not node.show_content:
            parts = (("the number", node.show_number), ("the content", node.show_content))
            what = " and ".join(name for name, is_shown in parts if is_shown) or "neither number nor content"
            self.context.report.tally(REFERENCE_SHOWS, what, self.at, what=what)

    def write_index_mark(self, mark: IndexMark) -> None:
        """Loses: PARSX-W028."""
        terms = self.context.terms.get(mark.entry, ())
        if not terms or not all(terms):
            self.context.report.drop(INDEX_MARK_WITHOUT_ENTRY, {Kind.INDEX_MARKS: 1}, self.at)
            return
        self.shift(NO_TAGS)
        self.context.used_terms.add(mark.entry)
        write_index_mark(self.context, terms)
        self.context.report.keep({Kind.INDEX_MARKS: 1})

    def write_picture(self, picture: InlinePicture) -> None:
        """Loses: PARSX-W040, PARSX-W044."""
        self.shift(NO_TAGS)
        path = self.context.assets.use(picture.asset, self.at)
        if path is None:
            self.context.write_addition(f"[{picture.text}]" if picture.text else "")
            self.write(picture.caption)
            return
        if picture.width is not None or picture.height is not None:
            self.context.report.tally(PICTURE_SIZE_LOST, None, self.at)
        if not picture.caption:
            write_picture_reference(self.context, path, picture.text)
            return
        self.out.append("<bild>")
        write_picture_reference(self.context, path, picture.text)
        self.out.append("<legende><abs>")
        self.write(picture.caption)
        self.out.append("</abs></legende></bild>")

    def write_equation(self, equation: Equation) -> None:
        self.shift(NO_TAGS)
        write_equation(self.context, equation, "formel_inline")

    def write_note(self, note: Note) -> None:
        name = "endnote" if note.is_endnote else "fussnote"
        self._write_in_element(name, [("<abs>", paragraph, "</abs>") for paragraph in note.paragraphs])

    def write_sidenote(self, sidenote: Sidenote) -> None:
        self._write_in_element("marginalie", [("", sidenote.content, "")])

    def _write_in_element(self, name: str, paragraphs: Sequence[tuple[str, Sequence[Inline], str]]) -> None:
        """Loses: PARSX-W024."""
        context = self.context
        self.shift(NO_TAGS)
        context.depth += 1
        if context.depth > MAX_NESTING:
            context.report.change(NOTE_TOO_DEEP, {Kind.NOTES: 1}, self.at, depth=MAX_NESTING)
            self.out.append(" [")
            for number, (_, paragraph, _) in enumerate(paragraphs):
                self.out.append(" " if number else "")
                self.write(paragraph)
            self.out.append("]")
        else:
            context.report.keep({Kind.NOTES: 1})
            self.out.append(f"<{name}>")
            for start, paragraph, end in paragraphs:
                self.out.append(start)
                self.write(paragraph)
                self.out.append(end)
            self.out.append(f"</{name}>")
        context.depth -= 1

    def write_comment(self, comment: Comment) -> None:
        """Loses: PARSX-W030."""
        for each in thread_of(comment):
            self.context.report.drop(COMMENT_LOST, comment_counts(each), self.at, **comment_details(each))


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
    context.report.keep({Kind.EQUATIONS: 1})


def write_content(context: Context, content: Sequence[Inline], at: Location | None) -> None:
    """Write what stands in a block.

    Loses: PARSX-W010, PARSX-W013, PARSX-W015, PARSX-W016, PARSX-W019, PARSX-W024, PARSX-W028, PARSX-W030, PARSX-W040,
    PARSX-W044.
    """
    text = lone_text(content)
    if text is not None:
        context.write_text(text)
        return
    ContentWriter(context, at).write(content)
