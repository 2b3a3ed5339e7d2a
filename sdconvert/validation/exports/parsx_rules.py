"""Rules on parsX files and their packages. What reading leaves out is told by the reader."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from lxml import etree

from sdconvert.findings import Severity
from sdconvert.formats.html.addresses import is_safe
from sdconvert.formats.parsx.names import MAIN_PART, NAMESPACE
from sdconvert.validation.exports.export import Export, local_name
from sdconvert.validation.rule import Hit, Rule, declare_rule
from sdconvert.xmlio import Element

RULES: list[Rule[Export]] = []
rule = partial(declare_rule, RULES)

_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@rule(
    "PARSX-V001",
    Severity.WARNING,
    message="The document is {name}, not parsx.xml at the root of the package.",
    hint="Name it parsx.xml, and zip the contents of its folder, not the folder itself.",
)
def parsx_of_another_name(export: Export) -> Iterator[Hit]:
    """The document of a package is not `parsx.xml` at its root.

    Why: what opens a parsX export looks for it there.
    Wrong: a zip with `export/parsx.xml` and `export/images/`.
    Source: Partner API, parsX export: a zip of parsx.xml and a folder images."""
    if export.is_package and export.part != MAIN_PART:
        yield Hit(None, {"name": export.part})


@rule(
    "PARSX-V002",
    Severity.ERROR,
    message="The id {id} is carried by {count} elements.",
    hint="Give each element an id of its own.",
)
def parsx_id_repeated(export: Export) -> Iterator[Hit]:
    """An id is carried by more than one element.

    Why: a reference to it leads to the first, whichever was meant.
    Wrong: `<kapitel id="a">…</kapitel><kapitel id="a">…</kapitel>`.
    Source: XML 1.0, 3.3.1, validity constraint: ID."""
    for element, id, count in export.repeated_ids():
        yield Hit(element, {"id": id[:200], "count": count})


@rule(
    "PARSX-V003",
    Severity.ERROR,
    message="The reference names the id “{id}”, which no element carries.",
    hint="Give its target this id, or remove the reference.",
)
def parsx_reference_without_target(export: Export) -> Iterator[Hit]:
    """A `verweis` names an id that no element carries.

    Why: the reference leads nowhere.
    Wrong: `<verweis verweis-intern="gone">…</verweis>` without an `id="gone"`.
    Source: the parsX vocabulary, `verweis`."""
    ids = {element.get("id") for element in export.root.iter(etree.Element)}
    for reference in _references(export):
        target = reference.get("verweis-intern", "").removeprefix("#")
        if target and target not in ids:
            yield Hit(reference, {"id": target[:200]})


@rule(
    "PARSX-V004",
    Severity.WARNING,
    message="{part} is encoded as {encoding}, not as UTF-8.",
    hint="Save it as UTF-8.",
)
def parsx_of_another_encoding(export: Export) -> Iterator[Hit]:
    """The document is encoded in another way than UTF-8.

    Why: UTF-8 is what every reader has to know.
    Wrong: `<?xml version="1.0" encoding="ISO-8859-1"?>`.
    Source: XML 1.0, 4.3.3, character encoding in entities."""
    encoding = export.root.getroottree().docinfo.encoding or "UTF-8"
    if encoding.lower() not in _UTF_8:
        yield Hit(None, {"part": export.part, "encoding": encoding})


@rule(
    "PARSX-V005",
    Severity.INFO,
    message="The document is of another release than 4.0: its namespace is {namespace}.",
)
def parsx_of_another_release(export: Export) -> Iterator[Hit]:
    """The namespace of the document is not that of release 4.

    Why: older releases are read by the names of their elements; what a name meant then is taken for what it means now.
    Wrong: a root without `xmlns="https://www.parsx.de/ns/4.0"`.
    Source: the parsX vocabulary, release 4.0."""
    tag = str(export.root.tag)
    namespace = tag[1:].partition("}")[0] if tag.startswith("{") else ""
    if namespace != NAMESPACE:
        yield Hit(None, {"namespace": f"“{namespace[:200]}”" if namespace else "none"})


@rule(
    "PARSX-V006",
    Severity.WARNING,
    message="The link leads to “{address}”, which no link may.",
    hint="Give an address of the web or of mail: https:, http:, mailto:, ftp: or tel:.",
)
def parsx_link_unsafe(export: Export) -> Iterator[Hit]:
    """A `verweis` leads to an address that could run something, or to a file of one machine.

    Why: it is not safe to follow, and formats with links leave it out.
    Wrong: `<verweis verweis-extern="javascript:…">…</verweis>`.
    Source: the addresses that links of HTML results may have."""
    for reference in _references(export):
        address = reference.get("verweis-extern", "")
        if address and not is_safe(address):
            yield Hit(reference, {"address": address[:200]})


def _references(export: Export) -> Iterator[Element]:
    return (element for element in export.root.iter(etree.Element) if local_name(element) == "verweis")
