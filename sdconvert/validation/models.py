"""What the DTD declares, in a form that tells which child or attribute is wrong where libxml2 only says that one is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from sdconvert.frozen import dataclass
from sdconvert.xmlio import Attributes

_REPEATS = {"once": "", "opt": "?", "mult": "*", "plus": "+"}
_OPTIONAL = frozenset({"opt", "mult"})
_MANY = frozenset({"mult", "plus"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """A declared attribute; `values` is empty where any text may stand."""

    name: str
    values: tuple[str, ...]
    is_required: bool
    fixed: str | None

    def allows(self, value: str) -> bool:
        """Whether the attribute may have this value."""
        return (not self.values or value in self.values) and (self.fixed is None or value == self.fixed)


@dataclass(frozen=True, slots=True)
class Particle:
    """One place in a fixed order of children."""

    name: str
    is_required: bool
    is_repeatable: bool


@dataclass(frozen=True)
class ElementModel:
    """A declared element: `children` in the order of the grammar; `particles` where the grammar fixes their order,
    `is_any_mix` where they may stand in any number and order."""

    name: str
    is_empty: bool
    takes_text: bool
    is_any_mix: bool
    children: tuple[str, ...]
    particles: tuple[Particle, ...]
    attributes: Mapping[str, Attribute]
    pattern: str

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _child_names(self) -> frozenset[str]:
        return frozenset(self.children)

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(attribute.name for attribute in self.attributes.values() if attribute.is_required)

    @cached_property
    def has_free_id(self) -> bool:
        """Whether the element has an attribute `id` that may hold any text."""
        own = self.attributes.get("id")
        return own is not None and not own.values and own.fixed is None

    def allows_children(self, names: Sequence[str]) -> bool:
        """Whether children of these names, in this order, are a content that the grammar allows."""
        if self.is_any_mix:
            return self._child_names.issuperset(names)
        return self._matcher.fullmatch("".join(f"{name}," for name in names)) is not None

    def allows_attributes(self, items: Attributes) -> bool:
        """Whether these attributes and no others are what the grammar allows."""
        for name, value in items:
            attribute = self.attributes.get(name)
            if attribute is None or not attribute.allows(value):
                return False
        return not self._required or self._required.issubset([name for name, _ in items])


def read_models(dtd: Any) -> dict[str, ElementModel]:
    """The declared elements of an lxml DTD by name."""
    return {declaration.name: _read_model(declaration) for declaration in dtd.iterelements()}


def _read_model(declaration: Any) -> ElementModel:
    content = declaration.content
    names = tuple(dict.fromkeys(_names(content)))
    takes_text = declaration.type in ("mixed", "any")
    return ElementModel(
        name=declaration.name,
        is_empty=declaration.type == "empty",
        takes_text=takes_text,
        is_any_mix=takes_text or (content is not None and content.occur == "mult" and _is_choice(content)),
        children=names,
        particles=() if takes_text else _particles(content),
        attributes={attribute.name: _read_attribute(attribute) for attribute in declaration.iterattributes()},
        pattern=_mixed_pattern(names) if takes_text else _pattern(content),
    )


def _read_attribute(declaration: Any) -> Attribute:
    return Attribute(
        name=declaration.name,
        values=tuple(declaration.values()),
        is_required=declaration.default == "required",
        fixed=declaration.default_value if declaration.default == "fixed" else None,
    )


def _names(content: Any) -> Iterator[str]:
    if content is None or content.type == "pcdata":
        return
    if content.type == "element":
        yield content.name
        return
    yield from _names(content.left)
    yield from _names(content.right)


def _is_choice(content: Any) -> bool:
    """Whether the content is one of some elements, without groups in which an order counts."""
    if content.type == "element":
        return True
    return content.type == "or" and all(
        side.occur == "once" and _is_choice(side) for side in (content.left, content.right)
    )


def _pattern(content: Any) -> str:
    if content is None:
        return ""
    repeat = _REPEATS[content.occur]
    if content.type == "element":
        return f"(?:{re.escape(content.name)},){repeat}"
    joint = "|" if content.type == "or" else ""
    return f"(?:{_pattern(content.left)}{joint}{_pattern(content.right)}){repeat}"


def _mixed_pattern(names: tuple[str, ...]) -> str:
    return "(?:" + "|".join(f"{re.escape(name)}," for name in names) + ")*"


def _particles(content: Any) -> tuple[Particle, ...]:
    """The places of a plain sequence; none where the content is a choice or nests groups."""
    if content is None or content.type == "or":
        return ()
    if content.type == "element":
        return (Particle(content.name, content.occur not in _OPTIONAL, content.occur in _MANY),)
    left, right = _particles(content.left), _particles(content.right)
    return left + right if left and right and content.occur == "once" else ()
