"""Untangle a story before it is read, tree to tree: after this there is no wrapper and no tracked change in it.

Order matters: alternatives are chosen (ECMA-376 Part 3), then the ledger counts, then wrappers are unwrapped, so that
a paragraph finds the next one, revisions resolved, ruby written out, fields folded (fields.py), and paragraphs joined
whose mark is hidden (hidden_marks.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count as count_from
from unicodedata import bidirectional

from sdconvert.choices import Revisions
from sdconvert.errors import UnresolvedRevisions
from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.docx.names import MC, PPR, RPR, RUN, SECT_PR, TBL, TC, TR, P, T, w
from sdconvert.formats.docx.read.census import (
    ALTERNATE,
    DEL_TEXT,
    REVISIONS,
    RUBY_ELEMENT,
    WRAPPERS,
    ElementsByTag,
    count,
    visible_text,
)
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.controls import show_bound_values
from sdconvert.formats.docx.read.drop_caps import join_drop_caps
from sdconvert.formats.docx.read.fields import FLD_CHAR, fold_fields, isolate
from sdconvert.formats.docx.read.hidden_marks import join_hidden_marks
from sdconvert.formats.docx.read.property_changes import find_property_changes, reject_property_changes
from sdconvert.xmlio import Element, insert_after, replace

DELETED_TEXT = declare(
    "DOCX-R010",
    Severity.INFO,
    "Text deleted by {author} is left out, as tracked changes are accepted: “{text}”",
    "Use --revisions reject to convert the text as it was before.",
    "A tracked deletion shows text that is no longer part of the document.",
)
REJECTED_TEXT = declare(
    "DOCX-R011",
    Severity.INFO,
    "Text inserted by {author} is left out, as tracked changes are rejected: “{text}”",
    "Use --revisions accept to convert the text with its changes.",
    "A tracked insertion shows text that is not yet part of the document.",
)
MOVED_TEXT = declare(
    "DOCX-R012",
    Severity.INFO,
    "Text moved by {author} stands in one of its two places only: “{text}”",
    why="A tracked move shows the text twice, where it was and where it is.",
)
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

_INS, _DEL, _FROM, _TO, _CELL_INS, _CELL_DEL = REVISIONS
_REMOVED = {
    Revisions.ACCEPT: frozenset((_DEL, _FROM, _CELL_DEL)),
    Revisions.REJECT: frozenset((_INS, _TO, _CELL_INS)),
}
_REMOVAL_CODES = {_DEL: DELETED_TEXT, _CELL_DEL: DELETED_TEXT, _INS: REJECTED_TEXT, _CELL_INS: REJECTED_TEXT}
_CHOICE, _FALLBACK = f"{{{MC}}}Choice", f"{{{MC}}}Fallback"
_UNDERSTOOD = (
    "http://schemas.microsoft.com/office/word/",
    "http://schemas.microsoft.com/office/drawing/2010/main",
    "http://schemas.openxmlformats.org/",
    "urn:schemas-microsoft-com:vml",
)
_NOT_UNDERSTOOD = frozenset(
    (
        "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
        "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    )
)
_BDO = w("bdo")
_AGAINST = {"rtl": frozenset(("L", "EN")), "ltr": frozenset(("R", "AL", "AN"))}
_SDT, _SDT_CONTENT = w("sdt"), w("sdtContent")
_WRAPPER_PROPERTIES = frozenset((w("customXmlPr"), w("smartTagPr")))
_BLOCKS = frozenset((P, TBL, SECT_PR, w("altChunk")))
_STORY_ENDS = frozenset((w("tc"), w("body"), w("footnote"), w("endnote"), w("txbxContent"), w("comment")))


def normalise(root: Element, reading: Reading) -> ElementsByTag:
    """Bring a part's tree to the form that the readers expect, and book what it holds.

    Returns: what the tree held. Hyperlinks, bookmarks and sections are still right after this; simple fields lack those
    that complex ones became.
    """
    elements = ElementsByTag(root)
    reading.places.update(zip(elements[P], count_from(1)))
    if elements[ALTERNATE]:
        choose_alternatives(elements[ALTERNATE])
        elements = ElementsByTag(root)
    reading.report.read(elements.counts())
    lift_nested(elements[T])
    controls = [wrapper for wrapper in elements[WRAPPERS[0]] if wrapper.tag == _SDT]
    if controls and show_bound_values(controls, root, reading):
        elements = ElementsByTag(root)
    report_forced_direction(elements[WRAPPERS[0]], reading)
    unwrap(elements[WRAPPERS[0]])
    if reading.revisions is not Revisions.ACCEPT:
        _take_back_properties(root, reading)
    if elements[REVISIONS[0]]:
        resolve_revisions(elements[REVISIONS[0]], root, reading)
        elements = ElementsByTag(root)
    rubies, marks = elements[RUBY_ELEMENT], elements[FLD_CHAR]
    if elements[REVISIONS[0]]:
        rubies, marks = ([element for element in elements if _is_within(element, root)] for elements in (rubies, marks))
    write_out_ruby(rubies, reading)
    fold_fields(marks, reading)
    join_hidden_marks(elements[P], reading)
    join_drop_caps(elements[P], reading)
    reading.forget_words()
    elements.release()
    return elements


def choose_alternatives(alternates: list[Element]) -> None:
    """Put in place of each `mc:AlternateContent` the first choice that we understand, else the fallback."""
    for alternate in alternates:
        parent = alternate.getparent()
        if parent is not None:
            chosen = _choose(alternate)
            _replace(alternate, () if chosen is None else list(chosen))


def _choose(alternate: Element) -> Element | None:
    choices = alternate.findall(_CHOICE)
    for choice in choices:
        if _is_understood(choice):
            return choice
    fallback = alternate.find(_FALLBACK)
    if fallback is not None:
        return fallback
    return choices[0] if choices else None


def _is_understood(choice: Element) -> bool:
    required = [choice.nsmap.get(prefix) for prefix in choice.get("Requires", "").split()]
    return all(uri is not None and uri.startswith(_UNDERSTOOD) and uri not in _NOT_UNDERSTOOD for uri in required)


def _replace(element: Element, replacement: Iterable[Element]) -> None:
    if element.getparent() is not None:
        replace(element, replacement)


def lift_nested(texts: list[Element]) -> None:
    """Put what stands inside a `w:t`, where only text may, behind the run that holds the text."""
    for text in texts:
        if not len(text):
            continue
        run = text.getparent()
        parent = None if run is None else run.getparent()
        if run is not None and run.tag == RUN and parent is not None:
            insert_after(run, text)


def resolve_revisions(revisions: list[Element], root: Element, reading: Reading) -> None:
    """Accept or reject tracked changes: content, paragraph marks, rows and cells of tables.

    Raises: UnresolvedRevisions when the options say to refuse and there are any.
    """
    found = [element for element in revisions if _parent_tag(element) != w("numPr")]
    if not found:
        return
    mode = reading.revisions
    if mode is Revisions.REFUSE:
        raise _refusal(len(found))
    gone = _REMOVED[mode]
    removed_marks = []
    for element in found:
        parent = element.getparent()
        if parent is None or not _is_within(element, root):
            continue
        if parent.tag == RPR:
            paragraph = _marked_paragraph(parent)
            if paragraph is not None and element.tag in gone:
                removed_marks.append(paragraph)
        elif parent.tag == w("trPr"):
            if element.tag in gone:
                _remove_row(parent.getparent(), element, reading)
        elif parent.tag == w("tcPr"):
            if element.tag in gone:
                _remove_cell(parent.getparent(), element, reading)
        elif element.tag in gone:
            _remove(element, element, reading)
        else:
            _unhide_deleted(element)
            _replace(element, list(element))
    for paragraph in reversed(removed_marks):
        _join_with_next(paragraph)
    for paragraph in removed_marks:
        _remove_if_empty(paragraph)


def _take_back_properties(root: Element, reading: Reading) -> None:
    """Raises: UnresolvedRevisions when the options say to refuse and properties were changed."""
    changes = find_property_changes(root)
    if changes and reading.revisions is Revisions.REFUSE:
        raise _refusal(len(changes))
    reject_property_changes(changes)


def _refusal(count: int) -> UnresolvedRevisions:
    return UnresolvedRevisions(
        f"The document holds {count} tracked changes. Accept or reject them in Word, "
        "or convert with --revisions accept or --revisions reject."
    )


def _is_within(element: Element, root: Element) -> bool:
    """Whether the element is still part of the tree: what encloses it may be gone already."""
    return any(ancestor is root for ancestor in element.iterancestors())


def _parent_tag(element: Element) -> object:
    parent = element.getparent()
    return None if parent is None else parent.tag


def _marked_paragraph(run_properties: Element) -> Element | None:
    properties = run_properties.getparent()
    return properties.getparent() if properties is not None and properties.tag == PPR else None


def _remove(element: Element, revision: Element, reading: Reading) -> None:
    code = _REMOVAL_CODES.get(str(revision.tag), MOVED_TEXT)
    parent = element.getparent()
    if parent is None:
        return
    counts = count(element)
    if counts:
        reading.report.drop(
            code,
            counts,
            reading.at(element),
            author=revision.get(w("author"), "an unknown author"),
            date=revision.get(w("date"), ""),
            text=visible_text(element),
        )
    parent.remove(element)


def _remove_row(row: Element | None, revision: Element, reading: Reading) -> None:
    table = None if row is None else row.getparent()
    if row is None or table is None:
        return
    is_last = len(table.findall(TR)) == 1
    _remove(table if is_last and table.tag == TBL else row, revision, reading)


def _remove_cell(cell: Element | None, revision: Element, reading: Reading) -> None:
    row = None if cell is None else cell.getparent()
    if cell is None or row is None:
        return
    if row.tag == TR and len(row.findall(TC)) == 1:
        _remove_row(row, revision, reading)
    else:
        _remove(cell, revision, reading)


def _unhide_deleted(element: Element) -> None:
    for text in element.iter(DEL_TEXT):
        text.tag = T
    for text in element.iter(w("delInstrText")):
        text.tag = w("instrText")


def _join_with_next(paragraph: Element) -> None:
    """A paragraph whose mark is gone goes on in the next one, whose mark (and so whose properties) stay."""
    parent = paragraph.getparent()
    following = _following(paragraph)
    if parent is not None and following is not None and following.tag == P and not _ends_section(paragraph):
        first = next(iter(following), None)
        if first is not None and first.tag == PPR:
            insert_after(first, _content(paragraph))
        else:
            for element in reversed(_content(paragraph)):
                following.insert(0, element)
        parent.remove(paragraph)


def _remove_if_empty(paragraph: Element) -> None:
    """A paragraph whose mark is gone and that holds nothing is gone too, unless a story must end in it."""
    parent = paragraph.getparent()
    if parent is None or _ends_section(paragraph) or _content(paragraph):
        return
    if _following(paragraph) is not None or parent.tag not in _STORY_ENDS:
        parent.remove(paragraph)


def _following(paragraph: Element) -> Element | None:
    following = paragraph.getnext()
    while following is not None and following.tag not in _BLOCKS:
        following = following.getnext()
    return following


def _ends_section(paragraph: Element) -> bool:
    properties = paragraph.find(PPR)
    return properties is not None and properties.find(SECT_PR) is not None


def _content(paragraph: Element) -> list[Element]:
    return [child for child in paragraph if child.tag != PPR]


def unwrap(wrappers: list[Element]) -> None:
    """Put the content of content controls, custom XML, smart tags and direction marks in their place."""
    for wrapper in wrappers:
        if wrapper.tag == _SDT:
            content = wrapper.find(_SDT_CONTENT)
            _replace(wrapper, () if content is None else list(content))
        else:
            _replace(wrapper, [child for child in wrapper if child.tag not in _WRAPPER_PROPERTIES])


def report_forced_direction(wrappers: list[Element], reading: Reading) -> None:
    """Say where text is shown against its own direction (17.3.2.3): only its order in the file is kept."""
    for wrapper in wrappers:
        if wrapper.tag == _BDO:
            text = visible_text(wrapper)
            against = _AGAINST.get(wrapper.get(w("val"), ""), frozenset())
            if any(bidirectional(sign) in against for sign in text):
                reading.report.tally(FORCED_DIRECTION, "", reading.at(wrapper), text=text[:120])


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
        run.remove(ruby)
        if run.getparent() is not None:
            insert_after(run, pieces)


def _bracket(run: Element, text: str) -> Element:
    bracket = run.makeelement(RUN)
    child = bracket.makeelement(T)
    child.text = text
    bracket.append(child)
    return bracket
