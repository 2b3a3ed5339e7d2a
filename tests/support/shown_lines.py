"""The lines that a reader sees of a result, judged from its bytes alone: the label before each paragraph, and its text
with what references show in their places."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lxml import etree, html
from word_labels import paragraphs_of

BULLET = "•"
_BULLETS = frozenset("•–▪")


class Line(NamedTuple):
    """A paragraph, a heading or an item."""

    label: str
    text: str


def sdxml_lines(package: bytes) -> list[Line]:
    """As SMASHDOCs shows them: headings and numbered paragraphs count together, items in their list."""
    document = etree.fromstring(_member(package, "sd.xml")).find("document")
    assert document is not None
    labels: dict[str, str] = {}
    texts: dict[str, str] = {}
    sections: list[int] = []
    items: dict[str, list[int]] = {}
    for element in document:
        label, id = "", element.get("id", "")
        if element.get("enumeration") is not None:
            _count(sections, int(element.get("enumeration")), restarts=element.get("restartNumbering") == "1")
            label = ".".join(map(str, sections))
        elif element.tag == "ol-li":
            counts = items.setdefault(element.get("list-id"), [])
            _count(counts, int(element.get("indent")), restarts=False)
            label = str(counts[-1])
        elif element.tag == "ul-li":
            del items.setdefault(element.get("list-id"), [])[int(element.get("indent")) + 1 :]
            label = BULLET
        labels[id], texts[id] = label, "".join(element.itertext())
    return [Line(labels[e.get("id")], "".join(_with_references(e, labels, texts))) for e in document if e.get("id")]


def _count(counts: list[int], level: int, *, restarts: bool) -> None:
    del counts[level + 1 :]
    counts.extend([0] * (level + 1 - len(counts)))
    counts[level] = 1 if restarts else counts[level] + 1


def _with_references(element: etree._Element, labels: dict[str, str], texts: dict[str, str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == "xref":
            number = labels[child.get("href")] if child.get("data-num-enabled") == "1" else ""
            content = texts[child.get("href")] if child.get("data-content-enabled") == "1" else ""
            yield " ".join(filter(None, (number, content)))
        else:
            yield from _with_references(child, labels, texts)
        yield child.tail or ""


def html_lines(package: bytes) -> list[Line]:
    """As a browser shows them."""
    body = html.fromstring(_member(package, "index.html")).find("body")
    return [_html_line(e) for e in body.find("main").iter("p", "li", "h1", "h2", "h3") if e.get("class") != "bare"]


def _html_line(element: etree._Element) -> Line:
    if element.tag == "li":
        own = "".join([element.text or "", *("".join(e.itertext()) + (e.tail or "") for e in _inlines(element))])
        return Line(_number_of_item(element), own)
    number = element.find("span[@class='number']")
    text = "".join(element.itertext())
    return Line(text[: len(number.text)], text[len(number.text) :]) if number is not None else Line("", text)


def _inlines(element: etree._Element) -> list[etree._Element]:
    return [child for child in element if child.tag not in ("ol", "ul")]


def _number_of_item(item: etree._Element) -> str:
    if item.getparent().tag == "ul":
        return BULLET
    number = 0
    for each in item.getparent():
        number = int(each.get("value") or number + 1)
        if each is item:
            break
    return str(number)


def word_lines(package: bytes) -> list[Line]:
    """As Word shows them, with the results of fields that are in the file."""
    return [Line(BULLET if each.label in _BULLETS else each.label, each.text) for each in paragraphs_of(package)]


LINES: dict[str, Callable[[bytes], list[Line]]] = {"sdxml": sdxml_lines, "html": html_lines, "docx": word_lines}


def _member(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as members:
        return members.read(name)
