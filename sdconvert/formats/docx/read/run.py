"""What stands in a paragraph: runs, links, fields, notes, comments, equations (ECMA-376 Part 1, 17.3.2 and 17.16)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.docx.names import R_ID, RPR, RUN, M, P, T, prefixed_name, w
from sdconvert.formats.docx.read import field_results
from sdconvert.formats.docx.read.bookmarks import Bookmark
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.drawing import read_drawing
from sdconvert.formats.docx.read.fields import FLD_SIMPLE
from sdconvert.formats.docx.read.formatting.cascade import Drop, RunProperties
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle
from sdconvert.formats.docx.read.formatting.table_styles import NO_CELL_RUN, CellRun
from sdconvert.formats.docx.read.math import read_math
from sdconvert.formats.docx.read.pieces import Content, Piece, is_blank, text_of
from sdconvert.formats.docx.read.story import Story
from sdconvert.formats.docx.read.symbols import symbol_font_text, symbol_text
from sdconvert.model.blocks import PageBreak
from sdconvert.model.inlines import CrossReference, Equation, LineBreak, Link, Run
from sdconvert.xmlio import Element

HIDDEN_TEXT = declare(
    "DOCX-R030",
    Severity.WARNING,
    "Hidden text is left out: “{text}”",
    "Make it visible in Word if it belongs to the document.",
    "SDXML has no hidden text, and showing it would publish what its author hid.",
)
ALL_CAPS = declare(
    "DOCX-R031",
    Severity.INFO,
    "Text shown in capitals is kept as it was typed: “{text}”",
    why="SDXML has no look of capitals; the letters themselves are not changed.",
)
UNKNOWN_SYMBOL = declare(
    "DOCX-R032",
    Severity.WARNING,
    "The symbol {char} of the font {font} has no known Unicode character and stands as □.",
    why="A symbol font's characters are pictures without a meaning that other fonts share.",
)
SYMBOL_EXPANDED = declare(
    "DOCX-R033",
    Severity.INFO,
    "The symbol {char} of the font {font} is written as “{text}”.",
    why="No single one fits.",
)
UNKNOWN_INLINE = declare(
    "DOCX-R034",
    Severity.ERROR,
    "The element {name} is not understood and left out: “{text}”",
    "Report the file, or replace this part of it in Word.",
    "Only what is understood can be converted without inventing something.",
)
LINK_NOWHERE = declare(
    "DOCX-R035",
    Severity.WARNING,
    "The link on “{text}” leads to “{target}”, which is not in the document; its text is kept.",
    "Repair the link in Word.",
    "A link within the document needs the bookmark that it names.",
)
LINK_WITHOUT_TEXT = declare(
    "DOCX-R036",
    Severity.WARNING,
    "The link to {target} stands on something else than text and is left out.",
    why="SDXML has links on text only.",
)
LINK_SPLIT = declare(
    "DOCX-R037",
    Severity.INFO,
    "The link to {target} is cut around something that cannot stand inside a link.",
    why="SDXML has text and nothing else in a link.",
)
UNKNOWN_MATH = declare(
    "DOCX-R038",
    Severity.WARNING,
    "The equation {latex} holds what is not understood ({unknown}); its text is kept.",
    why="Only the text of an unknown construct can be kept.",
)
NOT_IN_EQUATION = declare(
    "DOCX-R022",
    Severity.ERROR,
    "What stands in an equation besides its text is left out: {kinds} in “{text}”",
    "Move it out of the equation in Word.",
    "An equation is carried as its LaTeX, which is text.",
)
INK = declare("DOCX-R040", Severity.ERROR, "Handwriting is left out.", "Replace it by a picture.", "SDXML has no ink.")
LEGACY_FIELD = declare(
    "DOCX-R041",
    Severity.WARNING,
    "The element {name}, which Word computes when it shows the page, is left out.",
    why="The file holds no text for it.",
)

_RANGES = ("moveFromRange", "moveToRange", *(f"customXml{kind}Range" for kind in ("Ins", "Del", "MoveFrom", "MoveTo")))
_IGNORED = frozenset(
    (
        *map(w, ("pPr", "rPr")),  # read before the content
        *map(w, ("bookmarkStart", "bookmarkEnd")),  # bookmarks.py has read them
        *map(w, ("proofErr", "permStart", "permEnd", "lastRenderedPageBreak")),  # notes of the editor
        *map(w, ("separator", "continuationSeparator", "footnoteRef", "endnoteRef", "annotationRef")),  # made anew
        *map(w, ("fldChar", "instrText", "delInstrText", "ffData", "fldData")),  # fields.py has read them
        *(w(f"{name}{side}") for name in _RANGES for side in ("Start", "End")),  # revisions are resolved
    )
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_O_MATH, _O_MATH_PARA = f"{{{M}}}oMath", f"{{{M}}}oMathPara"
_MATH_TEXTS = (f"{{{M}}}t", T)


class RunReader:
    """Reads what stands in one paragraph into `content`. Text of one look is gathered and becomes one run. `cell` is
    what the table style gives the text where it stands."""

    __slots__ = (
        *("cell", "content", "drop", "reading", "story", "style"),
        *("_heard", "_pieces", "_place", "_properties", "_resolve", "_texts"),
    )

    def __init__(self, story: Story, style: ParagraphStyle, drop: Drop, cell: CellRun = NO_CELL_RUN) -> None:
        self.story = story
        self.reading = reading = story.reading
        self.style = style
        self.drop = drop
        self.cell = cell
        self.content = content = Content()
        self._pieces = content.pieces
        self._texts: list[str] = []
        self._properties: RunProperties | None = None
        self._resolve = reading.cascade.run
        self._heard = story.comments.open
        self._place: Element | None = None

    def read(self, container: Element) -> Content:
        """Everything in the paragraph, in order."""
        self._place = container
        if self.story.comments.open:
            self.story.comments.hear(" ")
        self.read_children(container)
        self.flush()
        return self.content

    def read_children(self, container: Element) -> None:
        """Read the inline children of a paragraph, link or field."""
        for child in container:
            if child.tag == RUN:
                self._read_run(child)
            else:
                self._read_other(child)

    def _read_run(self, run: Element) -> None:
        rpr = None
        for child in run:
            tag = child.tag
            if tag == T:
                text = child.text
                if text:
                    if text[0] <= " " or text[-1] <= " " or "\n" in text or "\r" in text:
                        text = self._shown(text, child)
                    self._add(text, self._resolve(self.style, rpr, self.drop, self.cell))
            elif tag == RPR:
                rpr = child
            elif tag not in _IGNORED:
                properties = self._resolve(self.style, rpr, self.drop, self.cell)
                handler = _IN_RUN.get(tag)
                if handler is None:
                    self._lose_unknown(child)
                elif properties.is_hidden:
                    self.reading.lose(HIDDEN_TEXT, child)
                else:
                    handler(self, child, properties)

    def _read_other(self, child: Element) -> None:
        tag = child.tag
        if tag in _IGNORED:
            return
        handler = _BETWEEN_RUNS.get(tag)
        if handler is None:
            self._lose_unknown(child)
        else:
            handler(self, child)

    def _shown(self, text: str, element: Element) -> str:
        """The text as Word shows it: white space at the ends counts only where the file says so."""
        if not _keeps_space(element):
            shown = text.strip(" \t\r\n")
            self.story.trimmed += len(text) - len(shown)
            text = shown
        return text.replace("\n", " ").replace("\r", " ")

    def _add(self, text: str, properties: RunProperties) -> None:
        if properties is not self._properties:
            self.flush()
            self._properties = properties
        self._texts.append(text)
        if self._heard:
            self.story.comments.hear(text)

    def flush(self) -> None:
        """End the run that is being gathered."""
        if not self._texts:
            return
        text, properties = "".join(self._texts), self._properties
        self._texts.clear()
        assert properties is not None
        if properties.is_special:
            text = self._special_text(text, properties)
        if not text:
            return
        pieces = self._pieces
        last = pieces[-1] if pieces else None
        if isinstance(last, Run) and last.marks == properties.marks and last.style == properties.style:
            pieces[-1] = Run(last.text + text, properties.marks, properties.style)
        else:
            pieces.append(Run(text, properties.marks, properties.style))

    def _special_text(self, text: str, properties: RunProperties) -> str:
        """What is kept of text that is hidden, in capitals or in a symbol font."""
        if not text:
            return text
        if properties.is_hidden:
            counts = {Kind.CHARACTERS: len(text)}
            self.reading.report.dropped(HIDDEN_TEXT, counts, self.reading.at(self._place), text=text)
            return ""
        if properties.is_caps and text.upper() != text:
            self.reading.report.add(ALL_CAPS, self.reading.at(self._place), text=text)
        if properties.has_symbol_font:
            mapped = symbol_font_text(properties.font, text)
            text = mapped if mapped is not None and len(mapped) == len(text) else text
        return text

    def put(self, piece: Piece) -> None:
        """A piece that is no gathered text."""
        self.flush()
        self._pieces.append(piece)

    def put_text(self, text: str) -> None:
        """Text of the conversion's own making, in the paragraph's plain look."""
        if text:
            self._add(text, self._resolve(self.style, None, self.drop, self.cell))

    def gather(self, element: Element, drop: Drop) -> list[Piece]:
        """The pieces of an element's content, kept apart from the paragraph's."""
        self.flush()
        outer, outer_drop = self._pieces, self.drop
        self._pieces, self.drop = [], drop
        self.read_children(element)
        self.flush()
        gathered, self._pieces, self.drop = self._pieces, outer, outer_drop
        self._properties = None
        return gathered

    def put_all(self, pieces: list[Piece]) -> None:
        """Pieces gathered before, now part of the paragraph."""
        self.flush()
        self._pieces.extend(pieces)

    def _lose_unknown(self, element: Element) -> None:
        self.reading.lose(UNKNOWN_INLINE, element, name=prefixed_name(element.tag))

    def _tab(self, element: Element, properties: RunProperties) -> None:
        self._add("\t", properties)

    def _no_break_hyphen(self, element: Element, properties: RunProperties) -> None:
        self._add("\u2011", properties)

    def _soft_hyphen(self, element: Element, properties: RunProperties) -> None:
        self._add("\u00ad", properties)

    def _symbol(self, element: Element, properties: RunProperties) -> None:
        font, char = element.get(w("font"), ""), element.get(w("char"), "")
        text = symbol_text(font, char)
        if text is None:
            self.reading.report.add(UNKNOWN_SYMBOL, self.reading.at(element), font=font, char=char)
            text = "□"
        if len(text) > 1:
            extra = {Kind.CHARACTERS: len(text) - 1}
            self.reading.report.added(SYMBOL_EXPANDED, extra, self.reading.at(element), font=font, char=char, text=text)
        self._add(text, properties)

    def _break(self, element: Element, properties: RunProperties) -> None:
        self.put(PageBreak() if element.get(w("type")) == "page" else LineBreak(properties.marks))

    def _drawing(self, element: Element, properties: RunProperties) -> None:
        drawing = read_drawing(element, self.reading)
        for picture in drawing.pictures:
            self.put(picture)
        self.content.text_boxes.extend(drawing.text_boxes)

    def _note(self, element: Element, properties: RunProperties) -> None:
        note = self.story.read_note(element)
        if note is not None:
            self.put(note)

    def _comment(self, element: Element, properties: RunProperties) -> None:
        comment = self.story.comments.take(element.get(w("id"), ""))
        if comment is not None:
            self.put(comment)

    def _deleted_text(self, element: Element, properties: RunProperties) -> None:
        self.reading.lose(HIDDEN_TEXT, element)

    def _ink(self, element: Element, properties: RunProperties) -> None:
        self.reading.lose(INK, element)

    def _legacy_field(self, element: Element, properties: RunProperties) -> None:
        self.reading.report.add(LEGACY_FIELD, self.reading.at(element), name=prefixed_name(element.tag))

    def _nested_run(self, element: Element) -> None:
        self._read_run(element)

    def _nested_paragraph(self, element: Element) -> None:
        self.read_children(element)

    def _hyperlink(self, element: Element) -> None:
        relationship = self.reading.package.relationships(self.reading.part).get(element.get(R_ID, ""))
        anchor = element.get(w("anchor"), "")
        target = "" if relationship is None else relationship.target
        if target:
            fragment = f"#{anchor}" if anchor and "#" not in target else ""
            self.put_link(element, target + fragment)
        else:
            self.put_reference(element, anchor, Kind.LINKS)

    def put_link(self, element: Element, href: str) -> None:
        """A link to outside around the content of an element, booked as one link."""
        pieces = self.gather(element, self.drop | Drop.LINK_STYLE)
        links = 0
        part: list[Run | LineBreak] = []
        result: list[Piece] = []
        for piece in [*pieces, None]:
            if isinstance(piece, (Run, LineBreak)):
                part.append(piece)
                continue
            if any(not is_blank(run) for run in part) or (part and not links and len(part) == len(pieces)):
                result.append(Link(href, tuple(part)))
                links += 1
            else:
                result.extend(part)
            part = []
            if piece is not None:
                result.append(piece)
        self.put_all(result)
        if not links:
            self.reading.report.dropped(LINK_WITHOUT_TEXT, {Kind.LINKS: 1}, self.reading.at(element), target=href)
        elif links > 1:
            self.reading.report.added(LINK_SPLIT, {Kind.LINKS: links - 1}, self.reading.at(element), target=href)

    def put_reference(self, element: Element, anchor: str, kind: Kind) -> None:
        """A link within the document: a reference to the block of its bookmark, booked until now as `kind`."""
        bookmark = self.story.bookmarks.find(anchor)
        pieces = self.gather(element, self.drop | Drop.LINK_STYLE)
        text = text_of([piece for piece in pieces if isinstance(piece, Run)])
        if bookmark is None or not text.strip():
            self.reading.report.changed(
                LINK_NOWHERE, {kind: 1}, self.reading.at(element), target=anchor, text=text or visible_text(element)
            )
            self.put_all(pieces)
            return
        self.reading.report.reclassify(kind, Kind.REFERENCES)
        self.put_all(_with_reference(pieces, bookmark, text))

    def _math(self, element: Element) -> None:
        self._equation(element, False)

    def _math_paragraph(self, element: Element) -> None:
        for child in element.iter(_O_MATH):
            self._equation(child, True)

    def _equation(self, element: Element, is_display: bool) -> None:
        math = read_math(element)
        if math.unknown:
            self.reading.report.add(
                UNKNOWN_MATH, self.reading.at(element), latex=math.latex, unknown=", ".join(math.unknown)
            )
        text = "".join(part.text or "" for part in element.iter(*_MATH_TEXTS))
        self._report_in_equation(element, text)
        self.put(Equation(math.latex, text, is_display))

    def _report_in_equation(self, element: Element, text: str) -> None:
        """Say what the equation holds besides its text."""
        counts = Counter(count(element))
        counts.subtract({Kind.EQUATIONS: 1, Kind.CHARACTERS: len(text)})
        rest = {kind: number for kind, number in counts.items() if number}
        if rest:
            kinds = ", ".join(f"{number} {kind}" for kind, number in rest.items())
            self.reading.report.dropped(NOT_IN_EQUATION, rest, self.reading.at(element), kinds=kinds, text=text)

    def _field(self, element: Element) -> None:
        field_results.read_field(self, element)

    def _comment_start(self, element: Element) -> None:
        self.flush()
        self.story.comments.start(element.get(w("id"), ""))

    def _comment_end(self, element: Element) -> None:
        self.story.comments.end(element.get(w("id"), ""))

    def _sub_document(self, element: Element) -> None:
        self.reading.lose(UNKNOWN_INLINE, element, name="w:subDoc")


def _keeps_space(element: Element) -> bool:
    value = element.get(_SPACE)
    if value is not None:
        return value == "preserve"
    return any(ancestor.get(_SPACE) == "preserve" for ancestor in element.iterancestors())


def _with_reference(pieces: list[Piece], bookmark: Bookmark, text: str) -> list[Piece]:
    """The reference in place of the first text, which holds all of it; other pieces stay where they were."""
    result: list[Piece] = []
    is_placed = False
    for piece in pieces:
        if not isinstance(piece, Run):
            result.append(piece)
        elif not is_placed:
            result.append(CrossReference(bookmark.block, bookmark.has_number, not bookmark.has_number, text))
            is_placed = True
    return result


_IN_RUN: dict[object, Callable[[RunReader, Element, RunProperties], None]] = {
    w("tab"): RunReader._tab,
    w("ptab"): RunReader._tab,
    w("noBreakHyphen"): RunReader._no_break_hyphen,
    w("softHyphen"): RunReader._soft_hyphen,
    w("sym"): RunReader._symbol,
    w("br"): RunReader._break,
    w("cr"): RunReader._break,
    w("drawing"): RunReader._drawing,
    w("pict"): RunReader._drawing,
    w("object"): RunReader._drawing,
    w("footnoteReference"): RunReader._note,
    w("endnoteReference"): RunReader._note,
    w("commentReference"): RunReader._comment,
    w("delText"): RunReader._deleted_text,
    w("contentPart"): RunReader._ink,
    **{
        w(name): RunReader._legacy_field
        for name in ["pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"]
    },
}
_BETWEEN_RUNS: dict[object, Callable[[RunReader, Element], None]] = {
    RUN: RunReader._nested_run,
    P: RunReader._nested_paragraph,
    w("hyperlink"): RunReader._hyperlink,
    FLD_SIMPLE: RunReader._field,
    _O_MATH: RunReader._math,
    _O_MATH_PARA: RunReader._math_paragraph,
    w("commentRangeStart"): RunReader._comment_start,
    w("commentRangeEnd"): RunReader._comment_end,
    w("commentReference"): RunReader._lose_unknown,
    w("subDoc"): RunReader._sub_document,
    w("contentPart"): RunReader._lose_unknown,
}
