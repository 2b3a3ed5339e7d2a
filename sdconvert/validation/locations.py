"""Where an element stands, told so that a person can go there."""

from __future__ import annotations

from collections import Counter

from sdconvert.findings import Location
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.validation.package import local_name
from sdconvert.xmlio import Element

_MAX_WORDS = 60
_TEXT_BLOCKS = frozenset({"heading", "paragraph", "ol-li", "ul-li", "p", "image", "title", "subtitle", "description"})


class ElementLocations:
    """Locations of the elements of one tree. Sibling positions and headings are worked out once, when first asked for:
    asking libxml2 for each path counts the siblings again each time.

    A tree that was brought from another dialect has no paths that lead anywhere in the file, only headings and words.
    """

    def __init__(self, root: Element, *, has_paths: bool = True) -> None:
        self._root = root
        self._has_paths = has_paths
        self._steps: dict[Element, dict[Element, str]] = {}
        self._headings: dict[Element, Element | None] | None = None
        self._heading_words: dict[Element | None, str] = {None: ""}

    def locate(self, element: Element) -> Location:
        """The XPath of the element, the nearest heading before it, and the first words of its block."""
        path = self._path(element) if self._has_paths else ""
        return Location(MAIN_PART, heading=self._heading_before(element), words=_words_of_block(element), path=path)

    def _path(self, element: Element) -> str:
        steps = []
        while (parent := element.getparent()) is not None:
            steps.append(self._steps_below(parent)[element])
            element = parent
        steps.append(_step(element))
        return "/" + "/".join(reversed(steps))

    def _steps_below(self, parent: Element) -> dict[Element, str]:
        if parent not in self._steps:
            totals = Counter(_step(child) for child in parent)
            seen: Counter[str] = Counter()
            steps = {}
            for child in parent:
                step = _step(child)
                seen[step] += 1
                steps[child] = step if totals[step] == 1 else f"{step}[{seen[step]}]"
            self._steps[parent] = steps
        return self._steps[parent]

    def _heading_before(self, element: Element) -> str:
        if self._headings is None:
            self._headings = _headings_by_block(self._root)
        block: Element | None = element
        while block is not None and block not in self._headings:
            block = block.getparent()
        heading = None if block is None else self._headings[block]
        if heading not in self._heading_words:
            assert heading is not None
            self._heading_words[heading] = _first_words(heading)
        return self._heading_words[heading]


def _step(element: Element) -> str:
    tag = str(element.tag)
    return f"*[local-name()='{local_name(element)}']" if tag.startswith("{") else tag


def _headings_by_block(root: Element) -> dict[Element, Element | None]:
    headings: dict[Element, Element | None] = {}
    current: Element | None = None
    for document in root:
        if local_name(document) == "document":
            for block in document:
                headings[block] = current
                if local_name(block) == "heading":
                    current = block
    return headings


def _words_of_block(element: Element) -> str:
    block: Element | None = element
    while block is not None and local_name(block) not in _TEXT_BLOCKS:
        block = block.getparent()
    return "" if block is None else _first_words(block)


def _first_words(element: Element) -> str:
    pieces: list[str] = []
    length = 0
    for piece in element.itertext():
        pieces.append(str(piece[: 2 * _MAX_WORDS]))
        length += len(piece)
        if length > 2 * _MAX_WORDS:
            break
    text = " ".join("".join(pieces).split())
    return text if len(text) <= _MAX_WORDS else text[:_MAX_WORDS].rsplit(" ", 1)[0] + " …"
