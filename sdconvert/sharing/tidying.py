"""What has to go, or to come, when pieces of a package were taken out, so that it is still one that opens."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from copy import deepcopy

from sdconvert.formats.docx.names import local_name
from sdconvert.frozen import dataclass
from sdconvert.sharing.parts import (
    CONTENT_TYPES,
    Part,
    Parts,
    is_frame,
    main_name,
    owner_of,
    relations_of,
    rels_of,
    target_of,
)
from sdconvert.xmlio import Element, remove

_HOLDERS = frozenset(("tc", "hdr", "ftr", "footnote", "endnote", "comment", "txbxContent", "docPartBody"))
"""What has to end with a paragraph."""
_NEEDED = {"tbl": "tr", "tr": "tc", "sdt": "sdtContent", "fldSimple": "", "hyperlink": "", "num": "abstractNumId"}
_NOTES = {"footnoteReference": "footnote", "endnoteReference": "endnote", "commentReference": "comment"}
_RANGES = {
    "bookmarkEnd": "bookmarkStart",
    "commentRangeEnd": "commentRangeStart",
    "permEnd": "permStart",
    "moveFromRangeEnd": "moveFromRangeStart",
    "moveToRangeEnd": "moveToRangeStart",
}


@dataclass(frozen=True, slots=True)
class Law:
    """What held in the package as it was, and has to hold in every smaller one: which relationships were named by
    their parts, which parts were reached, in which parts every field began and ended, which ids had both ends."""

    named: frozenset[tuple[str, str]]
    reached: frozenset[str]
    balanced: frozenset[str]
    paired: frozenset[tuple[str, str, str]]
    noted: frozenset[tuple[str, str]]


def law_of(parts: Parts) -> Law:
    """The law that holds in a package."""
    trees = [(name, part.tree) for name, part in parts.items() if part.tree is not None and not is_frame(name)]
    return Law(
        frozenset(
            (rels, relation.get("Id", ""))
            for rels in parts
            if rels.endswith(".rels") and (owner := parts.get(owner_of(rels))) is not None
            for relation in relations_of(parts, rels)
            if relation.get("Id", "") in owner.references
        ),
        frozenset(_reach(parts)),
        frozenset(name for name, tree in trees if not list(_loose_marks(tree))),
        frozenset((name, start, id) for name, tree in trees for start, id in _pairs(tree)),
        frozenset(_noted(parts)),
    )


def tidy(parts: Parts, law: Law, changed: Iterable[str]) -> dict[str, Part]:
    """The package with what the law asks; the trees of `changed` parts are this one's own."""
    tidied = dict(parts)
    for name in changed:
        part = tidied.get(name)
        if part is not None and part.tree is not None:
            _mend(part.tree, name, law)
            tidied[name] = Part(tree=part.tree)
    if main_name(tidied) in ("", "sd.xml"):
        return tidied
    _drop_notes(tidied, law)
    _drop_relations(tidied, law)
    _drop_parts(tidied, law)
    return tidied


def _mend(tree: Element, name: str, law: Law) -> None:
    """What elements need, within one part."""
    for mark in list(_loose_marks(tree)) if name in law.balanced else ():
        remove(mark)
    _drop_halves(tree, name, law)
    for element in list(tree.iter("{*}tc", "{*}tr", "{*}tbl", "{*}sdt", "{*}num"))[::-1]:
        needed = _NEEDED.get(local_name(element.tag))
        if needed and element.getparent() is not None and element.find(f"{{*}}{needed}") is None:
            remove(element)
    for element in tree.iter(*(f"{{*}}{holder}" for holder in _HOLDERS)):
        last = element[-1] if len(element) else None
        if last is None or local_name(last.tag) != "p":
            namespace = str(element.tag).rpartition("}")[0][1:]
            if "wordprocessingml" in namespace:
                element.append(element.makeelement(f"{{{namespace}}}p"))
    if local_name(tree.tag) == "numbering":
        _drop_numbers(tree)


def _drop_numbers(tree: Element) -> None:
    """Numbers whose definition is gone."""
    defined = {_value(element, "abstractNumId") for element in tree.iterfind("{*}abstractNum")}
    for number in tree.findall("{*}num"):
        reference = number.find("{*}abstractNumId")
        if reference is None or _value(reference, "val") not in defined:
            remove(number)


def _value(element: Element, name: str) -> str:
    return next((str(value) for key, value in element.items() if local_name(key) == name), "")


