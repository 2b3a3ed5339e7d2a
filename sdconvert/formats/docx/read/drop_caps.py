"""Frames (ECMA-376 Part 1, 17.3.1.11): a drop capital is the first letter of the paragraph behind its frame; what else
stands in a frame stands in the flow of text."""

from __future__ import annotations

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import PPR, P, w
from sdconvert.formats.docx.read.census import FRAME, ElementsByTag, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.hidden_marks import following_paragraph
from sdconvert.formats.docx.read.joining import ends_section, join_pairs, properties_of
from sdconvert.xmlio import Element

DROP_CAP = declare(
    "DOCX-R104",
    Severity.INFO,
    "{count} large initial(s) stand in their line as ordinary letters; the first is “{text}”.",
    why="SDXML has no drop capitals; the letter belongs to the word behind it.",
)

FRAMED = declare(
    "DOCX-R161",
    Severity.WARNING,
    "{count} paragraph(s) that Word shows in a frame, at a place of its own, stand in the flow of text; the first: "
    "“{text}”",
    "Look whether they are understood where they stand now.",
    "SDXML has one flow of text and no frames.",
)

_DROP_CAP = w("dropCap")
_DROPPED = frozenset(("drop", "margin"))


def join_drop_caps(elements: ElementsByTag, reading: Reading) -> None:
    """Put each drop capital before the text of its paragraph."""
    framed = _framed(elements[FRAME])
    joined: list[tuple[Element, Element]] = []
    for paragraph in elements[P] if reading.styles.has_frames else framed:
        ppr = properties_of(paragraph) if paragraph in framed else None
        frame = None if ppr is None else next(ppr.iterchildren(FRAME), None)
        if frame is None and reading.styles.has_frames:
            frame = reading.styles.frame(reading.read_properties(paragraph).style.id)
        if frame is None or paragraph.getparent() is None:
            continue
        if frame.get(_DROP_CAP) not in _DROPPED:
            if joined and joined[-1][1] is paragraph:
                join_pairs(joined)
                joined.clear()
            _report_frame(paragraph, reading)
            continue
        following = following_paragraph(paragraph)
        if following is not None and not ends_section(paragraph):
            reading.report.tally(DROP_CAP, "", reading.at(paragraph), text=visible_text(paragraph)[:120])
            joined.append((paragraph, following))
    join_pairs(joined)


def _framed(frames: list[Element]) -> dict[Element, None]:
    """The paragraphs that have these frames."""
    properties = [parent for frame in frames if (parent := frame.getparent()) is not None and parent.tag == PPR]
    paragraphs = [parent for ppr in properties if (parent := ppr.getparent()) is not None and parent.tag == P]
    return dict.fromkeys(paragraphs)


def _report_frame(paragraph: Element, reading: Reading) -> None:
    """Say that a frame of the text is none any more; those of headers and footers are not kept at all."""
    text = visible_text(paragraph)
    if text and reading.part == reading.package.main_name:
        reading.report.tally(FRAMED, "", reading.at(paragraph), text=text[:QUOTED])
