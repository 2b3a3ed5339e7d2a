"""What becomes of each field: a link, a reference, a directory, an index mark, a number, else its result."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sdconvert.findings import QUOTED, Location, Report, Severity, declare
from sdconvert.formats.docx.names import is_on, w
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.directories import read_directory
from sdconvert.formats.docx.read.field_states import report_error, report_state
from sdconvert.formats.docx.read.fields import (
    EQUATION,
    FLD_SIMPLE,
    INSTR,
    NUMBER_SWITCHES,
    is_switch,
    parse_instruction,
    switch_value,
)
from sdconvert.formats.docx.read.inline.content import SequenceNumber, text_of
from sdconvert.formats.docx.read.inline.links import put_link, put_reference
from sdconvert.formats.docx.read.inline.reader import InlineReader, ReadBetweenRuns
from sdconvert.formats.docx.read.instructions import FIELD_INSIDE_INSTRUCTION
from sdconvert.formats.docx.read.symbols import symbol_text
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.inlines import CrossReference, Equation, Run
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, children_of

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.inline.computed_fields import refresh_field
    from sdconvert.formats.docx.read.inline.eq_fields import field_latex
else:
    refresh_field = call_late("sdconvert.formats.docx.read.inline.computed_fields", "refresh_field")
    field_latex = call_late("sdconvert.formats.docx.read.inline.eq_fields", "field_latex")


FIELD_RESULT = declare(
    "DOCX-R050",
    Severity.INFO,
    "{count} field(s) {keyword} are kept as the text that they showed last; the first: “{text}”",
    why="SDXML has no such fields; their text does not change any more.",
)
FIELD_WITHOUT_RESULT = declare(
    "DOCX-R051",
    Severity.WARNING,
    "The field {keyword} has no result in the file and is left out: {instruction}",
    "Update the fields in Word (select all, F9) and save.",
    "Word computes this field when it shows the page; the file holds no text for it.",
)
PAGE_NUMBER = declare(
    "DOCX-R118",
    Severity.WARNING,
    "{count} page number(s) of the field {keyword} are kept as text, the first: “{text}”; they are those of Word's "
    "pages.",
    "Refer to the number of a heading or a paragraph in Word where readers are to find the place.",
    "SMASHDOCs breaks pages elsewhere, and such a number does not change any more.",
)
EQUATION_FIELD = declare(
    "DOCX-R025",
    Severity.WARNING,
    "The equation {instruction} is kept as its operands: “{text}”",
    "Insert it as an equation in Word (Alt =).",
    "Word draws such a field itself, from switches that no other program knows.",
)
EQUATION_READ = declare(
    "DOCX-R113",
    Severity.INFO,
    "The field {instruction} is read as the equation {latex}",
    why="Its switches say the same as LaTeX.",
)
SILENT_FIELD = declare(
    "DOCX-R023",
    Severity.INFO,
    "The field {keyword}, which shows nothing, is left out: {instruction}",
    why="It only tells Word something, such as an entry of a directory that no heading makes.",
)
FORM_FIELD = declare(
    "DOCX-R052",
    Severity.INFO,
    "A form field is kept as the text it shows: “{text}”",
    why="SDXML has no forms.",
)
INDEX_MARK_EMPTY = declare(
    "DOCX-R053", Severity.INFO, "An index mark without an entry is left out.", why="It names nothing."
)
INDEX_MARK_FORM = declare(
    "DOCX-R054",
    Severity.INFO,
    "{count} index mark(s) lose their page format or range ({switches}); the first is “{entry}”.",
    why="An SDXML index mark names its entry and nothing else.",
)

_PAGES = frozenset(("PAGEREF", "PAGE", "NUMPAGES", "SECTIONPAGES"))
LIST_AS_TEXT = declare(
    "DOCX-R167",
    Severity.WARNING,
    "The directory “{instruction}” is kept as the lines that it showed last, and its page numbers no longer hold: "
    "“{text}”",
    "Take it out in Word, or replace it by a directory of headings, figures, tables or an index.",
    "SMASHDOCs has no directory of authorities, nor of captions of other kinds than pictures and tables.",
)

_LISTS = frozenset(("TOC", "TOA"))
_CHECK_BOX, _LIST = w("checkBox"), w("ddList")
_SILENT = frozenset(
    (
        *("TC", "RD", "TA", "SET", "ASK", "PRIVATE", "ADVANCE", "NEXT", "NEXTIF", "SKIPIF", "PRINT", "ADDIN"),
        "BIDIOUTLINE",  # a number that is seen only where Word is set to a language from right to left
    )
)
_EQUATION_SIGN = compile_late(r"\\([(),;\\])|\\[a-zA-Z]+\d*|[()]")
_MARK_FORMS = frozenset(("\\b", "\\i", "\\r"))


def read_field(reader: InlineReader, element: Element) -> None:
    """Read one `w:fldSimple`, whose result is its content, into the reader's paragraph."""
    keyword, arguments = parse_instruction(element.get(INSTR, ""))
    report_state(element, reader.reading)
    stored = visible_text(element) if len(element) else ""
    text = refresh_field(reader, element, keyword, arguments, stored)
    report_error(element, text, reader.reading)
    read = READERS_BY_KEYWORD.get(keyword)
    if read is None:
        _keep_result(reader, element, keyword, text)
    else:
        read(reader, element, keyword, arguments)


