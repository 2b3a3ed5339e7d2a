"""What stands in the text of our own pages: references, index marks, formulas, links, pictures with captions."""

from __future__ import annotations

from sdconvert.formats.html.names import (
    BACK,
    COMMENT_REFERENCE,
    DATA_ENTRY,
    DATA_HREF,
    DATA_ID,
    DATA_LATEX,
    DATA_TARGET,
    DATA_TEXT,
    DISPLAY,
    INDEX_MARK,
    MATH,
    NOTE_REFERENCE,
    PICTURE,
    REFERENCE,
    SIDENOTE_REFERENCE,
)
from sdconvert.formats.html.read.anchors import add_reference, read_link
from sdconvert.formats.html.read.blocks import add_break_before
from sdconvert.formats.html.read.css import parse_style
from sdconvert.formats.html.read.elements import classes, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.formatting import read_inline
from sdconvert.formats.html.read.formulas import add_equation, read_formula
from sdconvert.formats.html.read.inherited import PLAIN_TEXT, Inherited
from sdconvert.formats.html.read.inlines import label_in, read_span
from sdconvert.formats.html.read.links import fragment
from sdconvert.formats.html.read.own.notes import read_own_note
from sdconvert.formats.html.read.pictures import read_asset, read_size
from sdconvert.formats.html.read.readers import reads_own
from sdconvert.formats.html.read.reading import Reading
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import Equation, IndexMark, InlinePicture, LineBreak, Link, Run
from sdconvert.xmlio import Element

_NOTE_REFERENCES = frozenset({NOTE_REFERENCE, SIDENOTE_REFERENCE, COMMENT_REFERENCE})


@reads_own("br")
def read_own_break(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A line break, which may be the first of its block."""
    if not add_break_before(flow, element, parse_style(element.get("style", ""))):
        flow.open_content(inherited).add_break(inherited.text)


@reads_own("code")
def read_own_code(flow: Flow, element: Element, inherited: Inherited) -> None:
    """Code, or a formula."""
    names = classes(element)
    if MATH not in names:
        read_inline(flow, element, inherited)
        return
    latex = text_in(element)
    add_equation(flow, inherited, Equation(latex, element.get(DATA_TEXT, latex), DISPLAY in names))


@reads_own("math")
def read_own_formula(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A formula as MathML, with its LaTeX as an annotation."""
    notes = [text_in(part) for part in element.iter("annotation")]
    if len(notes) != 1 or MATH not in classes(element):
        read_formula(flow, element, inherited)
        return
    add_equation(flow, inherited, Equation(notes[0], element.get(DATA_TEXT, notes[0]), DISPLAY in classes(element)))


# --------------------------------------------------------------------------------------------------- links, references


@reads_own("a")
def read_own_anchor(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A reference, a note or a link, be it empty; one from a note back to the text is the page's own."""
    names = classes(element)
    if BACK in names:
        return
    if REFERENCE in names:
        target = _resolve_target(flow.reading, element.get("href", ""))
        add_reference(flow, element, inherited, target, text_in(element))
        return
    note = None if names.isdisjoint(_NOTE_REFERENCES) else read_own_note(flow, element)
    if note is not None:
        flow.open_content(inherited).add(note)
        return
    href = (element.get("href") or "").strip()
    if not href:
        read_inline(flow, element, inherited)
        return
    link = read_link(flow, element, inherited, element.get(DATA_HREF, href))
    if link is not None and not link.is_used:
        flow.open_content(inherited).add_empty_link(link.href)


def _resolve_target(reading: Reading, href: str) -> str:
    """The id that the model gives to the block which a fragment leads to; empty when it leads to nothing."""
    name = fragment(href)
    element = reading.links.elements.get(name)
    return "" if element is None else element.get(DATA_ID, name)


# --------------------------------------------------------------------------------------------------------------- spans


@reads_own("span")
def read_own_span(flow: Flow, element: Element, inherited: Inherited) -> None:
    """What the class of a span says, or what any span is."""
    names = classes(element)
    label = label_in(element)
    if label is not None:
        flow.label = label
        return
    read = next((read for name, read in _SPANS.items() if name in names), read_span)
    read(flow, element, inherited)


def _read_index_mark(flow: Flow, element: Element, inherited: Inherited) -> None:
    flow.reading.report.read({Kind.INDEX_MARKS: 1})
    flow.open_content(inherited).add(IndexMark(element.get(DATA_ENTRY, "")))


def _read_reference(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A reference that leads to nothing."""
    add_reference(flow, element, inherited, element.get(DATA_TARGET, ""), text_in(element))


def _read_picture(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A picture in text with its caption."""
    image, caption = element.find("img"), element.find("span")
    asset = None if image is None else read_asset(flow, image)
    if image is None or asset is None:
        read_inline(flow, element, inherited)
        return
    width, height = read_size(image)
    blocks = () if caption is None else flow.kind.read_text(flow, caption, PLAIN_TEXT)
    content = next((block.content for block in blocks if isinstance(block, Paragraph)), ())
    shown = tuple([node for node in content if isinstance(node, (Run, LineBreak, Link))])
    flow.open_content(inherited).add(InlinePicture(asset, image.get("alt", ""), width, height, shown))


def _read_formula(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A formula that is shown as text."""
    latex = element.get(DATA_LATEX)
    if latex is None:
        read_span(flow, element, inherited)
        return
    add_equation(flow, inherited, Equation(latex, element.get(DATA_TEXT, latex), DISPLAY in classes(element)))


_SPANS = {MATH: _read_formula, INDEX_MARK: _read_index_mark, REFERENCE: _read_reference, PICTURE: _read_picture}
