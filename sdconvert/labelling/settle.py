"""Which labels stay numbers that count, and which become text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, assert_never

from sdconvert.choices import Headings, Labels
from sdconvert.findings import Code, Report, Result, Severity, declare
from sdconvert.frozen import builder, dataclass, replace
from sdconvert.labelling.account import (
    Countable,
    Labelled,
    Placed,
    Row,
    agreement_of,
    find_countables,
    is_labelled,
    number_countables,
    place_blocks,
    rows_of,
    shown_of,
    spread,
)
from sdconvert.labelling.agreement import Agreement
from sdconvert.labelling.notes import NoteCount
from sdconvert.labelling.sections import number_outlines
from sdconvert.labelling.told import kinds_within, tells_labels
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Note, Run
from sdconvert.model.rewrite import rewrite_blocks, rewrite_notes
from sdconvert.model.tables import Table

if TYPE_CHECKING:
    from sdconvert.labelling.plain import as_plain
    from sdconvert.labelling.references import settle_references
else:
    as_plain = call_late("sdconvert.labelling.plain", "as_plain")
    settle_references = call_late("sdconvert.labelling.references", "settle_references")


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
_SHARED_COUNTS: Mapping[type, int] = {Heading: 0, Paragraph: 0, Picture: 1, Table: 2}
_CODES_OF_NUMBERS = {Agreement.DECORATED: LABEL_BARE, Agreement.OTHER: LABEL_DIFFERS}
_SAME = Agreement.SAME
_LONGEST_QUOTE = 120
_LABELLED = (Heading, Paragraph, ListItem, Picture, Table)
_build_run = builder(Run)
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
    _report_labels(report, decided)
    chosen = decided.document
    if any(code is LABEL_AS_TEXT for code in decided.told):
        chosen = replace(chosen, blocks=_with_labels_as_text(decided, report))
    kinds = kinds_within(decided.placed)
    if Note in kinds:
        notes = NoteCount(chosen, report, has_endnotes=has_endnotes, keeps_marks=keeps_note_marks)
        chosen = replace(chosen, blocks=rewrite_notes(chosen.blocks, notes.settle))
    if CrossReference in kinds:
        chosen = settle_references(chosen, decided.shown, report, keeps_words=keeps_words)
    report.report_tallies()
    return report.result(chosen)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is numbered in a document, before anything is written: the document with the lists that are numbered
    paragraphs, its blocks in reading order, and which of them count. For each of these: the number if no label were
    text, the one that will be shown, and what is to be told of the label."""

    document: Document
    placed: list[Placed]
    countables: list[Countable]
    would_be: list[str]
    numbers: list[str]
    told: list[Code | None]

    @property
    def shown(self) -> list[str]:
        """What will be shown before each block."""
        return spread(self.numbers, self.countables, len(self.placed), "")

    @property
    def rows(self) -> list[Row]:
        """For each block that can be numbered, what is shown before it."""
        return list(rows_of(self.placed, self.shown))

    @property
    def codes(self) -> list[Code | None]:
        """For each block that can be numbered, what is to be told of its label."""
        codes = spread(self.told, self.countables, len(self.placed), None)
        return [code for code, (block, _) in zip(codes, self.placed, strict=True) if is_labelled(block)]


