"""A whole document: blocks, metadata, index, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from sdconvert.frozen import dataclass
from sdconvert.model.assets import Assets
from sdconvert.model.extra import Extra
from sdconvert.model.tables import Block

__all__ = ["Block", "Document", "IndexEntry", "Metadata"]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """An entry of the index with its sub-entries. `target` is the id of the entry that “see …” points to."""

    id: str
    title: str
    children: tuple[IndexEntry, ...] = ()
    target: str = ""
    description: str = ""
    sorting_key: str = ""
    extra: Extra = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is said about a document. `language` is a tag such as `de-DE`."""

    title: str = ""
    subtitle: str = ""
    description: str = ""
    footer: str = ""
    creator: str = ""
    language: str = ""
    filename: str = ""
    tags: tuple[str, ...] = ()
    extra: Extra = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `own_styles` names the paragraph styles of the author's own making.

    `assets` are the pictures by name: `document.assets["logo.png"]` is the bytes of one, read from where the document
    was read when they are asked for, if that is a large file. They cannot be changed, and are equal by what they hold.
    """

    blocks: tuple[Block, ...] = ()
    metadata: Metadata = Metadata()
    assets: Mapping[str, bytes] = field(default_factory=dict)
    index: tuple[IndexEntry, ...] = ()
    own_styles: frozenset[str] = frozenset()
    extra: Extra = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        if not isinstance(self.assets, Assets):
            object.__setattr__(self, "assets", Assets(self.assets))
