"""What stands inside a block."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sdconvert.findings import Severity, declare
from sdconvert.formats.parsx.names import LINE_SEPARATOR, MARK_ELEMENTS
from sdconvert.formats.parsx.read.context import Reading, local_name, plain_text
from sdconvert.formats.parsx.read.mathml import annotated_latex, characters, to_latex
from sdconvert.ledger import Kind
from sdconvert.model.inlines import (
    NO_MARKS,
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
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

UNKNOWN_ELEMENT = declare(
    "PARSX-R001",
    Severity.WARNING,
    "The element “{name}” is not known; its text is kept ({count} times).",
    hint="Compare these places with the source.",
    why="What is published of parsX names some hundred elements; others are read for their text.",
)
LOOK_LOST = declare(
    "PARSX-R010",
    Severity.INFO,
    "The look “{name}” of {count} piece(s) of text is lost; the text is kept.",
    why="Spaced letters, capitals by look and words of another language have no counterpart in other formats.",
)
REFERENCE_EMPTY = declare(
    "PARSX-R013",
    Severity.WARNING,
    "A reference says neither an address nor a target; its text is kept: “{text}”.",
    hint="Give the `verweis` a `verweis-extern` or a `verweis-intern`.",
    why="A reference leads to an address outside or to an element of the document.",
)
LINK_IN_LINK = declare(
    "PARSX-R014",
    Severity.WARNING,
    "A link or a reference within a link was put behind it.",
    why="A place in the text leads to one target.",
)
INDEX_MARK_EMPTY = declare(
    "PARSX-R028",
    Severity.WARNING,
    "An index mark without words is lost.",
    why="The words of an index mark are its entry in the index.",
)
FORMULA_FROM_MATHML = declare(
    "PARSX-R029",
    Severity.INFO,
    "A formula was translated from MathML to LaTeX: {latex}",
    hint="Compare the formula with the source.",
    why="The formula holds no LaTeX beside its MathML.",
)

_MARKS = {name: mark for mark, name in MARK_ELEMENTS.items()}
_LOOKS = frozenset({"sperrung", "versal", "fremd"})
_TRANSPARENT = frozenset({"abs", "text", "titel", "legende", "span"})
"""Elements that hold text in a place where their content is read: nothing is lost with them."""
_BREAKS = frozenset({"br", "zeilenumbruch", "umbruch"})
"""Not among the published names, but what a line break would be called."""
BLOCK_NAMES = frozenset(
    {"liste_geordnet", "liste_ungeordnet", "tabelle", "table", "einschub", "infokasten", "codeblock", "formel"}
)

_LINE_END = compile_late(r"(?<![ \t])[ \t]*+[\r\n][ \t\r\n]*+")


class InlineReader:
    """Reads the content of elements into one sequence of inlines. Blocks met on the way are put into `blocks`, where
    the caller takes them from; without such a list, they are read for their text."""

    __slots__ = ("_marks", "_out", "_pieces", "_reading", "blocks")

    def __init__(self, reading: Reading, blocks: list[Element] | None = None) -> None:
        self._reading = reading
        self._out: list[Inline] = []
        self._pieces: list[str] = []
        self._marks: frozenset[Mark] = NO_MARKS
        self.blocks = blocks

    def read(self, element: Element, marks: frozenset[Mark] = NO_MARKS) -> None:
        """Add the content of an element."""
        self.add_text(element.text, marks)
        for child in element:
            self.read_child(child, marks)
            self.add_text(child.tail, marks)

    def read_child(self, child: Element, marks: frozenset[Mark] = NO_MARKS) -> None:
        """Add an inline element."""
        name = local_name(child)
        mark = _MARKS.get(name)
        if mark is not None:
            self.read(child, marks | {mark})
        elif name in _OBJECTS:
            self._flush()
            _OBJECTS[name](self, child)
        elif name in _BREAKS:
            self._add_break(marks)
            self.read(child, marks)
        elif self.blocks is not None and name in BLOCK_NAMES:
            self.blocks.append(child)
        else:
            self._read_other(child, name, marks)

    def _read_other(self, child: Element, name: str, marks: frozenset[Mark]) -> None:
        if name in _LOOKS:
            self._reading.tally(LOOK_LOST, name, name=name)
        elif name not in _TRANSPARENT:
            self._reading.tally(UNKNOWN_ELEMENT, name, name=name)
        if name == "abs" and self.has_content:
            self._add_break(marks)
        self.read(child, marks)

    def add_text(self, text: str | None, marks: frozenset[Mark]) -> None:
        """Add text of these looks."""
        if not text:
            return
        if not self._reading.preserves:
            text = _LINE_END.sub(" ", text)
        if LINE_SEPARATOR in text:
            first, *rest = text.split(LINE_SEPARATOR)
            self._add_piece(first, marks)
            for line in rest:
                self._add_break(marks)
                self._add_piece(line, marks)
        else:
            self._add_piece(text, marks)

    def _add_piece(self, text: str, marks: frozenset[Mark]) -> None:
        if marks != self._marks:
            self._flush()
            self._marks = marks
        if text:
            self._pieces.append(text)
            self._reading.count(Kind.CHARACTERS, len(text))

    def _add_break(self, marks: frozenset[Mark]) -> None:
        self._flush()
        self._out.append(LineBreak(marks))
        self._reading.count(Kind.LINE_BREAKS)

    def _add(self, node: Inline) -> None:
        self._flush()
        self._out.append(node)

    def _flush(self) -> None:
        if self._pieces:
            self._out.append(Run("".join(self._pieces), self._marks))
            self._pieces.clear()

    @property
    def has_content(self) -> bool:
        """Whether anything was read."""
        return bool(self._out or self._pieces)

    def finish(self) -> tuple[Inline, ...]:
        """All that was read. White space at both ends is layout of the file where the file does not say otherwise."""
        self._flush()
        if not self._reading.preserves:
            self._trim(0, str.lstrip)
            self._trim(-1, str.rstrip)
        return tuple(self._out)

    def _trim(self, at: int, strip: Callable[[str], str]) -> None:
        while self._out:
            node = self._out[at]
            if not isinstance(node, Run):
                return
            text = strip(node.text)
            self._reading.count(Kind.CHARACTERS, len(text) - len(node.text))
            if text:
                self._out[at] = replace(node, text=text)
                return
            del self._out[at]

    # ------------------------------------------------------------------------------------------- references

    def read_reference(self, element: Element) -> None:
        """A link to outside or a reference within. Loses: PARSX-R013, PARSX-R014."""
        href = element.get("verweis-extern", "")
        target = element.get("verweis-intern", "").removeprefix("#")
        inner = InlineReader(self._reading)
        inner.read(element)
        preserved = inner.finish_raw()
        texts = tuple([node for node in preserved if isinstance(node, (Run, LineBreak))])
        others = [node for node in preserved if not isinstance(node, (Run, LineBreak))]
        if href:
            self._reading.count(Kind.LINKS)
            self._add(Link(href, texts))
        elif target:
            self._add_cross_reference(target, texts)
        else:
            text = "".join([node.text for node in texts if isinstance(node, Run)])
            self._reading.report.add(REFERENCE_EMPTY, self._reading.at(text), text=text)
            self._out.extend(texts)
        if any(isinstance(node, (Link, CrossReference)) for node in others):
            self._reading.report.add(LINK_IN_LINK, self._reading.at())
        self._out.extend(others)

    def finish_raw(self) -> tuple[Inline, ...]:
        """All that was read, with the white space at its ends."""
        self._flush()
        return tuple(self._out)

    def _add_cross_reference(self, target: str, texts: tuple[Run | LineBreak, ...]) -> None:
        """A line break in what a reference shows becomes a space."""
        shown = "".join([node.text if isinstance(node, Run) else " " for node in texts])
        breaks = sum(isinstance(node, LineBreak) for node in texts)
        self._reading.count(Kind.LINE_BREAKS, -breaks)
        self._reading.count(Kind.CHARACTERS, breaks)
        self._reading.count(Kind.REFERENCES)
        self._add(CrossReference(target, text=shown))

    # ----------------------------------------------------------------------- notes, pictures, formulas, index

    def read_note(self, element: Element) -> None:
        """A footnote or an endnote."""
        self._reading.count(Kind.NOTES)
        paragraphs = [child for child in element if local_name(child) == "abs"]
        if len(paragraphs) == len(element) and not _has_own_text(element):
            contents = tuple([read_content(self._reading, paragraph) for paragraph in paragraphs])
        else:
            contents = (read_content(self._reading, element),)
        self._add(Note(contents, local_name(element) == "endnote"))

    def read_sidenote(self, element: Element) -> None:
        """A note in the margin."""
        self._reading.count(Kind.NOTES)
        self._add(Sidenote(read_content(self._reading, element)))

    def read_picture(self, element: Element) -> None:
        """A picture in the text."""
        self._add_picture(element, ())

    def _add_picture(self, element: Element, caption: tuple[Run | LineBreak | Link, ...]) -> None:
        self._reading.count(Kind.PICTURES)
        name = self._reading.pictures.take(element.get("quelle", ""), self._reading.at())
        self._add(InlinePicture(name, element.get("ersatztext", ""), caption=caption))

    def read_picture_frame(self, element: Element) -> None:
        """Pictures in the text; the last carries what stands below them. Notes in a caption are put behind it."""
        sources = [child for child in element if local_name(child) == "abbildung"]
        caption = InlineReader(self._reading)
        for child in element:
            if local_name(child) != "abbildung":
                caption.read_child(child)
        content = caption.finish()
        for source in sources[:-1]:
            self.read_picture(source)
        if sources:
            shown = tuple([node for node in content if isinstance(node, (Run, LineBreak, Link))])
            self._add_picture(sources[-1], shown)
        self._out.extend([node for node in content if not (sources and isinstance(node, (Run, LineBreak, Link)))])

    def read_formula(self, element: Element) -> None:
        """A formula in the text."""
        self._add(read_equation(self._reading, element, False))

    def read_index_mark(self, element: Element) -> None:
        """An index mark with its words. Loses: PARSX-R028."""
        self._reading.count(Kind.INDEX_MARKS)
        terms = _terms(element, self._reading.preserves)
        if terms:
            self._add(IndexMark(self._reading.index.add_entry(terms)))
        else:
            self._reading.report.drop(INDEX_MARK_EMPTY, {Kind.INDEX_MARKS: 1}, self._reading.at())


_OBJECTS: dict[str, Callable[[InlineReader, Element], None]] = {
    "verweis": InlineReader.read_reference,
    "fussnote": InlineReader.read_note,
    "endnote": InlineReader.read_note,
    "marginalie": InlineReader.read_sidenote,
    "abbildung": InlineReader.read_picture,
    "bild": InlineReader.read_picture_frame,
    "formel_inline": InlineReader.read_formula,
    "math": InlineReader.read_formula,
    "register": InlineReader.read_index_mark,
}
INLINE_NAMES = frozenset({*_MARKS, *_LOOKS, *_OBJECTS, *_BREAKS}) - {"bild"}
"""What is text between blocks. A `bild` is a block there, and a picture in the text within a paragraph."""


def read_content(reading: Reading, element: Element, blocks: list[Element] | None = None) -> tuple[Inline, ...]:
    """The content of an element as inlines. Loses: PARSX-R001, PARSX-R010, PARSX-R013, PARSX-R014, PARSX-R028."""
    reader = InlineReader(reading, blocks)
    reader.read(element)
    return reader.finish()


def read_equation(reading: Reading, element: Element, is_display: bool) -> Equation:
    """A formula: the LaTeX that it holds, or a translation of its MathML, or its text."""
    math = next((inner for inner in element.iter() if local_name(inner) == "math"), None)
    reading.count(Kind.EQUATIONS)
    if math is None:
        text = plain_text(element).strip()
        latex = text
    else:
        text = characters(math)
        is_display = is_display or math.get("display") == "block"
        annotated = annotated_latex(math)
        latex = to_latex(math).strip() if annotated is None else annotated
        if annotated is None:
            reading.report.add(FORMULA_FROM_MATHML, reading.at(text), latex=latex)
    reading.count(Kind.CHARACTERS, len(text))
    return Equation(latex, text, is_display)


def _has_own_text(element: Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text and not text.isspace() for text in texts)


def _terms(element: Element, preserves: bool) -> list[str]:
    """The words of an index mark: its text, or that of each `eintrag` in it."""
    is_deep = bool(len(element)) and all(local_name(child) == "eintrag" for child in element)
    texts = [plain_text(part) for part in (element if is_deep else (element,))]
    words = texts if preserves else [" ".join(text.split()) for text in texts]
    return words if all(words) else [word for word in words if word]
