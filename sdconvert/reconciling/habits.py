"""What word processors change by themselves when they save a file: none of it is an edit.

LibreOffice ends the address of a host with a slash and takes the percent signs out of addresses, escapes what looks
like an escape of its own, states a language where none was said, joins keywords by blanks, writes the addresses of
files anew, and puts a page break into the empty paragraph beside it; it makes an empty paragraph of a directory that is
to be filled when the file is opened, and bold headings bold in their text. A cell has always a paragraph in Word.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import unquote

from sdconvert.model.blocks import PageBreak, Paragraph
from sdconvert.model.document import Block
from sdconvert.patterns import compile_late

_ESCAPED = compile_late("_x005F_(?=x[0-9A-Fa-f]{4}_)")
_SEPARATORS = compile_late(r"[,;\s]+")


def plain_address(href: str | None) -> str | None:
    """An address as addresses are compared: of a file its name, since where it is depends on where the document is."""
    if href is None:
        return None
    address = unquote(href).replace("\\", "/").rstrip("/")
    is_file = address.startswith("file:") or ":" not in address.partition("/")[0]
    return f"file {address.rpartition('/')[2]}" if is_file else address


def plain_word(word: str) -> str:
    """A word as words are compared."""
    return _ESCAPED.sub("_", word) if "_x005F_" in word else word


def is_same_field(name: str, shown: object, theirs: object) -> bool:
    """Whether a field of the metadata says the same."""
    if name == "language" and (not shown or str(theirs).startswith(f"{shown}-")):
        return True
    if name == "tags" and isinstance(shown, tuple) and isinstance(theirs, tuple):
        return [*_SEPARATORS.split(" ".join(shown))] == [*_SEPARATORS.split(" ".join(theirs))]
    return shown == theirs


def tidy_cell(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The content of a cell: one empty paragraph is none."""
    return () if len(blocks) == 1 and is_empty(blocks[0]) else blocks


def is_empty(block: Block) -> bool:
    """Whether a block is a paragraph that says nothing."""
    return isinstance(block, Paragraph) and not block.content


def page_break_beside(blocks: Sequence[Block], at: int) -> int | None:
    """The place of the page break that an empty paragraph may have become in a word processor: behind it and others
    that are empty, or before it. None where there is none."""
    if not is_empty(blocks[at]):
        return None
    behind = next((place for place in range(at, len(blocks)) if not is_empty(blocks[place])), None)
    if behind is not None and isinstance(blocks[behind], PageBreak):
        return behind
    return at - 1 if at and isinstance(blocks[at - 1], PageBreak) else None
