"""Where an element stands, told so that a person can go there."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property

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
        block = self._block_of(element)
        heading = None if block is None else self._headings.before(block)
        if heading not in self._heading_words:
            assert heading is not None
            self._heading_words[heading] = _first_words(heading)
        return self._heading_words[heading]

    def _block_of(self, element: Element) -> Element | None:
        """The block of a document that an element is, or stands in."""
        way = [element, *element.iterancestors()]
        is_in_document = len(way) > 2 and way[-1] is self._root and local_name(way[-2]) == "document"
        return way[-3] if is_in_document else None

    @cached_property
    def _headings(self) -> _Headings:
        return _Headings(self._root)


def _step(element: Element) -> str:
    tag = str(element.tag)
    return f"*[local-name()='{local_name(element)}']" if tag.startswith("{") else tag


class _Headings:
    """The headings among the blocks of a tree."""

    def __init__(self, root: Element) -> None:
        documents = [each for each in root if local_name(each) == "document"]
        self._places = {block: place for place, block in enumerate([block for each in documents for block in each])}
        self._headings = [heading for each in documents for heading in each.iterchildren("{*}heading")]
        self._heading_places = [self._places[heading] for heading in self._headings]

    def before(self, block: Element) -> Element | None:
        """The last heading before a block."""
        count = bisect_left(self._heading_places, self._places[block])
        return self._headings[count - 1] if count else None


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
