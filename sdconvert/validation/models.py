"""What the DTD declares, in a form that tells which child or attribute is wrong where libxml2 only says that one is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Step:
    """One place in a fixed order of children."""

    name: str
    is_required: bool
    is_repeatable: bool


@dataclass(frozen=True)
class ElementModel:
    """A declared element: `children` in the order of the grammar; `steps` where the grammar fixes their order."""

    name: str
    is_empty: bool
    takes_text: bool
    children: tuple[str, ...]
    steps: tuple[Step, ...]
    attributes: Mapping[str, Attribute]
    pattern: str

    @cached_property
    def _matcher(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def matches(self, names: Iterable[str]) -> bool:
        """Whether children of these names, in this order, are a content that the grammar allows."""
        return self._matcher.fullmatch("".join(f"{name}," for name in names)) is not None


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
        children=names,
        steps=() if takes_text else _steps(content),
        attributes={attribute.name: _read_attribute(attribute) for attribute in declaration.iterattributes()},
        pattern=_mixed_pattern(names) if takes_text else _pattern(content),
    )


def _read_attribute(declaration: Any) -> Attribute:
    return Attribute(
        name=f"{declaration.prefix}:{declaration.name}" if declaration.prefix else declaration.name,
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


def _steps(content: Any) -> tuple[Step, ...]:
    """The places of a plain sequence; none where the content is a choice or nests groups."""
    if content is None or content.type == "or":
        return ()
    if content.type == "element":
        return (Step(content.name, content.occur not in _OPTIONAL, content.occur in _MANY),)
    left, right = _steps(content.left), _steps(content.right)
    return left + right if left and right and content.occur == "once" else ()
