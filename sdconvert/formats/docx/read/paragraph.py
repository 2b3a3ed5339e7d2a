"""A `w:p` becomes one block, or several where a page break or a directory cuts it (ECMA-376 Part 1, 17.3.1)."""

from __future__ import annotations

from typing import TypeGuard

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.docx.read.captions import Caption, Complete, write_out_numbers
from sdconvert.formats.docx.read.context import DEEPEST_INDENT, WORDS_SHOWN, shorten
from sdconvert.formats.docx.read.drawing.content import DrawnBlocks
from sdconvert.formats.docx.read.formatting.cascade import Drop, ParagraphProperties
from sdconvert.formats.docx.read.formatting.labels import Label
from sdconvert.formats.docx.read.hidden_marks import is_not_shown
from sdconvert.formats.docx.read.inline import inline_reader
from sdconvert.formats.docx.read.inline.content import ParagraphContent, Piece, SequenceNumber, is_blank, text_of
from sdconvert.formats.docx.read.inline.heard_looks import is_in_cell
from sdconvert.formats.docx.read.paragraph_labels import report_label
from sdconvert.formats.docx.read.paragraph_looks import hear_paragraph, hear_uneven_indent
from sdconvert.formats.docx.read.story import Story
from sdconvert.frozen import maker, replace
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Equation, Inline, InlinePicture, LineBreak, Run
from sdconvert.model.prose import reads_like_a_clause
from sdconvert.xmlio import Element

DEEP_HEADING = declare(
    "DOCX-R056",
    Severity.WARNING,
    "The heading of level {level} becomes one of level 6, the deepest that SMASHDOCs has: “{text}”",
    why="SDXML has six levels of headings.",
)
CLAUSE_AS_HEADING = declare(
    "DOCX-R170",
    Severity.WARNING,
    "{count} paragraph(s) of the heading style “{style}” read like clauses and become headings; the first: “{text}”",
    "Map the style to numbered paragraphs with a mapping of styles (--mapping), or use another style in Word.",
    "What is a heading follows from the style. SMASHDOCs shows headings large and bold and lists them in directories.",
)
NUMBER_INSIDE_LINE = declare(
    "DOCX-R172",
    Severity.WARNING,
    "{count} number(s) of paragraphs that stand in one line with the one before are counted and not shown; the first: "
    "“{label}”",
    "End the paragraph before with an ordinary paragraph mark in Word if the number is to be read.",
    "The mark of the paragraph before is hidden, so that both are one line, which begins with the first one's number.",
)

DEEPEST_LEVEL = 5

_ONLY_RUNS: frozenset[type] = frozenset((Run,))
_make_location = maker(Location)
_OF_TEXT, _OF_HEADINGS = Drop.NOTHING, Drop.PARAGRAPH_STYLE
_CUTS: frozenset[type] = frozenset((PageBreak, Directory))

Draft = Block | Caption | Complete


def read_paragraph(
    paragraph: Element, story: Story, is_on_new_page: bool
) -> tuple[list[Draft], list[Element | DrawnBlocks]]:
    """The blocks of a paragraph in order, and the text boxes and drawn blocks anchored in it.

    A paragraph that begins a page needs no page break where it is on a new page already.
    """
    reading = story.reading
    properties = reading.read_properties(paragraph)
    is_heading = properties.heading_level is not None or properties.style.is_title
    has_own_look = is_heading and is_in_cell(paragraph)
    drop = _OF_HEADINGS if is_heading and not has_own_look else _OF_TEXT
    label = None if properties.num_id is None else reading.next_label(properties, paragraph)
    content = inline_reader(story, properties.style, drop, reading.cell_run).read(paragraph)
    if content.math_alignment is not None and all(map(_is_formula, content.pieces)):
        properties = replace(properties, alignment=content.math_alignment)
    for num_id, ilvl in reading.numbers_not_shown.get(paragraph, ()):
        hidden = reading.labels.next(num_id, ilvl)
        if hidden.text and not hidden.is_bullet:
            reading.report.tally(NUMBER_INSIDE_LINE, None, reading.at(paragraph), label=hidden.text)
    if properties.looks:
        hear_paragraph(properties.looks, paragraph, content.pieces, reading)
    if properties.indent_left and content.pieces:
        hear_uneven_indent(properties, paragraph, reading)
    if not content.pieces and paragraph not in story.bookmarks.ids and is_not_shown(paragraph, reading):
        return [], content.text_boxes
    if content.drawn and _is_drawn_alone(content) and label is None and paragraph not in story.bookmarks.ids:
        return [], content.text_boxes
    at = _location(paragraph, content, story)
    if label is None and properties.is_plain and _are_runs(content.pieces):
        return [_make_plain(paragraph, properties, tuple(content.pieces), at, story)], content.text_boxes
    if label is not None:
        report_label(label, properties, paragraph, at, story)
    id = story.bookmarks.ids.get(paragraph, "")
    shape = _Shape(story, properties, label, at, id, has_own_look=has_own_look)
    blocks = _cut_into_blocks(content.pieces, shape)
    if properties.page_break_before and not is_on_new_page:
        reading.report.read({Kind.PAGE_BREAKS: 1})
        blocks.insert(0, PageBreak(at=at))
    return blocks, content.text_boxes


