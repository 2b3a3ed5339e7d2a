"""Two paragraphs that Word shows as one, and whether something is still there."""

from __future__ import annotations

from sdconvert.formats.docx.names import PPR, SECT_PR
from sdconvert.xmlio import Element, insert_after


def ends_section(paragraph: Element) -> bool:
    """Whether the mark of the paragraph ends a section, which it does even where it is not shown."""
    return paragraph.find(f"{PPR}/{SECT_PR}") is not None


def join_paragraphs(first: Element, second: Element) -> None:
    """Put what the first paragraph holds before what the second one holds, and take the first away."""
    content = [child for child in first if child.tag != PPR]
    properties = second.find(PPR)
    if properties is not None:
        insert_after(properties, content)
    else:
        for element in reversed(content):
            second.insert(0, element)
    parent = first.getparent()
    if parent is not None:
        parent.remove(first)


def is_within(element: Element, root: Element) -> bool:
    """Whether the element is still part of the tree: what encloses it may be gone already."""
    return any(ancestor is root for ancestor in element.iterancestors())
