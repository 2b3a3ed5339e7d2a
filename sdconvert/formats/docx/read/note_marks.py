"""The mark that Word shows at each note: in which format it counts, from where, and where it begins anew
(ECMA-376 Part 1, 17.11.11 and 17.11.4 for a section, 17.11.12 and 17.11.5 for the document)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, RPR, SECT_PR, VAL, P, T, is_on, w
from sdconvert.formats.docx.read.census import ENDNOTE, FOOTNOTE, ElementsByTag
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.numerals import numeral
from sdconvert.formats.docx.read.hidden_marks import run_properties, style_of
from sdconvert.formats.docx.read.joining import is_within, properties_of
from sdconvert.formats.docx.read.symbols import symbol_text
from sdconvert.formats.docx.units import parse_int
from sdconvert.xmlio import Element

NOTES_OF_A_PAGE = declare(
    "DOCX-R116",
    Severity.WARNING,
    "Word begins to count the {count} {kind} anew on each page; here they are counted on, so that the marks which Word "
    "shows are not known.",
    "Let them be numbered continuously in Word if somebody cites them.",
    "Where a page ends is known to Word alone.",
)

_KINDS = {FOOTNOTE: "footnotes", ENDNOTE: "endnotes"}
_PROPERTIES = {FOOTNOTE: w("footnotePr"), ENDNOTE: w("endnotePr")}
_USUAL_FORMAT = {FOOTNOTE: "decimal", ENDNOTE: "lowerRoman"}
_NUM_FMT, _NUM_START, _NUM_RESTART = w("numFmt"), w("numStart"), w("numRestart")
_FORMAT = w("format")
_CUSTOM_MARK = w("customMarkFollows")
_SYM, _FONT, _CHAR = w("sym"), w("font"), w("char")


class _Rule(NamedTuple):
    """How the notes of one kind count in one section."""

    num_fmt: str
    custom_format: str
    start: int
    restart: str


def read_note_marks(
    elements: ElementsByTag, body: Element, settings: Element | None, reading: Reading
) -> Mapping[Element, str]:
    """The mark of each reference to a note in the body. A note with a mark of its own is not counted (17.11.14), and
    neither is one whose reference is hidden."""
    if not elements[FOOTNOTE] and not elements[ENDNOTE]:
        return {}
    marks: dict[Element, str] = {}
    counts: dict[str, int] = {}
    for section, references in _find_references(body):
        rules = {tag: _read_rule(tag, section, settings) for tag in _KINDS}
        for tag, rule in rules.items():
            if rule.restart == "eachSect":
                counts.pop(tag, None)
        for reference in references:
            if _is_hidden(reference, reading):
                continue
            if is_on(reference.get(_CUSTOM_MARK, "0")):
                marks[reference] = _own_mark(reference)
                continue
            tag = str(reference.tag)
            rule = rules[tag]
            counts[tag] = counts[tag] + 1 if tag in counts else rule.start
            marks[reference] = numeral(counts[tag], rule.num_fmt, rule.custom_format)[0]
            if rule.restart == "eachPage":
                reading.report.tally(NOTES_OF_A_PAGE, tag, reading.at(reference), kind=_KINDS[tag])
    return marks


def _find_references(body: Element) -> Iterator[tuple[Element | None, list[Element]]]:
    """The references to notes of each section, with its properties, which stand in its last paragraph."""
    references: list[Element] = []
    section = last = None
    for element in body.iter(SECT_PR, FOOTNOTE, ENDNOTE):
        ended = _paragraph_ended_by(element) if element.tag == SECT_PR else None
        if element.tag == SECT_PR and ended is None:
            continue
        if last is not None and not is_within(element, last):
            yield section, references
            references, section, last = [], None, None
        if ended is None:
            references.append(element)
        elif last is None:
            section, last = element, ended
    yield (body.find(SECT_PR) if section is None else section), references


def _paragraph_ended_by(section: Element) -> Element | None:
    """The paragraph whose mark ends a section with these properties, None for the last section."""
    ppr = section.getparent()
    paragraph = None if ppr is None or ppr.tag != PPR else ppr.getparent()
    return paragraph if paragraph is not None and paragraph.tag == P else None


def _read_rule(tag: str, section: Element | None, settings: Element | None) -> _Rule:
    """Each property by the section, else by the document, else the usual one."""
    found: dict[str, Element] = {}
    for parent in (settings, section):
        properties = None if parent is None else parent.find(_PROPERTIES[tag])
        found |= {str(child.tag): child for child in (() if properties is None else properties)}
    num_fmt = found.get(_NUM_FMT)
    start = parse_int(_value(found.get(_NUM_START)))
    return _Rule(
        _value(num_fmt) or _USUAL_FORMAT[tag],
        "" if num_fmt is None else num_fmt.get(_FORMAT, ""),
        1 if start is None else start,
        _value(found.get(_NUM_RESTART)) or "continuous",
    )


def _value(element: Element | None) -> str | None:
    return None if element is None else element.get(VAL)


def _is_hidden(reference: Element, reading: Reading) -> bool:
    run, paragraph = reference.getparent(), next(reference.iterancestors(P), None)
    if not reading.hides_text or run is None or paragraph is None:
        return False
    return run_properties(style_of(properties_of(paragraph), reading), run.find(RPR), reading).is_hidden


def _own_mark(reference: Element) -> str:
    """The text that follows in the run."""
    pieces = []
    for element in reference.itersiblings(T, _SYM):
        if element.tag == T:
            pieces.append(element.text or "")
        else:
            pieces.append(symbol_text(element.get(_FONT, ""), element.get(_CHAR, "")) or "")
    return "".join(pieces)
