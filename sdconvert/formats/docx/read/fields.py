"""Complex fields become simple ones (ECMA-376 Part 1, 17.16): after this a field is one `w:fldSimple` element around
its result, and a directory or index that spans paragraphs is one `GENERATED` element around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import lru_cache
from itertools import takewhile

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, RPR, RUN, P, T, w
from sdconvert.formats.docx.read.census import GENERATED, INSTR_TEXT, count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.field_states import WAS_DIRTY, is_dirty, report_state
from sdconvert.formats.docx.read.instructions import remove_instruction, report_instruction
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, children_of

LOOSE_FIELD = declare(
    "DOCX-R020",
    Severity.INFO,
    "The field {keyword} does not begin and end in one place, or stands too deep; its result is kept as text.",
    why="A field whose begin and end stand in different paragraphs, or which lacks one of them, has no one place. "
    "Word nests fields no deeper than 20 levels.",
)
LINK_OVER_PARAGRAPHS = declare(
    "DOCX-R024",
    Severity.INFO,
    "A link over {count} paragraphs becomes one in each of them.",
    why="SDXML has a link within one paragraph.",
)
FLD_SIMPLE = w("fldSimple")
INSTR = w("instr")
EQUATION = "EQ"  # the one field that shows its instruction
FLD_CHAR = w("fldChar")
NUMBER_SWITCHES = frozenset(("\\n", "\\r", "\\w"))  # of a REF field: the number of the block, not its text
_FLD_CHAR_TYPE = w("fldCharType")
_FF_DATA = w("ffData")
_SPANNING = frozenset(("TOC", "INDEX", "TOA", "RD"))
_ESCAPED = compile_late(r'\\(["\\])')
_SWITCH = compile_late(r"\\[^\\]\w?")
_DEEPEST = 32  # Word stops at 20
_ARGUMENT = compile_late(r'"((?:[^"\\]|\\.)*)"|“([^”]*)”|(\S+)')
_ARGUMENT_WITHOUT_CURLY = re.compile(r'"((?:[^"\\]|\\.)*)"|(?!)()|(\S+)')


@dataclass(slots=True)
class _Open:
    begin: Element
    separate: Element | None = None
    instruction: list[str] = field(default_factory=list)

    @property
    def keyword(self) -> str:
        return parse_instruction("".join(self.instruction))[0]


@lru_cache(maxsize=1024)
def parse_instruction(text: str) -> tuple[str, tuple[str, ...]]:
    """The keyword of a field in capitals and its arguments and switches in order, quotes taken off.

    A backslash before anything but a quote or another one is kept: in an index entry `\\:` is a colon (17.16.5.79).
    """
    words = []
    for match in _find_arguments(text):
        quoted, curly, bare = match.groups()
        if quoted is not None:
            words.append(_ESCAPED.sub(r"\1", quoted))
        else:
            words.append(curly if curly is not None else bare.replace("\\\\", "\\"))
    return (words[0].upper(), tuple(words[1:])) if words else ("", ())


def _find_arguments(text: str) -> Iterator[re.Match[str]]:
    """The words of an instruction. Behind the last closing quote no opening one is looked for: each would be sought
    through the whole rest of the text."""
    last = text.rfind("”")
    at = 0
    while match := (_ARGUMENT if at <= last else _ARGUMENT_WITHOUT_CURLY).search(text, at):
        yield match
        at = match.end()


def switch_value(arguments: tuple[str, ...], switch: str) -> str | None:
    """The word after a switch such as `\\c`, an empty text when it stands last, None when it is not there."""
    for index, word in enumerate(arguments):
        if word.lower() == switch:
            following = arguments[index + 1] if index + 1 < len(arguments) else ""
            return "" if is_switch(following) else following
    return None


def is_switch(word: str) -> bool:
    """Whether a word of an instruction is a switch, such as `\\h` or `\\*`, and no path such as `\\\\server`."""
    return _SWITCH.fullmatch(word) is not None


def fold_fields(marks: list[Element], reading: Reading) -> None:
    """Fold every complex field. `marks` are all field characters and instruction texts in document order."""
    stack: list[_Open] = []
    for element in marks:
        if element.tag == INSTR_TEXT:
            if stack and stack[-1].separate is None:
                stack[-1].instruction.append(element.text or "")
            continue
        if element.tag != FLD_CHAR:
            continue
        kind = element.get(_FLD_CHAR_TYPE)
        run = isolate(element)
        if run is None:
            continue
        if kind == "begin":
            report_state(element, reading)
            stack.append(_Open(run))
        elif kind == "separate" and stack:
            stack[-1].separate = run
        elif kind == "end" and stack:
            opened = stack.pop()
            if len(stack) >= _DEEPEST:
                _loosen(opened, run, reading)
                continue
            folded = _fold(opened, run, reading)
            if folded is not None and stack and stack[-1].separate is None:
                stack[-1].instruction.append(visible_text(folded))
    for unfinished in stack:
        if unfinished.separate is not None:
            _remove_long_instruction(unfinished, unfinished.separate, reading)
        _loosen(unfinished, None, reading)


def isolate(mark: Element) -> Element | None:
    """The run of what stands in one, such as a field character, cut so that it holds nothing else.

    Returns: None where it stands in no run of the tree.
    """
    run = mark.getparent()
    parent = None if run is None else run.getparent()
    if run is None or parent is None or run.tag != RUN:
        return None
    previous = mark.getprevious()
    if previous is not None and (previous.tag != RPR or previous.getprevious() is not None):
        before = [child for child in mark.itersiblings(preceding=True) if child.tag != RPR]
        if before:
            run.addprevious(_run_like(run, before[::-1]))
    if mark.getnext() is None:
        return run
    alone = _run_like(run, [mark])
    run.addprevious(alone)
    return alone


def _run_like(run: Element, content: list[Element]) -> Element:
    result = run.makeelement(RUN)
    properties = next(iter(run), None)
    if properties is not None and properties.tag == RPR:
        copied = result.makeelement(RPR)
        copied.extend(_copy(child) for child in properties)
        result.append(copied)
    result.extend(content)
    return result


def _copy(element: Element) -> Element:
    copied = element.makeelement(str(element.tag), {str(name): str(value) for name, value in element.items()})
    copied.text = element.text
    copied.extend(_copy(child) for child in element)
    return copied


def _fold(opened: _Open, end: Element, reading: Reading) -> Element | None:
    """The simple field that a complex one became, None where it became something else."""
    if opened.begin.getparent() is None:
        return None
    if any(mark.getparent() is not opened.begin.getparent() for mark in (opened.separate, end) if mark is not None):
        _remove_long_instruction(opened, end if opened.separate is None else opened.separate, reading)
    parent = opened.begin.getparent()
    if parent is not None and parent is end.getparent():
        return _fold_in_place(opened, end, parent, reading)
    if parent is None:
        return None
    if opened.keyword in _SPANNING and _is_between_siblings(parent, end.getparent()):
        _wrap_paragraphs(opened, end, reading)
    elif opened.keyword == "HYPERLINK" and _is_between_siblings(parent, end.getparent()):
        _split_link(opened, end, reading)
    else:
        _loosen(opened, end, reading)
    return None


def _remove_long_instruction(opened: _Open, last: Element, reading: Reading) -> None:
    if opened.begin.getparent() is not None and last.getparent() is not None:
        remove_instruction(opened.begin, last, opened.keyword, reading)


def _fold_in_place(opened: _Open, end: Element, parent: Element, reading: Reading) -> Element:
    inside = _between(opened.begin, end)
    if opened.separate is None:
        instruction, result = inside, []
    elif opened.separate.getparent() is parent:
        cut = inside.index(opened.separate)
        instruction, result = inside[:cut], inside[cut + 1 :]
    else:
        instruction, result = [], inside
    keyword = opened.keyword
    shown = [element for element in instruction if keyword == EQUATION and _is_operand(element)]
    kept = frozenset(shown)
    report_instruction([element for element in instruction if element not in kept], opened.begin, keyword, reading)
    for run in (*instruction, opened.separate, end):
        if run is not None and run not in kept and run.getparent() is parent:
            parent.remove(run)
    return _become_simple(opened, [*shown, *result])


def _become_simple(opened: _Open, result: Iterable[Element]) -> Element:
    """Make a simple field of the run that begins a complex one, around its result: that stands in its place already."""
    folded = opened.begin
    marks = [child for child in children_of(folded) if child.tag == FLD_CHAR]
    form = next((child for mark in marks for child in children_of(mark) if child.tag == _FF_DATA), None)
    folded.clear()
    folded.tag = FLD_SIMPLE
    folded.set(INSTR, "".join(opened.instruction))
    if any(map(is_dirty, marks)):
        folded.set(WAS_DIRTY, "1")
    if form is not None:
        folded.append(form)
    folded.extend(result)
    return folded


def _between(first: Element, last: Element) -> list[Element]:
    """What stands between two siblings."""
    between = []
    element = first.getnext()
    while element is not None and element is not last:
        between.append(element)
        element = element.getnext()
    return between


def _is_operand(element: Element) -> bool:
    """Whether Word shows it in an equation: a field, a symbol, a picture; plain text there is part of the command."""
    return bool(count(element)) and not (element.tag == RUN and element.find(T) is not None)


def _is_between_siblings(first: Element, last: Element | None) -> bool:
    if last is None or first.tag != P or last.tag != P or first.getparent() is None:
        return False
    return first.getparent() is last.getparent()


def _wrap_paragraphs(opened: _Open, end: Element, reading: Reading) -> None:
    first, last = opened.begin.getparent(), end.getparent()
    assert first is not None
    assert last is not None
    container = first.getparent()
    assert container is not None
    generated = container.makeelement(GENERATED, {INSTR: "".join(opened.instruction)})
    before = [e for e in list(first)[: first.index(opened.begin)] if e.tag != PPR]
    after = list(last)[last.index(end) + 1 :]
    inside_last = [e for e in list(last)[: last.index(end)] if e.tag != PPR]
    reading.places[generated] = reading.places.get(first, 0)
    if any(count(element) for element in before):
        moved_first = _paragraph_like(first, list(first)[first.index(opened.begin) :], reading)
    else:
        moved_first = None
    container.insert(container.index(first) + (moved_first is not None), generated)
    if moved_first is not None:
        generated.append(moved_first)
    start = container.index(generated) + 1
    generated.extend(list(container)[start : container.index(last)])
    if any(count(element) for element in after) or not inside_last:
        generated.append(_paragraph_like(last, [*inside_last, end], reading))
    else:
        generated.append(last)
    for run in list(generated.iter(RUN)):
        if run is opened.begin or run is end or run is opened.separate:
            _detach(run)


def _split_link(opened: _Open, end: Element, reading: Reading) -> None:
    """A link over several paragraphs becomes one in each of them."""
    first = opened.begin.getparent()
    assert first is not None
    is_result = opened.separate is None
    links = 0
    for paragraph in (first, *first.itersiblings(P)):
        linked = []
        elements = opened.begin.itersiblings() if paragraph is first else [e for e in paragraph if e.tag != PPR]
        for element in takewhile(lambda element: element is not end, list(elements)):
            if element is opened.separate:
                is_result = True
            elif is_result:
                linked.append(element)
            else:
                report_instruction((element,), opened.begin, opened.keyword, reading)
                paragraph.remove(element)
        if any(count(element) for element in linked):
            folded = paragraph.makeelement(FLD_SIMPLE, {INSTR: "".join(opened.instruction)})
            linked[0].addprevious(folded)
            folded.extend(linked)
            links += 1
        if paragraph is end.getparent():
            break
    if links:
        reading.report.add_own(LINK_OVER_PARAGRAPHS, {Kind.FIELDS: links - 1}, reading.at(opened.begin), count=links)
        for run in (opened.begin, opened.separate, end):
            if run is not None:
                _detach(run)
    else:
        _loosen(opened, end, reading)


def _paragraph_like(paragraph: Element, content: list[Element], reading: Reading) -> Element:
    result = paragraph.makeelement(P)
    reading.places[result] = reading.places.get(paragraph, 0)
    result.extend(content)
    return result


def _detach(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _loosen(opened: _Open, end: Element | None, reading: Reading) -> None:
    reading.report.change(
        LOOSE_FIELD, {Kind.FIELDS: 1}, reading.at(opened.begin), keyword=opened.keyword or "without instruction"
    )
    for run in (opened.begin, opened.separate, end):
        if run is not None:
            _detach(run)
