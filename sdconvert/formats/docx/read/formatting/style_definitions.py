"""Styles as they stand in the file, and the chains of what they are based on (ECMA-376 Part 1, 17.7.4)."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.formats.docx.names import PPR, RPR, VAL, is_on, w
from sdconvert.formats.docx.read.formatting.paragraph_properties import ParagraphValues, paragraph_key, values_of
from sdconvert.formats.docx.read.formatting.run_properties import RunValues, read_run_values
from sdconvert.formats.docx.read.formatting.theme import Theme
from sdconvert.xmlio import Element

DEEPEST_CHAIN = 64

_STYLE_ID = w("styleId")
_TYPE = w("type")
_CUSTOM_STYLE = w("customStyle")
_NAME = w("name")
_BASED_ON = w("basedOn")
_LINK = w("link")


class StyleDefinition:
    """A `w:style`. `kind` is its `w:type`, `key` its name in lower case."""

    __slots__ = ("_run_values", "_values", "based_on", "element", "id", "is_own", "kind", "link", "name", "ppr", "rpr")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.kind = element.get(_TYPE, "paragraph")
        custom = element.get(_CUSTOM_STYLE)
        self.is_own = custom is not None and is_on(custom)
        self.name = self.based_on = self.link = ""
        self.ppr: Element | None = None
        self.rpr: Element | None = None
        self._values: ParagraphValues | None = None
        self._run_values: RunValues | None = None
        for child in element:
            tag = child.tag
            if tag == _NAME:
                self.name = child.get(VAL, "").strip()
            elif tag == _BASED_ON:
                self.based_on = child.get(VAL, "")
            elif tag == _LINK:
                self.link = child.get(VAL, "")
            elif tag == PPR:
                self.ppr = child
            elif tag == RPR:
                self.rpr = child
        self.id = element.get(_STYLE_ID) or self.name

    @property
    def key(self) -> str:
        """Its name as names are compared."""
        return self.name.lower()

    @property
    def values(self) -> ParagraphValues:
        """What its own `w:pPr` says."""
        if self._values is None:
            self._values = values_of(paragraph_key(self.ppr))
        return self._values

    def run_values(self, theme: Theme) -> RunValues:
        """What its own `w:rPr` says."""
        if self._run_values is None:
            self._run_values = read_run_values(self.rpr, theme)
        return self._run_values


StyleDefinitions = dict[tuple[str, str], StyleDefinition]
"""The styles of a part by kind and id."""


def chain_of(definition: StyleDefinition | None, definitions: StyleDefinitions) -> Iterator[StyleDefinition]:
    """The style and those it is based on, nearest first: as many as `mend_chains` left."""
    while definition is not None:
        yield definition
        definition = definitions.get((definition.kind, definition.based_on))


def mend_chains(definitions: StyleDefinitions) -> Iterator[str]:
    """Cut `basedOn` where it leads in a circle or absurdly deep, and tell of it."""
    depths: dict[tuple[str, str], int] = {}
    for start in definitions:
        path: list[tuple[str, str]] = []
        seen: set[tuple[str, str]] = set()
        key = start
        while key in definitions and key not in depths and key not in seen:
            path.append(key)
            seen.add(key)
            key = (key[0], definitions[key].based_on)
        if key in seen:
            definitions[path[-1]].based_on = ""
            yield f"the style “{path[-1][1]}” is based on itself through “{key[1]}”"
        depth = depths.get(key, 0)
        for key in reversed(path):
            depth += 1
            if depth > DEEPEST_CHAIN:
                definitions[key].based_on = ""
                depth = 1
                yield f"the style “{key[1]}” is based on a chain of more than {DEEPEST_CHAIN} styles"
            depths[key] = depth
