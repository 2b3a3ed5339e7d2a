"""Links, references, and places that others lead to."""

from __future__ import annotations

from lxml import etree

from sdconvert.findings import Code, Severity, declare
from sdconvert.formats.html.addresses import is_safe
from sdconvert.formats.html.names import DATA_SHOWS
from sdconvert.formats.html.read.elements import shorten, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.formatting import MARKS, read_inline, read_text_format
from sdconvert.formats.html.read.inherited import Inherited, OpenLink
from sdconvert.formats.html.read.links import fragment
from sdconvert.formats.html.read.notes import read_note
from sdconvert.formats.html.read.readers import reads
from sdconvert.ledger import Kind
from sdconvert.model.inlines import CrossReference
from sdconvert.xmlio import Element

LINK_UNSAFE = declare(
    "HTML-R010",
    Severity.WARNING,
    "The link of “{text}” to “{href}” is left out; its text is kept.",
    hint="Use an address that begins with https:, http:, mailto:, ftp: or tel:.",
    why="Addresses of other kinds, such as javascript: and data:, can run code.",
)
LINK_EMPTY = declare(
    "HTML-R011",
    Severity.INFO,
    "A link to “{href}” that holds no text is left out.",
    why="Nothing of it is seen, or it stands around a picture: only text can be a link.",
)
ANCHOR_MISSING = declare(
    "HTML-R012",
    Severity.WARNING,
    "The link of “{text}” leads to a place in the page that is not there; its text is kept.",
    hint="Check the link in the page.",
    why="No element of the page has this id.",
)
LINK_WITHIN_LEFT_OUT = declare(
    "HTML-R013",
    Severity.INFO,
    "{count} link(s) within the page, in headings or around more than text, are left out; what they hold is kept.",
    why="A reference shows the text of its target: a heading that links back to a table of contents would lose its "
    "own, and a picture cannot be one.",
)

_TEXT_ELEMENTS = frozenset({*MARKS, "span", "font", "small", "big", "abbr", "mark", "wbr", "bdi"})


@reads("a")
def read_anchor(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A link, a reference, a note, or a place that others lead to. Loses: HTML-R011."""
    note = read_note(flow, element)
    if note is not None:
        flow.open_content(inherited).add(note)
        return
    href = (element.get("href") or "").strip()
    if not href:
        read_inline(flow, element, inherited)
    elif href.startswith("#"):
        _read_fragment_link(flow, element, inherited, href)
    else:
        link = read_link(flow, element, inherited, href)
        if link is not None and not link.is_used:
            _lose_link(flow, LINK_EMPTY, element, href)


def _read_fragment_link(flow: Flow, element: Element, inherited: Inherited, href: str) -> None:
    """A link within the page. Loses: HTML-R012, HTML-R013."""
    name = fragment(href)
    leads = name in flow.reading.links.elements
    text = " ".join(text_in(element).split())
    if leads and text and not flow.is_in_heading and _holds_only_text(element):
        add_reference(flow, element, inherited, name, text)
        return
    if leads:
        flow.reading.tally(LINK_WITHIN_LEFT_OUT, None, element)
    elif text:
        counts = {Kind.REFERENCES: 1}
        flow.reading.report.read(counts)
        flow.reading.report.change(ANCHOR_MISSING, counts, flow.reading.at(element), text=text)
    read_inline(flow, element, inherited)


def _holds_only_text(element: Element) -> bool:
    return all(part.tag in _TEXT_ELEMENTS for part in element.iterdescendants(etree.Element))


def add_reference(flow: Flow, element: Element, inherited: Inherited, target: str, text: str) -> None:
    """Add and book the reference to a block that a link is."""
    shows = element.get(DATA_SHOWS, "content").split()
    flow.reading.report.read({Kind.REFERENCES: 1, Kind.CHARACTERS: len(text)})
    flow.open_content(inherited).add(CrossReference(target, "number" in shows, "content" in shows, text))


def read_link(flow: Flow, element: Element, inherited: Inherited, href: str) -> OpenLink | None:
    """Read what stands in a link; None when its address is none that a link may have. Loses: HTML-R010."""
    if not is_safe(href):
        _lose_link(flow, LINK_UNSAFE, element, href)
        read_inline(flow, element, inherited)
        return None
    link = OpenLink(href)
    flow.walk(element, inherited.with_text(read_text_format(element, inherited.text)._replace(link=link)))
    return link


def _lose_link(flow: Flow, code: Code, element: Element, href: str) -> None:
    report = flow.reading.report
    text = shorten(text_in(element))
    report.read({Kind.LINKS: 1})
    report.drop(code, {Kind.LINKS: 1}, flow.reading.at(element), text=text, href=shorten(href))