def _make_plain(
    paragraph: Element, properties: ParagraphProperties, content: tuple[Run, ...], at: Location, story: Story
) -> Paragraph:
    """Body text of nothing but runs, as most paragraphs are."""
    return Paragraph(
        content,
        _steps(properties.indent_of_text, story),
        properties.alignment,
        None,
        False,
        properties.style.name,
        "",
        story.bookmarks.ids.get(paragraph, ""),
        at,
    )


def _steps(twips: int, story: Story) -> int:
    """An indent in steps of the default tab stops."""
    return min(DEEPEST_INDENT, round(twips / story.reading.default_tab)) if twips else 0


def _is_drawn_alone(content: ParagraphContent) -> bool:
    """Whether what is drawn is all that the paragraph holds, and stands in its place as blocks."""
    drawn = content.text_boxes
    return not content.pieces and bool(drawn) and all(isinstance(each, DrawnBlocks) for each in drawn)


def _is_formula(piece: Piece) -> bool:
    return isinstance(piece, (Equation, LineBreak)) or is_blank(piece)


def _are_runs(pieces: list[Piece]) -> TypeGuard[list[Run]]:
    return _ONLY_RUNS.issuperset(map(type, pieces))


def _location(paragraph: Element, content: ParagraphContent, story: Story) -> Location:
    first = content.pieces[0] if content.pieces else None
    if isinstance(first, Run) and (len(content.pieces) == 1 or len(first.text) >= WORDS_SHOWN):
        words = first.text
    else:
        words = text_of(content.pieces)
    reading = story.reading
    place = reading.places.get(paragraph) or None
    words = words.strip() if len(words) <= WORDS_SHOWN else shorten(words)
    id = reading.package.paragraph_id(reading.part, paragraph)
    return _make_location((reading.part, place, reading.heading, words, id, ""))


