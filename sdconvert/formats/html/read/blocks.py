"""Elements that are blocks other than lists, tables and figures, or hold blocks."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.names import PAGE_BREAK
from sdconvert.formats.html.read.css import Style, has_break_before, parse_alignment, parse_style
from sdconvert.formats.html.read.elements import classes
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import BlockFormat, Inherited
from sdconvert.formats.html.read.readers import reads
from sdconvert.formats.html.read.word_lists import filtered_level, is_number, split_label, word_list
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Heading, ListItem, PageBreak, Paragraph
from sdconvert.model.inlines import Mark
from sdconvert.xmlio import Element

RULE = declare("HTML-R026", Severity.INFO, "{count} horizontal rule(s) are left out.", why="A document has no rules.")
GLOSSARY = declare(
    "HTML-R028",
    Severity.INFO,
    "{count} term(s) of lists of definitions became paragraphs, their definitions indented ones.",
    why="A document has no lists of definitions.",
)

CONTAINERS = (
    *("html", "body", "main", "article", "section", "div", "header", "footer", "address", "aside", "hgroup"),
    *("details", "summary", "fieldset", "legend", "form", "center", "figcaption", "dialog", "search", "dl"),
    *(
        "noscript",
        "picture",
        "noframes",
        "frameset",
        "caption",
        "colgroup",
        "tbody",
        "thead",
        "tfoot",
        "tr",
        "td",
        "th",
    ),
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_CUSTOM_STYLE = "data-custom-style"


# ---------------------------------------------------------------------------------------------------------- containers


@reads(*CONTAINERS)
def read_container(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An element that holds blocks and says little itself."""
    flow.close()
    add_break_before(flow, element, parse_style(element.get("style", "")))
    outer = inherited.block
    block_format = outer._replace(
        alignment=alignment_in(element, outer), style=element.get(_CUSTOM_STYLE) or outer.style
    )
    flow.walk(element, Inherited(block_format, inherited.text))
    flow.close()


def alignment_in(element: Element, outer: BlockFormat) -> Alignment:
    """The alignment that an element gives to the blocks in it, or has from around it."""
    style = parse_style(element.get("style", ""))
    given = parse_alignment(style.get("text-align", "")) or parse_alignment(element.get("align", ""))
    if given is not None:
        return given
    if element.get("dir", "").lower() == "rtl" and outer.alignment is Alignment.LEFT:
        return Alignment.RIGHT
    return Alignment.CENTER if element.tag == "center" else outer.alignment


def add_break_before(flow: Flow, element: Element, style: Style) -> bool:
    """Add the page break that the style of an element asks for; whether it does."""
    if not has_break_before(style):
        return False
    flow.reading.report.read({Kind.PAGE_BREAKS: 1})
    flow.add_block(PageBreak(at=flow.reading.at(element)))
    return True


@reads("blockquote")
def read_quotation(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A quotation is indented one step."""
    flow.close()
    flow.walk(element, inherited.with_more_indent())
    flow.close()


@reads("dt", "dd")
def read_glossary_term(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A term, or its definition. Loses: HTML-R028."""
    flow.close()
    if element.tag == "dt":
        flow.reading.tally(GLOSSARY, None, element)
        flow.walk(element, inherited)
    else:
        flow.walk(element, inherited.with_more_indent())
    flow.close()


# ------------------------------------------------------------------------------------------------ headings, paragraphs


@reads(*HEADINGS)
def read_heading(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A heading; numbered when it shows a number of its own."""
    level = heading_level(element)
    at = flow.reading.at()
    add_break_before(flow, element, parse_style(element.get("style", "")))
    alignment = alignment_in(element, inherited.block)
    flow.open(
        lambda content, block_id, label: Heading(
            content, level, bool(label), False, alignment, label=label, id=block_id, at=at
        )
    )
    flow.is_in_heading = True
    flow.walk(element, inherited)
    flow.is_in_heading = False
    flow.close()


def heading_level(element: Element) -> int:
    """The level of a heading, from 0."""
    return int(str(element.tag)[1]) - 1


@reads("p")
def read_paragraph(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A paragraph, or the item of a list that Word writes as one."""
    style = parse_style(element.get("style", ""))
    add_break_before(flow, element, style)
    inner = inherited.with_alignment(alignment_in(element, inherited.block))
    if not (inner.block.open_list.level >= 0 and flow.is_at_start):
        _open_paragraph(flow, element, inner.block, style)
    flow.walk(element, inner)
    flow.close()


def _open_paragraph(flow: Flow, element: Element, block_format: BlockFormat, style: Style) -> None:
    at = flow.reading.at()
    listed = word_list(style)
    alignment = block_format.alignment
    if listed is not None:
        list_id, level = listed
        flow.open(
            lambda content, block_id, label: ListItem(
                content, is_number(label), level, list_id, alignment, label=label, id=block_id, at=at
            )
        )
    elif (element.get("class") or "").startswith("MsoListParagraph"):
        level = filtered_level(style)
        flow.open(
            lambda content, block_id, _: _make_filtered_item(
                flow, level, block_format.make_paragraph(content, block_id, at)
            )
        )
    else:
        flow.open(lambda content, block_id, label: block_format.make_paragraph(content, block_id, at, label))


def _make_filtered_item(flow: Flow, level: int, paragraph: Paragraph) -> Paragraph | ListItem:
    """The list item that a paragraph of a filtered page of Word is, by the label that its text begins with."""
    label, length, content = split_label(paragraph.content)
    if not label:
        return paragraph
    flow.reading.report.read({Kind.CHARACTERS: -length})
    return ListItem(
        content,
        is_number(label),
        level,
        "word",
        paragraph.alignment,
        label=label,
        id=paragraph.id,
        at=paragraph.at,
    )


@reads("pre", "listing", "xmp")
def read_preformatted(flow: Flow, element: Element, inherited: Inherited) -> None:
    """Text whose lines are those of the source: a paragraph of code."""
    at = flow.reading.at()
    outer = inherited.text
    code = outer._replace(marks=outer.marks | {Mark.CODE}, is_verbatim=True, has_lines=True)
    flow.open(lambda content, block_id, label: inherited.block.make_paragraph(content, block_id, at, label))
    flow.walk(element, inherited.with_text(code))
    flow.close()


# --------------------------------------------------------------------------------------------------------------- rules


@reads("hr")
def read_rule(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A page break; other rules say nothing. Loses: HTML-R026."""
    if is_page_break(element):
        add_page_break(flow, element)
        return
    flow.close()
    if not flow.reading.links.is_near(element):
        flow.reading.tally(RULE, None, element)


def is_page_break(rule: Element) -> bool:
    """Whether a rule stands for a page break."""
    return PAGE_BREAK in classes(rule) or "page-break" in (rule.get("style") or "")


def add_page_break(flow: Flow, rule: Element, block_id: str = "") -> None:
    """Add the page break that a rule stands for."""
    flow.reading.report.read({Kind.PAGE_BREAKS: 1})
    flow.add_block(PageBreak(block_id, flow.reading.at(rule)))
