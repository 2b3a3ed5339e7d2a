"""Fields whose result the file lacks, or calls out of date, with what Word computes for them when it opens the file."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import RPR, RUN, XML, P, T
from sdconvert.formats.docx.read.census import ENDNOTE, FOOTNOTE, count, visible_text
from sdconvert.formats.docx.read.field_sources import FieldSources
from sdconvert.formats.docx.read.field_states import is_dirty
from sdconvert.formats.docx.read.fields import is_switch
from sdconvert.formats.docx.read.inline.reader import InlineReader
from sdconvert.formats.docx.read.list_fields import LIST_FIELDS
from sdconvert.formats.docx.read.number_account import Context, NumberAccount
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

COMPUTED_FIELD = declare(
    "DOCX-R117",
    Severity.WARNING,
    "{count} field(s) {keyword}, for which the file holds no result or an old one, show what Word computes when it "
    "opens the file: the first “{text}” in place of “{stored}”.",
    "Update the fields in Word (select all, F9), save, and compare.",
    "Such a field is a command; the file need not hold what it shows.",
)

_ABOVE, _BELOW = "above", "below"
_LEFT_EMPTY = frozenset(("REF", "NOTEREF", "STYLEREF"))
"""Fields that show nothing in Word where the file holds no result, until somebody updates them."""


class _Field(NamedTuple):
    """A field, its instruction, and what it may ask."""

    element: Element
    arguments: tuple[str, ...]
    switches: frozenset[str]
    sources: FieldSources

    @property
    def numbers(self) -> NumberAccount:
        return self.sources.numbers

    @property
    def place(self) -> Element | None:
        return next(self.element.iterancestors(P), None)


def refresh_field(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...], stored: str) -> str:
    """Give a field the result that Word computes, where it can be told and the field has none or an old one.

    Returns: the text that it shows then, which is the `stored` one where nothing is computed.
    """
    compute = COMPUTED.get(keyword)
    if compute is None:
        return stored
    has_result = bool(stored) and not is_dirty(element)
    if has_result and keyword not in LIST_FIELDS:
        return stored
    if keyword in _LEFT_EMPTY and not (stored or is_dirty(element) or reader.reading.updates_fields):
        return stored
    switches = frozenset(argument.lower() for argument in arguments if is_switch(argument))
    text = compute(_Field(element, arguments, switches, reader.story.field_sources))
    if not has_result and text and text != stored:
        _replace_result(reader, element, keyword, text, stored)
        return visible_text(element)
    return stored


def _replace_result(reader: InlineReader, element: Element, keyword: str, text: str, stored: str) -> None:
    reading, report = reader.reading, reader.reading.report
    counts = dict(count(element))
    counts[Kind.FIELDS] = counts.get(Kind.FIELDS, 0) - 1
    details = {"keyword": keyword, "text": text[:120], "stored": stored[:120]}
    report.tally(COMPUTED_FIELD, keyword, reading.at(element), **details)
    report.book_change(COMPUTED_FIELD, counts)
    report.book_own(COMPUTED_FIELD, {Kind.CHARACTERS: len(text)})
    rpr = element.find(f"{RUN}/{RPR}")
    for child in list(element):
        element.remove(child)
    run = element.makeelement(RUN)
    if rpr is not None:
        run.append(rpr)
    written = run.makeelement(T, {f"{{{XML}}}space": "preserve"})
    written.text = text
    run.append(written)
    element.append(run)


# ------------------------------------------------------------------------------------------------------ references


def _reference(field: _Field) -> str | None:
    """Source: ECMA-376 Part 1, 17.16.5.50 (REF)."""
    start = field.numbers.find_bookmark(field.arguments[0]) if field.arguments else None
    target = None if start is None else field.numbers.paragraph_of(start)
    if start is None or target is None:
        return None
    context = _context(field.switches)
    if context is None:
        return _direction(field, target) if "\\p" in field.switches else field.numbers.marked_text(start)
    number = field.numbers.number(target, context, field.place, only_numbers="\\t" in field.switches)
    return number and _with_direction(field, number, target)


def _note_reference(field: _Field) -> str | None:
    """Source: ECMA-376 Part 1, 17.16.5.39 (NOTEREF)."""
    start = field.numbers.find_bookmark(field.arguments[0]) if field.arguments else None
    if start is None:
        return None
    notes = field.numbers.marked(start, FOOTNOTE, ENDNOTE)
    mark = next((field.sources.note_marks[note] for note in notes if note in field.sources.note_marks), None)
    target = field.numbers.paragraph_of(start)
    return mark if mark is None or target is None else _with_direction(field, mark, target)


def _context(switches: frozenset[str]) -> Context | None:
    return next((context for context in Context if context.value in switches), None)


def _with_direction(field: _Field, text: str, target: Element) -> str:
    direction = _direction(field, target) if "\\p" in field.switches else None
    return f"{text} {direction}" if direction else text


def _direction(field: _Field, target: Element) -> str | None:
    place = field.place
    if place is None or place is target or not field.numbers.is_in_body(place):
        return None
    return _ABOVE if field.numbers.is_before(target, place) else _BELOW


def _style_reference(field: _Field) -> str | None:
    """The text or the number of the nearest paragraph of a style, before the field or else behind it.

    Source: ECMA-376 Part 1, 17.16.5.59 (STYLEREF); `\\s` is what Word writes for the number of a chapter.
    """
    name = _style_name(field.arguments[0]) if field.arguments and not is_switch(field.arguments[0]) else ""
    target = _nearest_of_style(field, name) if name else None
    if target is None:
        return None
    context = Context.NONE if "\\s" in field.switches else _context(field.switches)
    if context is None:
        return _direction(field, target) if "\\p" in field.switches else visible_text(target)
    only_numbers = bool(field.switches & {"\\s", "\\t"})
    number = field.numbers.number(target, context, field.place, only_numbers=only_numbers)
    return number and _with_direction(field, number, target)


def _style_name(argument: str) -> str:
    return f"heading {argument}" if argument.isdigit() else argument.lower()


def _nearest_of_style(field: _Field, name: str) -> Element | None:
    last, place = None, field.place
    if place is not None and not field.numbers.is_in_body(place):
        return None
    for paragraph in field.numbers.paragraphs():
        is_wanted = field.numbers.properties(paragraph).style.key == name and paragraph is not place
        if place is not None and not field.numbers.is_before(paragraph, place):
            if last is not None:
                return last
            if is_wanted:
                return paragraph
        elif is_wanted:
            last = paragraph
    return last


# -------------------------------------------------------------------------------------------------------- numbers


def _sequence(field: _Field) -> str | None:
    return field.sources.sequences.shown(field.element)


def _make_list_field(keyword: str) -> Callable[[_Field], str | None]:
    return lambda field: field.sources.list_fields.next(field.element, keyword, field.arguments)


COMPUTED: dict[str, Callable[[_Field], str | None]] = {
    "REF": _reference,
    "NOTEREF": _note_reference,
    "STYLEREF": _style_reference,
    "SEQ": _sequence,
    **{keyword: _make_list_field(keyword) for keyword in LIST_FIELDS},
}
