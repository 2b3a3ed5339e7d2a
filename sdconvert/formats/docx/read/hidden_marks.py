"""Paragraphs whose mark is hidden: such a mark ends no line, so Word shows the paragraph and the next in one
(ECMA-376 Part 1, 17.3.1.29, 17.3.2.36 and 17.3.2.41); where its text is hidden too it shows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, RPR, RUN, VAL, M, P, is_on, w
from sdconvert.formats.docx.read.census import SPEC_VANISH, VANISH, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.cascade import Drop, ParagraphProperties, RunProperties
from sdconvert.formats.docx.read.formatting.paragraph_properties import P_STYLE
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle
from sdconvert.formats.docx.read.joining import ends_section, join_paragraphs, properties_of
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.model.inlines import Mark
from sdconvert.xmlio import Element

RUN_IN_HEADING = declare(
    "DOCX-R100",
    Severity.WARNING,
    "{count} heading(s) that stand in one line with the text behind them become part of that paragraph, with their "
    "number, and no directory lists them; the first is “{text}”.",
    "End the heading with an ordinary paragraph mark in Word if it is to stand alone.",
    "A style separator, or another hidden paragraph mark, makes one line of two paragraphs, which is one block.",
)

_HIDING = (SPEC_VANISH, VANISH, w("rStyle"))
"""What among the properties of a mark can hide it, or show it in a style that hides."""
_BOOKMARK = w("bookmarkStart")
_BETWEEN = frozenset((*MARKERS, w("commentRangeStart"), w("commentRangeEnd")))
_EQUATION = f"{{{M}}}oMath"
_SWITCHES: dict[Mark, tuple[str, ...]] = {
    Mark.BOLD: (w("b"), w("bCs")),
    Mark.ITALIC: (w("i"), w("iCs")),
    Mark.STRIKE: (w("strike"),),
    Mark.SMALL_CAPITALS: (w("smallCaps"),),
}


def join_hidden_marks(paragraphs: Iterable[Element], reading: Reading) -> None:
    """Make one of each paragraph whose mark is hidden and the next, which gives the line its properties; the number
    that Word shows is that of the first text in the line.

    One that shows nothing stays where it is, for the readers to skip and its list to count, unless a bookmark in it may
    be referred to.
    """
    for paragraph in paragraphs if reading.hides_text else ():
        if not is_mark_hidden(paragraph, reading) or paragraph.getparent() is None:
            continue
        following = following_paragraph(paragraph)
        if following is None or ends_section(paragraph):
            continue
        is_shown = shows_something(paragraph, reading)
        if is_shown or (paragraph.find(_BOOKMARK) is not None and not _is_numbered(paragraph, reading)):
            _join(paragraph, following, is_shown, reading)


def is_mark_hidden(paragraph: Element, reading: Reading) -> bool:
    """Whether the mark that ends the paragraph is hidden, by its own properties or a style."""
    if not reading.hides_text:
        return False
    ppr = properties_of(paragraph)
    rpr = None if ppr is None else next(ppr.iterchildren(RPR), None)
    own = None if rpr is None else next(rpr.iterchildren(*_HIDING), None)
    if rpr is None or own is None:
        return run_properties(style_of(ppr, reading), None, reading).is_hidden
    special = rpr.find(SPEC_VANISH)
    if special is not None and is_on(special.get(VAL)):
        return True
    return run_properties(style_of(ppr, reading), rpr, reading).is_hidden


def is_not_shown(paragraph: Element, reading: Reading) -> bool:
    """Whether Word shows neither text nor mark of the paragraph, so that it takes no line."""
    return is_mark_hidden(paragraph, reading) and not shows_something(paragraph, reading)


def _is_numbered(paragraph: Element, reading: Reading) -> bool:
    return reading.cascade.paragraph(properties_of(paragraph)).num_id is not None


def style_of(ppr: Element | None, reading: Reading) -> ParagraphStyle:
    """The style that these paragraph properties name."""
    element = None if ppr is None else next(ppr.iterchildren(P_STYLE), None)
    return reading.styles.paragraph(None if element is None else element.get(VAL))


def run_properties(style: ParagraphStyle, rpr: Element | None, reading: Reading) -> RunProperties:
    """How a run with these properties looks in a paragraph of this style, where it stands."""
    return reading.cascade.run(style, rpr, Drop.NOTHING, reading.cell_run)


def shows_something(paragraph: Element, reading: Reading) -> bool:
    """Whether anything in the paragraph is not hidden."""
    style = style_of(properties_of(paragraph), reading)
    for run in paragraph.iter(RUN, _EQUATION):
        if run.tag == _EQUATION:
            return True
        if any(child.tag != RPR for child in run) and not run_properties(style, run.find(RPR), reading).is_hidden:
            return True
    return False


def following_paragraph(paragraph: Element) -> Element | None:
    """The paragraph that comes directly behind in the same place, if what comes there is one."""
    following = paragraph.getnext()
    while following is not None and following.tag in _BETWEEN:
        following = following.getnext()
    return following if following is not None and following.tag == P else None


def _join(first: Element, second: Element, is_shown: bool, reading: Reading) -> None:
    before, after = (reading.cascade.paragraph(properties_of(paragraph)) for paragraph in (first, second))
    ppr = properties_of(second)
    if ppr is None:
        ppr = second.makeelement(PPR)
        second.insert(0, ppr)
    if is_shown:
        if before.heading_level is not None and after.heading_level is None:
            reading.report.tally(RUN_IN_HEADING, "", reading.at(first), text=visible_text(first)[:120])
        _carry_looks(first, before.style, after.style, reading)
        _carry_number(ppr, before, after, second, reading)
    if first in reading.numbers_not_shown:
        reading.numbers_not_shown.setdefault(second, [])[:0] = reading.numbers_not_shown.pop(first)
    join_paragraphs(first, second)


def _carry_number(
    ppr: Element, before: ParagraphProperties, after: ParagraphProperties, joined: Element, reading: Reading
) -> None:
    if before.num_id is None:
        return
    if after.num_id is not None:
        reading.numbers_not_shown.setdefault(joined, []).append((after.num_id, after.ilvl))
    for former in ppr.findall(w("numPr")):
        ppr.remove(former)
    number = ppr.makeelement(w("numPr"))
    for tag, value in ((w("ilvl"), str(before.ilvl)), (w("numId"), before.num_id)):
        child = number.makeelement(tag)
        child.set(VAL, value)
        number.append(child)
    ppr.append(number)


def _carry_looks(paragraph: Element, style: ParagraphStyle, new: ParagraphStyle, reading: Reading) -> None:
    """Say of each run itself what the style of its paragraph said."""
    if style is new:
        return
    for run in paragraph.iter(RUN):
        rpr = run.find(RPR)
        look, new_look = (run_properties(each, rpr, reading) for each in (style, new))
        switches = dict(_differing_switches(look, new_look))
        if not switches:
            continue
        if rpr is None:
            rpr = run.makeelement(RPR)
            run.insert(0, rpr)
        for tag, value in switches.items():
            child = rpr.makeelement(tag)
            child.set(VAL, value)
            rpr.append(child)


def _differing_switches(look: RunProperties, new: RunProperties) -> Iterator[tuple[str, str]]:
    changed = look.marks ^ new.marks
    for mark, tags in _SWITCHES.items():
        if mark in changed:
            yield from ((tag, "1" if mark in look.marks else "0") for tag in tags)
    if Mark.UNDERLINE in changed:
        yield w("u"), "single" if Mark.UNDERLINE in look.marks else "none"
    if look.is_caps != new.is_caps:
        yield w("caps"), "1" if look.is_caps else "0"
    if look.is_hidden != new.is_hidden:
        yield VANISH, "1" if look.is_hidden else "0"
