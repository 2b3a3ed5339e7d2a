"""Footnotes and endnotes (ECMA-376 Part 1, 17.11)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, assert_never

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import PPR, TBL, TC, TR, P, is_on, prefixed_name, w
from sdconvert.formats.docx.read.body import UNKNOWN_BLOCK
from sdconvert.formats.docx.read.captions import write_out_numbers
from sdconvert.formats.docx.read.census import (
    ENDNOTE,
    FOOTNOTE,
    GENERATED,
    ElementsByTag,
    count,
    describe,
    visible_text,
)
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing.content import DrawnBlocks
from sdconvert.formats.docx.read.fields import INSTR, parse_instruction
from sdconvert.formats.docx.read.formatting.cascade import Drop
from sdconvert.formats.docx.read.formatting.labels import LabelSequence
from sdconvert.formats.docx.read.hidden_marks import is_not_shown
from sdconvert.formats.docx.read.inline import inline_reader
from sdconvert.formats.docx.read.inline.content import Piece
from sdconvert.formats.docx.read.inline.field_results import report_result
from sdconvert.formats.docx.read.misplaced import lose_strangers
from sdconvert.formats.docx.read.normalise import normalise
from sdconvert.formats.docx.read.paragraph_looks import hear_paragraph
from sdconvert.formats.docx.read.story import Story
from sdconvert.frozen import replace
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, InlinePicture, LineBreak, Note, Run
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.alt_chunk import read_alt_chunk
    from sdconvert.formats.docx.read.note_marks import read_note_marks
else:
    read_alt_chunk = call_late("sdconvert.formats.docx.read.alt_chunk", "read_alt_chunk")
    read_note_marks = call_late("sdconvert.formats.docx.read.note_marks", "read_note_marks")


NOTE_MISSING = declare(
    "DOCX-R039",
    Severity.ERROR,
    "The text of the note {id} is missing from the package.",
    "Open the file in Word and save it again.",
    "A note reference names a note that is not in the notes part.",
)
NOTE_TABLE = declare(
    "DOCX-R042",
    Severity.WARNING,
    "{count} table(s) in notes become lines, one for each row; the first: “{text}”",
    why="SDXML has text and nothing else in a note.",
)
NOTE_LABEL = declare(
    "DOCX-R043",
    Severity.INFO,
    "A numbered paragraph in a note carries its number as text: {label}",
    why="SDXML has no lists in notes.",
)
NOTE_NOWHERE = declare(
    "DOCX-R044",
    Severity.WARNING,
    "A note that nothing in the text refers to is left out: “{text}”",
    why="Without a reference there is no place for it.",
)
NOTE_GONE = declare(
    "DOCX-R225",
    Severity.INFO,
    "A note is left out with its reference, which a tracked change took away: “{text}”",
    why="Word deletes a note together with its reference.",
)
NOTE_TWICE = declare(
    "DOCX-R047",
    Severity.WARNING,
    "The note {id} is referred to more than once; it stands at the first reference only.",
    why="SDXML keeps the text of a note where it is referred to, so a second reference would double it.",
)
NOTE_BREAK = declare(
    "DOCX-R048",
    Severity.INFO,
    "A page break in a note becomes a line break.",
    why="SDXML has text and nothing else in a note.",
)

SEPARATOR_TEXT = declare(
    "DOCX-R097",
    Severity.WARNING,
    "The text between the body and its notes is left out: “{text}”",
    hint="Write it into the body where it matters.",
    why="Word shows it above the notes of each page, or where notes run over. SDXML has no place for it.",
)

NOTE_LAYOUT = declare(
    "DOCX-R184",
    Severity.INFO,
    "What paragraphs in notes say of their own layout is not kept: {count} ({values}).",
    why="SDXML has text and nothing else in a note.",
)

_CELL_SEPARATOR, _PARAGRAPH_SEPARATOR = " | ", " / "
_PARTS = {FOOTNOTE: "footnotes", ENDNOTE: "endnotes"}
_NOTES = frozenset((w("footnote"), w("endnote")))
_LAYOUTS = {
    w("jc"): "alignment",
    w("ind"): "an indent",
    w("outlineLvl"): "a heading",
    w("pageBreakBefore"): "a new page",
    w("framePr"): "a frame",
}
_ID, _TYPE = w("id"), w("type")
_CUSTOM_MARK = w("customMarkFollows")
_SEPARATORS = frozenset(("separator", "continuationSeparator", "continuationNotice"))


class Notes:
    """The notes of a package by reference; each is read when the text comes to it. `marks` has what Word shows at each
    reference in the body."""

    def __init__(self, reading: Reading, elements: ElementsByTag, body: Element, settings: Element | None) -> None:
        self._parts: dict[str, tuple[str, dict[str, Element]]] = {}
        self._labels = LabelSequence(reading.numbering)
        self._used: set[tuple[str, str]] = set()
        for kind in _PARTS.values():
            found = reading.package.find_related(reading.package.main_name, kind)
            if found is not None:
                name, root = found
                with reading.within(name):
                    for separator in [note for note in root.iterchildren(*_NOTES) if note.get(_TYPE) in _SEPARATORS]:
                        _lose_separator(separator, reading)
                    normalise(root, reading)
                    lose_strangers(root, _NOTES, reading)
                self._parts[kind] = (name, {note.get(_ID, ""): note for note in root})
        self.marks: Mapping[Element, str] = read_note_marks(elements, body, settings, reading) if self._parts else {}

    def read(self, story: Story, reference: Element) -> Note | None:
        """The note that a reference names; None, with a finding, when there is none or it stands elsewhere already."""
        reading = story.reading
        kind, id = _PARTS[str(reference.tag)], reference.get(_ID, "")
        name, notes = self._parts.get(kind, ("", {}))
        is_used = (kind, id) in self._used
        if id not in notes or is_used:
            code = NOTE_TWICE if is_used else NOTE_MISSING
            reading.report.drop(code, {Kind.NOTES: 1}, reading.at(reference), id=id)
            return None
        self._used.add((kind, id))
        with reading.within(name, self._labels):
            paragraphs = list(self._read_blocks(notes[id], story))
        if paragraphs:
            paragraphs[0] = _strip_leading_space(paragraphs[0], story)
        has_own_mark = is_on(reference.get(_CUSTOM_MARK, "0"))
        return Note(tuple(paragraphs), kind == "endnotes", has_own_mark, self.marks.get(reference, ""))

    def report_unused(self, reading: Reading) -> None:
        """Every note that nothing refers to becomes a finding, unless it holds nothing."""
        gone = {(_PARTS[tag], id) for tag, id in reading.references_gone if tag in _PARTS}
        for kind, (name, notes) in self._parts.items():
            with reading.within(name):
                for id, note in notes.items():
                    if (kind, id) not in self._used:
                        reading.lose_content(NOTE_GONE if (kind, id) in gone else NOTE_NOWHERE, note)

    def _read_blocks(self, container: Element, story: Story) -> Iterator[tuple[Inline, ...]]:
        """The paragraphs in a note, or in a table or directory of it."""
        for child in container:
            reader = READERS.get(child.tag)
            if reader is None:
                story.reading.lose_content(UNKNOWN_BLOCK, child, name=prefixed_name(child.tag))
            else:
                yield from reader(self, child, story)

    def _read_table(self, table: Element, story: Story) -> Iterator[tuple[Inline, ...]]:
        _report_table(table, visible_text(table), story.reading)
        return self._read_blocks(table, story)

    def _read_row(self, row: Element, story: Story) -> Iterator[tuple[Inline, ...]]:
        cells = []
        for child in row:
            if child.tag == TC:
                cells.append(list(self._read_blocks(child, story)))
            else:
                story.reading.lose_content(UNKNOWN_BLOCK, child, name=prefixed_name(child.tag))
        yield _row_line(cells, story.reading)

    def _read_generated(self, element: Element, story: Story) -> Iterator[tuple[Inline, ...]]:
        keyword = parse_instruction(element.get(INSTR, ""))[0]
        report_result(story.reading, element, keyword, visible_text(element))
        return self._read_blocks(element, story)

    def _read_alt_chunk(self, element: Element, story: Story) -> Iterator[tuple[Inline, ...]]:
        return _paragraphs_of(read_alt_chunk(element, story), story.reading, element)

    def _read_paragraph(self, paragraph: Element, story: Story) -> Iterator[tuple[Inline, ...]]:
        reading = story.reading
        ppr = paragraph.find(PPR)
        properties = reading.cascade.paragraph(ppr)
        reader = inline_reader(story, properties.style, Drop.NOTHING)
        if properties.num_id is not None:
            numbered = reading.next_label(properties, paragraph)
            label = numbered.text
            if label and not is_not_shown(paragraph, reading):
                text = label + numbered.end
                reading.report.add_own(NOTE_LABEL, {Kind.CHARACTERS: len(text)}, reading.at(paragraph), label=label)
                reader.put_text(text)
        content = reader.read(paragraph)
        hear_paragraph(properties.looks, paragraph, content.pieces, reading)
        _tell_layout(ppr, paragraph, reading)
        if content.pieces or not is_not_shown(paragraph, reading):
            yield write_out_numbers([_flatten(piece, reading, paragraph) for piece in content.pieces], story)
        for box in content.text_boxes:
            if isinstance(box, DrawnBlocks):
                yield from _paragraphs_of(box.blocks, reading, paragraph)
                continue
            story.report_text_box(box)
            yield from self._read_blocks(box, story)


def _tell_layout(ppr: Element | None, paragraph: Element, reading: Reading) -> None:
    """Count what the paragraph of a note says of its own layout; that of a style is a look of all notes."""
    for child in () if ppr is None else ppr:
        if child.tag in _LAYOUTS:
            reading.looks.add(NOTE_LAYOUT, _LAYOUTS[child.tag], reading.at(paragraph))


def _paragraphs_of(blocks: Iterable[Block], reading: Reading, place: Element) -> Iterator[tuple[Inline, ...]]:
    """Blocks that are no Word here as the paragraphs of a note."""
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                yield block.content
            case ListItem():
                yield (*_label_of(block, reading, place), *block.content)
            case Picture():
                yield (InlinePicture(block.asset, block.text), *block.caption)
            case Table():
                rows = [
                    [list(_paragraphs_of(cell.content, reading, place)) for cell in row.cells] for row in block.rows
                ]
                _report_table(
                    place, " ".join(plain_text(line) for row in rows for cell in row for line in cell), reading
                )
                yield from (() if not block.caption else (block.caption,))
                yield from (_row_line(row, reading) for row in rows)
            case PageBreak():
                reading.report.change(NOTE_BREAK, {Kind.PAGE_BREAKS: 1}, reading.at(place))
            case Directory():
                reading.report.change(NOTE_BREAK, {Kind.DIRECTORIES: 1}, reading.at(place))
            case _:
                assert_never(block)


def _report_table(place: Element, text: str, reading: Reading) -> None:
    reading.report.book_change(NOTE_TABLE, {Kind.TABLES: 1})
    reading.report.tally(NOTE_TABLE, reading.part, reading.at(place), text=text[:QUOTED])


def _row_line(cells: list[list[tuple[Inline, ...]]], reading: Reading) -> tuple[Inline, ...]:
    """The paragraphs of the cells of a row in one line, with signs between cells and between paragraphs of a cell."""
    line: list[Inline] = []
    added = 0
    for number, cell in enumerate(cells):
        for place, paragraph in enumerate(filter(None, cell)):
            separator = _PARAGRAPH_SEPARATOR if place else _CELL_SEPARATOR if number else ""
            line += [Run(separator), *paragraph] if separator else paragraph
            added += len(separator)
        if number and not any(cell):
            line.append(Run(_CELL_SEPARATOR))
            added += len(_CELL_SEPARATOR)
    reading.report.book_own(NOTE_TABLE, {Kind.CHARACTERS: added})
    return tuple(line)


def _label_of(item: ListItem, reading: Reading, place: Element) -> tuple[Run, ...]:
    if not item.label:
        return ()
    text = f"{item.label}\t"
    reading.report.add_own(NOTE_LABEL, {Kind.CHARACTERS: len(text)}, reading.at(place), label=item.label)
    return (Run(text),)


def _flatten(piece: Piece, reading: Reading, paragraph: Element) -> Piece:
    if isinstance(piece, PageBreak):
        reading.report.change(NOTE_BREAK, {Kind.PAGE_BREAKS: 1}, reading.at(paragraph))
        reading.report.read({Kind.LINE_BREAKS: 1})
        return LineBreak()
    if isinstance(piece, Directory):
        reading.report.change(NOTE_BREAK, {Kind.DIRECTORIES: 1}, reading.at(paragraph))
        reading.report.read({Kind.LINE_BREAKS: 1})
        return LineBreak()
    return piece


def _strip_leading_space(content: tuple[Inline, ...], story: Story) -> tuple[Inline, ...]:
    """The space between a note's own mark and its text belongs to the mark."""
    first = content[0] if content else None
    if not isinstance(first, Run):
        return content
    text = first.text.lstrip(" \t\u00a0")
    story.trimmed += len(first.text) - len(text)
    return (replace(first, text=text), *content[1:]) if text else content[1:]


READERS: dict[str, Callable[[Notes, Element, Story], Iterator[tuple[Inline, ...]]]] = {
    P: Notes._read_paragraph,
    TBL: Notes._read_table,
    TR: Notes._read_row,
    TC: Notes._read_blocks,
    GENERATED: Notes._read_generated,
    w("altChunk"): Notes._read_alt_chunk,
}


def _lose_separator(separator: Element, reading: Reading) -> None:
    """Take a separator or a notice out of its part; a text, a picture or a table in it is told."""
    counts = count(separator)
    if visible_text(separator) or any(kind is not Kind.CHARACTERS for kind in counts):
        text = describe(separator)[:QUOTED]
        reading.report.read(counts)
        reading.report.drop(SEPARATOR_TEXT, counts, reading.at(separator), text=text)
    parent = separator.getparent()
    if parent is not None:
        parent.remove(separator)
