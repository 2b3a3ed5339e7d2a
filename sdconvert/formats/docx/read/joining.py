"""Two paragraphs that Word shows as one, and whether something is still there."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import takewhile

from sdconvert.formats.docx.names import PPR, SECT_PR
from sdconvert.xmlio import Element, insert_after


def properties_of(paragraph: Element) -> Element | None:
    """The `w:pPr` of a paragraph, which comes first in it (ECMA-376 Part 1, 17.3.1.26). To look for it among all that
    the paragraph holds, or to count that, takes as long as the paragraph is."""
    try:
        first = paragraph[0]
    except IndexError:
        return None
    return first if first.tag == PPR else None


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


def join_pairs(pairs: Iterable[tuple[Element, Element]]) -> None:
    """Join each first paragraph with its second, which may be the first one of a later pair."""
    ends: dict[Element, Element] = {}
    for first, second in reversed(list(pairs)):
        ends[first] = ends.get(second, second)
        join_paragraphs(first, ends[first])


def join_the_smaller(first: Element, second: Element) -> Element:
    """The paragraph that is made of two neighbours, with the properties and the name of the second: one of them, to
    which the content of the other, of which there is less, was moved. The other is taken away."""
    if not _is_longer(first, second):
        join_paragraphs(first, second)
        return second
    for between in _siblings_between(first, second):
        first.addprevious(between)
    properties = properties_of(first)
    if properties is not None:
        first.remove(properties)
    first.attrib.clear()
    first.attrib.update(second.attrib)
    content = list(second)
    properties = properties_of(second)
    if properties is not None:
        first.insert(0, properties)
        del content[0]
    first.extend(content)
    parent = second.getparent()
    if parent is not None:
        parent.remove(second)
    return first


def _is_longer(one: Element, other: Element) -> bool:
    """Whether it holds more; how many a long one holds is not counted."""
    at, at_other = next(iter(one), None), next(iter(other), None)
    while at is not None and at_other is not None:
        at, at_other = at.getnext(), at_other.getnext()
    return at is not None


def _siblings_between(first: Element, second: Element) -> list[Element]:
    return list(takewhile(lambda element: element is not second, first.itersiblings()))


def is_within(element: Element, root: Element) -> bool:
    """Whether the element is still part of the tree: what encloses it may be gone already."""
    return any(ancestor is root for ancestor in element.iterancestors())
