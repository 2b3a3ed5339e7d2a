"""A whole document: blocks, metadata, index, pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """A document. `assets` are pictures by name; `own_styles` names the paragraph styles of the author's own making."""

    blocks: tuple[Block, ...] = ()
    metadata: Metadata = Metadata()
    assets: Mapping[str, bytes] = field(default_factory=dict)
    index: tuple[IndexEntry, ...] = ()
    own_styles: frozenset[str] = frozenset()
    extra: Extra = field(default=(), compare=False, repr=False)
