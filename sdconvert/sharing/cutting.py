"""The pieces that may be taken out of a package, from the largest to the smallest, and how each is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.formats.docx.names import local_name
from sdconvert.sharing.parts import Part, Parts, is_frame, main_name, owner_of, relations_of, target_of
from sdconvert.xmlio import Element, remove

_KEPT = frozenset(
    (
        *("body", "tblPr", "tblGrid", "sdtContent", "abstractNumId", "name", "document", "meta", "fldChar", "language"),
        *("Choice", "AlternateContent", "title"),
    )
)
"""Elements that others cannot be without, or that go with what they belong to."""
_WHOLE = frozenset(("drawing", "pict", "object", "oMath", "ruby", "theme", "chartSpace", "dataModel", "gridCol"))
"""Elements that are left whole or taken out: only a text within them is looked at."""
_TEXT_WITHIN = frozenset(("txbxContent",))
_WRAPPERS = frozenset(
    ("sdt", "ins", "smartTag", "hyperlink", "customXml", "moveTo", "b", "i", "u", "s", "inline", "a", "sd-sc", "kbd")
)
_KEPT_ATTRIBUTES = frozenset(
    (
        *("val", "id", "styleId", "type", "name", "fldCharType", "abstractNumId", "ilvl", "uri", "Requires", "embed"),
        *("link", "w", "instr", "author", "anchor", "Ignorable", "space", "level", "indent", "href", "filename"),
        *("caption", "title", "data-id", "version", "xmlns", "value", "stylename", "align", "numId"),
    )
)


class Piece(NamedTuple):
    """An element by its number in its part, or what of it: an attribute."""

    part: str
    number: int = -1
    attribute: str = ""


Cut = Callable[[Parts, Sequence[Piece]], dict[str, Part]]


def blocks(parts: Parts) -> list[Piece]:
    """What the body, or the document of SDXML, holds, but for what Word says of the last section."""
    main = main_name(parts)
    part = parts.get(main)
    if part is None or part.tree is None:
        return []
    holder = next((element for element in part.tree if local_name(element.tag) in ("body", "document")), None)
    if holder is None:
        return []
    children = {child for child in holder if local_name(child.tag) != "sectPr"}
    return [Piece(main, at) for at, element in enumerate(part.tree.iter()) if element in children]


def block_at(parts: Parts, pieces: Sequence[Piece], place: Location) -> Piece | None:
    """The block in which a place is."""
    part = parts.get(place.part)
    if place.paragraph is None or part is None or part.tree is None or not pieces or pieces[0].part != place.part:
        return None
    elements = list(part.tree.iter())
    paragraph = next(
        (element for at, element in enumerate(part.tree.iter("{*}p"), start=1) if at == place.paragraph), None
    )
    by_element = {elements[piece.number]: piece for piece in pieces}
    while paragraph is not None and paragraph not in by_element:
        paragraph = paragraph.getparent()
    return None if paragraph is None else by_element[paragraph]


def loose_parts(parts: Parts) -> list[Piece]:
    """Parts that no element names: those that relationships alone lead to, and those that nothing leads to."""
    main = main_name(parts)
    named = {
        target_of(rels, relation)
        for rels in parts
        if rels.endswith(".rels")
        for relation in relations_of(parts, rels)
        if (owner := parts.get(owner_of(rels))) is not None and relation.get("Id", "") in owner.references
    }
    return [Piece(name) for name in parts if not is_frame(name) and name not in (main, *named)]


def elements_at(parts: Parts, depth: int) -> list[Piece]:
    """The elements so deep in their parts that may be taken out."""
    return [
        Piece(name, at)
        for name, part in parts.items()
        if part.tree is not None and not is_frame(name)
        for at, element, level in _levels(part.tree)
        if level == depth and _may_go(element)
    ]


def deepest(parts: Parts) -> int:
    """How deep the deepest element is."""
    return max(
        (
            level
            for name, part in parts.items()
            if part.tree is not None and not is_frame(name)
            for _, _, level in _levels(part.tree)
        ),
        default=0,
    )


def _levels(tree: Element) -> Iterator[tuple[int, Element, int]]:
    """Each element with its number and its depth; what is left whole has nothing within but text boxes."""
    number = -1
    stack: list[tuple[Element, int, bool]] = [(tree, 0, False)]
    while stack:
        element, depth, is_within = stack.pop()
        number += 1
        if not is_within:
            yield number, element, depth
        name = local_name(element.tag)
        is_within = name not in _TEXT_WITHIN and (is_within or name in _WHOLE)
        stack.extend((child, depth + 1, is_within) for child in reversed(element))


def _may_go(element: Element) -> bool:
    return element.getparent() is not None and local_name(element.tag) not in _KEPT


def wrappers(parts: Parts) -> list[Piece]:
    """Elements that may give their place to what they hold."""
    return [
        Piece(name, at)
        for name, part in parts.items()
        if part.tree is not None and not is_frame(name)
        for at, element, _ in _levels(part.tree)
        if local_name(element.tag) in _WRAPPERS and element.getparent() is not None
    ]


def attributes(parts: Parts) -> list[Piece]:
    """Attributes that elements can be without."""
    return [
        Piece(name, at, str(attribute))
        for name, part in parts.items()
        if part.tree is not None and not is_frame(name)
        for at, element, _ in _levels(part.tree)
        for attribute in element.attrib
        if local_name(attribute) not in _KEPT_ATTRIBUTES and "relationships}" not in str(attribute)
    ]


def texts(parts: Parts) -> list[Piece]:
    """Elements with a text that can be shorter."""
    return [
        Piece(name, at)
        for name, part in parts.items()
        if part.tree is not None and not is_frame(name)
        for at, element, _ in _levels(part.tree)
        if len(element.text or "") > 1 and not len(element)
    ]


def take_out(parts: Parts, pieces: Sequence[Piece]) -> dict[str, Part]:
    """The package without these elements and parts."""
    gone = {piece.part for piece in pieces if piece.number < 0}
    left = {name: part for name, part in parts.items() if name not in gone}
    if gone:
        _drop_relations_to(left, gone)
    return _change(left, [piece for piece in pieces if piece.number >= 0], lambda element, _: remove(element))


def _drop_relations_to(parts: dict[str, Part], gone: set[str]) -> None:
    for rels in [name for name in parts if name.endswith(".rels")]:
        tree = parts[rels].tree
        if tree is not None and any(target_of(rels, relation) in gone for relation in tree):
            copy = deepcopy(tree)
            for relation in [one for one in copy if target_of(rels, one) in gone]:
                copy.remove(relation)
            parts[rels] = Part(tree=copy)


def unwrap(parts: Parts, pieces: Sequence[Piece]) -> dict[str, Part]:
    """The package with what these elements hold in their place."""
    return _change(parts, pieces, lambda element, _: _unwrap(element))


def _unwrap(element: Element) -> None:
    content = element.find("{*}sdtContent")
    held = element if content is None else content
    if element.text and not element.text.isspace():
        return
    for child in list(held):
        element.addprevious(child)
    remove(element)


def strip(parts: Parts, pieces: Sequence[Piece]) -> dict[str, Part]:
    """The package without these attributes."""
    return _change(parts, pieces, lambda element, piece: element.attrib.pop(piece.attribute))


def shorten(parts: Parts, pieces: Sequence[Piece]) -> dict[str, Part]:
    """The package with the first sign of these texts in their place."""
    return _change(parts, pieces, lambda element, _: _shorten(element))


def _shorten(element: Element) -> None:
    element.text = (str(element.text or "").strip() or " ")[0]


def _change(parts: Parts, pieces: Sequence[Piece], change: Callable[[Element, Piece], object]) -> dict[str, Part]:
    changed = dict(parts)
    by_part: dict[str, list[Piece]] = {}
    for piece in pieces:
        by_part.setdefault(piece.part, []).append(piece)
    for name, ones in by_part.items():
        tree = deepcopy(parts[name].tree)
        assert tree is not None
        elements = list(tree.iter())
        for piece in ones:
            element = elements[piece.number]
            if piece.attribute or element.getparent() is not None:
                change(element, piece)
        changed[name] = Part(tree=tree)
    return changed
