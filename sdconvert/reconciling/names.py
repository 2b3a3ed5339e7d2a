"""One set of names for the pictures, references, lists and index entries of all versions: those of CURRENT."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from sdconvert.comparison.description import terms_of
from sdconvert.findings import Location
from sdconvert.frozen import replace
from sdconvert.model.blocks import ListItem, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import IndexMark, Inline, InlinePicture
from sdconvert.model.rewrite import retarget, rewrite_blocks, rewrite_inlines
from sdconvert.model.tables import Table


class Assets:
    """Pictures by content. Those of CURRENT keep their names; others get names that are free."""

    def __init__(self, document: Document) -> None:
        self.assets = dict(document.assets)
        self._names: dict[bytes, str] = {_digest(data): name for name, data in reversed(list(document.assets.items()))}

    def rename(self, document: Document) -> Document:
        """A document whose pictures have the names of this set, which takes them in."""
        names = {name: self._take(name, data) for name, data in document.assets.items()}
        return rename_assets(document, names)

    def _take(self, name: str, data: bytes) -> str:
        digest = _digest(data)
        if digest not in self._names:
            free = name
            number = 1
            while free in self.assets:
                number += 1
                stem, dot, suffix = name.rpartition(".")
                free = f"{stem}-{number}.{suffix}" if dot else f"{name}-{number}"
            self._names[digest] = free
            self.assets[free] = data
        return self._names[digest]


def _digest(data: bytes) -> bytes:
    return sha256(data).digest()


def rename_assets(document: Document, names: Mapping[str, str]) -> Document:
    """A document with other names for its pictures."""
    if all(name == other for name, other in names.items()):
        return document

    def rename_block(block: Block) -> Block:
        return replace(block, asset=names.get(block.asset, block.asset)) if isinstance(block, Picture) else block

    def rename_inline(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        return (replace(node, asset=names.get(node.asset, node.asset)),) if isinstance(node, InlinePicture) else (node,)

    blocks = rewrite_inlines(rewrite_blocks(document.blocks, rename_block), rename_inline)
    assets = {names.get(name, name): data for name, data in document.assets.items()}
    return replace(document, blocks=blocks, assets=assets)


def rename_entries(document: Document, current: Document) -> Document:
    """A document whose index marks name the entries of another where these say the same."""
    ids = {path: id for id, path in terms_of(current.index)}
    aliases = {id: ids[path] for id, path in terms_of(document.index) if path in ids}

    def rename(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        return (IndexMark(aliases.get(node.entry, node.entry)),) if isinstance(node, IndexMark) else (node,)

    return replace(document, blocks=rewrite_inlines(document.blocks, rename)) if aliases else document


def rename_blocks(document: Document, aliases: Mapping[str, str]) -> Document:
    """A document whose blocks and references have other ids; the ids of blocks that are not named are taken away."""

    def rename(block: Block) -> Block:
        id = aliases.get(block.id, "")
        return block if id == block.id else replace(block, id=id)

    return replace(document, blocks=rewrite_blocks(retarget(document.blocks, aliases), rename))


def rename_lists(document: Document, names: Mapping[str, str]) -> Document:
    """A document whose lists have other ids."""

    def rename(block: Block) -> Block:
        if isinstance(block, ListItem) and names.get(block.list_id, block.list_id) != block.list_id:
            return replace(block, list_id=names[block.list_id])
        return block

    return replace(document, blocks=rewrite_blocks(document.blocks, rename))


def match_lists(pairs: Sequence[tuple[Block, Block]], taken: set[str]) -> dict[str, str]:
    """The names of the lists of the second blocks after those of the first: each list is the one that most of its items
    were in, and no two are one. Others get names that are not `taken`."""
    votes: Counter[tuple[str, str]] = Counter()
    order: dict[str, None] = {}
    for one, other in pairs:
        for item, its in _items(one, other):
            order.setdefault(its.list_id)
            votes[item.list_id, its.list_id] += 1
    names: dict[str, str] = {}
    for (name, list_id), _ in votes.most_common():
        if list_id not in names and name not in names.values():
            names[list_id] = name
    return names


def _items(one: Block, other: Block) -> Iterator[tuple[ListItem, ListItem]]:
    if isinstance(one, ListItem) and isinstance(other, ListItem):
        yield one, other
    elif isinstance(one, Table) and isinstance(other, Table):
        for here, there in zip(_blocks_in(one), _blocks_in(other), strict=False):
            yield from _items(here, there)


def _blocks_in(table: Table) -> list[Block]:
    return [block for row in table.rows for cell in row.cells for block in cell.content]


def lists_of(blocks: Sequence[Block]) -> set[str]:
    """The ids of all lists."""
    found: set[str] = set()
    for block in blocks:
        if isinstance(block, ListItem):
            found.add(block.list_id)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    found |= lists_of(cell.content)
    return found


def free_name(name: str, taken: set[str]) -> str:
    """A name that is not taken, and is from now on."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name} {number}"
    taken.add(free)
    return free
