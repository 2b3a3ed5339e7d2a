"""What may stand in what in WordprocessingML, VML, DrawingML and Office Math, and legal elements made from it.

The three tables in `wordml/` hold facts of ECMA-376 Parts 1 and 4, of [MS-DOCX] and of [MS-ODRAWXML] in a form of their
own: `types.tsv` has the content of each type in the order of the standard (`|` between alternatives, `!` for what is
required, `^` for the first of alternatives of which one is required) and its attributes (`!` required, `~` a default),
`names.tsv` the type that a name has where nothing else is said, `values.tsv` some values of each simple type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docx_builder import NAMESPACES
from lxml import etree

TEXT = "#text"
SPACES = {
    **NAMESPACES,
    "w10": "urn:schemas-microsoft-com:office:word",
    "lc": "http://schemas.openxmlformats.org/drawingml/2006/lockedCanvas",
    "sl": "http://schemas.openxmlformats.org/schemaLibrary/2006/main",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "w16cid": "http://schemas.microsoft.com/office/word/2016/wordml/cid",
    "w16sdtdh": "http://schemas.microsoft.com/office/word/2020/wordml/sdtdatahash",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
_PREFIXES = {uri: prefix for prefix, uri in SPACES.items()}
_DECLARED = {prefix: uri for prefix, uri in SPACES.items() if prefix != "xml"}
DECLARATIONS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _DECLARED.items())
_FOLDER = Path(__file__).parent / "wordml"


@dataclass(frozen=True, slots=True)
class Child:
    """An element that may stand in a type: its place in the order, and whether there has to be one."""

    name: str
    type: str
    order: int
    is_required: bool


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of a type, with values that are not its default."""

    name: str
    values: tuple[str, ...]
    is_required: bool


@dataclass(frozen=True, slots=True)
class ElementType:
    """What the elements of one type hold."""

    children: dict[str, Child]
    attributes: dict[str, Attribute]


@cache
def element_types() -> dict[str, ElementType]:
    """All types by their names in the standard."""
    names = dict(_rows("names"))
    values = {kind: tuple(samples.split()) for kind, samples in _rows("values")}
    macros: dict[str, str] = {}
    types: dict[str, ElementType] = {}
    for name, *cells in _rows("types"):
        if name.startswith("&"):
            macros[name] = cells[0]
            continue
        content, attributes = [_expand(cell, macros) for cell in (*cells, "", "")[:2]]
        types[name] = ElementType(
            {child.name: child for child in _children(content, names)},
            {attribute.name: attribute for attribute in _attributes(attributes, names, values)},
        )
    return types


def _rows(table: str) -> Iterator[list[str]]:
    for line in (_FOLDER / f"{table}.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("# "):
            yield line.split("\t")


def _expand(cell: str, macros: dict[str, str]) -> str:
    return " ".join(macros.get(token, token) for token in cell.split())


def _children(content: str, names: dict[str, str]) -> Iterator[Child]:
    for order, group in enumerate(content.split()):
        for token in group.split("|"):
            name, _, kind = token.rstrip("!^").partition("=")
            yield Child(name, kind or names[name], order, token.endswith(("!", "!^", "^")))


def _attributes(cell: str, names: dict[str, str], values: dict[str, tuple[str, ...]]) -> Iterator[Attribute]:
    for token in cell.split():
        rest, _, default = token.partition("~")
        name, _, kind = rest.rstrip("!").partition("=")
        samples = values.get(kind or names[name], ("sample",))
        yield Attribute(
            name.removeprefix("@"), tuple(value for value in samples if value != default), rest.endswith("!")
        )


def qualified(name: str) -> str:
    """`{uri}name` for `prefix:name`, the name itself where it has no prefix."""
    prefix, _, local = name.rpartition(":")
    return f"{{{SPACES[prefix]}}}{local}" if prefix else local


def prefixed(tag: str) -> str:
    """`prefix:name` for `{uri}name`."""
    uri, _, local = tag.rpartition("}")
    return f"{_PREFIXES[uri[1:]]}:{local}" if uri else local


def parse_snippet(xml: str) -> etree._Element:
    """One element from XML that uses the usual prefixes."""
    return etree.fromstring(f"<root {DECLARATIONS}>{xml}</root>")[0]


def typed(root: etree._Element, kind: str) -> Iterator[tuple[etree._Element, str]]:
    """Each element below `root` with its type, as far as the grammar knows it."""
    pending = [(root, kind)]
    while pending:
        element, kind = pending.pop()
        yield element, kind
        known = element_types().get(kind)
        if known is not None:
            children = [(child, known.children.get(prefixed(child.tag))) for child in element]
            pending.extend((child, found.type) for child, found in reversed(children) if found is not None)


def insert(parent: etree._Element, kind: str, new: etree._Element) -> etree._Element:
    """Put an element where the order of its parent's type wants it, in the place of one that may stand there once."""
    children = element_types()[kind].children
    order = children[prefixed(new.tag)].order
    before = [child for child in parent if _order(children, child) <= order]
    index = 0 if not before else parent.index(before[-1]) + 1
    parent.insert(index, new)
    return new


def _order(children: dict[str, Child], element: etree._Element) -> int:
    child = children.get(prefixed(element.tag))
    return -1 if child is None else child.order
