"""Documents of the model for property tests: small, and odd on purpose."""

import struct
import zlib

from document_strategies import Grid, Scope, documents_of, tuples_of
from hypothesis import strategies as st

from sdconvert.findings import Location


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

_names = st.sampled_from(["", "one", "two", "three", "gone"])
_styles = st.sampled_from(["", "Own", 'Quote "&"'])
_levels = st.integers(-1, 17)
_shares = st.floats(-10, 200) | st.sampled_from([float("inf"), float("nan"), 0.0])
_spans = st.integers(-1, 4) | st.just(10**9)
_cells = st.tuples(_spans, _spans, st.just(False))

ANY = Scope(
    texts=st.text(max_size=12)
    | st.sampled_from(["", "word ", " & <b>", '"quoted"', "\t", "a\x0bb", "\ud800", "]]>", "\ufffe"]),
    assets=st.just(ASSETS),
    pictures=st.sampled_from([*ASSETS, "missing.png"]),
    grids=st.builds(Grid, st.lists(st.lists(_cells, max_size=3), max_size=3), tuples_of(_shares)),
    styles=_styles,
    own_styles=st.just(frozenset({"Own"})),
    text_styles=_styles,
    ids=_names,
    targets=_names,
    entries=_names,
    list_ids=_names,
    addresses=st.sampled_from(["", " ", "https://a.example/?a=1&b=2"]),
    levels=_levels,
    item_levels=_levels,
    indents=_levels,
    widths=_shares,
    lengths=_shares,
    heights=_shares,
    colors=st.sampled_from(["#ff00AA", "auto", "#12"]),
    border_colors=st.sampled_from(["#000000", "auto"]),
    labels=st.sampled_from(["", "1", "1.", "2.1", "a)", "Art. I", "•", "5"]),
    places=st.just(Location("word/document.xml", 1, words="words")),
    languages=st.sampled_from(["", "de-AT", "en-US", "fr-FR"]),
    most=3,
)
documents = documents_of(ANY)
"""Whole documents, with text that XML cannot hold, references that lead nowhere, and tables that are no grid."""
