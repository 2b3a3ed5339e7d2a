"""Elements that stand in text: looks, links, references, notes, pictures, formulas."""

from __future__ import annotations

import re

from lxml import etree

from sdconvert.findings import Code, Kind, Severity, declare
from sdconvert.formats.html.addresses import is_safe
from sdconvert.formats.html.names import (
    COMMENT_REFERENCE,
    DATA_ENTRY,
    DATA_HREF,
    DATA_SHOWS,
    DATA_TARGET,
    DATA_TEXT,
    DISPLAY,
    INDEX_MARK,
    MATH,
    NOTE_REFERENCE,
    NUMBER,
    PICTURE,
    REFERENCE,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.read.around import Around
from sdconvert.formats.html.read.content import Anchor, Look
from sdconvert.formats.html.read.css import parse_style
from sdconvert.formats.html.read.elements import SCRIPTS, classes, shorten, text_in
from sdconvert.formats.html.read.flow import Flow, reads
from sdconvert.formats.html.read.looks import MARKS, look_in
from sdconvert.formats.html.read.notes import read_note, read_own_note
from sdconvert.formats.html.read.pictures import add_drawing, read_asset, read_size
from sdconvert.model.blocks import PageBreak, Paragraph
from sdconvert.model.inlines import CrossReference, Equation, IndexMark, InlinePicture, LineBreak, Link, Run
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
SCRIPT = declare(
    "HTML-R020",
    Severity.INFO,
    "{count} script(s) or style sheet(s) in the text are left out.",
    why="Scripts are never carried, and looks that a style sheet gives are not read.",
)
CONTROL = declare(
    "HTML-R021",
    Severity.WARNING,
    "A form control ({tag}) is left out: “{text}”.",
    hint="Write its text into the page.",
    why="A document has no forms.",
)
EMBEDDED = declare(
    "HTML-R023",
    Severity.WARNING,
    "An embedded {tag} is left out: “{address}”. What the page shows in its place is kept.",
    hint="Write a link to it into the page.",
    why="A document holds text, tables and pictures.",
)
FORMULA_WITHOUT_LATEX = declare(
    "HTML-R029",
    Severity.WARNING,
    "A formula holds no LaTeX; its characters stand for it: “{text}”.",
    hint="Check the formula.",
    why="MathML without an annotation is not turned into LaTeX here.",
)
QUOTATION_MARKS = declare(
    "HTML-R031",
    Severity.INFO,
    "The quotation marks that a browser puts around “{text}” are written as text.",
    why="The element `q` shows them without holding them.",
)

_NUMBER_CLASSES = frozenset({NUMBER, "header-section-number", "section-number", "secno"})
_INLINES = (
    *("abbr", "acronym", "basefont", "bdi", "bdo", "big", "blink", "data", "font", "label", "map", "mark", "marquee"),
    *("meter", "nobr", "noembed", "optgroup", "option", "output", "progress", "rb", "rp", "rt", "rtc", "ruby", "slot"),
    *("small", "time", "wbr"),
    *(tag for tag in MARKS if tag != "code"),
)
_SILENT = ("head", "base", "link", "meta", "title", "param", "source", "track", "col", "colgroup", "area")
"""Elements that hold none of the text, or whose text is read as what the page says about itself."""
_TEXT_ELEMENTS = frozenset({*MARKS, "span", "font", "small", "big", "abbr", "mark", "wbr", "bdi"})
_LATEX = re.compile(r"\s*(?:\\\((.*)\\\)|\\\[(.*)\\\]|\$\$(.*)\$\$|\$(.*)\$)\s*", re.DOTALL)
_TEX = frozenset({"application/x-tex", "tex", "latex"})


@reads(*_INLINES)
def read_inline(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """An element that changes the look of its text, or nothing."""
    flow.walk(element, around, look_in(element, look))


@reads("br")
def read_break(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A line break, or the page break that Word writes as one."""
    style = parse_style(element.get("style", ""))
    if style.get("page-break-before", style.get("break-before", "")).lower() in ("always", "page"):
        flow.reading.report.read({Kind.PAGE_BREAKS: 1})
        flow.add_block(PageBreak(at=flow.reading.at(element)))
    elif flow.is_open or flow.reading.is_own:
        flow.content(around).add_break(look)


@reads("q")
def read_quote(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """Loses: HTML-R031."""
    flow.content(around).add_text("“", look)
    read_inline(flow, element, around, look)
    flow.content(around).add_text("”", look)
    report = flow.reading.report
    report.read({Kind.CHARACTERS: -2})
    text = shorten(text_in(element))
    report.added(QUOTATION_MARKS, {Kind.CHARACTERS: 2}, flow.reading.at(element), text=text)


# ---------------------------------------------------------------------------------------------------------------- spans


@reads("span")
def read_span(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A look, or what our own writer and others mark by classes."""
    names = classes(element)
    if names & _NUMBER_CLASSES:
        flow.label = text_in(element).strip()
    elif "ignore" in parse_style(element.get("style", "")).get("mso-list", "").lower():
        flow.label = " ".join(text_in(element).split())
    elif flow.reading.is_own and INDEX_MARK in names:
        flow.reading.report.read({Kind.INDEX_MARKS: 1})
        flow.content(around).add(IndexMark(element.get(DATA_ENTRY, "")))
    elif flow.reading.is_own and REFERENCE in names:
        _add_reference(flow, element, around, element.get(DATA_TARGET, ""))
    elif flow.reading.is_own and PICTURE in names:
        _read_own_picture(flow, element, around, look)
    elif MATH in names and not len(element):
        _read_tex(flow, element, around, look)
    else:
        read_inline(flow, element, around, look)


@reads("code")
def read_code(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """Code, or a formula of our own writer."""
    names = classes(element)
    if not (flow.reading.is_own and MATH in names):
        read_inline(flow, element, around, look)
        return
    latex = text_in(element)
    _add_equation(flow, around, Equation(latex, element.get(DATA_TEXT, latex), DISPLAY in names))


def _read_tex(flow: Flow, element: Element, around: Around, look: Look) -> None:
    found = _LATEX.fullmatch(element.text or "")
    if found is None:
        read_inline(flow, element, around, look)
        return
    inline, display, double, single = found.groups()
    latex = next(part for part in (inline, display, double, single) if part is not None).strip()
    _add_equation(flow, around, Equation(latex, latex, display is not None or double is not None))


def _add_equation(flow: Flow, around: Around, equation: Equation) -> None:
    flow.reading.report.read({Kind.EQUATIONS: 1, Kind.CHARACTERS: len(equation.text)})
    flow.content(around).add(equation)


@reads("math")
def read_formula(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """MathML: the LaTeX that it carries, else its characters. Loses: HTML-R029."""
    is_display = element.get("display") == "block"
    notes = [part for part in element.iter("annotation") if part.get("encoding", "").lower() in _TEX]
    latex = (text_in(notes[0]) if notes else element.get("alttext", "")).strip()
    if latex:
        _add_equation(flow, around, Equation(latex, latex, is_display))
        return
    text = " ".join(text_in(element).split())
    if text:
        flow.reading.report.add(FORMULA_WITHOUT_LATEX, flow.reading.at(element), text=text)
        _add_equation(flow, around, Equation("", text, is_display))


# ------------------------------------------------------------------------------------------------- links and references


@reads("a")
def read_anchor(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A link, a reference, a note, or a place that others lead to."""
    if flow.reading.is_own and _read_own_anchor(flow, element, around):
        return
    note = read_note(flow, element)
    if note is not None:
        flow.content(around).add(note)
        return
    href = (element.get("href") or "").strip()
    if not href:
        read_inline(flow, element, around, look)
    elif href.startswith("#") and not flow.reading.is_own:
        _read_fragment_link(flow, element, around, look, href)
    else:
        _read_link(flow, element, around, look, element.get(DATA_HREF, href) if flow.reading.is_own else href)


def _read_own_anchor(flow: Flow, element: Element, around: Around) -> bool:
    names = classes(element)
    reading = flow.reading
    if REFERENCE in names:
        _add_reference(flow, element, around, reading.target(element.get("href", "")))
        return True
    if names & {NOTE_REFERENCE, SIDENOTE_REFERENCE, COMMENT_REFERENCE}:
        node = read_own_note(flow, element)
        if node is not None:
            flow.content(around).add(node)
            return True
    return False


def _add_reference(flow: Flow, element: Element, around: Around, target: str) -> None:
    text = text_in(element)
    if not flow.reading.is_own:
        text = " ".join(text.split())
    shows = element.get(DATA_SHOWS, "content").split()
    flow.reading.report.read({Kind.REFERENCES: 1, Kind.CHARACTERS: len(text)})
    flow.content(around).add(CrossReference(target, "number" in shows, "content" in shows, text))


def _read_fragment_link(flow: Flow, element: Element, around: Around, look: Look, href: str) -> None:
    """A link within the page. Loses: HTML-R012, HTML-R013."""
    target = flow.reading.target(href)
    text = " ".join(text_in(element).split())
    if target and text and not flow.is_in_heading and _holds_only_text(element):
        _add_reference(flow, element, around, target)
        return
    if text and not target:
        counts = {Kind.REFERENCES: 1}
        flow.reading.report.read(counts)
        flow.reading.report.changed(ANCHOR_MISSING, counts, flow.reading.at(element), text=text)
    elif target:
        flow.reading.tally(LINK_WITHIN_LEFT_OUT, None, element)
    read_inline(flow, element, around, look)


def _holds_only_text(element: Element) -> bool:
    return all(part.tag in _TEXT_ELEMENTS for part in element.iterdescendants(etree.Element))


def _read_link(flow: Flow, element: Element, around: Around, look: Look, href: str) -> None:
    """Loses: HTML-R010, HTML-R011."""
    if not is_safe(href):
        _lose_link(flow, LINK_UNSAFE, element, href)
        read_inline(flow, element, around, look)
        return
    anchor = Anchor(href)
    flow.walk(element, around, look_in(element, look)._replace(anchor=anchor))
    if not anchor.is_used and flow.reading.is_own:
        flow.content(around).add_empty_link(anchor)
    elif not anchor.is_used:
        _lose_link(flow, LINK_EMPTY, element, href)


def _lose_link(flow: Flow, code: Code, element: Element, href: str) -> None:
    report = flow.reading.report
    text = shorten(text_in(element))
    report.read({Kind.LINKS: 1})
    report.dropped(code, {Kind.LINKS: 1}, flow.reading.at(element), text=text, href=shorten(href))


# ------------------------------------------------------------------------------------------------ pictures and the rest


def _read_own_picture(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A picture in text with its caption."""
    image, caption = element.find("img"), element.find("span")
    asset = None if image is None else read_asset(flow.reading, image)
    if image is None or asset is None:
        read_inline(flow, element, around, look)
        return
    width, height = read_size(image)
    blocks = () if caption is None else flow.read_content(caption, Look())
    content = next((block.content for block in blocks if isinstance(block, Paragraph)), ())
    shown = tuple([node for node in content if isinstance(node, (Run, LineBreak, Link))])
    flow.content(around).add(InlinePicture(asset, image.get("alt", ""), width, height, shown))


@reads("img")
def read_image(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A picture in text; its alternative text where there is none to show."""
    text = element.get("alt", "")
    asset = read_asset(flow.reading, element)
    if asset is None:
        if text.strip():
            flow.content(around).add_text(text, look)
        return
    width, height = read_size(element)
    flow.content(around).add(InlinePicture(asset, text, width, height))


@reads("svg")
def read_svg(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A drawing in the page becomes a picture."""
    title = element.find("title")
    text = element.get("aria-label") or (title.text if title is not None and title.text else "")
    width, height = read_size(element)
    flow.content(around).add(InlinePicture(add_drawing(flow.reading, element), text, width, height))


@reads("input", "textarea", "select", "button", "datalist", "keygen")
def read_control(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """Loses: HTML-R021."""
    text = element.get("value", "") if element.tag == "input" else text_in(element)
    if element.tag == "input" and element.get("type", "").lower() == "hidden":
        return
    flow.reading.drop_text(CONTROL, element, text, tag=str(element.tag))


@reads("iframe", "object", "embed", "video", "audio", "canvas", "applet")
def read_embedded(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """Loses: HTML-R023."""
    address = shorten(element.get("src") or element.get("data") or "")
    flow.reading.report.add(EMBEDDED, flow.reading.at(element), tag=str(element.tag), address=address)
    if element.tag not in ("iframe", "embed"):
        flow.walk(element, around, look)


@reads(*SCRIPTS)
def read_script(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """Loses: HTML-R020."""
    flow.reading.tally(SCRIPT, None, element)


@reads(*_SILENT)
def pass_over(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """An element that says nothing here."""
