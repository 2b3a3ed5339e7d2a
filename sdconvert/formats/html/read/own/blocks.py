"""Headings, paragraphs, page breaks and directories of our own pages."""

from __future__ import annotations

from dataclasses import replace

from sdconvert.formats.html.names import (
    COMMENTS,
    DATA_KIND,
    DATA_LEVEL,
    DIRECTORY,
    ENDNOTES,
    FOOTNOTES,
    INDEX,
    NUMBERED,
    SIDENOTE,
)
from sdconvert.formats.html.read.blocks import (
    CONTAINERS,
    HEADINGS,
    add_page_break,
    heading_level,
    is_page_break,
    read_container,
    read_rule,
)
from sdconvert.formats.html.read.directories import read_navigation
from sdconvert.formats.html.read.elements import classes, parse_integer
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited
from sdconvert.formats.html.read.own.attributes import (
    has_restart,
    read_alignment,
    read_id,
    read_indent,
    read_style,
)
from sdconvert.formats.html.read.readers import reads_own
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, Paragraph
from sdconvert.xmlio import Element

_SECTIONS_APART = frozenset({FOOTNOTES, ENDNOTES, COMMENTS, INDEX, SIDENOTE})


@reads_own(*HEADINGS)
def read_own_heading(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A heading as the model has it."""
    names = classes(element)
    heading = Heading(
        (),
        heading_level(element),
        NUMBERED in names,
        has_restart(element),
        read_alignment(names),
        read_style(element),
        id=read_id(element),
        at=flow.reading.at(),
        indent=read_indent(names),
    )
    read_text_block(flow, element, inherited, heading)


@reads_own("p")
def read_own_paragraph(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A paragraph as the model has it."""
    names = classes(element)
    paragraph = Paragraph(
        (),
        read_indent(names),
        read_alignment(names),
        parse_integer(element.get(DATA_LEVEL)),
        has_restart(element),
        read_style(element),
        id=read_id(element),
        at=flow.reading.at(),
    )
    read_text_block(flow, element, inherited, paragraph)


def read_text_block(flow: Flow, element: Element, inherited: Inherited, block: Heading | Paragraph | ListItem) -> None:
    """Add a block with the content of the element, be it empty; all of its white space is text."""
    flow.open(lambda content, _, label: replace(block, content=content, label=label), is_kept_empty=True)
    flow.walk(element, inherited.with_white_space())
    flow.close()


@reads_own("hr")
def read_own_rule(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A page break with its id."""
    if is_page_break(element):
        add_page_break(flow, element, read_id(element))
    else:
        read_rule(flow, element, inherited)


@reads_own("nav")
def read_directory(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A directory: what it lists is made anew."""
    if DIRECTORY in classes(element):
        flow.reading.report.read({Kind.DIRECTORIES: 1})
        kind = _parse_kind(element.get(DATA_KIND, ""))
        flow.add_block(Directory(kind, read_id(element), flow.reading.at()))
    elif not _is_apart(element):
        read_navigation(flow, element, inherited)


def _parse_kind(name: str) -> DirectoryKind:
    return DirectoryKind(name) if name in list(DirectoryKind) else DirectoryKind.CONTENT


@reads_own(*CONTAINERS)
def read_own_container(flow: Flow, element: Element, inherited: Inherited) -> None:
    """An element that holds blocks, unless it shows what is read from elsewhere."""
    if not _is_apart(element):
        read_container(flow, element, inherited)


def _is_apart(element: Element) -> bool:
    """Whether the page shows here what is read from elsewhere: title, footer, notes, comments, the index."""
    return element.tag in ("header", "footer") or not _SECTIONS_APART.isdisjoint(classes(element))
