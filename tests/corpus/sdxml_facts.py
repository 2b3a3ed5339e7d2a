"""What an SDXML package says, in the same facts as a Word file's."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from facts import (
    ALL_MARKS,
    ANY_ALIGNMENT,
    BODY,
    BOLD,
    CAPTION,
    ITALIC,
    NOTE,
    SMALL_CAPS,
    STRIKE,
    SUB,
    SUP,
    UNDERLINE,
    Cell,
    Facts,
    Grid,
    Heading,
    Link,
    ListItem,
    Note,
    Stretch,
    first_line,
    key,
    tokens,
)
from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MARKS = {
    "b": BOLD,
    "i": ITALIC,
    "u": UNDERLINE,
    "s": STRIKE,
    "sub": SUB,
    "sup": SUP,
    "sd-sc": SMALL_CAPS,
    "kbd": 0,
    "inline": 0,
    "font": 0,
}
_BLOCKS = {"heading", "paragraph", "ol-li", "ul-li", "p"}


def sdxml_facts(package: bytes) -> Facts:
    """The facts of a zip with `sd.xml` and `images/`."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        pictures = {
            name.rpartition("/")[2]: hashlib.sha256(archive.read(name)).hexdigest()
            for name in archive.namelist()
            if name.startswith("images/") and not name.endswith("/")
        }
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(archive.read("sd.xml"), parser)
    reader = _Reader(pictures)
    reader.read_meta(root.find("meta"))
    document = root.find("document")
    for block in () if document is None else document:
        reader.read_block(block)
    return reader.facts


class _Reader:
    def __init__(self, pictures: dict[str, str]) -> None:
        self.facts = Facts()
        self._pictures = pictures

    def read_meta(self, meta: Element | None) -> None:
        for element in () if meta is None else meta:
            self.facts.margins.extend(tokens(element.text or ""))

    def read_block(self, element: Element) -> None:
        if element.tag in _BLOCKS:
            self._text_block(element, element.get("alignment", "left"))
        elif element.tag == "image":
            self._picture((element.text or "").strip())
            self._caption(element.get("caption", ""))
            self.facts.captions += 1
        elif element.tag == "table":
            self._caption(element.get("caption", ""))
            self.facts.captions += 1
            self._table(element)

    def _caption(self, text: str) -> None:
        caption = Stretch()
        caption.add(text, free=ALL_MARKS)
        self.facts.side_words.extend(caption.words(ANY_ALIGNMENT, CAPTION))

    def _picture(self, name: str) -> None:
        self.facts.pictures.append(self._pictures.get(name, "missing"))

    def _text_block(self, element: Element, alignment: str) -> None:
        stretch = Stretch()
        self._mixed(element, stretch, 0, "")
        text = stretch.whole()
        is_item = element.tag in ("ol-li", "ul-li")
        is_free = is_item or (element.get("enumeration") is not None and element.tag == "paragraph")
        self.facts.words.extend(stretch.words(ANY_ALIGNMENT if is_free else alignment, BODY))
        self._links(stretch)
        if text.strip():
            self._add_block_fact(element, text)

    def _add_block_fact(self, element: Element, text: str) -> None:
        line = key(first_line(text))
        if element.tag == "heading":
            enumeration = element.get("enumeration")
            level = enumeration if enumeration is not None else element.get("level", "0")
            heading = Heading(key(text), frozenset({int(level)}), enumeration is not None)
            self.facts.headings.append(heading)
        elif element.tag in ("ol-li", "ul-li"):
            level = element.get("indent", "0")
            self.facts.items.append(ListItem(line, frozenset({element.tag[:2]}), frozenset({int(level)})))
        elif element.tag == "paragraph" and element.get("enumeration") is not None:
            level = element.get("enumeration", "0")
            self.facts.items.append(ListItem(line, frozenset({"p"}), frozenset({int(level)})))

    def _links(self, stretch: Stretch) -> None:
        self.facts.links.extend(Link(href, text) for href, text in stretch.found_links())

    def _mixed(self, element: Element, stretch: Stretch, marks: int, href: str) -> None:
        stretch.add(_clean(element.text), marks, 0, 0, href)
        for inner in element:
            if inner.tag in _MARKS:
                self._mixed(inner, stretch, marks | _MARKS[inner.tag], href)
            elif inner.tag == "a":
                self._mixed(inner, stretch, marks, inner.get("href", ""))
            elif inner.tag == "br":
                stretch.add("\n", marks, 0, 0, href)
            else:
                self._object(inner)
            stretch.add(_clean(inner.tail), marks, 0, 0, href)

    def _object(self, element: Element) -> None:
        if element.tag in ("footnote", "sidenote"):
            self._note(element)
        elif element.tag == "img":
            self._picture(element.get("filename", ""))
            self._caption(element.get("caption", ""))
        elif element.tag == "xref":
            self.facts.references += 1

    def _note(self, element: Element) -> None:
        stretch = Stretch()
        self._mixed(element, stretch, 0, "")
        text = key(stretch.whole())
        if text and element.tag == "footnote":
            self.facts.notes.append(Note(text))
        self.facts.side_words.extend(stretch.words(ANY_ALIGNMENT, NOTE))
        self._links(stretch)

    def _table(self, element: Element) -> None:
        grid = Grid()
        covered: set[tuple[int, int]] = set()
        for row_index, row in enumerate(element.iterchildren("tr")):
            column = 0
            for cell in row.iterchildren("td", "th"):
                while (row_index, column) in covered:
                    column += 1
                colspan, rowspan = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
                below = range(row_index, row_index + rowspan)
                covered.update((r, c) for r in below for c in range(column, column + colspan))
                grid.place(Cell(row_index, column, colspan, rowspan, self._cell_text(cell)))
                column += colspan
        self.facts.cells.extend(grid.cells())

    def _cell_text(self, cell: Element) -> str:
        start = len(self.facts.words)
        for block in cell:
            self._text_block(block, cell.get("text-align", "left"))
        return "".join(word.text for word in self.facts.words[start:])


def _clean(text: str | None) -> str:
    return (text or "").replace("\u00ad", "")
