"""Untangle a story before it is read, tree to tree: after this there is no wrapper and no tracked change in it.

Order matters: alternatives are chosen (ECMA-376 Part 3), then the ledger counts, then wrappers are unwrapped, so that
a paragraph finds the next one, revisions resolved, ruby written out, fields folded (fields.py), and paragraphs joined
whose mark is hidden (hidden_marks.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count as count_from
from unicodedata import bidirectional

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import RUN, P, T, w
from sdconvert.formats.docx.read.census import (
    ALTERNATE,
    DOUBLE_STRIKE,
    REVISIONS,
    RUBY_ELEMENT,
    SPEC_VANISH,
    STRIKE,
    VANISH,
    WRAPPERS,
    ElementsByTag,
    count,
    visible_text,
)
from sdconvert.formats.docx.read.compatibility import choose_alternatives, ignore_foreign
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.controls import show_bound_values
from sdconvert.formats.docx.read.drop_caps import join_drop_caps
from sdconvert.formats.docx.read.fallback_pictures import report_fallback_pictures
from sdconvert.formats.docx.read.fields import FLD_CHAR, fold_fields, isolate
from sdconvert.formats.docx.read.hidden_marks import join_hidden_marks
from sdconvert.formats.docx.read.misplaced import MISPLACED, lose_misplaced
from sdconvert.formats.docx.read.revisions import (
    is_control_gone,
    report_former_numbers,
    resolve_content,
    resolve_properties,
    resolve_structure,
)
from sdconvert.formats.docx.read.strays import put_in_place
from sdconvert.formats.docx.read.written_properties import PARAGRAPHS, RUNS, find_written_properties
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element, insert_after, replace

RUBY = declare(
    "DOCX-R013",
    Severity.INFO,
    "The reading “{reading}” of “{base}” follows it in brackets.",
    why="SDXML has no ruby text above the line.",
)

FORCED_DIRECTION = declare(
    "DOCX-R110",
    Severity.WARNING,
    "{count} piece(s) of text that Word shows in the other direction run in their own; the first: “{text}”",
    "Type the text in the order in which it is to be read.",
    "SDXML has no text whose direction is forced.",
)

_BDO, _DIR = w("bdo"), w("dir")
_AGAINST = {"rtl": frozenset(("L", "EN")), "ltr": frozenset(("R", "AL", "AN"))}
_STRONG = {"rtl": frozenset("L"), "ltr": frozenset(("R", "AL"))}
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_WRAPPER_PROPERTIES = frozenset(map(w, ("customXmlPr", "smartTagPr", "sdtPr", "sdtEndPr")))


def normalise(root: Element, reading: Reading) -> ElementsByTag:
    """Bring a part's tree to the form that the readers expect, and book what it holds.

    Returns: what the tree held. Hyperlinks, bookmarks and sections are still right after this; simple fields lack those
    that complex ones became.
    """
    elements = ElementsByTag(root)
    reading.places.update(zip(elements[P], count_from(1)))
    if root is reading.package.main:
        data = reading.package.take_main_data()
        reading.written.update(find_written_properties(data, elements[P], PARAGRAPHS))
        reading.written.update(find_written_properties(data, elements[RUN], RUNS))
    has_foreign = ignore_foreign(root, is_told_within=reading.package.states_within(reading.part))
    if has_foreign or elements[ALTERNATE]:
        report_fallback_pictures(elements[ALTERNATE], reading)
        choose_alternatives(elements[ALTERNATE])
        elements = ElementsByTag(root)
    reading.report.read(elements.counts())
    if lose_misplaced(elements, root, reading):
        elements = ElementsByTag(root)
    lift_nested(elements[T])
    resolve_properties(root, reading.revisions)
    report_former_numbers(root, reading)
    if elements[REVISIONS[0]]:
        resolve_content(elements[REVISIONS[0]], root, reading)
        elements = ElementsByTag(root)
    wrappers, revisions = elements[WRAPPERS[0]], reading.revisions
    controls = [wrapper for wrapper in wrappers if wrapper.tag == _SDT and not is_control_gone(wrapper, revisions)]
    if controls and show_bound_values(controls, root, reading):
        elements = ElementsByTag(root)
    report_forced_direction(elements[WRAPPERS[0]], reading)
    unwrap(elements[WRAPPERS[0]])
    if elements[REVISIONS[0]]:
        resolve_structure(elements[REVISIONS[0]], root, reading)
        elements = ElementsByTag(root)
    put_in_place(elements)
    write_out_ruby(elements[RUBY_ELEMENT], reading)
    fold_fields(elements[FLD_CHAR], reading)
    reading.hides_text = reading.hides_text or bool(elements[VANISH] or elements[SPEC_VANISH])
    reading.strikes_text = reading.strikes_text or bool(elements[STRIKE] or elements[DOUBLE_STRIKE])
    join_hidden_marks(elements[P], reading)
    join_drop_caps(elements, reading)
    reading.forget_words()
    elements.release()
    return elements


def _replace(element: Element, replacement: Iterable[Element]) -> None:
    if element.getparent() is not None:
        replace(element, replacement)


def lift_nested(texts: list[Element]) -> None:
    """Put what stands inside a `w:t`, where only text may, behind the run that holds the text."""
    for text in list(filter(len, texts)):
        run = text.getparent()
        parent = None if run is None else run.getparent()
        if run is not None and run.tag == RUN and parent is not None:
            insert_after(run, text)


def unwrap(wrappers: list[Element]) -> None:
    """Put the content of content controls, custom XML, smart tags and direction marks in their place."""
    for wrapper in wrappers:
        content: list[Element] = []
        for child in wrapper:
            if child.tag == _SDT_CONTENT:
                content += child
            elif child.tag not in _WRAPPER_PROPERTIES:
                content.append(child)
        _replace(wrapper, content)


def report_forced_direction(wrappers: list[Element], reading: Reading) -> None:
    """Say where text is shown against its own direction (17.3.2.3), or in a frame of the other (17.3.2.8): only its
    order in the file is kept."""
    for wrapper in wrappers:
        if wrapper.tag in _TURNING:
            text = visible_text(wrapper)
            if text and _TURNING[wrapper.tag](text, wrapper.get(w("val"), "")):
                reading.report.tally(FORCED_DIRECTION, "", reading.at(wrapper), text=text[:120])


def _is_forced(text: str, direction: str) -> bool:
    against = _AGAINST.get(direction, frozenset())
    return any(bidirectional(sign) in against for sign in text)


def _is_reordered(text: str, direction: str) -> bool:
    """Whether a frame of this direction moves a part of text in the other: the signs at its ends, or words of both."""
    against = _STRONG.get(direction, frozenset())
    kinds = [bidirectional(sign) in against for sign in text]
    return any(kinds) and not (kinds[0] and kinds[-1] and not any(_is_strong(sign, against) for sign in text))


def _is_strong(sign: str, against: frozenset[str]) -> bool:
    """Whether the sign has the direction that text of the kinds in `against` has not."""
    kind = bidirectional(sign)
    return kind in ("L", "R", "AL") and kind not in against


_TURNING: dict[object, Callable[[str, str], bool]] = {_BDO: _is_forced, _DIR: _is_reordered}


def write_out_ruby(rubies: list[Element], reading: Reading) -> None:
    """Put in place of each `w:ruby` its base text and the reading in brackets (ECMA-376 Part 1, 17.3.3.25)."""
    for ruby in rubies:
        isolate(ruby)
        run = ruby.getparent()
        if run is None or run.tag != RUN:
            continue
        base, text = ruby.find(w("rubyBase")), ruby.find(w("rt"))
        pieces = [] if base is None else list(base)
        if text is not None and count(text):
            reading.report.add_own(
                RUBY,
                {Kind.CHARACTERS: 2},
                reading.at(run),
                base="" if base is None else visible_text(base),
                reading=visible_text(text),
            )
            pieces += [_bracket(run, "("), *text, _bracket(run, ")")]
        for child in ruby:
            if child is not base and child is not text:
                reading.lose_content(MISPLACED, child, place="ruby")
        run.remove(ruby)
        if run.getparent() is not None:
            insert_after(run, pieces)


def _bracket(run: Element, text: str) -> Element:
    bracket = run.makeelement(RUN)
    child = bracket.makeelement(T)
    child.text = text
    bracket.append(child)
    return bracket
