"""The style names of 2.13 and later, which say what 2.6 says with `heading` and `enumeration`."""

from __future__ import annotations

from sdconvert.findings import Report
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

_QUICK = compile_late(r"quick_(heading|text)_([1-6])(_numbered)?")


def upgrade_stylenames(root: Element, report: Report) -> None:
    """Make headings and numbered paragraphs of what is named so.

    Source: the dialects 2.13 and later; `@stylename`.
    """
    for element in root.iter("paragraph", "heading"):
        found = _QUICK.fullmatch(element.get("stylename", ""))
        if found is None:
            continue
        kind, level, is_numbered = found[1], str(int(found[2]) - 1), found[3] is not None
        if kind == "heading":
            element.tag = "heading"
            element.set("enumeration" if is_numbered else "level", level)
            del element.attrib["stylename"]
        elif is_numbered:
            element.set("enumeration", level)
            del element.attrib["stylename"]
