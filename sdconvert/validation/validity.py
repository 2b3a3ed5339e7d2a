"""Whether a tree is valid as a whole. libxml2 tells that in a fifth of the time that a look at each element takes, but
for each error it counts the siblings before it: it is asked about so little at a time that its errors cost little."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import cast

from lxml import etree

from sdconvert.formats.sdxml.grammar import grammar, grammar_file
from sdconvert.xmlio import Element

MOST_AT_ONCE = 10_000
"""Elements that libxml2 is asked about at once; of attributes it may be four times as many."""
_MOST_ATTRIBUTES = 16
_PIECE = "piece-of-an-element"
"""The name of an element that holds some of another one's children while libxml2 is asked about these."""
_FEW = 8
"""Children at the beginning that are judged where they stand: what has no more than these is not moved."""
_ELEMENTS = etree.XPath("count(descendant-or-self::*)")
_ATTRIBUTES = etree.XPath("count(descendant-or-self::*/@*)")
_HAS_CROWDED_ELEMENT = etree.XPath(f"boolean(descendant-or-self::*/@*[{_MOST_ATTRIBUTES + 1}])")


def is_valid(root: Element, is_valid_itself: Callable[[Element], bool], at_once: int = MOST_AT_ONCE) -> bool:
    """Whether a tree is as the grammar of 2.6 has it. Where it holds too much for libxml2 it is asked about pieces, and
    `is_valid_itself` of the elements whose children these are, without what these hold. Meanwhile children stand
    elsewhere; afterwards the tree is as it was."""
    if not _is_larger_than(at_once, root) and _count(_ATTRIBUTES, root) <= 4 * at_once:
        return bool(grammar().validate(root))
    if declares_namespaces(root):  # lxml takes out what is declared twice where elements are moved
        return False
    return _is_valid_in_pieces(root, is_valid_itself, max(1, at_once // 4))


def declares_namespaces(root: Element) -> bool:
    """Whether an element of a tree declares a namespace, which none may in SDXML."""
    return next(iter(etree.iterwalk(root, events=("start-ns",))), None) is not None


def _is_valid_in_pieces(root: Element, is_valid_itself: Callable[[Element], bool], at_once: int) -> bool:
    """Pieces are of about so many elements. What holds more than twice as many is judged by itself and taken apart."""
    waiting = [root]

    def judge(element: Element) -> bool:
        if _is_larger_than(2 * at_once, element):
            waiting.append(element)
            return True
        return _is_valid_whole(element)

    while waiting:
        element = waiting.pop()
        if not (
            is_valid_itself(element)
            and all(map(judge, list(islice(element, _FEW))))
            and _judge_in_pieces(element, at_once, judge)
        ):
            return False
    return True


def _judge_in_pieces(element: Element, at_once: int, judge: Callable[[Element], bool]) -> bool:
    """Whether the children of an element behind the first few are as they should be, within one that may hold any.
    A piece is of as many as held so many elements in the last one. All go through that, and so stand in their order
    again."""
    is_valid, left, together = True, len(element) - _FEW, at_once // _FEW
    while left > 0:
        children = list(islice(element, _FEW, _FEW + min(max(_FEW, together), left)))
        piece = element.makeelement(_PIECE)
        piece.extend(children)
        size = _count(_ELEMENTS, piece)
        if is_valid:
            is_valid = all(map(judge, children)) if size > 2 * at_once else _is_valid_whole(piece)
        element.extend(children)
        left -= len(children)
        together = int(at_once * len(children) / size)
    return is_valid


def _is_valid_whole(element: Element) -> bool:
    return not _HAS_CROWDED_ELEMENT(element) and bool(_grammar_of_pieces().validate(element))


@cache
def _grammar_of_pieces() -> etree.DTD:
    return etree.DTD(io.BytesIO(grammar_file() + f"<!ELEMENT {_PIECE} ANY>".encode()))


def _is_larger_than(size: int, element: Element) -> bool:
    return cast(bool, _holds_more(size)(element))


@cache
def _holds_more(size: int) -> etree.XPath:
    """A path with a number in it is followed no further than to that."""
    return etree.XPath(f"boolean(descendant-or-self::*[{size + 1}])")


def _count(path: etree.XPath, element: Element) -> float:
    return cast(float, path(element))
