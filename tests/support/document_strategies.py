"""Strategies of whole documents of the model, built from what a format can say of them.

A field that is new in the model is drawn by its type, or by its line in `_VALUES`; what a format cannot say of it
stands in the `unsaid` of the format's scope. A format that is new is a `Scope`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cache
from itertools import pairwise
from types import NoneType
from typing import Any, NamedTuple, get_args, get_type_hints

from hypothesis import strategies as st

from sdconvert.model.blocks import (
    Alignment,
    Directory,
    DirectoryKind,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Picture,
)
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment

Strategy = st.SearchStrategy[Any]
BLOCKS = (Heading, Paragraph, ListItem, Picture, PageBreak, Directory, Table)
INLINES = (Run, Run, LineBreak, Link, CrossReference, IndexMark, InlinePicture, Equation, Comment, Note, Sidenote)
"""What stands there more than once is drawn as much more often."""
HELD = {
    Document: (*BLOCKS, *(Table,) * 4),
    Cell: BLOCKS,
    **dict.fromkeys((Heading, Paragraph, ListItem, Picture, Table), (*INLINES, *(Note, Sidenote) * 3)),
    **dict.fromkeys((Note, Sidenote), (*INLINES, Note, Sidenote)),
    Link: (Run, Run, LineBreak),
    InlinePicture: (Run, LineBreak, Link),
    Comment: (Comment,),
    IndexEntry: (IndexEntry,),
}
"""The kinds of nodes that each kind of node holds in the model."""
_NESTING = (Table, Note, Sidenote, Comment, IndexEntry)
"""Kinds that hold their own kind."""
_DEPTH = 3
_MOST = {Document: 5, Cell: 2, Link: 3, InlinePicture: 2, Comment: 2, IndexEntry: 2}
"""How many nodes each kind of node holds at most, where a scope does not say it."""


class Grid(NamedTuple):
    """Rows of cells as (col_span, row_span, is_header), and the shares of the columns."""

    rows: list
    columns: tuple


@dataclass(frozen=True, eq=False)
class Scope:
    """What a format can say of a document: strategies of what fields hold, by the names in `_VALUES`.

    `held` says what kinds of nodes hold where that is not all of `HELD`, `unsaid` names the fields that keep their
    default: `field` of all kinds, or `Kind.field`. `agree` changes a node whose fields cannot be said together. A block
    holds `most` nodes of text at most, a note one less.
    """

    texts: Strategy
    assets: Strategy
    pictures: Strategy
    grids: Strategy
    styles: Strategy
    own_styles: Strategy
    text_styles: Strategy = st.just("")
    marks: Strategy = st.frozensets(st.sampled_from(Mark))
    ids: Strategy = st.just("")
    targets: Strategy = st.just("")
    entries: Strategy = st.just("")
    list_ids: Strategy = st.sampled_from(["", "one", "two"])
    addresses: Strategy = st.sampled_from(["https://a.example/?a=1&b=2", "mailto:a@b.example"])
    levels: Strategy = st.integers(0, 5)
    item_levels: Strategy = st.integers(0, 15)
    indents: Strategy = st.integers(0, 15)
    widths: Strategy = st.integers(100, 10_000).map(lambda hundredths: hundredths / 100)
    lengths: Strategy = st.integers(1, 9_999).map(lambda hundredths: hundredths / 100)
    heights: Strategy = st.integers(1, 400).map(float)
    colors: Strategy = st.sampled_from(["#ff00AA", "#000000"])
    border_colors: Strategy = st.sampled_from(["#000000", "#96beE6"])
    labels: Strategy = st.just("")
    places: Strategy = st.none()
    languages: Strategy = st.sampled_from(["", "de-AT", "en-US"])
    dates: Strategy = st.sampled_from(["", "2024-05-01T10:00:00Z"])
    most: int = 4
    most_paragraphs: int = 3
    held: Mapping[type, tuple[type, ...]] = field(default_factory=dict)
    unsaid: frozenset[str] = frozenset()
    agree: Callable[[Any], Any] | None = None


_VALUES = {
    "style": "styles",
    "Run.style": "text_styles",
    "LineBreak.style": "text_styles",
    "marks": "marks",
    "id": "ids",
    "target": "targets",
    "entry": "entries",
    "list_id": "list_ids",
    "href": "addresses",
    "IndexEntry.id": "entries",
    "IndexEntry.target": "entries",
    "asset": "pictures",
    "assets": "assets",
    "level": "levels",
    "number_level": "levels",
    "ListItem.level": "item_levels",
    "indent": "indents",
    "width": "widths",
    "InlinePicture.width": "lengths",
    "InlinePicture.height": "lengths",
    "at": "places",
    "font_size": "lengths",
    "min_height": "heights",
    "background": "colors",
    "border_color": "border_colors",
    "label": "labels",
    "counter": "labels",
    "mark": "labels",
    "language": "languages",
    "date": "dates",
    "own_styles": "own_styles",
}
"""The strategy of a scope that draws a field, by `Kind.field` or `field`; the others are drawn by their type."""
_BY_TYPE = {
    bool: st.booleans(),
    **{kind: st.sampled_from(kind) for kind in (Alignment, DirectoryKind, VerticalAlignment)},
    Borders: st.builds(Borders, *[st.booleans()] * 4),
}
_HOLDING = {"blocks", "content", "caption", "replies", "children"}
_GIVEN = {"rows": (), "cells": (), "columns": (), "col_span": 1, "row_span": 1, "extra": ()}
"""What a grid says of a table, and what only the format that was read says."""


def documents_of(scope: Scope) -> Strategy:
    """Documents that a format can say."""
    return nodes_of(scope, Document)


def nodes_of(scope: Scope, *kinds: type) -> Strategy:
    """Nodes of some kinds as they stand in these documents."""
    return st.one_of(*map(_Strategies(scope).nodes, kinds))


def grids_of(tilings: Strategy, shares: Callable[[int], Strategy]) -> Strategy:
    """Grids of the cells of tilings, with the shares of so many columns."""
    return tilings.flatmap(
        lambda tiling: st.builds(
            Grid, st.just([[cell[1:] for cell in row] for row in tiling.rows]), shares(len(tiling.places[0]))
        )
    )


def shares_of_a_whole(width: int) -> Strategy:
    """Shares of columns in hundredths of a percent, a hundred percent together."""
    cuts = st.sets(st.integers(1, 9_999), min_size=width - 1, max_size=width - 1)
    return cuts.map(lambda cuts: tuple((end - start) / 100 for start, end in pairwise((0, *sorted(cuts), 10_000))))


def tuples_of(inner: Strategy, most: int = 4) -> Strategy:
    """Tuples of so many at most."""
    return st.lists(inner, max_size=most).map(tuple)


class _Strategies:
    """The strategies of the kinds of nodes of one scope; `depth` is how many of `_NESTING` stand in one another."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.nodes = cache(self._nodes)
        self.held_by = cache(self._held_by)

    def _nodes(self, kind: type, depth: int = _DEPTH) -> Strategy:
        return self._tables(depth) if kind is Table else self._built(kind, depth)

    def _built(self, kind: type, depth: int) -> Strategy:
        hints = get_type_hints(kind)
        drawn = {name: self._drawn(kind, name, hints[name], depth) for name in self._said(kind)}
        given = {name: st.just(value) for name, value in _GIVEN.items() if name in hints}
        built = st.builds(kind, **drawn, **given)
        return built if self.scope.agree is None else built.map(self.scope.agree)

    def _said(self, kind: type) -> list[str]:
        unsaid = {*_GIVEN, *self.scope.unsaid}
        return [each.name for each in fields(kind) if not {each.name, f"{kind.__name__}.{each.name}"} & unsaid]

    def _drawn(self, kind: type, name: str, hint: Any, depth: int) -> Strategy:
        inner = depth - (kind in _NESTING) if kind not in BLOCKS or kind is Table else _DEPTH
        value = _VALUES.get(f"{kind.__name__}.{name}") or _VALUES.get(name)
        if NoneType in get_args(hint):
            return st.none() | getattr(self.scope, value)
        if value:
            return getattr(self.scope, value)
        if name in _HOLDING:
            return self.held_by(kind, inner)
        if name == "paragraphs" and kind is Note:
            return tuples_of(self.held_by(kind, inner), self.scope.most_paragraphs)
        return self._by_type(hint)

    def _by_type(self, hint: Any) -> Strategy:
        if hint is Metadata:
            return self.nodes(Metadata)
        if hint == tuple[IndexEntry, ...]:
            return self.held_by(IndexEntry, _DEPTH)
        if hint == tuple[str, ...]:
            return tuples_of(self.scope.texts, 2)
        return self.scope.texts if hint is str else _BY_TYPE[hint]

    def _held_by(self, holder: type, depth: int) -> Strategy:
        held = self.scope.held.get(holder, HELD[holder])
        kinds = [kind for kind in held if depth or kind not in _NESTING]
        if not kinds:
            return st.just(())
        most = _MOST.get(holder, self.scope.most - (holder in (Note, Sidenote)))
        return tuples_of(st.sampled_from(kinds).flatmap(lambda kind: self.nodes(kind, depth)), most)

    def _tables(self, depth: int) -> Strategy:
        tables, rows, cells = self._built(Table, depth), self._built(Row, depth), self._built(Cell, depth - 1)
        return _tables(self.scope.grids, tables, rows, cells)


@st.composite
def _tables(
    draw: Callable[[Strategy], Any], grids: Strategy, tables: Strategy, rows: Strategy, cells: Strategy
) -> Table:
    grid = draw(grids)
    filled = tuple(replace(draw(rows), cells=tuple(_spanning(draw(cells), *each) for each in row)) for row in grid.rows)
    return replace(draw(tables), rows=filled, columns=grid.columns)


def _spanning(cell: Cell, col_span: int, row_span: int, is_header: bool) -> Cell:
    return replace(cell, col_span=col_span, row_span=row_span, is_header=cell.is_header or is_header)
