"""Elements in text that are more than a format of it: line breaks, labels, quotations, and what a document has not."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.names import MATH, NUMBER
from sdconvert.formats.html.read.blocks import add_break_before
from sdconvert.formats.html.read.css import parse_style
from sdconvert.formats.html.read.elements import SCRIPTS, classes, shorten, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.formatting import read_inline
from sdconvert.formats.html.read.formulas import add_equation, parse_delimited
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.readers import reads
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

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
QUOTATION_MARKS = declare(
    "HTML-R031",
    Severity.INFO,
    "The quotation marks that a browser puts around “{text}” are written as text.",
    why="The element `q` shows them without holding them.",
)

_NUMBER_CLASSES = frozenset({"header-section-number", "section-number", "secno"})
_SILENT = ("head", "base", "link", "meta", "title", "param", "source", "track", "col", "area")
"""Elements that hold none of the text, or whose text is read as what the page says about itself."""


@reads("br")
def read_break(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A line break, or the page break that Word writes as one."""
    if not add_break_before(flow, element, parse_style(element.get("style", ""))) and flow.is_open:
        flow.open_content(inherited).add_break(inherited.text)


@reads("q")
def read_quote(flow: Flow, element: Element, inherited: Inherited) -> None:
    """Loses: HTML-R031."""
    flow.open_content(inherited).add_text("“", inherited.text)
    read_inline(flow, element, inherited)
    flow.open_content(inherited).add_text("”", inherited.text)
    report = flow.reading.report
    report.read({Kind.CHARACTERS: -2})
    text = shorten(text_in(element))
    report.add_own(QUOTATION_MARKS, {Kind.CHARACTERS: 2}, flow.reading.at(element), text=text)


@reads("span")
def read_span(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A format, the label of the block, or a formula."""
    label = label_in(element) if flow.is_at_start and not inherited.text.has_lines else None
    if label is not None:
        flow.label = label
        return
    equation = parse_delimited(element.text or "") if MATH in classes(element) and not len(element) else None
    if equation is None:
        read_inline(flow, element, inherited)
    else:
        add_equation(flow, inherited, equation)


def label_in(span: Element) -> str | None:
    """The number or bullet that an element shows for the block that it stands in, None when it shows none."""
    if span.get("class") == NUMBER or classes(span) & _NUMBER_CLASSES:
        return text_in(span).strip()
    if "ignore" in parse_style(span.get("style", "")).get("mso-list", "").lower():
        return " ".join(text_in(span).split())
    return None


# ----------------------------------------------------------------------------------------- what is no part of the text


@reads("input", "textarea", "select", "button", "datalist", "keygen")
def read_control(flow: Flow, element: Element, inherited: Inherited) -> None:
    """Loses: HTML-R021."""
    text = element.get("value", "") if element.tag == "input" else text_in(element)
    if element.tag == "input" and element.get("type", "").lower() == "hidden":
        return
    flow.reading.drop_text(CONTROL, element, text, tag=str(element.tag))


@reads("iframe", "object", "embed", "video", "audio", "canvas", "applet")
def read_embedded(flow: Flow, element: Element, inherited: Inherited) -> None:
    """Loses: HTML-R023."""
    address = shorten(element.get("src") or element.get("data") or "")
    flow.reading.report.add(EMBEDDED, flow.reading.at(element), tag=str(element.tag), address=address)
    if element.tag not in ("iframe", "embed"):
        flow.walk(element, inherited)


@reads(*SCRIPTS)
def read_script(flow: Flow, element: Element, inherited: Inherited) -> None:
    """Loses: HTML-R020."""
    flow.reading.tally(SCRIPT, None, element)


@reads(*_SILENT)
def pass_over(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An element that says nothing here."""
