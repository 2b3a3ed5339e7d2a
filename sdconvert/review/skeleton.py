"""A document without its text, as small as it can travel and wait: enough to see what a mapping changes."""

from __future__ import annotations

import pickle
import zlib
from dataclasses import replace
from typing import assert_never

from sdconvert.choices import Headings, Labels
from sdconvert.effects import EffectCount, effects_of, summarise
from sdconvert.findings import Location
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Inline, Run
from sdconvert.model.rewrite import rewrite_blocks, rewrite_inlines
from sdconvert.model.tables import Table
from sdconvert.options import ConversionOptions
from sdconvert.stylemap import StyleMap

_SOME_TEXT = Run("…")


def skeleton_of(document: Document) -> bytes:
    """The skeleton of a document: its blocks with their labels, and its references."""
    blocks = rewrite_blocks(document.blocks, _strip)
    return zlib.compress(pickle.dumps((blocks, document.own_styles), pickle.HIGHEST_PROTOCOL), 6)


def document_of(skeleton: bytes) -> Document:
    """The document that a skeleton was made of, without its text."""
    blocks, own_styles = pickle.loads(zlib.decompress(skeleton))  # noqa: S301  made by `skeleton_of`, never of a file
    return Document(blocks, own_styles=own_styles)


def effects_in(
    skeleton: bytes, stylemap: StyleMap, options: ConversionOptions, file: int = 0
) -> tuple[EffectCount, ...]:
    """What a reader of the document sees changed by a mapping, summed up by row; `file` is the document's number."""
    labels, headings = options.choice(Labels), options.choice(Headings)
    effects = effects_of(document_of(skeleton), stylemap, labels=labels, headings=headings)
    return summarise(effects.seen, file)


def _strip(block: Block) -> Block:
    at = None if block.at is None else Location(block.at.part, block.at.paragraph)
    match block:
        case Heading() | Paragraph() | ListItem():
            return replace(block, content=_without_text(block, block.content), at=at, extra=())
        case Picture() | Table():
            return replace(block, caption=_without_text(block, block.caption), at=at, extra=())
        case PageBreak() | Directory():
            return replace(block, at=at)
        case _:
            assert_never(block)


def _without_text(block: Block, content: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """The references in a block, those in its notes too, and a sign for its text: a tuple of its own, by which a
    caption is known again."""
    references: list[Inline] = []

    def note(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        if isinstance(node, CrossReference):
            references.append(node)
        return (node,)

    rewrite_inlines((Paragraph(content),), note)
    return (*references, _SOME_TEXT) if content else ()
