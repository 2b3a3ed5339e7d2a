"""Packages with ids, Word files that are edited as people do, and what came of them."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import docx
from docx.document import Document as WordDocument

import sdconvert
from sdconvert.formats.sdxml.write import write
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Inline, Run
from sdconvert.model.walk import content_of
from sdconvert.reconciling import Reconciliation
from sdconvert.reconciling.tokens import read_tokens, tell_words

Edit = Callable[[Any], object]


def uuid(number: int) -> str:
    """An id as SMASHDOCs has them."""
    return f"{number:08d}-0000-4000-8000-000000000000"


def document(*blocks: Block | str, **more: Any) -> Document:
    """A document of blocks with the ids 1, 2, 3 …; a text is a paragraph."""
    made = [Paragraph((Run(block),)) if isinstance(block, str) else block for block in blocks]
    return Document(tuple([_with_id(block, at) for at, block in enumerate(made, 1)]), **more)


def _with_id(block: Block, number: int) -> Block:
    return block if block.id or "id" not in block.__slots__ else replace(block, id=uuid(number))


def package(*blocks: Block | str, **more: Any) -> bytes:
    """The same as SDXML."""
    return write(document(*blocks, **more)).value


def changed(base: bytes, change: Callable[[list[Block]], object]) -> bytes:
    """A package whose blocks somebody changed in SMASHDOCs."""
    was = sdconvert.read_document(base).value
    blocks = list(was.blocks)
    change(blocks)
    return write(replace(was, blocks=tuple(blocks))).value


def say(text: str | tuple[Inline, ...], block: Block) -> Block:
    """A block that says something else."""
    assert isinstance(block, (Heading, Paragraph, ListItem))
    return replace(block, content=(Run(text),) if isinstance(text, str) else text)


def as_word(source: bytes, **options: Any) -> bytes:
    return sdconvert.convert(source, to="docx", **options).value


def edited(word: bytes, *edits: Callable[[WordDocument], object]) -> bytes:
    """A Word file that somebody edited."""
    document = docx.Document(io.BytesIO(word))
    for edit in edits:
        edit(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def texts_of(result: Reconciliation | bytes) -> list[str]:
    """The words of the blocks of a package."""
    value = result if isinstance(result, bytes) else result.value
    return [tell_words(read_tokens(content_of(block))) for block in sdconvert.read_document(value).value.blocks]


def ids_of(result: Reconciliation | bytes) -> list[str]:
    """The ids of the blocks."""
    value = result if isinstance(result, bytes) else result.value
    return [getattr(block, "id", "") for block in sdconvert.read_document(value).value.blocks]


def codes_of(result: Reconciliation) -> list[str]:
    return [finding.code.id for finding in result.findings]
