"""Headers and footers (ECMA-376 Part 1, 17.10): SDXML keeps one footer text and no header."""

from __future__ import annotations

from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.docx.names import R_ID, P, w
from sdconvert.formats.docx.read.census import count, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.normalise import normalise
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
    "The page footer is kept as the footer text of the document: “{text}”",
    why="SDXML has one footer text without formatting, pictures and page numbers.",
)

_KINDS = {w("headerReference"): "header", w("footerReference"): "footer"}
_TYPE = w("type")


def read_footer(sections: list[Element], reading: Reading) -> str:
    """The text of the first default footer that has any; every other header and footer with content is a finding."""
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
            text = _read(root, relationship.target, reading)
            is_default = reference.get(_TYPE, "default") == "default"
            if text and not footer and is_default and reference.tag == w("footerReference"):
                footer = text
                reading.report.changed(FOOTER_TEXT, count(root), Location(relationship.target), text=text)
            else:
                with reading.within(relationship.target):
                    reading.lose_content(HEADER_LOST, root, kind=_KINDS[str(reference.tag)])
    return footer


def _read(root: Element, name: str, reading: Reading) -> str:
    with reading.within(name):
        normalise(root, reading)
    lines = (visible_text(paragraph) for paragraph in root.iter(P))
    return " · ".join(line for line in lines if line)
