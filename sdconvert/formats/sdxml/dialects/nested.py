"""The dialect of 2017: nested lists, cells of one `font`, merged cells without spans, footnotes in an attribute."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.dialects.spans import restore_spans
from sdconvert.formats.sdxml.names import MAIN_PART, MAX_INDENT
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element, attributes_of, remove, text_of

ITEM_ALIGNMENT = declare(
    "SDXML-D020",
    Severity.INFO,
    "{count} list item(s) aligned “{alignment}” are aligned left.",
    why="From 2.6 on the alignment of list items is always left.",
)
CELL_FONT_SIZES = declare(
    "SDXML-D021",
    Severity.INFO,
    "A table cell holds text of the sizes {sizes}; all of it has the first.",
    why="From 2.6 on a cell has one font size.",
)
FONT_SIZE = declare(
    "SDXML-D022",
    Severity.INFO,
    "The font size {size} of {count} text(s) outside of table cells is lost.",
    why="From 2.6 on only cells have a font size.",
)
FOOTNOTE_TWICE = declare(
    "SDXML-D023",
    Severity.WARNING,
    "A footnote has the text “{text}” and in data-content “{content}”; both are kept, one after the other.",
    why="In this dialect a footnote's text stands in data-content, and the element is empty.",
)
EMPTY_ATTRIBUTES = declare(
    "SDXML-D024",
    Severity.INFO,
    "{count} empty attribute(s) {attribute} were passed over.",
    why="An attribute without a value says nothing.",
)

CELL_LINES = declare(
    "SDXML-D025",
    Severity.INFO,
    "{count} line break(s) in table cells became paragraphs of the cell.",
    why="From 2.6 on a cell holds paragraphs. Two paragraphs look the same.",
)

_LISTS = ("ul", "ol")
_CELLS = ("td", "th")
_MAY_BE_EMPTY = frozenset({"caption", "href", "filename", "title", "id", "data-content"})


def upgrade_nested(root: Element, report: Report) -> None:
    """Bring the tree of this dialect to the shape of 2.6.

    Source: the dialect 2017. Loses: SDXML-D020 to SDXML-D024, and what `restore_spans` loses.
    """
    _drop_empty_attributes(root, report)
    for footnote in root.iter("footnote"):
        _fill_footnote(footnote, report)
    for table in list(root.iter("table")):
        restore_spans(table, report)
    breaks = sum([_make_paragraphs(cell, report) for cell in list(root.iter(*_CELLS))])
    if breaks:
        report.read({Kind.LINE_BREAKS: breaks})
        report.change(CELL_LINES, {Kind.LINE_BREAKS: breaks}, _at(), count=breaks)
    _flatten_lists(root, report)
    _unwrap_fonts(root, report)
    for paragraph in root.iter("paragraph"):
        if paragraph.get("indent") is None:
            paragraph.set("indent", "0")


def _at() -> Location:
    return Location(MAIN_PART)


def _take(element: Element, name: str) -> str:
    """The value of an attribute, which is taken off; empty for none."""
    value = element.get(name, "")
    if name in element.attrib:
        del element.attrib[name]
    return value


def _drop_empty_attributes(root: Element, report: Report) -> None:
    counts: dict[str, int] = {}
    for element in root.iter():
        for name in [name for name, value in attributes_of(element) if not value and name not in _MAY_BE_EMPTY]:
            del element.attrib[name]
            counts[name] = counts.get(name, 0) + 1
    for name, count in counts.items():
        report.add(EMPTY_ATTRIBUTES, _at(), count=count, attribute=name)


def _fill_footnote(footnote: Element, report: Report) -> None:
    content = _take(footnote, "data-content")
    text = text_of(footnote)
    if not text.strip() and not len(footnote):
        footnote.text = content
    elif content and content != text:
        report.add(FOOTNOTE_TWICE, _at(), text=text, content=content)
        footnote.text = f"{content} {footnote.text or ''}"


# -------------------------------------------------------------------------------------------------------------- lists


def _flatten_lists(root: Element, report: Report) -> None:
    """Put the items of each outermost list in its place, one after the other."""
    alignments: dict[str, int] = {}
    outermost = [each for each in root.iter(*_LISTS) if not any(up.tag in _LISTS for up in each.iterancestors())]
    for number, element in enumerate(outermost):
        list_id = _list_id(element, number)
        for item in list(_items(element, _level(element, 0))):
            alignment = _take(item, "alignment") or "left"
            if alignment != "left":
                alignments[alignment] = alignments.get(alignment, 0) + 1
            item.set("list-id", list_id)
            element.addprevious(item)
        remove(element)
    for alignment, count in alignments.items():
        report.add(ITEM_ALIGNMENT, _at(), count=count, alignment=alignment)


def _list_id(element: Element, number: int) -> str:
    """One id for all items of a list, made from its place and its first item."""
    first = next(element.iter("li"), None)
    return str(uuid5(NAMESPACE_URL, f"list {number} {'' if first is None else first.get('id', '')}"))


def _level(element: Element, default: int) -> int:
    """The level that a list states; the very first lists state it at the top only."""
    stated = element.get("indent", "")
    return min(int(stated), MAX_INDENT) if stated.isascii() and stated.isdigit() else min(default, MAX_INDENT)


def _items(element: Element, level: int) -> Iterator[Element]:
    """The items of a list and of those in it as items of 2.6, in reading order. What is no item becomes one."""
    name = f"{element.tag}-li"
    if element.text and element.text.strip():
        yield _new_item(name, element.text.strip(), level)
    for child in list(element):
        if child.tag in _LISTS:
            yield from _items(child, _level(child, level + 1))
        else:
            inner = [each for each in child if each.tag in _LISTS]
            yield _as_item(child, name, level)
            for nested in inner:
                yield from _items(nested, _level(nested, level + 1))
        if child.tail and child.tail.strip():
            yield _new_item(name, child.tail.strip(), level)


def _new_item(name: str, text: str, level: int) -> Element:
    item = etree.Element(name, indent=str(level))
    item.text = text
    return item


def _as_item(element: Element, name: str, level: int) -> Element:
    item = etree.Element(name, dict(attributes_of(element)) if element.tag == "li" else {})
    item.set("indent", str(level))
    if element.tag == "li":
        item.text = element.text
        item.extend([child for child in element if child.tag not in _LISTS])
    else:
        bare = etree.SubElement(item, element.tag, dict(attributes_of(element)))
        bare.text = element.text
        bare.extend(list(element))
    return item


# -------------------------------------------------------------------------------------------------------------- cells


def _make_paragraphs(cell: Element, report: Report) -> int:
    """Make `p` of the text in a cell: a `font` is one, and each line break in it begins the next. What comes back is
    how many line breaks did so."""
    sizes = list(dict.fromkeys([size for font in cell.iterchildren("font") if (size := font.get("size"))]))
    if sizes and cell.get("font-size") is None:
        cell.set("font-size", sizes[0])
    if len(sizes) > 1:
        report.add(CELL_FONT_SIZES, _at(), sizes=", ".join(sizes))
    paragraphs = _Paragraphs(cell)
    paragraphs.take(cell)
    paragraphs.put()
    return paragraphs.breaks


class _Paragraphs:
    """Collects what a cell holds as blocks of 2.6."""

    def __init__(self, cell: Element) -> None:
        self._cell = cell
        self._blocks: list[Element] = []
        self._open: Element | None = None
        self.breaks = 0

    def take(self, parent: Element) -> None:
        """All of a cell, or of a `font` in it."""
        self._add_text(parent.text)
        for child in list(parent):
            tail, child.tail = child.tail, None
            self._add(child)
            self._add_text(tail)

    def _add(self, child: Element) -> None:
        if child.tag == "font":
            self._open = None
            if child.text or len(child):
                self._open = self._begin()
                self.take(child)
            self._open = None
        elif child.tag == "br":
            self.breaks += 1
            if self._open is None:
                self._begin()
            self._open = self._begin()
        elif child.tag in ("p", "ul", "ol", "ol-li", "ul-li"):
            self._blocks.append(child)
            self._open = None
        else:
            (self._open if self._open is not None else self._begin()).append(child)

    def _begin(self) -> Element:
        self._open = etree.Element("p")
        self._blocks.append(self._open)
        return self._open

    def _add_text(self, text: str | None) -> None:
        if not text or (self._open is None and not text.strip()):
            return
        paragraph = self._open if self._open is not None else self._begin()
        if len(paragraph):
            paragraph[-1].tail = text
        else:
            paragraph.text = text

    def put(self) -> None:
        """Make these blocks the content of the cell."""
        for child in list(self._cell):
            self._cell.remove(child)
        self._cell.text = None
        self._cell.extend(self._blocks)


def _unwrap_fonts(root: Element, report: Report) -> None:
    """Take away what is left of `font`, and keep what it holds."""
    sizes: dict[str, int] = {}
    fonts = list(root.iter("font"))
    for font in fonts:
        size = font.get("size", "unknown")
        sizes[size] = sizes.get(size, 0) + 1
    etree.strip_tags(root, "font")
    for size, count in sizes.items():
        report.add(FONT_SIZE, _at(), count=count, size=size)
