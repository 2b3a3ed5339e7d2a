"""Documents of the model for property tests: small, and odd on purpose."""

import struct
import zlib

from hypothesis import strategies as st

from sdconvert.findings import Location
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


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(level: int = 0) -> bytes:
    """A grey picture of one pixel."""
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    data = _chunk(b"IDAT", zlib.compress(bytes([0, level])))
    return b"\x89PNG\r\n\x1a\n" + header + data + _chunk(b"IEND", b"")


def bmp() -> bytes:
    """A picture of one pixel in a format that SMASHDOCs does not take."""
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\1\2\3\0"


ASSETS = {
    "one.png": png(1),
    "same.png": png(1),
    "other.png": png(2),
    "small.bmp": bmp(),
    "drawing.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "noise.bin": b"noise",
}

texts = st.text(max_size=12) | st.sampled_from(
    ["", "word ", " & <b>", '"quoted"', "\t", "a\x0bb", "\ud800", "]]>", "\ufffe"]
)
names = st.sampled_from(["", "one", "two", "three", "gone"])
styles = st.sampled_from(["", "Own", 'Quote "&"'])
marks = st.frozensets(st.sampled_from(Mark))
alignments = st.sampled_from(Alignment)
levels = st.integers(-1, 17)
labels = st.sampled_from(["", "1", "1.", "2.1", "a)", "Art. I", "•", "5"])
places = st.none() | st.just(Location("word/document.xml", 1, words="words"))
shares = st.floats(-10, 200) | st.sampled_from([float("inf"), float("nan"), 0.0])

runs = st.builds(Run, texts, marks, styles)
line_breaks = st.builds(LineBreak, marks)
links = st.builds(
    Link, st.sampled_from(["", " ", "https://a.example/?a=1&b=2"]), st.lists(runs | line_breaks, max_size=3).map(tuple)
)
references = st.builds(CrossReference, names, st.booleans(), st.booleans(), texts)
inline_pictures = st.builds(InlinePicture, st.sampled_from([*ASSETS, "missing.png"]), texts, st.none(), st.none())
equations = st.builds(Equation, texts, texts, st.booleans())
comments = st.recursive(
    st.builds(
        Comment, texts, st.sampled_from(["", "2024-05-01T10:00:00Z"]), st.lists(texts, max_size=2).map(tuple), texts
    ),
    lambda replies: st.builds(
        Comment,
        texts,
        st.just(""),
        st.lists(texts, max_size=2).map(tuple),
        texts,
        st.lists(replies, max_size=2).map(tuple),
    ),
    max_leaves=3,
)
_flat = (
    runs
    | runs
    | line_breaks
    | links
    | references
    | st.builds(IndexMark, names)
    | inline_pictures
    | equations
    | comments
)


def _contents(inner: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(inner, max_size=4).map(tuple)


inlines = st.recursive(
    _flat,
    lambda inner: (
        st.builds(Note, st.lists(_contents(inner), max_size=3).map(tuple), st.booleans())
        | st.builds(Sidenote, _contents(inner))
    ),
    max_leaves=4,
)
contents = _contents(inlines)

headings = st.builds(
    Heading,
    contents,
    levels,
    st.booleans(),
    st.booleans(),
    alignments,
    styles,
    labels,
    id=names,
    at=places,
    indent=levels,
)
paragraphs = st.builds(
    Paragraph, contents, levels, alignments, st.none() | levels, st.booleans(), styles, labels, id=names, at=places
)
list_items = st.builds(
    ListItem, contents, st.booleans(), levels, names, alignments, styles, labels, id=names, at=places
)
pictures = st.builds(
    Picture,
    st.sampled_from([*ASSETS, "missing.png"]),
    shares,
    alignments,
    levels,
    contents,
    st.booleans(),
    texts,
    styles,
    id=names,
    at=places,
)
_leaves = (
    headings
    | paragraphs
    | list_items
    | pictures
    | st.builds(PageBreak, names)
    | st.builds(Directory, st.sampled_from(DirectoryKind), names)
)
_spans = st.integers(-1, 4) | st.just(10**9)
_colours = st.none() | st.sampled_from(["#ff00AA", "auto", "#12"])


def _tables(blocks: st.SearchStrategy) -> st.SearchStrategy:
    cells = st.builds(
        Cell,
        st.lists(blocks, max_size=2).map(tuple),
        _spans,
        _spans,
        st.booleans(),
        st.builds(Borders, st.booleans(), st.booleans()),
        _colours,
        st.none() | shares,
        alignments,
        st.sampled_from(VerticalAlignment),
    )
    rows = st.builds(Row, st.lists(cells, max_size=3).map(tuple), st.none() | shares)
    return st.builds(
        Table,
        st.lists(rows, max_size=3).map(tuple),
        st.lists(shares, max_size=4).map(tuple),
        shares,
        alignments,
        levels,
        st.sampled_from(["#000000", "auto"]),
        contents,
        st.booleans(),
        styles,
        id=names,
        at=places,
    )


blocks = st.recursive(_leaves, _tables, max_leaves=4)

index_entries = st.recursive(
    st.builds(IndexEntry, names, texts),
    lambda children: st.builds(
        IndexEntry, names, texts, st.lists(children, max_size=2).map(tuple), names, texts, texts
    ),
    max_leaves=3,
)
metadata = st.builds(
    Metadata,
    texts,
    texts,
    texts,
    texts,
    texts,
    st.sampled_from(["", "de-AT", "en-US", "fr-FR"]),
    texts,
    st.lists(texts, max_size=2).map(tuple),
)
documents = st.builds(
    Document,
    st.lists(blocks, max_size=5).map(tuple),
    metadata,
    st.just(ASSETS),
    st.lists(index_entries, max_size=2).map(tuple),
    st.just(frozenset({"Own"})),
)
"""Whole documents, with text that XML cannot hold, references that lead nowhere, and tables that are no grid."""
