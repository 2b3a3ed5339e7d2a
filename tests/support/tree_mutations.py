"""Changes of XML trees: elements moved, doubled, nested and renamed, attributes taken away.

Each takes the elements of a tree below its root and a source of chance, changes the tree and returns what it did, or an
empty text where nothing could be done.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

Element = etree._Element
Mutation = Callable[[list[Element], random.Random], str]


def move(elements: list[Element], chance: random.Random) -> str:
    """An element to a place within another."""
    element, target = chance.sample(elements, 2)
    if any(ancestor is element for ancestor in target.iterancestors()):
        return ""
    target.insert(chance.randint(0, len(target)), element)
    return f"moved {_name(element)} into {_name(target)}"


def double(elements: list[Element], chance: random.Random) -> str:
    """A copy of an element to a place within another."""
    element, target = chance.sample(elements, 2)
    target.insert(chance.randint(0, len(target)), deepcopy(element))
    return f"doubled {_name(element)} in {_name(target)}"


def repeat(elements: list[Element], chance: random.Random) -> str:
    """A copy of an element behind it."""
    element = chance.choice(elements)
    if element.getparent() is None:
        return ""
    element.addnext(deepcopy(element))
    return f"repeated {_name(element)}"


def nest(elements: list[Element], chance: random.Random) -> str:
    """An element around which another kind is put."""
    element, kind = chance.sample(elements, 2)
    if element.getparent() is None:
        return ""
    wrapper = element.makeelement(kind.tag, dict(kind.attrib))
    element.addprevious(wrapper)
    wrapper.append(element)
    return f"put {_name(kind)} around {_name(element)}"


def unwrap(elements: list[Element], chance: random.Random) -> str:
    """An element of which only what it holds is left."""
    element = chance.choice(elements)
    parent = element.getparent()
    if parent is None:
        return ""
    for child in list(element):
        element.addprevious(child)
    parent.remove(element)
    return f"unwrapped {_name(element)} in {_name(parent)}"


def rename(elements: list[Element], chance: random.Random) -> str:
    """An element that becomes one of another kind."""
    element, kind = chance.sample(elements, 2)
    if element.getparent() is None:
        return ""
    before, element.tag = _name(element), kind.tag
    return f"renamed {before} to {_name(element)}"


def strip(elements: list[Element], chance: random.Random) -> str:
    """An element without one of its attributes."""
    element = chance.choice(elements)
    if not element.attrib:
        return ""
    name = chance.choice(sorted(map(str, element.attrib)))
    del element.attrib[name]
    return f"took {name.rpartition('}')[2]} from {_name(element)}"


MUTATIONS: tuple[Mutation, ...] = (*(move, move, double, double, repeat, nest, nest, unwrap, rename, strip),)


def _name(element: Element) -> str:
    return etree.QName(element).localname
