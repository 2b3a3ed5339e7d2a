"""The instruction of a field that holds more than its own text, removed: nested fields, text, whole paragraphs and
tables between begin and separate are a command, and so is every paragraph mark there (ECMA-376 Part 1, 17.16.18)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import takewhile

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, RPR, RUN, SECT_PR, TC, TR, P, w
from sdconvert.formats.docx.read.census import INSTR_TEXT, count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.joining import ends_section, join_the_smaller
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.xmlio import Element, children_of

FIELD_INSIDE_INSTRUCTION = declare(
    "DOCX-R021",
    Severity.INFO,
    "What stands inside the instruction of the field {keyword} is not shown by Word and left out: “{text}”",
    why="The instruction of a field is a command, its result is what a reader sees.",
)

_UNSEEN = frozenset((RPR, INSTR_TEXT))
_STAYS = frozenset(
    (
        *(PPR, SECT_PR, w("tcPr"), w("trPr"), w("tblPr"), w("tblPrEx"), w("tblGrid")),
        *(*MARKERS, w("commentRangeStart"), w("commentRangeEnd")),
    )
)


def report_instruction(elements: Iterable[Element], begin: Element, keyword: str, reading: Reading) -> None:
    """Say once what a reader might take for text among these elements of an instruction, and book it."""
    seen = [element for element in elements if not _is_command(element)]
    if not seen:
        return
    counts: Counter[object] = Counter()
    for element in seen:
        counts.update(count(element))
    if counts:
        text = " ".join(filter(None, map(visible_text, seen)))
        reading.report.drop(FIELD_INSIDE_INSTRUCTION, counts, reading.at(begin), keyword=keyword, text=text)  # type: ignore[arg-type]


def remove_instruction(begin: Element, last: Element, keyword: str, reading: Reading) -> None:
    """Remove all between two runs, the field's begin and the last one of its instruction. Where they stand in two
    paragraphs of one place these become one, whose mark is the second's, as those before are part of the command."""
    first, second = _paragraph(begin), _paragraph(last)
    spent = list(_elements_between(begin, last))
    report_instruction(spent, begin, keyword, reading)
    for element in spent:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    if first is None or second is None or first is second or first.getparent() is None:
        return
    if first.getparent() is second.getparent() and not ends_section(first):
        joined = join_the_smaller(first, second)
        reading.places[joined] = reading.places.get(second, 0)
        reading.written.pop(joined, None)


def _is_command(element: Element) -> bool:
    return element.tag == RUN and _UNSEEN.issuperset([child.tag for child in children_of(element)])


def _paragraph(run: Element) -> Element | None:
    return next(run.iterancestors(P), None)


def _elements_between(begin: Element, last: Element) -> Iterator[Element]:
    enclosing = set(last.iterancestors())
    first_branch, last_branch = begin, last
    while (parent := first_branch.getparent()) is not None and parent not in enclosing:
        yield from _removable(list(first_branch.itersiblings()))
        first_branch = parent
    common = first_branch.getparent()
    preceding: list[Element] = []
    while (parent := last_branch.getparent()) is not None and parent is not common:
        preceding[:0] = list(last_branch.itersiblings(preceding=True))[::-1]
        last_branch = parent
    yield from _removable(list(takewhile(lambda element: element is not last_branch, first_branch.itersiblings())))
    yield from _removable(preceding)


def _removable(elements: Iterable[Element]) -> Iterator[Element]:
    """What of these elements goes; rows and cells of a table stay, and so does a paragraph that ends a section."""
    for element in elements:
        if element.tag in _STAYS:
            continue
        if element.tag in (TR, TC) or (element.tag == P and ends_section(element)):
            yield from _removable(list(element))
        else:
            yield element
