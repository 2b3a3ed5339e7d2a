"""Index marks (XE fields) and the tree of entries that they make (ECMA-376 Part 1, 17.16.5.79)."""

from __future__ import annotations

from dataclasses import field

from sdconvert.formats.docx.read.fields import switch_value
from sdconvert.frozen import dataclass
from sdconvert.model.document import IndexEntry
from sdconvert.model.inlines import IndexMark
from sdconvert.patterns import compile_late

_COLON = compile_late(r"(?<!\\):")


@dataclass(slots=True)
class _Node:
    description: str = ""
    sorting_key: str = ""
    children: dict[str, _Node] = field(default_factory=dict)


class IndexBuilder:
    """Gathers the entries of a document in the order of their first mark."""

    def __init__(self) -> None:
        self._root = _Node()

    def mark(self, arguments: tuple[str, ...]) -> IndexMark | None:
        """The mark of an XE field's arguments, its entry added to the tree; None without an entry."""
        path = [part.replace("\\:", ":").strip() for part in _COLON.split(arguments[0])] if arguments else []
        path = [part for part in path if part]
        if not path:
            return None
        node = self._root
        for title in path:
            node = node.children.setdefault(title, _Node())
        node.description = node.description or switch_value(arguments, "\\t") or ""
        node.sorting_key = node.sorting_key or switch_value(arguments, "\\y") or ""
        return IndexMark(_id(path))

    def add(self, path: tuple[IndexEntry, ...]) -> str:
        """The id of an entry of another document at the end of those above it, added to the tree."""
        node = self._root
        for entry in path:
            node = node.children.setdefault(entry.title, _Node())
        node.description = node.description or path[-1].description
        node.sorting_key = node.sorting_key or path[-1].sorting_key
        return _id([entry.title for entry in path])

    def entries(self) -> tuple[IndexEntry, ...]:
        """The tree."""
        return _entries(self._root, [])


def _id(path: list[str]) -> str:
    return "index:" + ":".join(part.replace(":", "\\:") for part in path)


def _entries(node: _Node, path: list[str]) -> tuple[IndexEntry, ...]:
    return tuple(
        IndexEntry(
            _id([*path, title]),
            title,
            _entries(child, [*path, title]),
            description=child.description,
            sorting_key=child.sorting_key,
        )
        for title, child in node.children.items()
    )
