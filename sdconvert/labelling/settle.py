"""Which labels stay numbers that count, and which become text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import assert_never

from sdconvert.choices import Headings, Labels
from sdconvert.findings import Code, Report, Result, Severity, declare
from sdconvert.frozen import replace
from sdconvert.labelling.account import (
    Captioned,
    Labelled,
    Placed,
    Row,
    is_labelled,
    list_key,
    number_blocks,
    place_blocks,
    rows_of,
    shown_of,
)
from sdconvert.labelling.agreement import Agreement
from sdconvert.labelling.notes import NoteCount
from sdconvert.labelling.references import settle_references
from sdconvert.labelling.sections import number_outlines
from sdconvert.labelling.told import tells_labels
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Note, Run, Sidenote
from sdconvert.model.rewrite import rewrite_blocks, rewrite_notes
from sdconvert.model.tables import Table
from sdconvert.model.walk import kinds_of_inlines

LABEL_DIFFERS = declare(
    "LABEL-001",
    Severity.WARNING,
    "“{label}” in the source will be shown as “{shown}” by SMASHDOCs; this concerns {count} block(s) of this list and "
    "level.",
    hint="Use --labels auto, which keeps such labels as text.",
    why="SDXML has no numbering format: SMASHDOCs counts headings and paragraphs as 1, 1.1, 1.2 and lists as 1, 2, 3. "
    "Letters, roman numbers and other starts than 1 cannot be said.",
)
LABEL_AS_TEXT = declare(
    "LABEL-002",
    Severity.INFO,
    "“{label}” is written as text, because SMASHDOCs would show “{shown}”; this concerns {count} block(s) of this list "
    "and level.",
    hint="Use --labels structure to have SMASHDOCs number them its own way.",
    why="A number that somebody may cite must not change. Such a block is no longer numbered by SMASHDOCs: a heading "
    "becomes a plain one, a list item an indented paragraph, and a caption begins with its number. That is decided for "
    "a whole list with all its levels.",
)
LABEL_BARE = declare(
    "LABEL-003",
    Severity.WARNING,
    "“{label}” will be shown as “{shown}” by SMASHDOCs: the count is the same, the words or signs around it are left "
    "out; this concerns {count} block(s) of this list and level.",
    hint="Use --labels literal to write such labels as text.",
    why="SDXML has no numbering format, so that words such as “Article” and signs such as § cannot stand before a "
    "number.",
)

_TOLERATED: Mapping[Labels, Collection[Agreement]] = {
    Labels.AUTO: frozenset({Agreement.SAME, Agreement.DECORATED}),
    Labels.LITERAL: frozenset({Agreement.SAME}),
    Labels.STRUCTURE: frozenset(Agreement),
}
_KINDS_OF_ONE_COUNT = (Heading | Paragraph, Picture, Table)
_SAME = Agreement.SAME
_LONGEST_QUOTE = 120
_NOTHING: frozenset[str] = frozenset()
_WITH_REFERENCES: frozenset[type] = frozenset((CrossReference, Note, Sidenote))
"""What is a reference or may hold some."""
_AS_THE_CALLER_CHOSE = "headings as chosen"


def settle(
    document: Document,
    labels: Labels = Labels.AUTO,
    headings: Headings = Headings.AUTO,
    *,
    keeps_words: bool = False,
    has_endnotes: bool = False,
    keeps_note_marks: bool = False,
) -> Result[Document]:
    """The document with the labels and the references that a reader will see.

    `auto` changes no number that could be cited: a list is numbered by SMASHDOCs where its count is the same (as
    numbered paragraphs where it counts 1, 1.1, 1.1.1), and carries its labels as text, on all its levels, where any of
    them is another. `structure` leaves all to SMASHDOCs and reports what differs, `literal` writes the labels of a list
    as text where any of them differs in more than punctuation. A reference stays one where it will read as it did;
    else its words stay: as a reference with words of its own where the format to be written has such (`keeps_words`),
    as text where it has not. `has_endnotes`: that format counts endnotes apart from footnotes; `keeps_note_marks`: as
    the source did, and it has notes with a mark of their own.

    Loses: LABEL-001 to LABEL-005, LABEL-010.
    """
    if headings is Headings.AUTO and not tells_labels(document.blocks):
        return Result(document)
    report = Report()
    decided = decide(document, labels, headings)
    _report_labels(report, decided.codes, decided.rows, decided.would_be)
    chosen = decided.document
    if LABEL_AS_TEXT in decided.codes:
        chosen = replace(chosen, blocks=_with_labels_as_text(chosen.blocks, decided.codes, report))
    kinds = kinds_of_inlines(document)
    if Note in kinds:
        notes = NoteCount(chosen, report, has_endnotes=has_endnotes, keeps_marks=keeps_note_marks)
        chosen = replace(chosen, blocks=rewrite_notes(chosen.blocks, notes.settle))
    if not kinds.isdisjoint(_WITH_REFERENCES):
        chosen = settle_references(chosen, decided.shown, report, keeps_words=keeps_words)
    report.report_tallies()
    return report.result(chosen)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is numbered in a document, before anything is written: the document with the lists that are numbered
    paragraphs, what will be shown before each of its blocks, and for each that can be numbered its row, what to tell of
    it, and what would be shown if no label were text."""

    document: Document
    shown: list[str]
    rows: list[Row]
    codes: list[Code | None]
    would_be: list[str]


