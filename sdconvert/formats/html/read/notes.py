"""Notes: what a text refers to and what stands elsewhere in the page.

A link and a link back make a note: pandoc, Word, LibreOffice, Markdown processors and wikis all write them so. Word
has an anchor in the text and one before the note, each the target of the other; the others lead to the item of a list.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.html.names import (
    COMMENT,
    COMMENT_REFERENCE,
    DATA_DATE,
    DATA_WORDS,
    ENDNOTES,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.read.content import Look
from sdconvert.formats.html.read.reading import MAX_DEPTH, Reading, classes, fragment, text_in
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Comment, Inline, InlinePicture, Note, Sidenote
from sdconvert.model.tables import Table
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.html.read.flow import Flow

NOTE_TABLE = declare(
    "HTML-R050",
    Severity.WARNING,
    "A table in a note became paragraphs of it.",
    hint="Move the table out of the note if its grid matters.",
    why="A note holds paragraphs.",
)
NOTE_AGAIN = declare(
    "HTML-R051",
    Severity.WARNING,
    "A note is referred to a second time; only its first reference is one.",
    hint="Give the second place a note of its own.",
    why="In a document each note has one place.",
)

_HOLDERS = frozenset({"li", "div", "aside", "dd", "td", "section"})
_OF_WORD = re.compile(r"(?:_?ftn|_?edn|sdfootnote|sdendnote)\d+")
_HINTS = re.compile(r"fn|ftn|edn|note|cite|ref", re.IGNORECASE)
_ENDNOTE = re.compile(r"edn|endnote", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "nav"})
_LONGEST_SIGN = 12
_MOST_LINKS_BACK = 20


class Notes:
    """Which links are references to notes, which elements hold the notes, and which links lead back."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._bodies: dict[Element, Element] = {}
        self._apart: set[Element] = set()
        self._near: set[Element] = set()
        self._used: set[Element] = set()
        if not reading.is_own:
            self._find()

    def is_apart(self, element: Element) -> bool:
        """Whether the element is read where it is referred to, or leads back from there."""
        return element in self._apart

    def is_near(self, element: Element) -> bool:
        """Whether the element stands among the notes."""
        return element.getparent() in self._near or element.getnext() in self._near

    # -------------------------------------------------------------------------------------------- finding them

    def _find(self) -> None:
        links: dict[str, list[Element]] = {}
        for anchor in self._reading.root.iter("a"):
            href = anchor.get("href", "")
            if len(href) > 1 and href.startswith("#"):
                links.setdefault(fragment(href), []).append(anchor)
        for name, anchors in links.items():
            target = self._reading.elements.get(name)
            if target is not None:
                for anchor in anchors:
                    self._try(anchor, target, links)
        self._reading.wanted = {name for name, anchors in links.items() if any(map(self._is_plain_link, anchors))}

    def _is_plain_link(self, anchor: Element) -> bool:
        return anchor not in self._bodies and anchor not in self._apart

    def _try(self, anchor: Element, target: Element, links: dict[str, list[Element]]) -> None:
        if anchor in self._apart or not _looks_like_sign(anchor):
            return
        body = _body_of(target)
        if body is None or _is_within(anchor, body):
            return
        names = _names_around(anchor)
        back = [link for name in names for link in links.get(name, [])[:_MOST_LINKS_BACK] if _is_within(link, body)]
        if back:
            self._bodies[anchor] = body
            self._apart.add(body)
            self._apart.update(back)
            self._near.update(part for part in (body, body.getparent()) if part is not None)

    # ------------------------------------------------------------------------------------------- reading them

    def read(self, flow: Flow, anchor: Element) -> Note | None:
        """The note that a link refers to, None when it refers to none. Loses: HTML-R050, HTML-R051."""
        body = self._bodies.get(anchor)
        if body is None or not self._may_use(body, anchor):
            return None
        reading = self._reading
        reading.report.read({Kind.NOTES: 1})
        pending, reading.pending = reading.pending, {}
        reading.depth += 10
        blocks = flow.read_apart(body, Look())
        reading.depth -= 10
        reading.pending = pending
        return Note(tuple(self._paragraphs(blocks)), bool(_ENDNOTE.search(anchor.get("href", ""))))

    def _may_use(self, body: Element, anchor: Element) -> bool:
        if body in self._used:
            self._reading.report.add(NOTE_AGAIN, self._reading.at(anchor))
            return False
        if self._reading.depth + 10 >= MAX_DEPTH:
            return False
        self._used.add(body)
        return True

    def _paragraphs(self, blocks: tuple[Block, ...]) -> list[tuple[Inline, ...]]:
        paragraphs: list[tuple[Inline, ...]] = []
        for block in blocks:
            match block:
                case Heading() | Paragraph() | ListItem():
                    paragraphs.append(block.content)
                case Picture():
                    paragraphs.append((InlinePicture(block.asset, block.text), *block.caption))
                case Table():
                    self._reading.report.changed(NOTE_TABLE, {Kind.TABLES: 1}, block.at)
                    paragraphs += [block.caption] if block.caption else []
                    for row in block.rows:
                        for cell in row.cells:
                            paragraphs += self._paragraphs(cell.content)
                case _:
                    continue
        return paragraphs

    def read_own(self, flow: Flow, anchor: Element) -> Inline | None:
        """The note, sidenote or comment that a link of our own page refers to."""
        reading = self._reading
        body = reading.elements.get(fragment(anchor.get("href", "")))
        if body is None or not self._may_use(body, anchor):
            return None
        reading.depth += 10
        names = classes(anchor)
        if COMMENT_REFERENCE in names:
            node: Inline = self._read_comment(body)
        else:
            paragraphs = tuple([self._content(flow, paragraph) for paragraph in body.findall("p")])
            reading.report.read({Kind.NOTES: 1})
            if SIDENOTE_REFERENCE in names:
                node = Sidenote(paragraphs[0] if paragraphs else ())
            else:
                section = next(body.iterancestors("section"), None)
                node = Note(paragraphs, section is not None and ENDNOTES in classes(section))
        reading.depth -= 10
        return node

    def _content(self, flow: Flow, paragraph: Element) -> tuple[Inline, ...]:
        blocks = flow.read_content(paragraph, Look())
        return next((block.content for block in blocks if isinstance(block, Paragraph)), ())

    def _read_comment(self, element: Element) -> Comment:
        author = element.find("header/cite")
        paragraphs = tuple([text_in(paragraph) for paragraph in element.findall("p")])
        self._reading.report.read({Kind.COMMENTS: 1, Kind.CHARACTERS: sum(map(len, paragraphs))})
        replies = [
            self._read_comment(child)
            for child in element.iterchildren("aside")
            if COMMENT in classes(child) and child not in self._used
        ]
        return Comment(
            "" if author is None else text_in(author),
            element.get(DATA_DATE, ""),
            paragraphs,
            element.get(DATA_WORDS, ""),
            tuple(replies),
        )


