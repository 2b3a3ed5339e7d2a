"""The dialects 2.20 and 2.25: sections in reading order, and sections that hang on these."""

from __future__ import annotations

from lxml import etree

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element, attributes_of, remove, text_of

FORMULA_AS_TEXT = declare(
    "SDXML-D040",
    Severity.WARNING,
    "A formula became a paragraph with its text: {text}",
    hint="Check the formula; where its look matters, insert it as a picture.",
    why="SDXML 2.6 has no formulas.",
)
ATTACHED_WITHOUT_PLACE = declare(
    "SDXML-D041",
    Severity.WARNING,
    "What is attached to a section has no place in it and is not in the result: {text}",
    hint="Put the text where it belongs; the finding holds it.",
    why="How sections are attached is not published; what names a section, or is named in one, is put there.",
)
NO_PLACE = declare(
    "SDXML-D042",
    Severity.WARNING,
    "SDXML 2.6 has no {element}; it is not in the result. The finding holds it: {xml}",
    why="2.6 has no tags of sections and no bibliographies.",
)

ORDERED_SECTIONS, ATTACHED_SECTIONS = "ordered-sections", "attached-sections"
"""What stands in reading order, and what hangs on it."""

_NAMES = {"text": "paragraph", "text-section": "paragraph", "image-section": "image", "table-section": "table"}
_FORMULAS = ("formula", "formula-section")
_NO_ANCHORS = frozenset({"p", "ol-li", "ul-li", "td", "th", "tr", "column_width", "item"})
_NOT_IN_2_6 = ("section-tags", "bibliographies")


def upgrade_sections(root: Element, report: Report) -> None:
    """Put ordered sections directly into the document, and footnotes into the text of the sections they hang on.

    Source: the dialects 2.20 and 2.25. Loses: SDXML-D040 to SDXML-D042.
    """
    for name in _NOT_IN_2_6:
        for element in root.findall(name):
            _drop(element, report)
    for body in root.findall("document"):
        attached = [section for group in body.findall(ATTACHED_SECTIONS) for section in group]
        for group in body.findall(ATTACHED_SECTIONS):
            _report_stray(group, report)
        _unwrap(body, ORDERED_SECTIONS)
        for section in list(body):
            if section.tag != ATTACHED_SECTIONS:
                _rename(section, report)
        _attach(body, attached, report)
        for group in body.findall(ATTACHED_SECTIONS):
            remove(group)


def _drop(element: Element, report: Report) -> None:
    counts = {Kind.CHARACTERS: len(text_of(element).strip())}
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    if len(element) or counts[Kind.CHARACTERS]:
        report.read(counts)
        report.drop(NO_PLACE, counts, Location(MAIN_PART), element=str(element.tag), xml=xml)
    remove(element)


def _unwrap(body: Element, name: str) -> None:
    """Put what a group holds, text between its sections too, in its place."""
    for group in body.findall(name):
        text, group.text = group.text or "", None
        before = group.getprevious()
        if before is None:
            body.text = (body.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        for section in list(group):
            group.addprevious(section)
        remove(group)


def _rename(section: Element, report: Report) -> None:
    """Give a section the name that 2.6 has for it."""
    if section.tag in _FORMULAS:
        text = text_of(section).strip()
        report.read({Kind.EQUATIONS: 1})
        report.change(FORMULA_AS_TEXT, {Kind.EQUATIONS: 1}, Location(MAIN_PART), text=text)
        for child in list(section):
            section.remove(child)
        section.text = text
        section.tag = "paragraph"
    elif section.tag in _NAMES:
        section.tag = _NAMES[str(section.tag)]
    if section.tag == "paragraph" and section.get("indent") is None:
        section.set("indent", "0")


def _attach(body: Element, attached: list[Element], report: Report) -> None:
    own_ids = {own for section in attached if (own := section.get("id"))}
    anchors: dict[str, Element] = {}
    sections: dict[str, Element] = {}
    for section in body:
        if section.tag != ATTACHED_SECTIONS:
            if own := section.get("id"):
                sections[own] = section
            for element in section.iterdescendants():
                named = [value for _, value in attributes_of(element) if value in own_ids]
                if named and not len(element) and element.tag not in _NO_ANCHORS:
                    anchors.setdefault(named[0], element)
    for section in attached:
        anchor = anchors.get(section.get("id", ""))
        named = [value for name, value in attributes_of(section) if name != "id"]
        owner = next((sections[value] for value in named if value in sections), None)
        if anchor is not None:
            _fill(anchor, section)
        elif owner is not None and owner.tag in ("paragraph", "heading", "ol-li", "ul-li"):
            _fill(etree.SubElement(owner, "footnote"), section)
        else:
            _report_lost(section, report)


def _fill(anchor: Element, section: Element) -> None:
    """Make a footnote of the place in the text, with the content of the section behind what it holds already."""
    for name, value in attributes_of(anchor):
        if value == section.get("id"):
            del anchor.attrib[name]
    anchor.tag = "footnote"
    if len(anchor):
        anchor[-1].tail = (anchor[-1].tail or "") + (section.text or "")
    else:
        anchor.text = (anchor.text or "") + (section.text or "")
    anchor.extend(list(section))


def _report_stray(group: Element, report: Report) -> None:
    for text in (group.text, *(section.tail for section in group)):
        if text and (words := text.strip()):
            counts = {Kind.CHARACTERS: len(words)}
            report.read(counts)
            report.drop(ATTACHED_WITHOUT_PLACE, counts, Location(MAIN_PART), text=words)


def _report_lost(section: Element, report: Report) -> None:
    text = text_of(section)
    counts = {Kind.NOTES: 1, Kind.CHARACTERS: len(text)}
    report.read(counts)
    report.drop(ATTACHED_WITHOUT_PLACE, counts, Location(MAIN_PART), text=text)
