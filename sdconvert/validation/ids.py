"""Rules on ids and on what refers to them: cross-references and index marks."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sdconvert.findings import Severity
from sdconvert.patterns import compile_late
from sdconvert.validation.package import SdxmlPackage, once_per_package
from sdconvert.validation.rule import Hit, rule
from sdconvert.validation.violations import violations
from sdconvert.xmlio import Element

_UUID = compile_late(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_UUID_SHAPE = b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx\n"
_SHAPES = bytes(
    [ord("x") if chr(byte) in "0123456789abcdef" else byte if chr(byte) in "-\n" else 0 for byte in range(256)]
)
_SEPARATED = compile_late(r"[^\s,;]+")
_EVERYWHERE = ("descendant-or-self::*",)
_PLACES = (".", "document/*", "document/table/tr/*/*", "indexes/descendant::index-node")
"""Where elements have ids in a document that is as the grammar has it."""
_BLOCKS = ("heading", "paragraph", "image", "table", "ol-li", "ul-li")


@rule(
    "SDXML-V020",
    Severity.ERROR,
    message="The id {id} is carried by more than one element.",
    hint="Give each element its own id; references keep pointing at the first.",
)
def duplicate_id(package: SdxmlPackage) -> Iterator[Hit]:
    """Two elements carry the same `id`.

    Why: comments, changes and cross-references are kept by id; with two of them it is open which is meant.
    Wrong: `<paragraph id="p1" …/><paragraph id="p1" …/>`.
    Source: DTD, `id`; ids of one document are unique."""
    values = _ids(package)
    if len(set(values)) == len(values):
        return
    seen: set[str] = set()
    for element, attribute, value in _written_ids(package):
        if attribute == "id" and value in seen:
            yield Hit(element, {"id": value[:80]})
        elif attribute == "id" and value:
            seen.add(value)


@rule(
    "SDXML-V021",
    Severity.ERROR,
    message="The cross-reference names the id “{id}”, which no block carries.",
    hint="Give the target this id, or remove the xref.",
)
def xref_without_target(package: SdxmlPackage) -> Iterator[Hit]:
    """An `xref` names an id that no block carries.

    Why: the reference leads nowhere and shows nothing.
    Wrong: `<xref href="p9" …/>` without a block that has `id="p9"`.
    Source: DTD, `xref`: `href` is the id of the target block."""
    return _dangling(package, "xref", "href", _BLOCKS)


@rule(
    "SDXML-V022",
    Severity.ERROR,
    message="The index mark names the index node “{id}”, which does not exist.",
    hint="Add an index-node with this id under indexes, or remove the index mark.",
)
def index_mark_without_node(package: SdxmlPackage) -> Iterator[Hit]:
    """An `index` mark names an `index-node` that is not there.

    Why: the mark belongs to no entry, so the place is missing from the index.
    Wrong: `<index data-id="n9"/>` without an `index-node` that has `id="n9"`.
    Source: DTD, `index`: `data-id` is the id of an index-node."""
    return _dangling(package, "index", "data-id", ("index-node",))


@rule(
    "SDXML-V023",
    Severity.ERROR,
    message="The index node points at the index node “{id}”, which does not exist.",
    hint="Give the node that is meant this id, or remove target-reference-id.",
)
def index_node_without_target(package: SdxmlPackage) -> Iterator[Hit]:
    """An `index-node` refers by `target-reference-id` to a node that is not there.

    Why: the entry says “see …” and there is nothing to see.
    Wrong: `<index-node id="n1" title="PDF" target-reference-id="n9"/>` without a node `n9`.
    Source: DTD, `index-node`."""
    return _dangling(package, "index-node", "target-reference-id", ("index-node",))


@rule(
    "SDXML-V024",
    Severity.WARNING,
    message="“{id}” ({attribute}) is not a UUID in lower case.",
    hint="Use UUIDs such as 0f8fad5b-d9cb-469f-a165-70867728950e.",
)
def id_is_no_uuid(package: SdxmlPackage) -> Iterator[Hit]:
    """An `id`, or one of `origin_ids`, is not a UUID in lower case.

    Why: every export has such ids; it is not known whether the import takes others.
    Wrong: `<paragraph id="p1" …/>`.
    Source: DTD, `id`, `origin_ids`."""
    if _are_uuids(_ids(package)) and not _values(package, "origin_ids"):
        return
    for element, attribute, value in _written_ids(package):
        if not _UUID.fullmatch(value):
            yield Hit(element, {"attribute": attribute, "id": value[:80]})


@once_per_package
def _ids(package: SdxmlPackage) -> list[str]:
    return _values(package, "id")


def _values(package: SdxmlPackage, attribute: str) -> list[str]:
    """What elements that have ids of their own say for an attribute."""
    places = _EVERYWHERE if violations(package) else _PLACES
    return [value for place in places for value in package.values(f"{place}/@{attribute}")]


def _are_uuids(values: Collection[str]) -> bool:
    """Whether all are UUIDs in lower case."""
    return "\n".join([*values, ""]).encode().translate(_SHAPES) == _UUID_SHAPE * len(values)


@once_per_package
def _written_ids(package: SdxmlPackage) -> tuple[tuple[Element, str, str], ...]:
    """Each id with its element and the name of the attribute: of an element its own first, then its `origin_ids`."""
    found: list[tuple[Element, str, str]] = []
    for element, attributes in package.elements:
        origins: list[str] = []
        for name, value in attributes:
            if name == "id":
                found.append((element, name, value))
            elif name == "origin_ids":
                origins = _SEPARATED.findall(value)
        if origins:
            found += [(element, "origin_ids", origin) for origin in origins]
    return tuple(found)


def _dangling(package: SdxmlPackage, name: str, attribute: str, target_names: Collection[str]) -> Iterator[Hit]:
    """The elements of a name whose attribute holds an id that no element of the other names has."""
    named = [(element, value) for element in package.each(name) if (value := element.get(attribute)) is not None]
    targets = _ids_of(package, target_names) if named else frozenset()
    for element, value in named:
        if not value or value not in targets:
            yield Hit(element, {"id": value[:80]})


def _ids_of(package: SdxmlPackage, names: Collection[str]) -> frozenset[str | None]:
    return frozenset([element.get("id") for element in package.root.iter(*[f"{{*}}{name}" for name in names])])
