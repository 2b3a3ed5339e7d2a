"""Where a tree breaks the grammar, found by a look of our own at its declarations: the messages of libxml2 name a
content model and not the child that does not fit, and for each it walks all siblings. It has the first word, by which
most documents are valid, and the last one where we find nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from functools import cache
from operator import attrgetter
from typing import Any, NamedTuple

from lxml import etree

from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.validation.models import Attribute, ElementModel, read_models
from sdconvert.validation.nouns import join_words, noun
from sdconvert.validation.package import SdxmlPackage, elements_of, local_name, once_per_package
from sdconvert.validation.validity import declares_namespaces, is_valid
from sdconvert.xmlio import Attributes, Element, attributes_of

_XML_SPACE = " \t\r\n"
_MAX_QUOTED = 80
_MOST_REMEMBERED = 1000
_tail_of = attrgetter("tail")
_TEXT_BLOCKS = frozenset({"heading", "paragraph", "ol-li", "ul-li", "p"})
_CELLS = frozenset({"td", "th"})
_MARKS = frozenset({"a", "b", "i", "u", "s", "sub", "sup", "kbd", "sd-sc", "inline"})
_NOTES = frozenset({"footnote", "sidenote", "img"})
_OBJECTS = frozenset({"footnote", "sidenote", "img", "xref", "index"})
_NOT_IN_CELL_PARAGRAPHS = frozenset({"sidenote", "index"})


class Breach(Enum):
    """A kind of breach of the grammar; each has its rule in `dtd.py`."""

    NAMESPACE = auto()
    UNKNOWN_ELEMENT = auto()
    MISPLACED = auto()
    BREAK_IN_BLOCK = auto()
    NESTED_TABLE = auto()
    NOT_FOR_A_CELL = auto()
    NOT_FOR_A_CELL_PARAGRAPH = auto()
    OBJECT_IN_MARK = auto()
    OBJECT_IN_NOTE = auto()
    MARK_IN_ITSELF = auto()
    TEXT = auto()
    NOT_EMPTY = auto()
    EMPTY_TABLE = auto()
    CHILD_MISSING = auto()
    CHILD_REPEATED = auto()
    CHILD_OUT_OF_ORDER = auto()
    ATTRIBUTE_MISSING = auto()
    ATTRIBUTE_UNKNOWN = auto()
    VALUE_NOT_ALLOWED = auto()
    VALUE_FIXED = auto()
    OTHER = auto()


class Violation(NamedTuple):
    """One breach: its kind, the element that is wrong (the child, not its parent), and details for the message."""

    breach: Breach
    element: Element
    details: Mapping[str, object]


Models = Mapping[str, ElementModel]


@once_per_package
def violations(package: SdxmlPackage) -> tuple[Violation, ...]:
    """Every breach of the 2.6 grammar, in document order."""
    models = _models_of_grammar()
    if is_valid(package.root, lambda element: _is_valid_itself(element, models)):
        return ()
    return _find_violations(package.root, package.elements, grammar(), models)


def find_violations(root: Element, dtd: etree.DTD) -> tuple[Violation, ...]:
    """Every breach of this grammar, in document order; empty exactly when libxml2 finds the tree valid."""
    return _find_violations(root, zip(*elements_of(root), strict=True), dtd, read_models(dtd))


@cache
def _models_of_grammar() -> Models:
    return read_models(grammar())


def _is_valid_itself(element: Element, models: Models) -> bool:
    """Whether an element is as the grammar has it, but for what its children hold."""
    if str(element.tag) not in models:
        return False
    return next(_find_breaches([(element, tuple(attributes_of(element)))], models), None) is None


def _find_violations(
    root: Element, elements: Iterable[tuple[Element, Attributes]], dtd: etree.DTD, models: Models
) -> tuple[Violation, ...]:
    found = [*_find_namespaces(root), *_find_breaches(elements, models)]
    return tuple(found or _as_libxml2_says(root, dtd))


def _as_libxml2_says(root: Element, dtd: etree.DTD) -> Iterator[Violation]:
    if not dtd.validate(root):
        entries: Any = dtd.error_log
        for entry in entries:
            yield Violation(Breach.OTHER, root, {"reason": entry.message[:500], "kind": entry.type_name})


def _find_namespaces(root: Element) -> Iterator[Violation]:
    if declares_namespaces(root):
        for element in root.iter():
            if _declares_namespace(element):
                yield Violation(Breach.NAMESPACE, element, {"element": local_name(element)})


def _declares_namespace(element: Element) -> bool:
    parent = element.getparent()
    return bool(element.nsmap) and (parent is None or element.nsmap != parent.nsmap)


def _find_breaches(elements: Iterable[tuple[Element, Attributes]], models: Models) -> Iterator[Violation]:
    judge = _AttributeJudge()
    for element, attributes in elements:
        model = models.get(str(element.tag)) or models.get(local_name(element))
        if model is None:
            continue
        if not judge.allows(model, attributes):
            yield from _judge_attributes(element, model)
        if not model.takes_text and (element.text or any(map(_tail_of, element)) or model.is_empty):
            yield from _judge_text(element, model)
        if model.is_empty or (model.is_any_mix and not len(element)):
            continue
        if not model.allows_children([child.tag for child in element]):
            yield from _judge_children(element, model, models)


class _AttributeJudge:
    """Tells whether attributes are allowed, and remembers those that are: most elements of a document have the same
    ones but for their id."""

    def __init__(self) -> None:
        self._allowed: set[tuple[str, int, Attributes]] = set()

    def allows(self, model: ElementModel, attributes: Attributes) -> bool:
        """Whether an element of this model may have these attributes and no others."""
        starts_with_id = model.has_free_id and bool(attributes) and attributes[0][0] == "id"
        key = (model.name, len(attributes), attributes[1:] if starts_with_id else attributes)
        if key in self._allowed:
            return True
        is_allowed = model.allows_attributes(attributes)
        if is_allowed and len(self._allowed) < _MOST_REMEMBERED:
            self._allowed.add(key)
        return is_allowed


# ------------------------------------------------------------------------------------------------------- attributes


def _judge_attributes(element: Element, model: ElementModel) -> Iterator[Violation]:
    about = {"element": model.name, "noun": noun(model.name)}
    for key, value in element.attrib.items():
        attribute = model.attributes.get(str(key))
        if attribute is None:
            known = join_words(tuple(sorted(model.attributes)), "and") or "none"
            quoted = {"attribute": str(key)[:_MAX_QUOTED], "known": known}
            yield Violation(Breach.ATTRIBUTE_UNKNOWN, element, about | quoted)
        else:
            yield from _judge_value(element, attribute, str(value), about)
    for attribute in model.attributes.values():
        if attribute.is_required and attribute.name not in element.attrib:
            yield Violation(Breach.ATTRIBUTE_MISSING, element, about | {"attribute": attribute.name})


def _judge_value(
    element: Element, attribute: Attribute, value: str, about: Mapping[str, object]
) -> Iterator[Violation]:
    details = {**about, "attribute": attribute.name, "value": value[:_MAX_QUOTED]}
    if attribute.fixed is not None and value != attribute.fixed:
        yield Violation(Breach.VALUE_FIXED, element, details | {"allowed": attribute.fixed})
    elif attribute.values and value not in attribute.values:
        yield Violation(Breach.VALUE_NOT_ALLOWED, element, details | {"allowed": _description(attribute.values)})


def _description(values: tuple[str, ...]) -> str:
    if len(values) > 3 and values == tuple(str(number) for number in range(len(values))):
        return f"a whole number from 0 to {values[-1]}"
    return join_words(values)


# ------------------------------------------------------------------------------------------------- text and children


def _judge_text(element: Element, model: ElementModel) -> Iterator[Violation]:
    if model.is_empty:
        if len(element) or element.text:
            yield Violation(Breach.NOT_EMPTY, element, {"element": model.name, "noun": noun(model.name)})
        return
    for text in (element.text, *(child.tail for child in element)):
        if text and (words := text.strip(_XML_SPACE)):
            about = {"element": model.name, "noun": noun(model.name), "takes": join_words(model.children)}
            yield Violation(Breach.TEXT, element, about | {"text": words[:_MAX_QUOTED]})


def _judge_children(element: Element, model: ElementModel, models: Models) -> Iterator[Violation]:
    fitting = []
    for child in element:
        name = local_name(child)
        if name in model.children:
            fitting.append(child)
        else:
            yield _misplaced(child, name, model, models)
    if not model.allows_children([local_name(child) for child in fitting]):
        yield from _judge_order(element, fitting, model)


def _misplaced(child: Element, name: str, model: ElementModel, models: Models) -> Violation:
    breach = _breach_of_misplaced(name, model.name) if name in models else Breach.UNKNOWN_ELEMENT
    details = {
        "child": name[:_MAX_QUOTED],
        "parent": model.name,
        "child_noun": noun(name[:_MAX_QUOTED]),
        "parent_noun": noun(model.name),
        "takes": join_words((*(("text",) if model.takes_text else ()), *model.children)) or "nothing",
    }
    return Violation(breach, child, details)


def _breach_of_misplaced(child: str, parent: str) -> Breach:
    if child == "table" and (parent in _CELLS or parent in _TEXT_BLOCKS):
        return Breach.NESTED_TABLE
    if parent in _CELLS:
        return Breach.NOT_FOR_A_CELL
    if child == "br" and parent in _TEXT_BLOCKS:
        return Breach.BREAK_IN_BLOCK
    if child in _OBJECTS and parent in _MARKS:
        return Breach.OBJECT_IN_MARK
    if child in _OBJECTS and parent in _NOTES:
        return Breach.OBJECT_IN_NOTE
    if child == parent and child in _MARKS:
        return Breach.MARK_IN_ITSELF
    if parent == "p" and child in _NOT_IN_CELL_PARAGRAPHS:
        return Breach.NOT_FOR_A_CELL_PARAGRAPH
    return Breach.MISPLACED


def _judge_order(element: Element, children: list[Element], model: ElementModel) -> Iterator[Violation]:
    if model.particles:
        yield from _judge_sequence(element, children, model)
    elif model.name == "table":
        yield Violation(Breach.EMPTY_TABLE, element, {"element": "table"})
    else:
        yield _missing(element, model, join_words(model.children))


def _missing(element: Element, model: ElementModel, names: str) -> Violation:
    return Violation(Breach.CHILD_MISSING, element, {"element": model.name, "noun": noun(model.name), "missing": names})


def _judge_sequence(element: Element, children: list[Element], model: ElementModel) -> Iterator[Violation]:
    counts = Counter(local_name(child) for child in children)
    for particle in model.particles:
        if particle.is_required and not counts[particle.name]:
            yield _missing(element, model, particle.name)
    places = {particle.name: place for place, particle in enumerate(model.particles)}
    repeatable = {particle.name for particle in model.particles if particle.is_repeatable}
    seen: set[str] = set()
    furthest = 0
    for child in children:
        name = local_name(child)
        details = {"child": name, "child_noun": noun(name), "parent": model.name, "parent_noun": noun(model.name)}
        if name in seen and name not in repeatable:
            yield Violation(Breach.CHILD_REPEATED, child, details)
        elif places[name] < furthest:
            before = model.particles[furthest].name
            order = ", ".join(particle.name for particle in model.particles)
            yield Violation(Breach.CHILD_OUT_OF_ORDER, child, details | {"before": before, "order": order})
        seen.add(name)
        furthest = max(furthest, places[name])
