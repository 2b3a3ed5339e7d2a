"""Where the links within a page lead, found before its text is read: which of them are notes, and which lead back.

A link and a link back make a note: pandoc, Word, LibreOffice, Markdown processors and wikis all write them so. Word
has an anchor in the text and one before the note, each the target of the other; the others lead to the item of a list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from itertools import islice
from urllib.parse import unquote

from lxml import etree

from sdconvert.formats.html.read.elements import is_within, text_in
from sdconvert.frozen import dataclass
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

_HOLDERS = frozenset({"li", "div", "aside", "dd", "td", "section", "p"})
_OF_WORD = compile_late(r"(?:_?ftn|_?edn|sdfootnote|sdendnote)\d+")
_HINTS = compile_late(r"fn|ftn|edn|note|cite|ref", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "nav"})
_AROUND_SIGNS = frozenset({"sup", "span", "b", "i", "em", "strong", "small", "font"})
_LONGEST_SIGN = 12
_MOST_LINKS_BACK = 20


@dataclass(frozen=True, slots=True)
class PageLinks:
    """`elements` gives the element that an id or a name leads to, `notes` the element that holds the note which a link
    refers to. What is `apart` is read where it is referred to, or leads back from there; what is `near` stands among
    the notes. `wanted` are the names that other links lead to."""

    elements: Mapping[str, Element]
    notes: Mapping[Element, Element] = field(default_factory=dict)
    apart: frozenset[Element] = frozenset()
    near: frozenset[Element] = frozenset()
    wanted: frozenset[str] = frozenset()

    def is_apart(self, element: Element) -> bool:
        return element in self.apart

    def is_near(self, element: Element) -> bool:
        return element.getparent() in self.near or element.getnext() in self.near


def fragment(address: str) -> str:
    """The id that a fragment names."""
    return unquote(address[1:])


def names_of(element: Element) -> list[str]:
    """The names by which a link can lead to an element."""
    return [name for name in (element.get("id"), element.get("name") if element.tag == "a" else None) if name]


def find_elements(root: Element) -> dict[str, Element]:
    """The element that each id or name leads to, the first of several."""
    elements: dict[str, Element] = {}
    for element in root.iter(etree.Element):
        for name in names_of(element):
            elements.setdefault(name, element)
    return elements


def find_links(root: Element) -> PageLinks:
    """Where the links of a page lead."""
    elements = find_elements(root)
    links = _links_by_name(root)
    notes: dict[Element, Element] = {}
    apart: set[Element] = set()
    for name, anchors in links.items():
        target = elements.get(name)
        if target is None:
            continue
        for anchor in anchors:
            if anchor in apart:
                continue
            holder = _find_note(anchor, target)
            back = [] if holder is None else _links_back(anchor, holder, links)
            if holder is not None and back:
                notes[anchor] = holder
                apart.update((holder, *back))
    near = {part for holder in notes.values() for part in (holder, holder.getparent()) if part is not None}
    others = {
        name for name, anchors in links.items() if any(each not in notes and each not in apart for each in anchors)
    }
    return PageLinks(elements, notes, frozenset(apart), frozenset(near), frozenset(others))


def _links_by_name(root: Element) -> dict[str, list[Element]]:
    links: dict[str, list[Element]] = {}
    for anchor in root.iter("a"):
        href = anchor.get("href", "")
        if len(href) > 1 and href.startswith("#"):
            links.setdefault(fragment(href), []).append(anchor)
    return links


def _find_note(anchor: Element, target: Element) -> Element | None:
    """The element that would hold the note if the link referred to one."""
    holder = _holder_of(target) if _is_sign(anchor) else None
    return None if holder is None or is_within(anchor, holder) else holder


def _is_sign(anchor: Element) -> bool:
    """Whether a link can be the sign of a note: short, and not in a heading's or a directory's place."""
    sign = text_in(anchor).strip()
    if not sign or len(sign) > _LONGEST_SIGN:
        return False
    names = " ".join(filter(None, (anchor.get("class"), anchor.get("role"), anchor.get("href"), anchor.get("id"))))
    is_hinted = bool(_HINTS.search(names)) or not sign.strip("[]()* ").isalpha()
    return is_hinted and not any(ancestor.tag == "nav" for ancestor in anchor.iterancestors())


def _links_back(anchor: Element, holder: Element, links: Mapping[str, list[Element]]) -> list[Element]:
    """The links in a note that lead back to a reference."""
    back = [link for name in _names_around(anchor) for link in links.get(name, [])[:_MOST_LINKS_BACK]]
    return [link for link in back if is_within(link, holder)]


def _names_around(anchor: Element) -> list[str]:
    """The ids by which a note can lead back to a reference: its own, and those of the elements just around it and
    within it."""
    around: list[Element] = [anchor, *islice(anchor.iterdescendants(etree.Element), _MOST_LINKS_BACK)]
    for ancestor in anchor.iterancestors():
        if ancestor.tag not in _AROUND_SIGNS:
            break
        around.append(ancestor)
    return [name for element in around for name in (element.get("id"), element.get("name")) if name]


def _holder_of(target: Element) -> Element | None:
    """The element that holds a note which a link leads to."""
    if target.tag in _HEADINGS or any(ancestor.tag in _HEADINGS for ancestor in target.iterancestors()):
        return None
    for element in (target, *target.iterancestors()):
        if element.tag == "div" and _OF_WORD.fullmatch(element.get("id", "")):
            return element
    if target.tag in _HOLDERS:
        return target
    for element in target.iterancestors():
        if element.tag in ("p", "li", "dd"):
            return element
        if element.tag in ("body", "main", "article", "section", "td"):
            return None
    return None
