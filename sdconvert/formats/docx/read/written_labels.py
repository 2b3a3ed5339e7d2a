"""Labels of numbered paragraphs as text, in parts of which plain text is kept: comments, headers and footers."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, RUN, XML, P, T
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.labels import LabelSequence
from sdconvert.formats.docx.read.hidden_marks import is_not_shown
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element, insert_after

LABELS_WRITTEN = declare(
    "DOCX-R173",
    Severity.INFO,
    "{count} numbered paragraph(s) of {part} carry their labels as text, the first: “{label}”",
    why="Comments and footers are plain text.",
)


def write_out_labels(root: Element, part: str, reading: Reading) -> None:
    """Put the label of each numbered paragraph of a part before its text; it is booked as added."""
    with reading.within(part, LabelSequence(reading.numbering)):
        for paragraph in root.iter(P):
            ppr = paragraph.find(PPR)
            properties = reading.cascade.paragraph(ppr)
            if properties.num_id is None:
                continue
            label = reading.next_label(properties, paragraph)
            if label.text.strip() and not is_not_shown(paragraph, reading):
                _write_label(paragraph, ppr, label.text + label.end)
                reading.report.book_own(LABELS_WRITTEN, {Kind.CHARACTERS: len(label.text + label.end)})
                reading.report.tally(LABELS_WRITTEN, part, reading.at(paragraph), part=part, label=label.text)


def _write_label(paragraph: Element, ppr: Element | None, text: str) -> None:
    run = paragraph.makeelement(RUN)
    written = run.makeelement(T, {f"{{{XML}}}space": "preserve"})
    written.text = text
    run.append(written)
    if ppr is None:
        paragraph.insert(0, run)
    else:
        insert_after(ppr, [run])
