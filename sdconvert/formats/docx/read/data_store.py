"""What content controls are bound to: custom XML parts and the properties of the package (ECMA-376 Part 1, 15.2.5,
15.2.6 and 17.5.2.6)."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.formats.docx.read.parts import Package
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

_ITEM_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/customXml}itemID"
_CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
_EXTENDED = "{6668398D-A668-4E3E-A5EB-62B293D839F1}"
_MAPPING = compile_late(r"""xmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STEP = compile_late(r"(@)?(?:([\w.-]+):)?([\w.-]+|\*)(?:\[(\d{1,6})\])?")
_LONGEST_PATH = 100
_MOST_CHARACTERS = 10_000_000


class DataStore:
    """The data that controls may be bound to, read when the first one asks."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._roots: dict[str, Element] | None = None
        self._children: dict[tuple[Element, str], list[Element]] = {}
        self._characters_left = _MOST_CHARACTERS

    def find_value(self, store_id: str, path: str, mappings: str) -> str | None:
        """The text of the first node on a path, in the part of this id, or in any part where no id is given.

        Returns: None where there is no such part or node, where the path is more than steps with numbers, or where
            controls have been given a text of absurd length already.
        """
        values = self.find_all(store_id, path, mappings)
        self._characters_left -= len(values[0]) if values else 0
        return values[0] if values and self._characters_left >= 0 else None

    def find_all(self, store_id: str, path: str, mappings: str) -> list[str]:
        """The texts of all nodes on a path, in the first part that has any."""
        steps = _parse_path(path, dict(_parse_mappings(mappings)))
        for root in self._candidates(store_id) if steps else ():
            found = list(self._walk(root, steps))
            if found:
                return found
        return []

    def _candidates(self, store_id: str) -> list[Element]:
        if self._roots is None:
            self._roots = dict(self._read_roots())
        if not store_id:
            return list(self._roots.values())
        root = self._roots.get(store_id.upper())
        return [] if root is None else [root]

    def _walk(self, root: Element, steps: list[_Step]) -> Iterator[str]:
        _, name, number = steps[0]
        nodes = [root] if name in (root.tag, "*") and number < 2 else []
        for is_attribute, name, number in steps[1:]:
            if is_attribute:
                yield from (str(node.get(name)) for node in nodes if name in node.attrib)
                return
            nodes = [child for node in nodes for child in self._find_children(node, name, number)]
        yield from ("".join(map(str, node.itertext())) for node in nodes)

    def _find_children(self, node: Element, name: str, number: int) -> list[Element]:
        found = self._children.get((node, name))
        if found is None:
            found = [child for child in node if isinstance(child.tag, str) and name in (child.tag, "*")]
            self._children[node, name] = found
        return found[number - 1 : number] if number else found

    def _read_roots(self) -> Iterator[tuple[str, Element]]:
        package = self._package
        for relationship in package.relationships(package.main_name).values():
            if relationship.type.endswith("/customXml") and not relationship.is_external:
                properties = package.find_related(relationship.target, "customXmlProps")
                root = package.xml(relationship.target)
                if root is not None:
                    id = "" if properties is None else properties[1].get(_ITEM_ID, "")
                    yield id.upper() or relationship.target, root
        for id, kind in ((_CORE, "core-properties"), (_EXTENDED, "extended-properties")):
            found = package.find_related("", kind)
            if found is not None:
                yield id, found[1]


_Step = tuple[bool, str, int]
"""Whether it is an attribute, its qualified name or `*`, and which one of its siblings it is, 0 for all."""


def _parse_mappings(mappings: str) -> Iterator[tuple[str, str]]:
    for prefix, double, single in _MAPPING.findall(mappings):
        yield prefix, double or single


def _parse_path(path: str, namespaces: dict[str, str]) -> list[_Step]:
    """The steps of an absolute location path, none where it is anything else."""
    words = path.strip().removesuffix("/text()").removesuffix("/text()[1]").split("/")
    if len(words) < 2 or words[0] or len(words) > _LONGEST_PATH:
        return []
    steps: list[_Step] = []
    for word in words[1:]:
        match = _STEP.fullmatch(word.strip())
        if match is None or (match[2] and match[2] not in namespaces):
            return []
        name = f"{{{namespaces[match[2]]}}}{match[3]}" if match[2] else match[3]
        steps.append((match[1] is not None, name, int(match[4] or 0)))
    return steps if not any(is_attribute for is_attribute, *_ in steps[:-1]) else []
