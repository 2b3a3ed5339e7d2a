"""Rules on ids and on what refers to them: cross-references and index marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sdconvert.findings import Severity
from sdconvert.validation.package import SdxmlPackage
from sdconvert.validation.rule import Hit, rule
from sdconvert.xmlio import Element

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
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
    seen: set[str] = set()
    for element in package.elements:
        value = element.get("id")
        if value and value in seen:
            yield Hit(element, {"id": value[:80]})
        elif value:
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
    targets = _ids(package, *_BLOCKS)
    return _dangling(package.each("xref"), "href", targets)


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
    return _dangling(package.each("index"), "data-id", _ids(package, "index-node"))


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
    return _dangling(package.each("index-node"), "target-reference-id", _ids(package, "index-node"))


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
    for element in package.elements:
        for attribute, value in _written_ids(element):
            if not _UUID.fullmatch(value):
                yield Hit(element, {"attribute": attribute, "id": value[:80]})


def _written_ids(element: Element) -> Iterator[tuple[str, str]]:
    own = element.get("id")
    if own is not None:
        yield "id", own
    if origins := element.get("origin_ids"):
        for value in re.findall(r"[^\s,;]+", origins):
            yield "origin_ids", value


def _ids(package: SdxmlPackage, *names: str) -> set[str]:
    return {value for element in package.each(*names) if (value := element.get("id"))}


def _dangling(elements: Iterator[Element], attribute: str, targets: set[str]) -> Iterator[Hit]:
    for element in elements:
        value = element.get(attribute)
        if value is not None and value not in targets:
            yield Hit(element, {"id": value[:80]})