def _keep_result(reader: InlineReader, element: Element, keyword: str, text: str | None = None) -> None:
    report_result(reader.reading, element, keyword, visible_text(element) if text is None else text)
    reader.read_children(element)


def report_result(reading: Reading, element: Element, keyword: str, text: str) -> None:
    """Say that a field is kept as its result, or that it has none."""
    if text and keyword in _PAGES:
        reading.report.tally(PAGE_NUMBER, keyword, lambda: reading.at(element), keyword=keyword, text=text[:QUOTED])
        reading.report.book_change(PAGE_NUMBER, {Kind.FIELDS: 1})
    elif text and keyword in _LISTS:
        instruction = element.get(INSTR, "").strip()[:QUOTED]
        details = {"instruction": instruction, "text": text[:QUOTED]}
        reading.report.change(LIST_AS_TEXT, {Kind.FIELDS: 1}, reading.at(element), **details)
    elif text or any(kind is not Kind.FIELDS for kind in count(element)):
        tell_kept(reading.report, keyword, text, lambda: reading.at(element))
    else:
        instruction = element.get(INSTR, "").strip()
        is_silent = keyword in _SILENT or (keyword == "SEQ" and "\\h" in parse_instruction(instruction)[1])
        code = SILENT_FIELD if is_silent else FIELD_WITHOUT_RESULT
        reading.report.drop(code, {Kind.FIELDS: 1}, reading.at(element), keyword=keyword, instruction=instruction)


def tell_kept(report: Report, keyword: str, text: str, at: Location | Callable[[], Location] | None) -> None:
    """Say once for each kind of field that it is kept as its text, and book it."""
    report.tally(FIELD_RESULT, keyword, at, keyword=keyword, text=text[:QUOTED])
    report.book_change(FIELD_RESULT, {Kind.FIELDS: 1})


