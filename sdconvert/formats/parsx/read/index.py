"""The index, collected from the marks in the text."""

from __future__ import annotations

from dataclasses import field

from sdconvert.frozen import dataclass
from sdconvert.model.document import IndexEntry


@dataclass(slots=True)
class _Term:
    id: str
    children: dict[str, _Term] = field(default_factory=dict)


@dataclass(slots=True)
class Index:
    """The entries met so far, by their words, in the order of their first mark."""

    _root: _Term = field(default_factory=lambda: _Term(""))
    _count: int = 0

    def add_entry(self, terms: list[str]) -> str:
        """The id of the entry with these words, from the top of the index down."""
        node = self._root
        for term in terms:
            below = node.children.get(term)
            if below is None:
                self._count += 1
                below = node.children[term] = _Term(f"index {self._count}")
            node = below
        return node.id

    def entries(self) -> tuple[IndexEntry, ...]:
        """The index as the model has it."""
        return _entries(self._root)


def _entries(node: _Term) -> tuple[IndexEntry, ...]:
    return tuple([IndexEntry(below.id, title, _entries(below)) for title, below in node.children.items()])
