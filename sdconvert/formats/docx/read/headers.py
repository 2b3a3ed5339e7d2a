"""Headers and footers (ECMA-376 Part 1, 17.10): SDXML keeps one footer text and no header."""

from __future__ import annotations

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.docx.names import R_ID, P, T, w
from sdconvert.formats.docx.read.census import MATH_TEXT, ElementsByTag, count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.fields import FLD_SIMPLE, INSTR, parse_instruction
from sdconvert.formats.docx.read.header_drawings import lose_pictures
from sdconvert.formats.docx.read.hidden_runs import drop_hidden_runs
from sdconvert.formats.docx.read.normalise import normalise
from sdconvert.formats.docx.read.written_labels import write_out_labels
from sdconvert.xmlio import Element

HEADER_LOST = declare(
    "DOCX-R008",
    Severity.WARNING,
    "A page {kind} is left out: “{text}”",
    "Put it into the Word template that SMASHDOCs exports with.",
    "SDXML has no headers, and one footer text for the whole document.",
)
FOOTER_TEXT = declare(
    "DOCX-R009",
    Severity.INFO,
    "The page footer “{whole}” is kept as the footer text of the document: “{text}”",
    why="SDXML has one footer text without formatting and pictures; page numbers in it would not count.",
)

_KINDS = {w("headerReference"): "header", w("footerReference"): "footer"}
_TYPE = w("type")
_TEXTS = (T, MATH_TEXT)
_CUTS = (w("tab"), w("ptab"), w("br"), P)
_PAGE_FIELDS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES"))


def read_footer(sections: list[Element], reading: Reading, *, is_kept: bool = True) -> str:
    """The text of the first default footer that has any, where it `is_kept`; every other header and footer with
    content is a finding."""
    reading.heading = footer = ""
    seen: set[str] = set()
    for section in sections:
        for reference in section.iter(*_KINDS):
            relationship = reading.package.relationships(reading.package.main_name).get(reference.get(R_ID, ""))
            if relationship is None or relationship.is_external or relationship.target in seen:
                continue
            seen.add(relationship.target)
            root = reading.package.xml(relationship.target)
            if root is None:
                continue
            elements, text = _read(root, relationship.target, reading)
            is_default = reference.get(_TYPE, "default") == "default"
            if is_kept and text and not footer and is_default and reference.tag == w("footerReference"):
                footer = text
                place = Location(relationship.target)
                reading.report.change(FOOTER_TEXT, count(root), place, text=text, whole=visible_text(root))
            else:
                with reading.within(relationship.target):
                    reading.lose_content(HEADER_LOST, root, kind=_KINDS[str(reference.tag)])
            for paragraph in elements[P]:
                reading.places.pop(paragraph, None)  # or the whole part stays in memory
    return footer


def _read(root: Element, name: str, reading: Reading) -> tuple[ElementsByTag, str]:
    with reading.within(name):
        elements = normalise(root, reading)
        drop_hidden_runs(root, reading)
        lose_pictures(root, reading)
    write_out_labels(root, name, reading)
    outermost = (paragraph for paragraph in root.iter(P) if next(paragraph.iterancestors(P), None) is None)
    parts = (" ".join(part.split()) for paragraph in outermost for part in _parts(paragraph))
    return elements, " · ".join(part for part in parts if part)


def _parts(paragraph: Element) -> list[str]:
    """The texts between the tabs of a paragraph, without those that hold a page number."""
    parts = [""]
    paged = set()
    for element in paragraph.iter(*_TEXTS, *_CUTS, FLD_SIMPLE):
        if element.tag in _TEXTS:
            parts[-1] += element.text or ""
        elif element.tag != FLD_SIMPLE:
            parts.append("")
        elif parse_instruction(element.get(INSTR, ""))[0] in _PAGE_FIELDS:
            paged.add(len(parts) - 1)
    return [part for at, part in enumerate(parts) if at not in paged]
