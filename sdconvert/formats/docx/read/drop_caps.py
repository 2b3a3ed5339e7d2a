"""Drop capitals: a letter in a frame of its own is the first one of the paragraph behind it (ECMA-376 Part 1,
17.3.1.11)."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, w
from sdconvert.formats.docx.read.census import visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.hidden_marks import following_paragraph
from sdconvert.formats.docx.read.joining import ends_section, join_paragraphs
from sdconvert.xmlio import Element

DROP_CAP = declare(
    "DOCX-R104",
    Severity.INFO,
    "{count} large initial(s) stand in their line as ordinary letters; the first is “{text}”.",
    why="SDXML has no drop capitals; the letter belongs to the word behind it.",
)

_FRAME = w("framePr")
_DROP_CAP = w("dropCap")
_DROPPED = frozenset(("drop", "margin"))


def join_drop_caps(paragraphs: Iterable[Element], reading: Reading) -> None:
    """Put each drop capital before the text of its paragraph."""
    for paragraph in paragraphs:
        ppr = paragraph.find(PPR)
        frame = None if ppr is None else ppr.find(_FRAME)
        if frame is None or frame.get(_DROP_CAP) not in _DROPPED or paragraph.getparent() is None:
            continue
        following = following_paragraph(paragraph)
        if following is not None and not ends_section(paragraph):
            reading.report.tally(DROP_CAP, "", reading.at(paragraph), text=visible_text(paragraph)[:120])
            join_paragraphs(paragraph, following)
