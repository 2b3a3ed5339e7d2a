"""The marks of notes: what the source showed, and what will be shown."""

from __future__ import annotations

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.ledger import Kind
from sdconvert.model.document import Document
from sdconvert.model.inlines import LineBreak, Note, Sidenote
from sdconvert.model.text import plain_text
from sdconvert.writing.note_marks import ENDNOTES, FOOTNOTES, counted_marks, find_counting

NOTE_WITH_OWN_MARK = declare(
    "LABEL-004",
    Severity.WARNING,
    "{count} note(s) with a mark of their own, such as the one that begins “{text}”, become notes in the margin.",
    why="SMASHDOCs numbers every footnote. A note with a mark such as * is not counted in Word, so that all notes "
    "after it would show another number. The mark stays in the text.",
)
NOTE_MARK_DIFFERS = declare(
    "LABEL-005",
    Severity.WARNING,
    "{count} {kind} are marked otherwise than in the source: the first, “{mark}” there, will be shown as “{shown}”.",
    hint="Look for sentences that name a note by its number.",
    why="SMASHDOCs counts all notes of a document together as 1, 2, 3; pages and Word files made here count footnotes "
    "as 1, 2, 3 and endnotes as i, ii, iii. A Word file takes over other formats and starts, where all notes of a kind "
    "have them; counts that begin anew cannot be said.",
)

_LINE = (LineBreak(),)
_LONGEST_QUOTE = 120


class NoteCount:
    """Settles the notes of a document in reading order. `has_endnotes`: they are counted apart from footnotes.
    `keeps_marks`: the format can count as the source did, and has notes with a mark of their own."""

    def __init__(self, document: Document, report: Report, *, has_endnotes: bool, keeps_marks: bool) -> None:
        self._report = report
        self._has_endnotes = has_endnotes
        self._keeps_marks = keeps_marks
        self._ways = {False: FOOTNOTES, True: ENDNOTES}
        for is_endnote, usual in self._ways.items() if keeps_marks else ():
            marks = counted_marks(document, is_endnote=is_endnote)
            self._ways[is_endnote] = find_counting(marks, usual) or usual
        self._counts = {False: 0, True: 0}

    def settle(self, note: Note, at: Location | None) -> Note | Sidenote:
        """A note that counts as it is, one that does not in a form that is not numbered.

        Loses: LABEL-004, LABEL-005.
        """
        if note.has_own_mark:
            return note if self._keeps_marks else self._make_sidenote(note, at)
        shown = self._next_mark(note)
        if note.mark and note.mark != shown:
            kind = "endnote(s)" if note.is_endnote else "footnote(s)"
            self._report.tally(NOTE_MARK_DIFFERS, kind, at, kind=kind, mark=note.mark, shown=shown)
        return note

    def _next_mark(self, note: Note) -> str:
        is_endnote = note.is_endnote and self._has_endnotes
        self._counts[is_endnote] += 1
        return self._ways[is_endnote].mark(self._counts[is_endnote] - 1)

    def _make_sidenote(self, note: Note, at: Location | None) -> Sidenote:
        parts = [part for number, paragraph in enumerate(note.paragraphs) for part in (_LINE[:number], paragraph)]
        words = plain_text(note.paragraphs[0] if note.paragraphs else ())
        self._report.tally(NOTE_WITH_OWN_MARK, None, at, text=words[:_LONGEST_QUOTE])
        self._report.book_own(NOTE_WITH_OWN_MARK, {Kind.LINE_BREAKS: max(0, len(note.paragraphs) - 1)})
        return Sidenote(tuple(node for part in parts for node in part))
