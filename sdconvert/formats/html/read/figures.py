"""Figures: pictures of their own and tables, with their captions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from lxml import etree

from sdconvert.findings import Severity, declare
from sdconvert.formats.html.read.blocks import alignment_in
from sdconvert.formats.html.read.elements import is_within, text_in
from sdconvert.formats.html.read.flow import Flow
from sdconvert.formats.html.read.inherited import Inherited, TextFormat
from sdconvert.formats.html.read.pictures import read_asset, read_share
from sdconvert.formats.html.read.readers import reads
from sdconvert.formats.html.read.text_lines import join_lines, make_lines
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, Run
from sdconvert.model.tables import Table
from sdconvert.xmlio import Element

CAPTION_TABLE = declare(
    "HTML-R052",
    Severity.WARNING,
    "A table in a caption became lines of it.",
    hint="Move the table out of the caption if its grid matters.",
    why="A caption is text.",
)

ReadPicture = Callable[[Flow, Element, Element, Element | None, Inherited], None]
"""Reads a figure of one picture: the figure, its `img`, its caption, and what is around it."""


@reads("figure")
def read_figure(flow: Flow, element: Element, inherited: Inherited) -> None:
    """A picture or a table with its caption."""
    walk_figure(flow, element, inherited, _read_picture)


def walk_figure(flow: Flow, element: Element, inherited: Inherited, read_picture: ReadPicture) -> None:
    """A picture with its caption, or a table with it; anything else in a figure stands in the flow of text."""
    caption = element.find("figcaption")
    images = [child for child in element.iter("img") if not is_within(child, caption)]
    tables = element.findall("table")
    flow.close()
    if len(images) == 1 and not tables and not _has_more_text(element, caption):
        read_picture(flow, element, images[0], caption, inherited)
        return
    before = len(flow.blocks)
    if element.text:
        flow.add_text(element.text, inherited)
    for child in element.iterchildren(etree.Element):
        if child is not caption or len(tables) != 1:
            flow.visit(child, inherited)
        if child.tail:
            flow.add_text(child.tail, inherited)
    flow.close()
    if caption is not None and len(tables) == 1:
        content = read_caption(flow, caption, inherited.text)
        if not _give_caption(flow.blocks, before, content) and content:
            reading = flow.reading
            flow.add_block(inherited.block.make_paragraph(content, reading.take_id(), reading.at()))


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


def _read_picture(flow: Flow, figure: Element, image: Element, caption: Element | None, inherited: Inherited) -> None:
    flow.reading.note_id(image)
    picture = read_picture(flow, image, caption, inherited, flow.reading.take_id(), image)
    if picture is not None:
        outer = inherited.block
        flow.add_block(replace(picture, alignment=alignment_in(figure, outer), indent=outer.indent))


def read_picture(
    flow: Flow, image: Element, caption: Element | None, inherited: Inherited, block_id: str, sized: Element
) -> Picture | None:
    """A picture of its own, as wide as the `sized` element; where there is none to show, its texts are paragraphs."""
    at = flow.reading.at()
    text = image.get("alt", "")
    asset = read_asset(flow, image)
    content = read_caption(flow, caption, inherited.text) if caption is not None else ()
    if asset is not None:
        return Picture(asset, read_share(flow.reading, sized, asset), caption=content, text=text, id=block_id, at=at)
    if text.strip() and text.strip() != "".join(run.text for run in content if isinstance(run, Run)):
        flow.reading.report.read({Kind.CHARACTERS: len(text)})
        flow.add_block(inherited.block.make_paragraph((Run(text),), block_id, at))
        block_id = ""
    if content:
        flow.add_block(inherited.block.make_paragraph(content, block_id, at))
    return None


def read_caption(flow: Flow, caption: Element, text_format: TextFormat) -> tuple[Inline, ...]:
    """The content of a caption; its paragraphs are lines of it. Loses: HTML-R052."""
    blocks = flow.kind.read_text(flow, caption, text_format)
    return join_lines(flow.reading, make_lines(flow.reading, blocks, CAPTION_TABLE))