class _Shape:
    """What kind of block the text of one paragraph is."""

    __slots__ = (
        *("at", "counter", "has_own_look", "id", "is_bulleted", "label", "label_end"),
        *("label_text", "properties", "story"),
    )

    def __init__(
        self,
        story: Story,
        properties: ParagraphProperties,
        label: Label | None,
        at: Location,
        id: str,
        *,
        has_own_look: bool = False,
    ) -> None:
        self.story = story
        self.properties = properties
        self.label = label
        self.at = at
        self.id = id
        self.has_own_look = has_own_look
        self.is_bulleted = properties.level is not None and properties.level.is_bullet
        self.counter = "" if label is None else label.list_key
        self.label_text = "" if label is None else label.text
        self.label_end = "\t" if label is None else label.end

    def make_block(self, pieces: list[Piece]) -> Draft:
        """The block of the paragraph's first text."""
        style = self.properties.style
        picture = None if self.label_text else _lone_picture(pieces)
        if picture is not None:
            return self._make_picture(picture, pieces)
        if (self.properties.heading_level is not None or style.is_title) and not all(map(is_blank, pieces)):
            return self._make_heading(pieces)
        if style.is_caption or SequenceNumber in map(type, pieces):
            return Caption(self._make_text_block(()), tuple(pieces), style.is_caption)
        return self._make_text_block(tuple(pieces))  # type: ignore[arg-type]

    def make_rest(self, pieces: list[Piece]) -> Draft:
        """A block of the paragraph's text after a cut, which carries no number and no id."""
        rest = _Shape(self.story, self.properties, None, self.at, "", has_own_look=self.has_own_look)
        return rest.make_block(pieces)

    def _make_text_block(self, content: tuple[Inline, ...]) -> Paragraph | ListItem:
        return self.make_paragraph(content) if self.label is None else self._make_numbered_block(content, self.label)

    def _make_heading(self, pieces: list[Piece]) -> Heading:
        level = self.properties.heading_level or 0
        content = write_out_numbers(pieces, self.story)
        text = text_of(content).strip()
        if level > DEEPEST_LEVEL:
            self.story.reading.report.add(DEEP_HEADING, self.at, level=level + 1, text=text)
        if text:
            self.story.reading.heading = shorten(text)
            if reads_like_a_clause(text):
                style = self.properties.style.name
                self.story.reading.report.tally(CLAUSE_AS_HEADING, style, self.at, style=style, text=text[:120])
        return Heading(
            content,
            min(level, DEEPEST_LEVEL),
            self.label is not None and bool(self.label.text.strip()) and not self.is_bulleted,
            self.label is not None and self.label.restarts,
            self.properties.alignment,
            self.properties.style.name,
            self.label_text,
            self.id,
            self.at,
            counter=self.counter,
            label_end=self.label_end,
            has_own_look=self.has_own_look,
            indent=_steps(self.properties.indent_of_text, self.story),
        )

    def make_paragraph(self, content: tuple[Inline, ...]) -> Paragraph:
        """A paragraph without a number that counts."""
        properties = self.properties
        return Paragraph(
            content,
            _steps(properties.indent_of_text, self.story),
            properties.alignment,
            None,
            False,
            properties.style.name,
            self.label_text,
            self.id,
            self.at,
            counter=self.counter,
            label_end=self.label_end,
        )

    def _make_numbered_block(self, content: tuple[Inline, ...], label: Label) -> Paragraph | ListItem:
        properties = self.properties
        if not label.text.strip():
            return self.make_paragraph(content)
        level = properties.level
        if not self.is_bulleted and level is not None and level.list_key in self.story.heading_lists:
            return Paragraph(
                content,
                0,
                properties.alignment,
                min(properties.ilvl, DEEPEST_LEVEL),
                label.restarts,
                properties.style.name,
                label.text,
                self.id,
                self.at,
                counter=self.counter,
                label_end=self.label_end,
            )
        return ListItem(
            content,
            not self.is_bulleted,
            properties.ilvl,
            self.story.list_id(label.list_key),
            properties.alignment,
            properties.style.name,
            label.text,
            self.id,
            self.at,
            counter=self.counter,
            label_end=self.label_end,
        )

    def _make_picture(self, picture: InlinePicture, pieces: list[Piece]) -> Picture:
        blank = sum(len(piece.text) for piece in pieces if isinstance(piece, Run))
        self.story.trimmed += blank
        width = 100.0
        if picture.width:
            width = round(min(100.0, max(1.0, 100 * picture.width / self.story.reading.table_width)), 2)
        return Picture(
            picture.asset,
            width,
            self.properties.alignment,
            _steps(self.properties.indent_of_first_line, self.story),
            text=picture.text,
            style=self.properties.style.name,
            id=self.id,
            at=self.at,
        )


def _lone_picture(pieces: list[Piece]) -> InlinePicture | None:
    if not pieces or len(pieces) > 8:
        return None
    found = None
    for piece in pieces:
        if isinstance(piece, InlinePicture) and found is None:
            found = piece
        elif not is_blank(piece):
            return None
    return found


def _cut_into_blocks(pieces: list[Piece], shape: _Shape) -> list[Draft]:
    """The blocks between the cuts. A paragraph of cuts alone leaves no empty paragraph."""
    if _CUTS.isdisjoint(map(type, pieces)):
        return [shape.make_block(pieces)]
    blocks: list[Draft] = []
    part: list[Piece] = []
    has_text = False
    for piece in [*pieces, None]:
        if piece is not None and not isinstance(piece, (PageBreak, Directory)):
            part.append(piece)
            continue
        if any(not is_blank(inline) for inline in part):
            blocks.append(shape.make_rest(part) if has_text else shape.make_block(part))
            has_text = True
        else:
            shape.story.trimmed += sum(len(piece.text) for piece in part if isinstance(piece, Run))
        part = []
        if isinstance(piece, PageBreak):
            blocks.append(PageBreak(at=shape.at))
        elif piece is not None:
            blocks.append(piece)
    return blocks
