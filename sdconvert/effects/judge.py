"""A document and a mapping -> what a reader would see otherwise than without it, or than with another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sdconvert.choices import Headings, Labels
from sdconvert.effects.effect import Effect, EffectKind, Effects
from sdconvert.frozen import dataclass, maker
from sdconvert.labelling.account import Captioned, Labelled, is_labelled
from sdconvert.labelling.references import ShownReference
from sdconvert.labelling.shown import NO_LABEL, ShownLabel, shown_to_readers
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Document
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks
from sdconvert.patterns import compile_late
from sdconvert.stylemap.apply import restyle
from sdconvert.stylemap.rows import StyleMap

_START = 60
_BULLET = "•"
_PUNCTUATION = compile_late(r"[\s.,:;()\[\]{}<>/|–—-]+")


class SeenBlock(NamedTuple):
    """How a reader sees a block: what it is, its level where it is a heading, and its label."""

    noun: str
    level: int | None
    label: ShownLabel


_make_seen = maker(SeenBlock)


@dataclass(frozen=True, slots=True)
class View:
    """A document as a reader sees it with one mapping: each block of the source that can be numbered, in reading order,
    and its references by their identity. `rows` names the row of each style, empty where it has none."""

    document: Document
    blocks: tuple[SeenBlock, ...]
    references: Mapping[int, ShownReference]
    rows: Mapping[str, str]


def effects_of(
    document: Document,
    stylemap: StyleMap,
    against: StyleMap | None = None,
    *,
    labels: Labels = Labels.AUTO,
    headings: Headings = Headings.AUTO,
    made: Document | None = None,
) -> Effects:
    """What a reader would see changed by a mapping, against no mapping or another one.

    `document` is as it was read. `labels` and `headings` are those of the conversion, `made` is what the mapping makes
    of the document where that is known.
    """
    before, after = _restyled(document, against), _restyled(document, stylemap) if made is None else made
    if before.blocks is after.blocks or before.blocks == after.blocks:
        return Effects()
    rows = _rows_of(document, stylemap)
    return effects_between(
        _view(document, before, {}, labels, headings), _view(document, after, rows, labels, headings)
    )


def view(
    document: Document,
    stylemap: StyleMap | None = None,
    *,
    labels: Labels = Labels.AUTO,
    headings: Headings = Headings.AUTO,
) -> View:
    """How a reader sees a document with a mapping, or without any."""
    rows = {} if stylemap is None else _rows_of(document, stylemap)
    return _view(document, _restyled(document, stylemap), rows, labels, headings)


def _restyled(document: Document, stylemap: StyleMap | None) -> Document:
    return document if stylemap is None else restyle(document, stylemap).value


def _view(document: Document, made: Document, rows: Mapping[str, str], labels: Labels, headings: Headings) -> View:
    shown = shown_to_readers(made, labels, headings)
    blocks = list(filter(is_labelled, walk_blocks(made)))
    seen = tuple(_seen_blocks(document, list(zip(blocks, shown.labels, strict=True))))
    references = {id(reference.node): reference for reference in shown.references}
    return View(document, seen, references, rows)


def _rows_of(document: Document, stylemap: StyleMap) -> dict[str, str]:
    styles = {block.style for block in filter(is_labelled, walk_blocks(document))}
    return {style: stylemap.key(style, style in document.own_styles) or "" for style in styles}


def _seen_blocks(document: Document, made: list[tuple[Labelled, ShownLabel]]) -> Iterator[SeenBlock]:
    """The blocks of the source as what they were made into. Restyling keeps their order and their content, and moves a
    caption into the picture or table beside it."""
    captions = {
        id(block.caption): label for block, label in made if isinstance(block, (Picture, Table)) and block.caption
    }
    left = iter(made)
    for source in filter(is_labelled, walk_blocks(document)):
        if captions and not isinstance(source, (Picture, Table)) and id(source.content) in captions:
            yield _make_seen(("caption", None, captions[id(source.content)]))
        else:
            yield _seen(source, *next(left))


def _seen(source: Labelled, block: Labelled, label: ShownLabel) -> SeenBlock:
    if isinstance(block, Paragraph):
        return _make_seen(("paragraph", None, label))
    if isinstance(source, (Picture, Table)) and isinstance(block, (Picture, Table)):
        is_own = block.caption is source.caption  # a number of another block's caption is told of that block
        return _make_seen(("caption", None, label if is_own else NO_LABEL))
    if isinstance(block, Heading):
        return _make_seen(("heading", block.level, label))
    return _make_seen(("item" if isinstance(block, ListItem) else "paragraph", None, label))


def effects_between(before: View, after: View) -> Effects:
    """What a reader sees otherwise in the second of two views of one document."""
    sources = filter(is_labelled, walk_blocks(before.document))
    effects: list[Effect] = []
    for source, one, other in zip(sources, before.blocks, after.blocks, strict=True):
        if one != other:
            row = after.rows.get(source.style, "")
            for kind, old, new, noun in _changes(one, other):
                effects.append(Effect(kind, source.style, row, source.at, old, new, _start(source), noun))
    return Effects((*effects, *_reference_effects(before, after)))


def _changes(one: SeenBlock, other: SeenBlock) -> Iterator[tuple[EffectKind, str, str, str]]:
    if other.noun == "caption" != one.noun:
        yield EffectKind.CAPTION_ADDED, one.noun, other.noun, one.noun
    if one.level is None and other.level is not None:
        yield EffectKind.HEADING_ADDED, one.noun, _level(other), one.noun
    elif one.level is not None and other.level is None:
        yield EffectKind.HEADING_REMOVED, _level(one), other.noun, "heading"
    elif one.level != other.level:
        yield EffectKind.LEVEL_CHANGED, _level(one), _level(other), "heading"
    kind = _label_change(one.label, other.label)
    if kind is not None:
        yield kind, one.label.text, other.label.text, other.noun if one.level is None else "heading"


def _level(seen: SeenBlock) -> str:
    return f"heading {(seen.level or 0) + 1}"


def _label_change(one: ShownLabel, other: ShownLabel) -> EffectKind | None:
    if _bare(one.text) == _bare(other.text):
        if one.is_counted == other.is_counted:
            return None
        return EffectKind.NUMBER_COUNTED if other.is_counted else EffectKind.NUMBER_TYPED
    if not one.text:
        return EffectKind.BULLET_ADDED if other.text == _BULLET else EffectKind.NUMBER_ADDED
    if not other.text:
        return EffectKind.BULLET_REMOVED if one.text == _BULLET else EffectKind.NUMBER_REMOVED
    return EffectKind.NUMBER_CHANGED


def _bare(label: str) -> str:
    """A label without what a reader does not cite: `1.` and `(1)` are `1`."""
    return _PUNCTUATION.sub(".", label).strip(".") or label.strip()


def _reference_effects(before: View, after: View) -> Iterator[Effect]:
    for key, one in before.references.items():
        other = after.references.get(key)
        if other is None or other.is_live == one.is_live:
            continue
        kind = EffectKind.REFERENCE_COUNTED if other.is_live else EffectKind.REFERENCE_TYPED
        words = " ".join(one.node.text.split())
        row = after.rows.get(one.style, "")
        yield Effect(kind, one.style, row, one.at, words, words, _cut(words), "reference")


def _start(block: Labelled) -> str:
    return _cut(" ".join(plain_text(block.caption if isinstance(block, Captioned) else block.content).split()))


def _cut(text: str) -> str:
    return text if len(text) <= _START else text[: _START - 1].rstrip() + "…"
