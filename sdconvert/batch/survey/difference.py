"""Two mappings and one document -> the blocks that one makes into something else than the other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, assert_never

from sdconvert.batch.survey.jobs import SurveyJob
from sdconvert.effects import EffectCount, effects_of, summarise
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.frozen import dataclass
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks
from sdconvert.pipeline import read_document
from sdconvert.recognition import FormatName
from sdconvert.stylemap.apply import restyle
from sdconvert.stylemap.parse import parse_stylemap
from sdconvert.stylemap.render import to_api
from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType

MOST_EXAMPLES = 3
_START = 60

_TextBlock = Heading | Paragraph | ListItem


class RowChange(NamedTuple):
    """A row that only one of two mappings has, or that they have differently. None where there is no row."""

    style: str
    before: MappingRow | None
    after: MappingRow | None


class BlockChange(NamedTuple):
    """A block that becomes something else: `paragraph` counts the paragraphs of the document from 1."""

    paragraph: int | None
    text: str
    style: str
    before: str
    after: str


class Becoming(NamedTuple):
    """What blocks of a style become, under the one mapping and under the other, in the words of a mapping."""

    style: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What of a document changes: `counts` says how many blocks become what, `examples` are the first ones, those with
    text before. `blocks` is how many blocks of text it has; 0 where none has a style whose row differs and nobody had
    to count. `seen` is what a reader sees changed."""

    counts: Mapping[Becoming, int]
    examples: tuple[BlockChange, ...] = ()
    blocks: int = 0
    seen: tuple[EffectCount, ...] = ()

    @property
    def total(self) -> int:
        """How many blocks change."""
        return sum(self.counts.values())


def row_changes(old: StyleMap, new: StyleMap) -> tuple[RowChange, ...]:
    """The rows that are not the same, by name."""
    styles = sorted({*old.rows, *new.rows}, key=lambda style: (style.casefold(), style))
    changes = (RowChange(style, old.rows.get(style), new.rows.get(style)) for style in styles)
    return tuple(change for change in changes if change.before != change.after)


def both_as_json(old: StyleMap, new: StyleMap) -> str:
    """Two mappings as text, for workers."""
    return json.dumps([to_api(old), to_api(new)], sort_keys=True)


@lru_cache(maxsize=4)
def _parse_both(options: str) -> tuple[StyleMap, StyleMap]:
    old, new = (parse_stylemap(json.dumps(mapping)) for mapping in json.loads(options))
    return old, new


def changes_of(job: SurveyJob) -> Changes:
    """The blocks of a Word document that become something else under the new mapping. A document without any style
    whose row differs is not read to its end.

    Not compared is which list an item belongs to: it follows from what its neighbours become.

    Raises: UnreadableInput, UnsafeInput.
    """
    old, new = _parse_both(job.options)
    for_styles, for_reading = job.sources(2)
    uses = read_style_uses(for_styles, job.limits).value
    if all(_row(old, use.name, use.is_own) == _row(new, use.name, use.is_own) for use in uses):
        return Changes({})
    document = read_document(for_reading, source_format=FormatName.DOCX, limits=job.limits).value
    return changed_blocks(document, old, new)


def _row(stylemap: StyleMap, style: str, is_own: bool) -> MappingRow | None:
    key = stylemap.key(style, is_own)
    return None if key is None else stylemap.rows[key]


def changed_blocks(document: Document, old: StyleMap, new: StyleMap) -> Changes:
    """The blocks of a document that become something else under the new mapping."""
    texts = [block for block in walk_blocks(document) if isinstance(block, _TextBlock)]
    before, after = (_forms(texts, restyle(document, stylemap).value) for stylemap in (old, new))
    pairs = zip(texts, before, after, strict=True)
    changed = [_change(block, one, other) for block, one, other in pairs if one != other]
    counts = Counter(Becoming(change.style, change.before, change.after) for change in changed)
    examples = sorted(changed, key=lambda change: not change.text)[:MOST_EXAMPLES]
    seen = summarise(effects_of(document, new, old))
    return Changes(dict(counts.most_common()), tuple(examples), len(texts), seen)


def _change(block: _TextBlock, before: str, after: str) -> BlockChange:
    paragraph = None if block.at is None else block.at.paragraph
    return BlockChange(paragraph, _start(block), block.style, before, after)


def _forms(texts: list[_TextBlock], restyled: Document) -> Iterator[str]:
    """What each block of text became. Restyling keeps their order and their content, and moves a caption into the
    picture or table beside it."""
    captions = {id(caption) for block in walk_blocks(restyled) if (caption := _caption(block))}
    made = (block for block in walk_blocks(restyled) if isinstance(block, _TextBlock))
    for block in texts:
        yield "caption" if id(block.content) in captions else _form(next(made))


def _caption(block: Block) -> tuple[object, ...]:
    return block.caption if isinstance(block, Picture | Table) else ()


def _form(block: _TextBlock) -> str:
    """A block in the words of a mapping."""
    match block:
        case Heading():
            return str(MappingRow(TextType.HEADING_OL if block.is_numbered else TextType.HEADING, block.level))
        case Paragraph() if block.number_level is not None:
            return str(MappingRow(TextType.PARAGRAPH_OL, block.number_level))
        case Paragraph():
            return str(MappingRow(TextType.PARAGRAPH, block.indent or None))
        case ListItem():
            return str(TextType.LIST_OL if block.is_ordered else TextType.LIST_UL)
        case _:
            assert_never(block)


def _start(block: _TextBlock) -> str:
    text = " ".join(plain_text(block.content).split())
    return text if len(text) <= _START else text[: _START - 1].rstrip() + "…"