def _read_hyperlink(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    anchor = switch_value(arguments, "\\l") or ""
    href = arguments[0] if arguments and not is_switch(arguments[0]) else ""
    if href:
        reader.reading.report.reclassify(Kind.FIELDS, Kind.LINKS)
        put_link(reader, element, f"{href}#{anchor}" if anchor and "#" not in href else href)
    else:
        put_reference(reader, element, anchor, Kind.FIELDS)


def _read_reference(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    bookmark = reader.story.bookmarks.find(arguments[0]) if arguments else None
    switches = {argument.lower() for argument in arguments[1:]}
    wants_number = bool(switches & NUMBER_SWITCHES)
    if bookmark is None or "\\p" in switches or not (wants_number or bookmark.is_whole or bookmark.has_number):
        _keep_result(reader, element, keyword)
        return
    pieces = reader.gather(element, reader.drop)
    text = text_of(pieces)
    if not text or not all(isinstance(piece, Run) for piece in pieces):
        report_result(reader.reading, element, keyword, text)
        reader.put_all(pieces)
        return
    reader.reading.report.reclassify(Kind.FIELDS, Kind.REFERENCES)
    is_number = wants_number or bookmark.has_number
    is_content = not wants_number and bookmark.is_whole
    reader.put(CrossReference(bookmark.block, is_number, is_content, text))


def _read_index_mark(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    mark = reader.story.index.mark(arguments)
    report = reader.reading.report
    for child in children_of(element):
        reader.reading.lose_content(FIELD_INSIDE_INSTRUCTION, child, keyword=keyword)
    if mark is None:
        report.drop(INDEX_MARK_EMPTY, {Kind.FIELDS: 1}, reader.reading.at(element))
        return
    report.reclassify(Kind.FIELDS, Kind.INDEX_MARKS)
    forms = sorted(_MARK_FORMS.intersection(arguments))
    if forms:
        switches = " ".join(forms)
        place = reader.reading.at(element)
        report.tally(INDEX_MARK_FORM, switches, place, entry=arguments[0][:QUOTED], switches=switches)
    reader.put(mark)


def _read_sequence(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    pieces = reader.gather(element, reader.drop)
    number = pieces[0] if len(pieces) == 1 else None
    if isinstance(number, Run):
        reader.put(SequenceNumber(arguments[0] if arguments else "", number))
    else:
        report_result(reader.reading, element, keyword, text_of(pieces))
        reader.put_all(pieces)


def _read_directory(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    directory = read_directory(element, reader.reading)
    if directory is None:
        _keep_result(reader, element, keyword)
    else:
        reader.put(directory)


def _read_check_box(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    box = element.find(f".//{_CHECK_BOX}")
    state = None if box is None else box.find(w("checked"))
    if state is None and box is not None:
        state = box.find(w("default"))
    text = "☒" if state is not None and is_on(state.get(w("val"))) else "☐"
    _put_form_text(reader, element, text)


def _read_drop_down(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    choices = element.find(f".//{_LIST}")
    if choices is None or visible_text(element):
        _keep_result(reader, element, keyword)
        return
    entries = [entry.get(w("val"), "") for entry in choices.findall(w("listEntry"))]
    result = choices.find(w("result"))
    number = "0" if result is None else result.get(w("val"), "0")
    chosen = int(number) if number.isdigit() else 0
    _put_form_text(reader, element, entries[chosen] if chosen < len(entries) else "")


def _put_form_text(reader: InlineReader, element: Element, text: str) -> None:
    report, place = reader.reading.report, reader.reading.at(element)
    report.add_own(FORM_FIELD, {Kind.CHARACTERS: len(text)}, place, text=text)
    report.book_change(FORM_FIELD, {Kind.FIELDS: 1})
    reader.put_text(text)
    reader.read_children(element)


def _read_button(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    text = " ".join(arguments[1:])
    if text and not visible_text(element):
        _put_form_text(reader, element, text)
    else:
        _keep_result(reader, element, keyword)


def _read_symbol(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    """A character by its number, which Word draws itself: the field has no result (17.16.5.62)."""
    text = _symbol_text(arguments)
    if text is None or visible_text(element):
        _keep_result(reader, element, keyword)
        return
    report, place = reader.reading.report, reader.reading.at(element)
    tell_kept(report, keyword, text, place)
    report.book_own(FIELD_RESULT, {Kind.CHARACTERS: len(text)})
    reader.put_text(text)
    reader.read_children(element)


def _symbol_text(arguments: tuple[str, ...]) -> str | None:
    if not arguments:
        return None
    try:
        code = int(arguments[0], 0)
    except ValueError:
        return None
    return symbol_text(switch_value(arguments, "\\f") or "", f"{code:x}")


def _read_equation(reader: InlineReader, element: Element, keyword: str, arguments: tuple[str, ...]) -> None:
    """The operands of an old equation: what is shown among them, else what the instruction
    holds, set off by spaces (17.16.5.22)."""
    instruction = element.get(INSTR, "").strip()
    latex = None if len(element) else field_latex(instruction[len(keyword) :])
    if latex is not None:
        _put_equation(reader, element, instruction, latex)
        return
    written = visible_text(element)
    text = "" if written else _operands(instruction[len(keyword) :])
    text = f" {text} " if text else ""
    report, place = reader.reading.report, reader.reading.at(element)
    counts = {Kind.CHARACTERS: len(text)}
    report.add_own(EQUATION_FIELD, counts, place, instruction=instruction, text=written or text.strip())
    report.book_change(EQUATION_FIELD, {Kind.FIELDS: 1})
    reader.put_text(text)
    reader.read_children(element)


def _put_equation(reader: InlineReader, element: Element, instruction: str, latex: str) -> None:
    text = _operands(instruction[len(EQUATION) :])
    report = reader.reading.report
    report.reclassify(Kind.FIELDS, Kind.EQUATIONS)
    place = reader.reading.at(element)
    report.add_own(EQUATION_READ, {Kind.CHARACTERS: len(text)}, place, instruction=instruction[:120], latex=latex[:120])
    reader.put(Equation(latex, text, False))


def _operands(instruction: str) -> str:
    return " ".join(_EQUATION_SIGN.sub(lambda sign: sign[1] or " ", instruction).split())


READERS_BY_KEYWORD: dict[str, Callable[[InlineReader, Element, str, tuple[str, ...]], None]] = {
    "HYPERLINK": _read_hyperlink,
    "REF": _read_reference,
    "XE": _read_index_mark,
    "SEQ": _read_sequence,
    "TOC": _read_directory,
    "INDEX": _read_directory,
    "SYMBOL": _read_symbol,
    EQUATION: _read_equation,
    "FORMCHECKBOX": _read_check_box,
    "FORMDROPDOWN": _read_drop_down,
    "MACROBUTTON": _read_button,
    "GOTOBUTTON": _read_button,
}

READERS: dict[str, ReadBetweenRuns] = {FLD_SIMPLE: read_field}
