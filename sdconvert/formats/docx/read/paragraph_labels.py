"""What is told of labels: what is uncertain of them, and what Word shows otherwise (ECMA-376 Part 1, 17.9)."""

from __future__ import annotations

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.docx.names import RPR
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.cascade import ParagraphProperties
from sdconvert.formats.docx.read.formatting.labels import Label
from sdconvert.formats.docx.read.formatting.run_properties import DOUBLE_STRIKE, STRIKE
from sdconvert.formats.docx.read.joining import properties_of
from sdconvert.formats.docx.read.story import Story
from sdconvert.model.inlines import Mark
from sdconvert.xmlio import Element

APPROXIMATE_LABEL = declare(
    "DOCX-R057",
    Severity.WARNING,
    "{count} paragraph(s) are counted in a format that is not understood ({format}); the first is shown as {label}.",
    why="Word knows more ways of counting than SDXML and this converter.",
)
PICTURE_BULLET = declare(
    "DOCX-R114",
    Severity.WARNING,
    "{count} paragraph(s) of this list begin with a picture as their bullet, in place of which stands “{label}”.",
    "Write into the text what the picture says, if it says something.",
    "SDXML has bullets without a look of their own.",
)
UNKNOWN_LABEL_SIGN = declare(
    "DOCX-R115",
    Severity.WARNING,
    "{count} paragraph(s) of this list begin with a sign that only its font has ({font}); “{label}” stands in its "
    "place.",
    "Choose a bullet of another font in Word, if this one says something.",
    "What a character of Unicode's private use looks like is known to one font, and SDXML carries no fonts.",
)
STRUCK_LABEL = declare(
    "DOCX-R227",
    Severity.WARNING,
    "{count} number(s) that Word shows struck through stand as if they were not: “{label}”",
    "Take the number away in Word if it no longer counts.",
    "SDXML has no look of labels.",
)


def report_label(label: Label, properties: ParagraphProperties, paragraph: Element, at: Location, story: Story) -> None:
    """Say of a label what is not certain of it, and what it loses that says something."""
    if label.is_approximate:
        story.approximate.setdefault(label.format, []).append((at, label.text))
    level, reading = properties.level, story.reading
    if level is None or not label.text:
        return
    if level.is_picture:
        reading.report.tally(PICTURE_BULLET, level.list_key, at, label=label.text)
    if level.unknown_font:
        font = level.unknown_font
        reading.report.tally(UNKNOWN_LABEL_SIGN, (level.list_key, font), at, font=font, label=label.text)
    if _is_struck(properties, paragraph, reading):
        reading.report.tally(STRUCK_LABEL, "", at, label=label.text)


def _is_struck(properties: ParagraphProperties, paragraph: Element, reading: Reading) -> bool:
    """Whether a line goes through the label: by its level, else by the paragraph's mark (17.9.24)."""
    look = {} if properties.level is None else properties.level.look
    if STRIKE in look or DOUBLE_STRIKE in look:
        return bool(look.get(STRIKE) or look.get(DOUBLE_STRIKE))
    ppr = properties_of(paragraph) if reading.strikes_text else None
    mark = None if ppr is None else next(ppr.iterchildren(RPR), None)
    if mark is None or next(mark.iterchildren(STRIKE, DOUBLE_STRIKE), None) is None:
        return bool(properties.style.run.get(STRIKE))
    return Mark.STRIKE in reading.cascade.run(properties.style, mark).marks


def report_approximate(story: Story) -> None:
    """Say once for each format of numbers which ones are not understood."""
    for format, labels in story.approximate.items():
        at, text = labels[0]
        story.reading.report.add(APPROXIMATE_LABEL, at, format=format, label=text, count=len(labels))