def _loose_marks(tree: Element) -> Iterator[Element]:
    """Marks of fields that lack their other end, and instructions outside of fields."""
    stack: list[list[Element]] = []
    for element in tree.iter("{*}fldChar", "{*}instrText"):
        kind = _value(element, "fldCharType") if local_name(element.tag) == "fldChar" else "text"
        if kind == "begin":
            stack.append([element])
        elif not stack:
            yield element
        elif kind == "end":
            stack.pop()
        else:
            stack[-1].append(element)
    for left in stack:
        yield from left


def _pairs(tree: Element) -> Iterator[tuple[str, str]]:
    """Beginnings that have an end, by name and id."""
    for end, start in _RANGES.items():
        ends = {_value(element, "id") for element in tree.iter(f"{{*}}{end}")}
        yield from ((start, id) for element in tree.iter(f"{{*}}{start}") if (id := _value(element, "id")) in ends)


def _drop_halves(tree: Element, name: str, law: Law) -> None:
    whole = set(_pairs(tree))
    for end, start in _RANGES.items():
        for element in list(tree.iter(f"{{*}}{start}", f"{{*}}{end}")):
            key = (start, _value(element, "id"))
            if key not in whole and (name, *key) in law.paired:
                remove(element)


def _noted(parts: Parts) -> Iterator[tuple[str, str]]:
    """Notes and comments that are there and referred to."""
    for reference, note in _NOTES.items():
        there = {_value(element, "id") for tree in _trees(parts) for element in tree.iterfind(f"{{*}}{note}")}
        for tree in _trees(parts):
            yield from ((note, id) for e in tree.iter(f"{{*}}{reference}") if (id := _value(e, "id")) in there)


def _trees(parts: Parts) -> Iterator[Element]:
    return (part.tree for name, part in parts.items() if part.tree is not None and not is_frame(name))


def _drop_notes(parts: dict[str, Part], law: Law) -> None:
    """Notes that nothing refers to any more, and references whose note is gone."""
    still = set(_noted(parts))
    gone = law.noted - still
    if not gone:
        return
    for name, part in list(parts.items()):
        if part.tree is None or is_frame(name):
            continue
        if any(True for _ in _orphans(part.tree, gone)):
            tree = deepcopy(part.tree)
            for element in list(_orphans(tree, gone)):
                remove(element)
            parts[name] = Part(tree=tree)


def _orphans(tree: Element, gone: frozenset[tuple[str, str]]) -> Iterator[Element]:
    kinds = {note for note, _ in gone}
    for reference, note in _NOTES.items():
        if note in kinds:
            for element in tree.iter(f"{{*}}{reference}", f"{{*}}{note}", *_MARKS_OF.get(note, ())):
                if (note, _value(element, "id")) in gone and element.getparent() is not None:
                    yield element


_MARKS_OF = {"comment": ("{*}commentRangeStart", "{*}commentRangeEnd")}


def _drop_relations(parts: dict[str, Part], law: Law) -> None:
    """Relationships that their part named and names no more."""
    for rels in [name for name in parts if name.endswith(".rels")]:
        owner, tree = parts.get(owner_of(rels)), parts[rels].tree
        if tree is None:
            continue
        used = frozenset() if owner is None else owner.references
        gone = {id for name, id in law.named if name == rels and id not in used}
        if gone & {relation.get("Id", "") for relation in tree}:
            _drop_children(parts, rels, "Id", gone)
        left = parts[rels].tree
        if left is not None and not len(left) and rels != "_rels/.rels":
            del parts[rels]


def _drop_children(parts: dict[str, Part], name: str, attribute: str, values: Collection[str]) -> None:
    """The part without the elements below its root that have one of these values."""
    tree = deepcopy(parts[name].tree)
    assert tree is not None
    for element in [one for one in tree if one.get(attribute) in values]:
        tree.remove(element)
    parts[name] = Part(tree=tree)


def _reach(parts: Parts) -> set[str]:
    """The members that relationships lead to, with their own relationships."""
    reached: set[str] = set()
    rels = ["_rels/.rels"]
    while rels:
        one = rels.pop()
        if one not in parts or one in reached:
            continue
        reached.add(one)
        for relation in relations_of(parts, one):
            target = target_of(one, relation)
            if target in parts:
                reached.add(target)
                rels.append(rels_of(target))
    return reached


def _drop_parts(parts: dict[str, Part], law: Law) -> None:
    """Parts that were reached and are no more, and what the list of content types says of them."""
    for name in law.reached - _reach(parts):
        parts.pop(name, None)
    types = parts.get(CONTENT_TYPES)
    if types is None or types.tree is None:
        return
    named = {element.get("PartName", "") for element in types.tree}
    missing = {name for name in named if name and name.lstrip("/") not in parts}
    if missing:
        _drop_children(parts, CONTENT_TYPES, "PartName", missing)
