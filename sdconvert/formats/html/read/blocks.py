"""Elements that are blocks, or hold blocks."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.html.names import (
    ALIGNMENT_CLASSES,
    BARE,
    COMMENTS,
    DATA_KIND,
    DATA_LEVEL,
    DATA_LIST,
    DATA_RESTARTS,
    DATA_STYLE,
    DIRECTORY,
    ENDNOTES,
    FOOTNOTES,
    INDEX,
    NUMBERED,
    PAGE_BREAK,
    SIDENOTE,
)
from sdconvert.formats.html.read.around import Around, OpenList
from sdconvert.formats.html.read.content import Look
from sdconvert.formats.html.read.css import Style, parse_alignment, parse_style
from sdconvert.formats.html.read.elements import classes, parse_integer, shorten, text_in
from sdconvert.formats.html.read.flow import Flow, reads
from sdconvert.formats.html.read.lists import Counter, filtered_level, list_id_for, word_list
from sdconvert.formats.html.read.reading import own_id
from sdconvert.model.blocks import (
    Alignment,
    Directory,
    DirectoryKind,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
)
from sdconvert.model.inlines import Inline, Mark, Run
from sdconvert.xmlio import Element

RULE = declare("HTML-R026", Severity.INFO, "{count} horizontal rule(s) are left out.", why="A document has no rules.")
DIRECTORY_MADE_ANEW = declare(
    "HTML-R027",
    Severity.INFO,
    "A table of contents became a directory that is made anew: “{text}”.",
    why="The entries of a directory are computed from the headings.",
)
GLOSSARY = declare(
    "HTML-R028",
    Severity.INFO,
    "{count} term(s) of lists of definitions became paragraphs, their definitions indented ones.",
    why="A document has no lists of definitions.",
)

_CONTAINERS = (
    *("html", "body", "main", "article", "section", "div", "header", "footer", "address", "aside", "hgroup"),
    *("details", "summary", "fieldset", "legend", "form", "center", "figcaption", "dialog", "search", "dl"),
    *("noscript", "picture", "noframes", "frameset", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"),
)
_INDENT_CLASS = re.compile("i([0-9]{1,2})")
_ALIGNMENT_OF_CLASS = {name: alignment for alignment, name in ALIGNMENT_CLASSES.items() if name}
_CONTENTS_NAMES = frozenset({"toc", "table-of-contents", "contents"})
_FILTERED_LABEL = re.compile(r"\s*([·•o§\-–]|\(?[0-9A-Za-z]{1,4}[.)])(?:\xa0| )+\s*")
_OWN_SECTIONS = frozenset({FOOTNOTES, ENDNOTES, COMMENTS, INDEX, SIDENOTE})
_CUSTOM_STYLE = "data-custom-style"


# ----------------------------------------------------------------------------------------------- what elements say


def own_alignment(names: frozenset[str]) -> Alignment:
    """The alignment of an element of our own page."""
    return next((_ALIGNMENT_OF_CLASS[name] for name in names if name in _ALIGNMENT_OF_CLASS), Alignment.LEFT)


def own_indent(names: frozenset[str]) -> int:
    """The indent of an element of our own page."""
    found = next((match for match in map(_INDENT_CLASS.fullmatch, names) if match), None)
    return int(found[1]) if found else 0


def alignment_in(element: Element, around: Around) -> Alignment:
    """The alignment that an element gives to the blocks in it, or has from around it."""
    style = parse_style(element.get("style", ""))
    own = parse_alignment(style.get("text-align", "")) or parse_alignment(element.get("align", ""))
    return own or (Alignment.CENTER if element.tag == "center" else around.alignment)


def _is_own_restart(element: Element) -> bool:
    return element.get(DATA_RESTARTS) is not None


def _break_before(flow: Flow, element: Element, style: Style) -> None:
    if style.get("page-break-before", style.get("break-before", "")).lower() in ("always", "page"):
        flow.reading.report.read({Kind.PAGE_BREAKS: 1})
        flow.add_block(PageBreak(at=flow.reading.at(element)))


# ---------------------------------------------------------------------------------------------------------- containers


@reads(*_CONTAINERS)
def read_container(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """An element that holds blocks and says little itself."""
    if flow.reading.is_own and _is_apart_in_own(element):
        return
    style = parse_style(element.get("style", ""))
    flow.close()
    _break_before(flow, element, style)
    inner = around._replace(alignment=alignment_in(element, around), style=element.get(_CUSTOM_STYLE) or around.style)
    flow.walk(element, inner, look)
    flow.close()


def _is_apart_in_own(element: Element) -> bool:
    """Whether our own page shows here what is read from elsewhere: title, footer, notes, comments, the index."""
    return element.tag in ("header", "footer") or bool(classes(element) & _OWN_SECTIONS)


# ------------------------------------------------------------------------------------------------ headings, paragraphs


@reads("h1", "h2", "h3", "h4", "h5", "h6")
def read_heading(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A heading; numbered when it shows a number of its own."""
    level = int(str(element.tag)[1]) - 1
    at = flow.reading.at()
    if flow.reading.is_own:
        names = classes(element)
        own = Heading(
            (),
            level,
            NUMBERED in names,
            _is_own_restart(element),
            own_alignment(names),
            element.get(DATA_STYLE, ""),
            id=own_id(element),
            at=at,
        )
        flow.open(lambda content, _, label: replace(own, content=content, label=label), True)
        flow.walk(element, around, look._replace(is_verbatim=True))
    else:
        _break_before(flow, element, parse_style(element.get("style", "")))
        alignment = alignment_in(element, around)
        flow.open(
            lambda content, own_id, label: Heading(
                content, level, bool(label), False, alignment, label=label, id=own_id, at=at
            )
        )
        flow.is_in_heading = True
        flow.walk(element, around, look)
        flow.is_in_heading = False
    flow.close()


