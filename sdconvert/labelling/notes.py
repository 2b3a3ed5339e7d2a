"""The marks of notes: what the source showed, and what will be shown."""

from __future__ import annotations

from sdconvert.findings import Kind, Location, Report, Severity, declare
from sdconvert.model.inlines import LineBreak, Note, Sidenote
from sdconvert.model.text import plain_text

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
    "as 1, 2, 3 and endnotes as i, ii, iii. Other formats, starts and counts that begin anew cannot be said.",
)

_LINE = (LineBreak(),)
_LONGEST_QUOTE = 120
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class NoteCount:
    """Settles the notes of a document in reading order. `has_endnotes`: they are counted apart from footnotes."""

    def __init__(self, report: Report, *, has_endnotes: bool) -> None:
        self._report = report
        self._has_endnotes = has_endnotes
        self._footnotes = self._endnotes = 0

    def settle(self, note: Note, at: Location | None) -> Note | Sidenote:
        """A note that counts as it is, one that does not in a form that is not numbered.

        Loses: LABEL-004, LABEL-005.
        """
        if note.has_own_mark:
            return self._make_sidenote(note, at)
        shown = self._next_mark(note)
        if note.mark and note.mark != shown:
            kind = "endnote(s)" if note.is_endnote else "footnote(s)"
            self._report.tally(NOTE_MARK_DIFFERS, kind, at, kind=kind, mark=note.mark, shown=shown)
        return note

    def _next_mark(self, note: Note) -> str:
        if note.is_endnote and self._has_endnotes:
            self._endnotes += 1
            return _roman(self._endnotes)
        self._footnotes += 1
        return str(self._footnotes)

    def _make_sidenote(self, note: Note, at: Location | None) -> Sidenote:
        parts = [part for number, paragraph in enumerate(note.paragraphs) for part in (_LINE[:number], paragraph)]
        words = plain_text(note.paragraphs[0] if note.paragraphs else ())
        self._report.tally(NOTE_WITH_OWN_MARK, None, at, text=words[:_LONGEST_QUOTE])
        self._report.book_own(NOTE_WITH_OWN_MARK, {Kind.LINE_BREAKS: max(0, len(note.paragraphs) - 1)})
        return Sidenote(tuple(node for part in parts for node in part))


def _roman(number: int) -> str:
    text = []
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        text.append(sign * count)
    return "".join(text)
