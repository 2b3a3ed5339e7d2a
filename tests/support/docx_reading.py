"""A `Reading` over a minimal package, for tests of the readers of single elements."""

from __future__ import annotations

from typing import Any, cast

from docx_builder import build_docx

from sdconvert.archive import read_archive
from sdconvert.choices import Revisions
from sdconvert.findings import Report
from sdconvert.formats.docx.names import T, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.styles import Styles
from sdconvert.formats.docx.read.parts import Package
from sdconvert.xmlio import Element


def read_body(body_xml: str, **build: Any) -> tuple[Element, Reading]:
    """The first element of the body, and a reading of its package. Without numbering."""
    package = Package(read_archive(build_docx(body_xml, **build)), "test.docx", Report())
    styles = package.find_related(package.main_name, "styles")
    reading = Reading(
        package, Styles.read(styles[1] if styles else None), cast(Any, None), cast(Any, None), Revisions.ACCEPT
    )
    return package.main[0][0], reading


def codes(reading: Reading) -> list[str]:
    """The ids of what was found, in order."""
    reading.report.report_tallies()
    return [finding.code.id for finding in reading.report.findings]


def texts(element: Element) -> list[str]:
    """The texts of the paragraphs in an element."""
    return ["".join(t.text or "" for t in p.iter(T)) for p in element.iter(w("p"))]