@reads("p")
def read_paragraph(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A paragraph, or the item of a list that Word writes as one."""
    if flow.reading.is_own:
        _read_own_paragraph(flow, element, around, look)
        return
    style = parse_style(element.get("style", ""))
    _break_before(flow, element, style)
    inner = around._replace(alignment=alignment_in(element, around))
    if not (around.of.level >= 0 and flow.is_at_start):
        _open_paragraph(flow, element, inner, style)
    flow.walk(element, inner, look)
    flow.close()


def _open_paragraph(flow: Flow, element: Element, around: Around, style: Style) -> None:
    at = flow.reading.at()
    listed = word_list(style)
    if listed is not None:
        list_id, level = listed
        flow.open(
            lambda content, own, label: ListItem(
                content, is_number(label), level, list_id, around.alignment, label=label, id=own, at=at
            )
        )
    elif (element.get("class") or "").startswith("MsoListParagraph"):
        level = filtered_level(style)
        flow.open(lambda content, own, label: _filtered_item(flow, content, level, around.paragraph(content, own, at)))
    else:
        flow.open(lambda content, own, label: replace(around.paragraph(content, own, at), label=label))


def _filtered_item(flow: Flow, content: tuple[Inline, ...], level: int, otherwise: Paragraph) -> Paragraph | ListItem:
    """The list item that a paragraph of a filtered page of Word is, by the label that its text begins with."""
    first = content[0]
    found = _FILTERED_LABEL.match(first.text) if isinstance(first, Run) else None
    if found is None or not isinstance(first, Run):
        return otherwise
    flow.reading.report.read({Kind.CHARACTERS: -found.end()})
    rest = first.text[found.end() :]
    content = (Run(rest, first.marks, first.style), *content[1:]) if rest else content[1:]
    label = found[1]
    return ListItem(
        content, is_number(label), level, "word", otherwise.alignment, label=label, id=otherwise.id, at=otherwise.at
    )


def _read_own_paragraph(flow: Flow, element: Element, around: Around, look: Look) -> None:
    names = classes(element)
    own = Paragraph(
        (),
        own_indent(names),
        own_alignment(names),
        parse_integer(element.get(DATA_LEVEL)),
        _is_own_restart(element),
        element.get(DATA_STYLE, ""),
        id=own_id(element),
        at=flow.reading.at(),
    )
    flow.open(lambda content, _, label: replace(own, content=content, label=label), True)
    flow.walk(element, around, look._replace(is_verbatim=True))
    flow.close()


@reads("pre", "listing", "xmp")
def read_preformatted(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """Text whose lines are those of the source: a paragraph of code."""
    at = flow.reading.at()
    flow.open(lambda content, own, label: around.paragraph(content, own, at))
    flow.walk(element, around, look._replace(marks=look.marks | {Mark.CODE}, is_verbatim=True, has_lines=True))
    flow.close()


@reads("blockquote")
def read_quotation(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A quotation is indented one step."""
    flow.close()
    flow.walk(element, around._replace(indent=around.indent + 1), look)
    flow.close()


@reads("dt", "dd")
def read_glossary_term(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A term, or its definition. Loses: HTML-R028."""
    flow.close()
    if element.tag == "dt":
        flow.reading.tally(GLOSSARY, None, element)
        flow.walk(element, around, look)
    else:
        flow.walk(element, around._replace(indent=around.indent + 1), look)
    flow.close()


@reads("hr")
def read_rule(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A page break of our own writer; other rules say nothing. Loses: HTML-R026."""
    names = classes(element)
    if PAGE_BREAK in names or "page-break" in (element.get("style") or ""):
        flow.reading.report.read({Kind.PAGE_BREAKS: 1})
        identity = own_id(element) if flow.reading.is_own else ""
        flow.add_block(PageBreak(identity, flow.reading.at(element)))
        return
    flow.close()
    if not flow.reading.links.is_near(element):
        flow.reading.tally(RULE, None, element)


# --------------------------------------------------------------------------------------------------------------- lists


def is_number(label: str) -> bool:
    """Whether a label counts: a bullet is a sign, or the `o` and `§` of Word's symbol fonts."""
    return label not in ("o", "§") and any(map(str.isalnum, label))


@reads("ul", "ol", "menu", "dir")
def read_list(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A list: each item a block of its own, its depth the level."""
    flow.close()
    is_ordered = element.tag == "ol"
    if flow.reading.is_own:
        list_id = element.get(DATA_LIST, "")
    else:
        list_id = around.of.list_id or list_id_for(flow.reading, element)
    inner = around._replace(of=OpenList(list_id, is_ordered, around.of.level + 1))
    counter = Counter(element)
    for child in element.iterchildren(etree.Element):
        if child.tag == "li":
            _read_item_of(flow, child, inner, look, counter if is_ordered else None)
        else:
            flow.visit(child, inner, look)
        if child.tail:
            flow.text(child.tail, inner, look)
    flow.close()
    if is_ordered and not inner.of.level:
        flow.reading.last_numbered = list_id, counter.next_number


def _read_item_of(flow: Flow, element: Element, around: Around, look: Look, counter: Counter | None) -> None:
    label = "" if counter is None else counter.label(element)
    if flow.reading.links.is_apart(element):
        return
    flow.reading.note_id(element)
    if flow.reading.is_own:
        _read_own_item(flow, element, around, look)
    else:
        _read_item(flow, element, around, look, label)


def _read_own_item(flow: Flow, element: Element, around: Around, look: Look) -> None:
    names = classes(element)
    if BARE not in names:
        own = ListItem(
            (),
            around.of.is_ordered,
            around.of.level,
            around.of.list_id,
            own_alignment(names),
            element.get(DATA_STYLE, ""),
            id=own_id(element),
            at=flow.reading.at(),
        )
        flow.open(lambda content, _, label: replace(own, content=content, label=label), True)
    flow.walk(element, around, look._replace(is_verbatim=True))
    flow.close()


def _read_item(flow: Flow, element: Element, around: Around, look: Look, label: str) -> None:
    at = flow.reading.at()
    of = around.of
    flow.open(
        lambda content, own, shown: ListItem(
            content, of.is_ordered, of.level, of.list_id, around.alignment, label=shown or label, id=own, at=at
        )
    )
    flow.walk(element, around, look)
    flow.close()


@reads("li")
def read_item(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """An item outside of a list: a bulleted one of its own."""
    if around.of.level < 0:
        flow.reading.list_count += 1
        around = around._replace(of=OpenList(f"list-{flow.reading.list_count}", False, 0))
    _read_item_of(flow, element, around, look, None)


# --------------------------------------------------------------------------------------------------------- directories


@reads("nav")
def read_nav(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A directory of our own writer, a table of contents, or links to other pages. Loses: HTML-R027."""
    reading = flow.reading
    if reading.is_own and DIRECTORY in classes(element):
        reading.report.read({Kind.DIRECTORIES: 1})
        flow.add_block(Directory(_kind(element.get(DATA_KIND, "")), own_id(element), reading.at()))
    elif _is_contents(element):
        text = " ".join(text_in(element).split())
        reading.report.read({Kind.DIRECTORIES: 1, Kind.CHARACTERS: len(text)})
        counts = {Kind.CHARACTERS: len(text)}
        reading.report.dropped(DIRECTORY_MADE_ANEW, counts, reading.at(element), text=shorten(text))
        flow.add_block(Directory(DirectoryKind.CONTENT, reading.take_id(), reading.at()))
    else:
        read_container(flow, element, around, look)


def _kind(name: str) -> DirectoryKind:
    return DirectoryKind(name) if name in list(DirectoryKind) else DirectoryKind.CONTENT


def _is_contents(element: Element) -> bool:
    names = {name.lower() for name in classes(element)} | {element.get("id", "").lower()}
    return element.get("role") == "doc-toc" or bool(names & _CONTENTS_NAMES)