def decide(document: Document, labels: Labels = Labels.AUTO, headings: Headings = Headings.AUTO) -> Decision:
    """Which labels of a document stay numbers and which become text."""
    chosen = document if headings is Headings.AUTO else _choose_headings(document, headings)
    tolerated = _TOLERATED[labels]
    placed = list(place_blocks(chosen.blocks))
    if labels is not Labels.STRUCTURE:
        chosen, placed = number_outlines(chosen, placed, tolerated)
    would_be = number_blocks(placed, ())
    as_text, shown = _NOTHING, would_be
    if labels is not Labels.STRUCTURE:
        as_text, shown = _lists_as_text(placed, would_be, tolerated)
    rows = list(rows_of(placed, shown))
    codes = [None if not row.label and row.agreement is _SAME else _code_for(row, as_text, labels) for row in rows]
    others = _shown_where_numbered(placed, would_be) if as_text else [row.shown for row in rows]
    return Decision(chosen, shown, rows, codes, others)


def _shown_where_numbered(placed: list[Placed], numbers: list[str]) -> list[str]:
    return [shown_of(block, number) for (block, _), number in zip(placed, numbers, strict=True) if is_labelled(block)]


def _choose_headings(document: Document, headings: Headings) -> Document:
    """The document with all headings numbered, or none, in a list of their own that nobody asks to be as it was."""
    is_numbered = headings is Headings.NUMBERED

    def choose(block: Block) -> Block:
        if not isinstance(block, Heading):
            return block
        return replace(
            block,
            is_numbered=is_numbered,
            restarts=block.restarts and is_numbered,
            label=block.label if block.is_numbered else "",
            counter=_AS_THE_CALLER_CHOSE,
        )

    return replace(document, blocks=rewrite_blocks(document.blocks, choose))


def _lists_as_text(
    placed: list[Placed], shown: list[str], tolerated: Collection[Agreement]
) -> tuple[frozenset[str], list[str]]:
    """The lists whose labels become text, and what is shown then, where else it is `shown`.

    Headings and numbered paragraphs share one count, which a list of theirs leaves when it becomes text, and so do the
    captions of pictures and of tables: of these, one at a time is taken, the first that differs.
    """
    found = _NOTHING
    told = {
        place: list_key(each.block) for place, each in enumerate(placed) if is_labelled(each.block) and each.block.label
    }
    while told:
        rows = rows_of([placed[place] for place in told], [shown[place] for place in told])
        others = [row for row in rows if row.agreement not in tolerated and _may_be_text(row)]
        if not others:
            break
        items = [row for row in others if isinstance(row.block, ListItem)]
        firsts = [[row for row in others if isinstance(row.block, kinds)][:1] for kinds in _KINDS_OF_ONE_COUNT]
        found |= {row.list_key for row in chain(items, *firsts)}
        told = {place: key for place, key in told.items() if key not in found}
        shown = number_blocks(placed, found)
    return found, shown


def _may_be_text(row: Row) -> bool:
    """Whether a label that differs makes text of its whole list."""
    return not row.has_no_number and row.list_key != _AS_THE_CALLER_CHOSE


def _code_for(row: Row, as_text: Collection[str], labels: Labels) -> Code | None:
    """What is to be told of a block's label: LABEL_AS_TEXT says that it is to be written as text, too."""
    if row.list_key not in as_text and row.agreement is _SAME:
        return None
    if row.list_key in as_text or (row.has_no_number and labels is not Labels.STRUCTURE):
        return LABEL_AS_TEXT if row.label else None
    return LABEL_BARE if row.agreement is Agreement.DECORATED else LABEL_DIFFERS


def _report_labels(report: Report, codes: Iterable[Code | None], rows: Iterable[Row], would_be: Iterable[str]) -> None:
    """Tally what is not shown as it was. Of a list that becomes text it is told what would have been shown."""
    for code, row, other in zip(codes, rows, would_be, strict=True):
        if code is not None:
            shown = (other if code is LABEL_AS_TEXT else row.shown) or "no label"
            label = row.label.strip()[:_LONGEST_QUOTE]
            report.tally(code, (row.list_key, _level(row.block)), row.block.at, label=label, shown=shown)


def _level(block: Labelled) -> int:
    match block:
        case Paragraph():
            return block.number_level or 0
        case Heading() | ListItem():
            return block.level
        case Picture() | Table():
            return 0
        case _:
            assert_never(block)


def _with_labels_as_text(blocks: tuple[Block, ...], codes: Iterable[Code | None], report: Report) -> tuple[Block, ...]:
    """The blocks, those of LABEL_AS_TEXT with their labels at the beginning of their text, which is booked as added.
    `codes` has one code for each block that can be numbered."""
    added = 0
    left = iter(codes)

    def write_label(block: Block) -> Block:
        nonlocal added
        if not is_labelled(block) or next(left) is not LABEL_AS_TEXT:
            return block
        label = block.label if isinstance(block, Captioned) else block.label + block.label_end
        added += len(label)
        return as_plain(block, Run(label))

    written = rewrite_blocks(blocks, write_label, tables_first=True)
    report.book_own(LABEL_AS_TEXT, {Kind.CHARACTERS: added})
    return written


def as_plain(block: Labelled, label: Run) -> Block:
    """A block that does not count, of the same look. Paragraphs of the first two levels begin at the margin, where
    headings and clauses stand; deeper ones are indented."""
    match block:
        case Heading():
            return replace(block, content=(label, *block.content), is_numbered=False, restarts=False, label="")
        case Paragraph():
            indent = max(block.indent, (block.number_level or 0) - 1)
            content = (label, *block.content)
            return replace(block, content=content, number_level=None, restarts=False, label="", indent=indent)
        case ListItem():
            content = (label, *block.content)
            return Paragraph(
                content, block.level, block.alignment, style=block.style, id=block.id, at=block.at, extra=block.extra
            )
        case Picture() | Table():
            return replace(block, caption=(label, *block.caption), is_numbered=False, label="")
        case _:
            assert_never(block)
