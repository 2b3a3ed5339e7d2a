"""The dialects of SDXML, and the step that brings each to the shape of 2.6, tree to tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum

from lxml import etree

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.dialects.comments import lift_comments
from sdconvert.formats.sdxml.dialects.nested import upgrade_nested
from sdconvert.formats.sdxml.dialects.sections import ATTACHED_SECTIONS, ORDERED_SECTIONS, upgrade_sections
from sdconvert.formats.sdxml.dialects.stylenames import upgrade_stylenames
from sdconvert.formats.sdxml.names import MAIN_PART, VERSION
from sdconvert.frozen import dataclass
from sdconvert.model.inlines import Comment
from sdconvert.xmlio import Element

DIALECT_READ = declare(
    "SDXML-D001",
    Severity.INFO,
    "The document is written in the dialect {dialect} ({evidence}); it was brought to the shape of 2.6.",
    why="Releases of SMASHDOCs write different SDXML. What has no place in 2.6 is in findings of its own.",
)

_SECTIONS = (ORDERED_SECTIONS, ATTACHED_SECTIONS)
_SIGNS = (*_SECTIONS, "ul", "ol", "li", "font", "footnote")
_QUICK_STYLES = etree.XPath("boolean(/smashdoc/document//*[starts-with(@stylename, 'quick_')])")


class KnownDialect(StrEnum):
    """A dialect that is read."""

    V2017 = "2017"
    V2_6 = "2.6"
    V2_13 = "2.13"
    V2_20 = "2.20"
    V2_25 = "2.25"


@dataclass(frozen=True, slots=True)
class Upgraded:
    """A tree of the shape of 2.6, what it was written in, what tells that, and the comments, which have no place
    there, by the id of the block that they hang on."""

    root: Element
    dialect: KnownDialect
    evidence: str
    comments: Mapping[str, tuple[Comment, ...]] = field(default_factory=dict)


def detect(root: Element) -> tuple[KnownDialect, str]:
    """The dialect and what tells it: the structure first, the version second, since version numbers lie."""
    version = root.get("version", "")
    sign = next((each for each in root.iter(*_SIGNS) if each.tag != "footnote" or "data-content" in each.attrib), None)
    if sign is not None and sign.tag in _SECTIONS:
        is_newer = _is_of(version, "2.25") or root.find("bibliographies") is not None
        return (KnownDialect.V2_25 if is_newer else KnownDialect.V2_20), f"it has {sign.tag}"
    if sign is not None:
        return KnownDialect.V2017, "it has nested lists, font, or footnotes with data-content"
    if root.find("comments") is not None:
        return KnownDialect.V2_13, "it has comments"
    if not _is_of(version, "2.6"):
        if _QUICK_STYLES(root):
            return KnownDialect.V2_13, "it has the style names of 2.13"
        for dialect in (KnownDialect.V2_13, KnownDialect.V2_20, KnownDialect.V2_25):
            if _is_of(version, dialect):
                return dialect, f"version {version[:40]}"
    return KnownDialect.V2_6, f"version {version[:40]}" if version else "no other dialect is built so"


def _is_of(version: str, dialect: str) -> bool:
    return version == dialect or version.startswith(dialect + ".")


def upgrade(root: Element, report: Report) -> Upgraded:
    """The tree in the shape of 2.6; it is changed in place.

    Loses: SDXML-D001 and what the steps lose.
    """
    dialect, evidence = detect(root)
    if dialect is KnownDialect.V2_6 or root.tag != "smashdoc":
        return Upgraded(root, KnownDialect.V2_6, evidence)
    report.add(DIALECT_READ, Location(MAIN_PART), dialect=str(dialect), evidence=evidence)
    for step in _STEPS[dialect]:
        step(root, report)
    comments = lift_comments(root, report)
    root.set("version", VERSION)
    return Upgraded(root, dialect, evidence, comments)


_Step = Callable[[Element, Report], None]
_STEPS: Mapping[KnownDialect, tuple[_Step, ...]] = {
    KnownDialect.V2017: (upgrade_nested,),
    KnownDialect.V2_13: (upgrade_stylenames,),
    KnownDialect.V2_20: (upgrade_sections, upgrade_stylenames),
    KnownDialect.V2_25: (upgrade_sections, upgrade_stylenames),
}
