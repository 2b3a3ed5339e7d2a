"""Whether a tree is valid as a whole. libxml2 tells that in a fifth of the time that a look at each element takes, but
for each error it counts the siblings before it: it is asked about so little at a time that its errors cost little."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from lxml import etree

from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.xmlio import Element

MOST_AT_ONCE = 10_000
"""Elements that libxml2 is asked about at once; of attributes it may be four times as many."""
_MOST_ATTRIBUTES = 16
_ELEMENTS = etree.XPath("count(descendant-or-self::*)")
_ATTRIBUTES = etree.XPath("count(descendant-or-self::*/@*)")
_HAS_CROWDED_ELEMENT = etree.XPath(f"boolean(descendant-or-self::*/@*[{_MOST_ATTRIBUTES + 1}])")


def is_valid(root: Element, is_valid_itself: Callable[[Element], bool], at_once: int = MOST_AT_ONCE) -> bool:
    """Whether a tree is as the grammar of 2.6 has it. Where it holds too much for libxml2 its parts are asked about one
    by one, and `is_valid_itself` of the elements that hold these, without their children."""
    if _count(_ELEMENTS, root) <= at_once and _count(_ATTRIBUTES, root) <= 4 * at_once:
        return bool(grammar().validate(root))
    return not _HAS_CROWDED_ELEMENT(root) and _is_valid_in_parts(root, is_valid_itself, at_once // 4)


def _is_valid_in_parts(root: Element, is_valid_itself: Callable[[Element], bool], at_once: int) -> bool:
    is_valid_whole = grammar().validate
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not len(element) or _count(_ELEMENTS, element) <= at_once:
            if not is_valid_whole(element):
                return False
        elif is_valid_itself(element):
            waiting += element
        else:
            return False
    return True


def _count(path: etree.XPath, element: Element) -> float:
    return cast(float, path(element))