def _looks_like_sign(anchor: Element) -> bool:
    """Whether a link can be the sign of a note: short, and not in a heading's or a directory's place."""
    sign = text_in(anchor).strip()
    if not sign or len(sign) > _LONGEST_SIGN:
        return False
    names = " ".join(filter(None, (anchor.get("class"), anchor.get("role"), anchor.get("href"), anchor.get("id"))))
    is_hinted = bool(_HINTS.search(names)) or not sign.strip("[]()* ").isalpha()
    return is_hinted and not any(ancestor.tag in ("nav",) for ancestor in anchor.iterancestors())


def _names_around(anchor: Element) -> list[str]:
    """The ids by which a note can lead back to a reference: its own, and those of the elements just around it and
    within it."""
    around: list[Element] = [anchor, *islice(anchor.iterdescendants(etree.Element), _MOST_LINKS_BACK)]
    for ancestor in anchor.iterancestors():
        if ancestor.tag not in ("sup", "span", "b", "i", "em", "strong", "small", "font"):
            break
        around.append(ancestor)
    return [name for element in around for name in (element.get("id"), element.get("name")) if name]


def _body_of(target: Element) -> Element | None:
    """The element that holds a note which a link leads to."""
    if target.tag in _HEADINGS or any(ancestor.tag in _HEADINGS for ancestor in target.iterancestors()):
        return None
    for element in (target, *target.iterancestors()):
        if element.tag == "div" and _OF_WORD.fullmatch(element.get("id", "")):
            return element
    if target.tag in _HOLDERS or target.tag == "p":
        return target
    for element in target.iterancestors():
        if element.tag in ("p", "li", "dd"):
            return element
        if element.tag in ("body", "main", "article", "section", "td"):
            return None
    return None


def _is_within(element: Element, holder: Element) -> bool:
    return element is holder or any(ancestor is holder for ancestor in element.iterancestors())
