"""Content controls show the value that they are bound to, whatever text the file stores in them (ECMA-376 Part 1,
17.5.2; [MS-DOCX] 2.5 for the newer kinds)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, RPR, RUN, TBL, VAL, W14, W15, XML, P, T, is_on, w
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.late import call_late
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.date_formats import format_date, parse_date
else:
    format_date = call_late("sdconvert.formats.docx.read.date_formats", "format_date")
    parse_date = call_late("sdconvert.formats.docx.read.date_formats", "parse_date")


BOUND_VALUE = declare(
    "DOCX-R101",
    Severity.INFO,
    "A content control shows “{text}”, the value that it is bound to; the file stores “{stored}” in it.",
    why="Word fills such a control from the data when it opens the file.",
)
PLACEHOLDER = declare(
    "DOCX-R102",
    Severity.INFO,
    "{count} content control(s) without a value show the text that asks for one, as in Word; the first: “{text}”",
    why="SDXML has no content controls; their text is kept.",
)
REPEATED_SECTION = declare(
    "DOCX-R103",
    Severity.WARNING,
    "A repeating section shows {stored} item(s) as the file stores them; its data has {bound}: “{text}”",
    "Open the file in Word and save it again.",
    "Word repeats such a section for each element of the data when it opens the file.",
)

_SDT_PR, _SDT_CONTENT = w("sdtPr"), w("sdtContent")
_BINDINGS = (w("dataBinding"), f"{{{W15}}}dataBinding")
_SHOWS_PLACEHOLDER = w("showingPlcHdr")
_DATE, _CHECK_BOX = w("date"), f"{{{W14}}}checkbox"
_LISTS = (w("dropDownList"), w("comboBox"))
_REPEATS, _ITEM = f"{{{W15}}}repeatingSection", f"{{{W15}}}repeatingSectionItem"
_OTHER_CONTENT = frozenset(
    (
        *(w("picture"), w("richText"), w("group"), w("docPartList"), w("docPartObj"), w("citation"), w("equation")),
        *(w("bibliography"), f"{{{W15}}}repeatingSection", _ITEM),
    )
)
_PLAIN_CONTENT = frozenset((w("text"), _DATE, _CHECK_BOX, *_LISTS))
_BOX_CHARACTERS = {"checkedState": "2612", "uncheckedState": "2610"}
_TRUE = frozenset(("1", "true"))


def show_bound_values(controls: Iterable[Element], root: Element, reading: Reading) -> bool:
    """Put into each bound control what Word shows in it; one whose data is missing keeps its stored text.

    Returns: whether the tree has changed.
    """
    has_changed = False
    for control in controls:
        properties, content = control.find(_SDT_PR), control.find(_SDT_CONTENT)
        if properties is None or content is None:
            continue
        binding = next((child for child in properties if child.tag in _BINDINGS), None)
        value = None if binding is None else _read_value(binding, properties, content, reading)
        shown = None if value is None else _display(value, properties, content)
        if shown is not None and _normal(shown) != visible_text(content):
            if any(ancestor is root for ancestor in control.iterancestors()):
                has_changed = _show(shown, properties, content, reading) or has_changed
        elif _is_on(properties.find(_SHOWS_PLACEHOLDER)) and count(content):
            text = visible_text(content)[:120]
            reading.report.tally(PLACEHOLDER, "", reading.at(control), text=text)
    return has_changed


def _is_on(element: Element | None) -> bool:
    return element is not None and is_on(element.get(VAL))


def _normal(text: str) -> str:
    return " ".join(text.split())


def _read_value(binding: Element, properties: Element, content: Element, reading: Reading) -> str | None:
    address = (binding.get(w("storeItemID"), ""), binding.get(w("xpath"), ""), binding.get(w("prefixMappings"), ""))
    if properties.find(_REPEATS) is not None:
        _compare_items(content, reading.data.find_all(*_unnumbered(address)), reading)
        return None
    tags = {child.tag for child in properties}
    is_rich = binding.tag != _BINDINGS[0] and not tags & _PLAIN_CONTENT
    return None if is_rich or tags & _OTHER_CONTENT else reading.data.find_value(*address)


def _unnumbered(address: tuple[str, str, str]) -> tuple[str, str, str]:
    store_id, path, mappings = address
    return store_id, path.rpartition("[")[0] if path.endswith("]") else path, mappings


def _compare_items(content: Element, values: list[str], reading: Reading) -> None:
    stored = sum(item.find(f"{_SDT_PR}/{_ITEM}") is not None for item in content)
    if values and stored != len(values):
        text = visible_text(content)[:120]
        reading.report.add(REPEATED_SECTION, reading.at(content), stored=stored, bound=len(values), text=text)


def _display(value: str, properties: Element, content: Element) -> str | None:
    """What a control of this kind shows for a value; None where what is stored stands for it."""
    if not value.strip() and _is_on(properties.find(_SHOWS_PLACEHOLDER)):
        return None
    for child in properties:
        if child.tag == _DATE:
            return _display_date(value, child)
        if child.tag in _LISTS:
            return _display_choice(value, child)
        if child.tag == _CHECK_BOX:
            return _display_box(value, child)
    return value


def _display_date(value: str, date: Element) -> str | None:
    bound = parse_date(value)
    if bound is None:
        return value
    if bound == parse_date(date.get(w("fullDate"), "")):
        return None
    pattern, language = (_val(date, name) for name in ("dateFormat", "lid"))
    return format_date(bound, pattern, language) or bound.isoformat()


def _display_choice(value: str, choices: Element) -> str:
    for item in choices.findall(w("listItem")):
        if item.get(w("value")) == value:
            return item.get(w("displayText")) or value
    return value


def _display_box(value: str, box: Element) -> str:
    name = "checkedState" if value.strip().lower() in _TRUE else "uncheckedState"
    state = box.find(f"{{{W14}}}{name}")
    character = "" if state is None else state.get(f"{{{W14}}}val", "")
    try:
        return chr(int(character or _BOX_CHARACTERS[name], 16))
    except (ValueError, OverflowError):
        return chr(int(_BOX_CHARACTERS[name], 16))


def _val(parent: Element, name: str) -> str:
    element = parent.find(w(name))
    return "" if element is None else element.get(VAL, "")


def _show(text: str, properties: Element, content: Element, reading: Reading) -> bool:
    if next(content.iter(TBL), None) is not None:
        return False
    run = _make_run(text, properties, content)
    stored, counts = visible_text(content), count(content)
    paragraph = next(content.iter(P), content)
    reading.report.drop(BOUND_VALUE, counts, reading.at(content), text=text[:120], stored=stored[:120])
    for child in [child for child in paragraph if child.tag != PPR]:
        paragraph.remove(child)
    paragraph.append(run)
    for other in [p for p in content.iter(P) if p is not paragraph]:
        parent = other.getparent()
        if parent is not None:
            parent.remove(other)
    reading.report.book_own(BOUND_VALUE, count(content))
    return True


def _make_run(text: str, properties: Element, content: Element) -> Element:
    """A run with the text in the look of what the control stores, or in the control's own look over a placeholder."""
    stored = next(content.iter(RUN), None)
    is_placeholder = stored is None or _is_on(properties.find(_SHOWS_PLACEHOLDER))
    look = properties.find(RPR) if is_placeholder or stored is None else stored.find(RPR)
    run = content.makeelement(RUN)
    if look is not None:
        run.append(_copy(look))
    lines = text.splitlines() if _is_on_multi_line(properties) else [_normal(text)]
    for number, line in enumerate(lines):
        if number:
            run.append(run.makeelement(w("br")))
        child = run.makeelement(T)
        child.set(f"{{{XML}}}space", "preserve")
        child.text = line
        run.append(child)
    return run


def _is_on_multi_line(properties: Element) -> bool:
    text = properties.find(w("text"))
    value = None if text is None else text.get(w("multiLine"))
    return value is not None and is_on(value)


def _copy(element: Element) -> Element:
    copied = element.makeelement(str(element.tag), {str(name): str(value) for name, value in element.items()})
    copied.extend(_copy(child) for child in element)
    return copied
