"""A document in a few kilobytes, so that what another run makes of it can be told from what this one made.

Each block is its kind and level, the label that SMASHDOCs shows, and 32 bits of its words. A document of more than
1,500 blocks is kept in groups of some blocks each, so that a digest never takes more than 10 kB.
"""

from __future__ import annotations

import json
import zlib
from base64 import b85decode, b85encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import pack, unpack
from typing import NamedTuple

from sdconvert.model.assets import Assets
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Equation, Inline, InlinePicture, Link, Note, Run, Sidenote
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text

MOST_BLOCKS = 1_500
MOST_BYTES = 10_000
_MOST_PICTURES = 300
_LONGEST_LABEL = 24


class Digest(NamedTuple):
    """`kinds`, `labels` and `words` of the blocks, or of groups of `group` blocks each; `pictures` by their content,
    each as often as it is there."""

    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    words: tuple[int, ...] = ()
    pictures: tuple[int, ...] = ()
    blocks: int = 0
    group: int = 1

    def packed(self) -> bytes:
        """As it is kept: at most 10 kB."""
        words = b85encode(pack(f"<{len(self.words)}I", *self.words)).decode()
        pictures = b85encode(pack(f"<{len(self.pictures)}I", *self.pictures)).decode()
        kept = [self.kinds, self.labels, words, pictures, self.blocks, self.group]
        return zlib.compress(json.dumps(kept, separators=(",", ":")).encode())


def unpack_digest(kept: bytes) -> Digest:
    """The digest that was packed. Raises: ValueError, TypeError, zlib.error, struct.error for what is damaged."""
    kinds, labels, words, pictures, blocks, group = json.loads(zlib.decompress(kept))
    return Digest(tuple(kinds), tuple(labels), _numbers(words), _numbers(pictures), blocks, group)


def _numbers(text: str) -> tuple[int, ...]:
    data = b85decode(text)
    return unpack(f"<{len(data) // 4}I", data)


def digest_of(document: Document, blocks: Sequence[Block], labels: Mapping[int, tuple[str, str]]) -> Digest:
    """The digest of a document with these blocks, and the labels of some, by their places: by the source, and as
    SMASHDOCs shows them."""
    kinds = [_kind(block) for block in blocks]
    shown = [labels.get(place, ("", ""))[1][:_LONGEST_LABEL] for place in range(len(blocks))]
    words = [_sum(_words(block)) for block in blocks]
    assets = document.assets
    assert isinstance(assets, Assets)  # which know the sum of a picture that was written, without a second look
    pictures = sorted(assets.handle(name).crc for name in _pictures(blocks) if name in assets)
    group = 1
    while True:
        made = Digest(
            tuple(_grouped(kinds, group)),
            tuple(_grouped(shown, group)),
            tuple(_sum(repr(words[at : at + group])) if group > 1 else words[at] for at in range(0, len(words), group)),
            tuple(pictures[:_MOST_PICTURES]),
            len(blocks),
            group,
        )
        if len(made.words) <= MOST_BLOCKS and len(made.packed()) <= MOST_BYTES:
            return made
        group *= 2


def _grouped(texts: list[str], group: int) -> Iterator[str]:
    """The texts; of a group of them, where they are not all alike, a sum."""
    if group == 1:
        yield from texts
        return
    for at in range(0, len(texts), group):
        some = texts[at : at + group]
        yield some[0] if len(set(some)) == 1 else f"{_sum(repr(some)):08x}"


def _sum(text: str) -> int:
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))


def _kind(block: Block) -> str:
    match block:
        case Heading():
            return f"h{block.level}{'n' if block.is_numbered else ''}"
        case Paragraph():
            return "p" if block.number_level is None else f"p{block.number_level}n"
        case ListItem():
            return f"{'o' if block.is_ordered else 'u'}{block.level}"
        case Table():
            cells = sum(len(row.cells) for row in block.rows)
            return f"t{len(block.rows)}x{cells}"
        case Picture():
            return "i"
        case PageBreak():
            return "b"
        case Directory():
            return f"d {block.kind}"


def _words(block: Block) -> str:
    match block:
        case Heading() | ListItem() | Paragraph():
            return _text(block.content)
        case Table() | Picture():
            return _text(block.caption)
        case _:
            return ""


def _text(content: tuple[Inline, ...]) -> str:
    """The words of content with those of notes and formulas; white space counts for nothing."""
    if len(content) == 1 and isinstance(content[0], Run):
        return " ".join(content[0].text.split())
    pieces = [plain_text(content)]
    for node in content:
        match node:
            case Note():
                pieces += [_text(paragraph) for paragraph in node.paragraphs]
            case Sidenote():
                pieces.append(_text(node.content))
            case Equation():
                pieces.append(node.latex)
            case _:
                pass
    return " ".join(" ".join(pieces).split())


def _pictures(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Picture):
            yield block.asset
        elif isinstance(block, Heading | ListItem | Paragraph):
            yield from _inline_pictures(block.content)


def _inline_pictures(content: tuple[Inline, ...]) -> Iterator[str]:
    for node in content:
        if isinstance(node, InlinePicture):
            yield node.asset
        elif isinstance(node, Link):
            yield from _inline_pictures(node.content)
