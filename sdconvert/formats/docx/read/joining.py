"""Two paragraphs that Word shows as one, and whether something is still there."""

from __future__ import annotations

from sdconvert.formats.docx.names import PPR, SECT_PR
from sdconvert.xmlio import Element, insert_after


def properties_of(paragraph: Element) -> Element | None:
    """The `w:pPr` of a paragraph, which comes first in it (ECMA-376 Part 1, 17.3.1.26). To look for it among all that
    the paragraph holds, or to count that, takes as long as the paragraph is."""
    first = next(iter(paragraph), None)
    return None if first is None or first.tag != PPR else first


def ends_section(paragraph: Element) -> bool:
    """Whether the mark of the paragraph ends a section, which it does even where it is not shown."""
    properties = properties_of(paragraph)
    return properties is not None and properties.find(SECT_PR) is not None


def join_paragraphs(first: Element, second: Element) -> None:
    """Put what the first paragraph holds before what the second one holds, and take the first away."""
    content = [child for child in first if child.tag != PPR]
    properties = properties_of(second)
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
