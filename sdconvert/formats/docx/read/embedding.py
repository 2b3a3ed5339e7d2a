"""Who reads the documents that are embedded in a document, and how many and how deep there may be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.choices import Revisions
from sdconvert.findings import Result
from sdconvert.frozen import dataclass, replace
from sdconvert.model.document import Document
from sdconvert.xmlio import Element

ReadPage = Callable[[bytes, str, Limits, Mapping[str, bytes]], Result[Document]]
"""Reads the bytes of a web page with the files beside it; the name is what to call it in an error."""

DEEPEST = 3
MOST = 500


@dataclass(slots=True)
class Budget:
    """How many more embedded documents are read, those within embedded ones too."""

    documents: int = MOST


@dataclass(frozen=True, slots=True)
class Embedding:
    """How a document is read, and how deep within others: `depth` is 0 for one of its own. `host_styles` are the styles
    of the document around it where they win over its own."""

    read_word: Callable[[bytes, str, Embedding], Result[Document]]
    revisions: Revisions = Revisions.ACCEPT
    limits: Limits = DEFAULT_LIMITS
    read_page: ReadPage | None = None
    depth: int = 0
    host_styles: Element | None = None
    budget: Budget = field(default_factory=Budget)

    def within(self, host_styles: Element | None) -> Embedding:
        """The same for a document within this one."""
        return replace(self, depth=self.depth + 1, host_styles=host_styles)
