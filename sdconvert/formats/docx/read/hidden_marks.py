"""Paragraphs whose mark is hidden: such a mark ends no line, so Word shows the paragraph and the next in one
(ECMA-376 Part 1, 17.3.1.29, 17.3.2.36 and 17.3.2.41); where its text is hidden too it shows nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import PPR, RPR, RUN, VAL, M, P, is_on, w
from sdconvert.formats.docx.read.census import SPEC_VANISH, VANISH, first_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.cascade import Drop, RunProperties
from sdconvert.formats.docx.read.formatting.paragraph_properties import P_STYLE
from sdconvert.formats.docx.read.formatting.styles import ParagraphStyle
from sdconvert.formats.docx.read.joining import ends_section, join_paragraphs, properties_of
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.frozen import dataclass
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


@dataclass(slots=True)
class _Line:
    """What goes before the text of a paragraph, to stand in one line with it. It is put there when the line is whole:
    to carry all that there is from one paragraph to the next takes as long as the square of it.

    `text` is the beginning of it, as it is read.
    """

    paragraphs: list[Element] = field(default_factory=list)
    styles: list[ParagraphStyle] = field(default_factory=list)
    is_shown: bool = False
    has_bookmark: bool = False
    text: str = ""

    def take(self, paragraph: Element, reading: Reading) -> bool:
        """Let a paragraph be a part of the line, if that shows something, or else may be referred to and counts in no
        list. Returns: whether it is."""
        self.is_shown = self.is_shown or shows_something(paragraph, reading)
        self.has_bookmark = self.has_bookmark or paragraph.find(_BOOKMARK) is not None
        if not self.is_shown and (not self.has_bookmark or _is_numbered(paragraph, reading)):
            return False
        self.paragraphs.append(paragraph)
        self.styles.append(style_of(properties_of(paragraph), reading))
        if len(self.text) < QUOTED:
            self.text += first_text(paragraph, QUOTED)
        return True

    def put_before(self, last: Element, reading: Reading) -> None:
        """Put all of it into the paragraph that ends the line."""
        new = style_of(properties_of(last), reading)
        for paragraph, style in zip(reversed(self.paragraphs), reversed(self.styles), strict=True):
            _carry_looks(paragraph, style, new, reading)
            join_paragraphs(paragraph, last)


def join_hidden_marks(paragraphs: Iterable[Element], reading: Reading) -> None:
    """Make one of each paragraph whose mark is hidden and the next, which gives the line its properties; the number
    that Word shows is that of the first text in the line.

    One that shows nothing stays where it is, for the readers to skip and its list to count, unless a bookmark in it may
    be referred to.
    """
    lines: dict[Element, _Line] = {}
    for paragraph in paragraphs if reading.hides_text else ():
        following = _joined_paragraph(paragraph, reading)
        if following is None:
            continue
        line = lines.get(paragraph) or _Line()
        if line.take(paragraph, reading):
            lines.pop(paragraph, None)
            lines[following] = line
            _carry_properties(paragraph, following, line, reading)
    for last, line in lines.items():
        line.put_before(last, reading)


def _joined_paragraph(paragraph: Element, reading: Reading) -> Element | None:
    """The paragraph that shows in one line with this one, as its mark ends none."""
    if not is_mark_hidden(paragraph, reading) or paragraph.getparent() is None or ends_section(paragraph):
        return None
    return following_paragraph(paragraph)


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
    return reading.read_properties(paragraph).num_id is not None


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


def _carry_properties(first: Element, second: Element, line: _Line, reading: Reading) -> None:
    """Give the second paragraph what the first one has to say of the line that both stand in."""
    before, after = (reading.read_properties(paragraph) for paragraph in (first, second))
    reading.written.pop(second, None)
    ppr = properties_of(second)
    if ppr is None:
        ppr = second.makeelement(PPR)
        second.insert(0, ppr)
    counted = reading.numbers_not_shown.pop(first, [])
    counted += reading.numbers_not_shown.pop(second, [])
    if line.is_shown:
        if before.heading_level is not None and after.heading_level is None:
            text = " ".join(line.text.split())
            reading.report.tally(RUN_IN_HEADING, "", reading.at(first, text), text=text[:QUOTED])
        if before.num_id is not None:
            counted += [] if after.num_id is None else [(after.num_id, after.ilvl)]
            _carry_number(ppr, before.num_id, before.ilvl)
    if counted:
        reading.numbers_not_shown[second] = counted


def _carry_number(ppr: Element, num_id: str, ilvl: int) -> None:
    for former in ppr.findall(w("numPr")):
        ppr.remove(former)
    number = ppr.makeelement(w("numPr"))
    for tag, value in ((w("ilvl"), str(ilvl)), (w("numId"), num_id)):
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
        reading.written.pop(run, None)
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
