"""Documents that HTML can say in full, as strategies, and pages as tests write them."""

from dataclasses import fields, is_dataclass, replace

from hypothesis import strategies as st
from strategies import marks, png

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
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment

ASSETS = {"one.png": png(1), "same.png": png(1), "ein Bild": png(2), "../x.png": png(3)}

_characters = st.characters(
    exclude_categories=("Cs", "Cc"), include_characters="\t\n", exclude_characters="\ufffe\uffff"
).filter(lambda character: not 0xFDD0 <= ord(character) <= 0xFDEF and ord(character) & 0xFFFE != 0xFFFE)
texts = st.text(_characters, max_size=10) | st.sampled_from(
    ["", " ", "a  b ", "\n", "<b>&amp;", '"quoted"', "-->", "]]>", "&lt;", "&#9;"]
)
styles = st.sampled_from(["", "Own", 'Quote "&"', " spaced "])
ids = st.sampled_from(["", "one", "two", "a b", "sd-1", "ü", "x" * 40])
names = ids.filter(bool)
alignments = st.sampled_from(Alignment)
indents = st.integers(0, 15)
shares = st.floats(0, 150, exclude_min=True, allow_nan=False)
flags = st.booleans()

runs = st.builds(Run, texts, marks, styles)
line_breaks = st.builds(LineBreak, marks, styles)
addresses = st.sampled_from(
    ["https://a.example/?a=1&b=2", "mailto:a@b.example", "a b.html", "../x", "#part", "//host/ü", "tel:+49-1", "?q"]
)
links = st.builds(Link, addresses, st.lists(runs | line_breaks, max_size=3).map(tuple))
captions = st.lists(runs | line_breaks | links, max_size=2).map(tuple)
comments = st.recursive(
    st.builds(
        Comment,
        texts,
        st.sampled_from(["", "2024-05-01T10:00:00Z", "lately"]),
        st.lists(texts, max_size=2).map(tuple),
        texts,
    ),
    lambda inner: st.builds(
        Comment, texts, texts, st.lists(texts, max_size=2).map(tuple), texts, st.lists(inner, max_size=2).map(tuple)
    ),
    max_leaves=3,
)
_flat = (
    runs
    | runs
    | line_breaks
    | links
    | st.builds(CrossReference, names, flags, flags, texts)
    | st.builds(IndexMark, ids)
    | st.builds(
        InlinePicture,
        st.sampled_from(list(ASSETS)),
        texts,
        st.none() | shares,
        st.none() | shares,
        st.just(()) | captions,
    )
    | st.builds(Equation, texts, texts, flags)
    | comments
)


def _contents(inner):
    return st.lists(inner, max_size=3).map(tuple)


contents = _contents(
    st.recursive(
        _flat,
        lambda inner: (
            st.builds(Note, st.lists(_contents(inner), max_size=3).map(tuple), flags)
            | st.builds(Sidenote, _contents(inner))
        ),
        max_leaves=4,
    )
)
_leaves = (
    st.builds(Heading, contents, st.integers(0, 5), flags, flags, alignments, styles, id=ids)
    | st.builds(Paragraph, contents, indents, alignments, st.none() | st.integers(0, 5), flags, styles, id=ids)
    | st.builds(ListItem, contents, flags, st.integers(0, 5), ids, alignments, styles, id=ids)
    | st.builds(ListItem, contents, flags, st.integers(0, 5), ids, alignments, styles, id=ids)
    | st.builds(
        Picture, st.sampled_from(list(ASSETS)), shares, alignments, indents, contents, flags, texts, styles, id=ids
    )
    | st.builds(PageBreak, ids)
    | st.builds(Directory, st.sampled_from(DirectoryKind), ids)
)


def _tables(inner):
    cells = st.builds(
        Cell,
        st.lists(inner, max_size=2).map(tuple),
        is_header=flags,
        borders=st.builds(Borders, flags, flags, flags, flags),
        background=st.none() | st.sampled_from(["#ff00AA", "#000000"]),
        font_size=st.none() | shares,
        alignment=alignments,
        vertical_alignment=st.sampled_from(VerticalAlignment),
    )
    return st.builds(
        _table,
        st.lists(st.tuples(flags, st.none() | shares, st.lists(cells, min_size=3, max_size=3)), max_size=3),
        st.integers(0, 3),
        st.just(()) | st.tuples(shares, shares, shares),
        width=shares,
        alignment=alignments,
        indent=indents,
        border_color=st.sampled_from(["#000000", "#96beE6"]),
        caption=contents,
        is_numbered=flags,
        style=styles,
        id=ids,
    )


def _table(lines, count, columns, **fields):
    """A table of a whole grid: rows of as many cells as columns, and rows of one cell over all of them; two rows of
    cells that follow each other can have the first in common."""
    rows = []
    is_covered = False
    for is_whole, height, cells in lines:
        cells = cells[:count]
        if is_covered:
            cells = cells[1:]
            is_covered = False
        elif is_whole and cells:
            cells = [replace(cells[0], col_span=count)]
        elif count > 1 and len(rows) + 1 < len(lines):
            cells[0] = replace(cells[0], row_span=2)
            is_covered = True
        rows.append(Row(tuple(cells), height))
    return Table(tuple(rows), columns[:count], **fields)


entries = st.recursive(
    st.builds(IndexEntry, ids, texts, target=ids),
    lambda inner: st.builds(IndexEntry, ids, texts, st.lists(inner, max_size=2).map(tuple), ids, texts, texts),
    max_leaves=3,
)
documents = st.builds(
    Document,
    st.lists(st.recursive(_leaves, _tables, max_leaves=3), max_size=5).map(tuple),
    st.builds(
        Metadata,
        texts,
        texts,
        texts,
        texts,
        texts,
        st.sampled_from(["", "de-AT", "en-US"]),
        texts,
        st.lists(texts, max_size=2).map(tuple),
    ),
    st.just(ASSETS),
    st.lists(entries, max_size=2).map(tuple),
    st.frozensets(styles.filter(bool)),
)


def settled(document):
    """The document with neighbouring runs of one look joined, empty runs and pictures that nothing shows left out."""
    shown = set()
    settled_document = _settled(document, shown)
    return replace(settled_document, assets={name: document.assets[name] for name in shown if name in document.assets})


def _settled(node, shown):
    if isinstance(node, (Picture, InlinePicture)):
        shown.add(node.asset)
    if isinstance(node, tuple) and type(node) is tuple:
        return _joined([_settled(item, shown) for item in node])
    if not is_dataclass(node):
        return node
    values = {each.name: getattr(node, each.name) for each in fields(node)}
    return replace(node, **{name: _settled(value, shown) for name, value in values.items() if isinstance(value, tuple)})


def _joined(items):
    joined = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Run) and isinstance(last, Run) and (item.marks, item.style) == (last.marks, last.style):
            joined[-1] = replace(last, text=last.text + item.text)
        elif not isinstance(item, Run) or item.text:
            joined.append(item)
    return tuple(joined)