def decide(document: Document, labels: Labels = Labels.AUTO, headings: Headings = Headings.AUTO) -> Decision:
    """Which labels of a document stay numbers and which become text."""
    chosen = document if headings is Headings.AUTO else _choose_headings(document, headings)
    placed = place_blocks(chosen.blocks)
    countables = find_countables(placed)
    as_text: frozenset[str] = frozenset()
    if labels is Labels.STRUCTURE:
        numbers = would_be = number_countables(countables)
    else:
        tolerated = _TOLERATED[labels]
        chosen, placed, countables = number_outlines(chosen, placed, countables, tolerated)
        would_be = number_countables(countables)
        as_text, numbers = _lists_as_text(countables, would_be, tolerated)
    told = _codes_of(countables, numbers, as_text, labels)
    return Decision(chosen, placed, countables, would_be, numbers, told)


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
    countables: Sequence[Countable], numbers: list[str], tolerated: Collection[Agreement]
) -> tuple[frozenset[str], list[str]]:
    """The lists whose labels become text, and what is shown then, where else it is `numbers`.

    Headings and numbered paragraphs share one count, which a list of theirs leaves when it becomes text, and so do the
    captions of pictures and of tables: of these, one at a time is taken, the first that differs.
    """
    found: frozenset[str] = frozenset()
    left = [
        (index, countable)
        for index, countable in enumerate(countables)
        if countable.block.label and not countable.has_no_number and countable.list_key != _AS_THE_CALLER_CHOSE
    ]
    while left:
        differing = _find_differing(left, numbers, tolerated)
        if not differing:
            break
        found |= differing
        left = [(index, each) for index, each in left if each.list_key not in found]
        numbers = number_countables(countables, found)
    return found, numbers


def _find_differing(
    countables: Iterable[tuple[int, Countable]], numbers: Sequence[str], tolerated: Collection[Agreement]
) -> set[str]:
    """The lists of items that differ anywhere, and of each kind that shares a count the first one that differs."""
    found: set[str] = set()
    settled: set[int] = set()
    for index, (_, block, list_key, _) in countables:
        count = _SHARED_COUNTS.get(type(block))
        if count in settled or (count is None and list_key in found):
            continue
        if agreement_of(block, numbers[index]) not in tolerated:
            found.add(list_key)
            if count is not None:
                settled.add(count)
    return found


def _codes_of(
    countables: Iterable[Countable], numbers: Iterable[str], as_text: Collection[str], labels: Labels
) -> list[Code | None]:
    """What is to be told of each label: LABEL_AS_TEXT says that it is to be written as text, too."""
    codes: list[Code | None] = []
    for (_, block, list_key, has_no_number), number in zip(countables, numbers, strict=True):
        code = None
        if block.label:
            if list_key in as_text:
                code = LABEL_AS_TEXT
            elif (agreement := agreement_of(block, number)) is not _SAME:
                is_text = has_no_number and labels is not Labels.STRUCTURE
                code = LABEL_AS_TEXT if is_text else _CODES_OF_NUMBERS[agreement]
        codes.append(code)
    return codes


def _report_labels(report: Report, decided: Decision) -> None:
    """Tally what is not shown as it was. Of a list that becomes text it is told what would have been shown."""
    counts: dict[tuple[str, str, int], int] = {}
    firsts: dict[tuple[str, str, int], tuple[Code, Labelled, str]] = {}
    columns = zip(decided.countables, decided.told, decided.numbers, decided.would_be, strict=True)
    for (_, block, list_key, _), code, number, other in columns:
        if code is not None:
            key = (code.id, list_key, _level(block))
            if key in counts:
                counts[key] += 1
            else:
                counts[key] = 1
                firsts[key] = (code, block, other if code is LABEL_AS_TEXT else number)
    for key, (code, block, number) in firsts.items():
        label, shown = block.label.strip()[:_LONGEST_QUOTE], shown_of(block, number) or "no label"
        report.tally(code, key[1:], block.at, counts[key], label=label, shown=shown)


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


def _with_labels_as_text(decided: Decision, report: Report) -> tuple[Block, ...]:
    """The blocks, those of LABEL_AS_TEXT with their labels at the beginning of their text, which is booked as added."""
    added = 0
    codes = iter(spread(decided.told, decided.countables, len(decided.placed), None))

    def write_label(block: Block) -> Block:
        nonlocal added
        if next(codes) is not LABEL_AS_TEXT:
            return block
        assert isinstance(block, _LABELLED)
        label = block.label if isinstance(block, (Picture, Table)) else block.label + block.label_end
        added += len(label)
        return as_plain(block, _build_run(label))

    written = rewrite_blocks(decided.document.blocks, write_label, tables_first=True)
    report.book_own(LABEL_AS_TEXT, {Kind.CHARACTERS: added})
    return written
