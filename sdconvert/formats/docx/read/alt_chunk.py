"""Embedded documents (`w:altChunk`, ECMA-376 Part 1, 17.17.2.1), kept by their text."""

from __future__ import annotations

import email.message
import email.policy
import re

from lxml import etree, html

from sdconvert.archive import read_archive
from sdconvert.errors import SdconvertError
from sdconvert.findings import Kind, Report, Severity, declare
from sdconvert.formats.docx.names import R_ID, P
from sdconvert.formats.docx.read.census import ALTERNATE, visible_text
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.normalise import choose_alternatives
from sdconvert.formats.docx.read.parts import Package
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Run
from sdconvert.xmlio import Element

CHUNK_TEXT = declare(
    "DOCX-R006",
    Severity.WARNING,
    "An embedded document ({target}) is kept as plain paragraphs.",
    "Open the file in Word and save it: Word then merges the embedded document.",
    "What is embedded is a document of its own, in a format of its own.",
)
CHUNK_LOST = declare(
    "DOCX-R007",
    Severity.ERROR,
    "An embedded document ({target}) cannot be read and is left out.",
    "Open the file in Word and save it: Word then merges the embedded document.",
    "What is embedded is a document of its own, in a format of its own.",
)

_BLOCKS = frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "blockquote", "pre", "section", "article", "br"),
        *("ul", "ol", "li", "table", "tr", "td", "th"),
    )
)
_MIME = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_MIME_HEADERS = 1000
_UNSEEN = frozenset(("script", "style", "head", "title", "template"))


def read_alt_chunk(element: Element, reading: Reading) -> list[Paragraph]:
    """The paragraphs of an embedded document: Word, HTML or plain text."""
    relationship = reading.package.relationships(reading.part).get(element.get(R_ID, ""))
    target = "" if relationship is None else relationship.target
    place = reading.at(element)
    data = None if relationship is None or relationship.is_external else reading.package.data(target)
    lines = None if data is None else _lines(data)
    if lines is None:
        reading.report.drop(CHUNK_LOST, {Kind.CHUNKS: 1}, place, target=target)
        return []
    reading.report.change(CHUNK_TEXT, {Kind.CHUNKS: 1}, place, target=target)
    reading.report.read({Kind.CHARACTERS: sum(map(len, lines))})
    return [Paragraph((Run(line),), at=place) for line in lines]


def _lines(data: bytes) -> list[str] | None:
    if data.startswith(b"PK"):
        return _word_lines(data)
    if data.lstrip()[:5].lower() == b"{\\rtf":
        return None
    if _MIME.search(data, 0, _MIME_HEADERS):
        return _mail_lines(data)
    text = _decode(data)
    if "<" in text and ">" in text:
        return _html_lines(text)
    return [line for line in map(str.strip, text.splitlines()) if line]


def _word_lines(data: bytes) -> list[str] | None:
    try:
        package = Package(read_archive(data), "The embedded document", Report())
    except SdconvertError:
        return None
    choose_alternatives(list(package.main.iter(ALTERNATE)))
    outermost = (paragraph for paragraph in package.main.iter(P) if next(paragraph.iterancestors(P), None) is None)
    return [line for line in map(visible_text, outermost) if line]


def _mail_lines(data: bytes) -> list[str] | None:
    """The text of an .mht file: the first HTML or plain part of a MIME message (RFC 2557)."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = message.get_body(("html", "plain")) if isinstance(message, email.message.EmailMessage) else None
    try:
        text = "" if part is None else part.get_content()
    except (LookupError, ValueError, KeyError):
        return None
    return _html_lines(text) if "<" in text else [line for line in map(str.strip, text.splitlines()) if line]


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _html_lines(text: str) -> list[str] | None:
    try:
        root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    pieces: list[str] = []
    _gather(root, pieces)
    return [line for line in (" ".join(line.split()) for line in "".join(pieces).split("\0")) if line]


def _gather(element: Element, pieces: list[str]) -> None:
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if node.tag in _BLOCKS:
            pieces.append("\0")
        text = node.text if event == "start" else node.tail
        holder = node if event == "start" else node.getparent()
        if text and holder is not None and not _is_unseen(holder):
            pieces.append(text)


def _is_unseen(element: Element) -> bool:
    return any(not isinstance(e.tag, str) or e.tag in _UNSEEN for e in (element, *element.iterancestors()))
