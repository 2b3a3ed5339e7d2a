"""Figures: pictures of their own and tables, with their captions."""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from sdconvert.findings import Kind
from sdconvert.formats.html.names import DATA_STYLE, NUMBERED
from sdconvert.formats.html.read.around import Around
from sdconvert.formats.html.read.blocks import alignment_in, own_alignment, own_indent
from sdconvert.formats.html.read.content import Look
from sdconvert.formats.html.read.elements import classes, is_within, text_in
from sdconvert.formats.html.read.flow import Flow, reads
from sdconvert.formats.html.read.pictures import read_asset, read_share
from sdconvert.formats.html.read.reading import own_id
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, LineBreak, Run
from sdconvert.model.tables import Table
from sdconvert.xmlio import Element


@reads("figure")
def read_figure(flow: Flow, element: Element, around: Around, look: Look) -> None:
    """A picture with its caption, or a table with it; anything else in a figure stands in the flow of text."""
    caption = element.find("figcaption")
    images = [child for child in element.iter("img") if not is_within(child, caption)]
    tables = element.findall("table")
    if len(images) == 1 and not tables and not _has_more_text(element, caption):
        _read_picture(flow, element, images[0], caption, around, look)
        return
    flow.close()
    before = len(flow.blocks)
    for child in element.iterchildren(etree.Element):
        if child is not caption or len(tables) != 1:
            flow.visit(child, around, look)
        if child.tail:
            flow.text(child.tail, around, look)
    flow.close()
    if caption is not None and len(tables) == 1:
        content = read_caption(flow, caption, look)
        if not _give_caption(flow.blocks, before, content) and content:
            flow.add_block(around.paragraph(content, flow.reading.take_id(), flow.reading.at()))


def _has_more_text(element: Element, caption: Element | None) -> bool:
    texts = [element.text or "", *(child.tail or "" for child in element)]
    texts += [text_in(child) for child in element.iterchildren(etree.Element) if child is not caption]
    return bool("".join(texts).strip())


def _give_caption(blocks: list[Block], start: int, content: tuple[Inline, ...]) -> bool:
    """Give the caption to the first table from a place on that has none."""
    for index in range(start, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table) and not block.caption:
            blocks[index] = replace(block, caption=content)
            return True
    return False


def _read_picture(
    flow: Flow, figure: Element, image: Element, caption: Element | None, around: Around, look: Look
) -> None:
    flow.close()
    reading = flow.reading
    is_own = reading.is_own
    names = classes(figure) if is_own else frozenset()
    reading.note_id(image)
    identity = own_id(figure) if is_own else reading.take_id()
    at = reading.at()
    text = image.get("alt", "")
    asset = read_asset(reading, image)
    content = read_caption(flow, caption, look) if caption is not None else ()
    if asset is None:
        if text.strip() and text.strip() != "".join(run.text for run in content if isinstance(run, Run)):
            reading.report.read({Kind.CHARACTERS: len(text)})
            flow.add_block(around.paragraph((Run(text),), identity, at))
            identity = ""
        if content:
            flow.add_block(around.paragraph(content, identity, at))
        return
    flow.add_block(
        Picture(
            asset,
            read_share(reading, figure if is_own else image, asset),
            own_alignment(names) if is_own else alignment_in(figure, around),
            own_indent(names) if is_own else around.indent,
            content,
            NUMBERED in names,
            text,
            figure.get(DATA_STYLE, "") if is_own else "",
            identity,
            at,
        )
    )


def read_caption(flow: Flow, caption: Element, look: Look) -> tuple[Inline, ...]:
    """The content of a caption, without the number that our own writer shows; its paragraphs are lines of it."""
    pieces: list[Inline] = []
    for block in flow.read_content(caption, look):
        if not isinstance(block, (Heading, Paragraph, ListItem)):
            continue
        if pieces and block.content:
            flow.reading.report.read({Kind.LINE_BREAKS: 1})
            pieces.append(LineBreak())
        pieces += block.content
    return tuple(pieces)
