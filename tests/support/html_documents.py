"""Documents that HTML can say in full, as strategies, and what is left of them when a page is read."""

from dataclasses import fields, is_dataclass, replace

from document_strategies import Scope, documents_of, grids_of
from hypothesis import strategies as st
from strategies import png
from table_layouts import Tiling, tilings, without_joined_columns

from sdconvert.model.blocks import Picture
from sdconvert.model.inlines import InlinePicture, Run

ASSETS = {"one.png": png(1), "same.png": png(1), "ein Bild": png(2), "../x.png": png(3)}

_characters = st.characters(
    exclude_categories=("Cs", "Cc"), include_characters="\t\n", exclude_characters="\ufffe\uffff"
).filter(lambda character: not 0xFDD0 <= ord(character) <= 0xFDEF and ord(character) & 0xFFFE != 0xFFFE)
_texts = st.text(_characters, max_size=10) | st.sampled_from(
    ["", " ", "a  b ", "\n", "<b>&amp;", '"quoted"', "-->", "]]>", "&lt;", "&#9;"]
)
_styles = st.sampled_from(["", "Own", 'Quote "&"', " spaced "])
_ids = st.sampled_from(["", "one", "two", "a b", "sd-1", "ü", "x" * 40])
_shares = st.floats(0, 150, exclude_min=True, allow_nan=False)
_tilings = tilings(3).filter(lambda tiling: without_joined_columns(tiling.places) == tiling.places)
_empty_tilings = st.builds(Tiling, st.lists(st.just([]), max_size=3), st.just([[]])) | st.just(Tiling([], [[""] * 3]))

HTML = Scope(
    texts=_texts,
    assets=st.just(ASSETS),
    pictures=st.sampled_from(list(ASSETS)),
    grids=grids_of(_tilings | _empty_tilings, lambda width: st.just(()) | st.tuples(*[_shares] * width)),
    styles=_styles,
    own_styles=st.frozensets(_styles.filter(bool)),
    text_styles=_styles,
    ids=_ids,
    targets=_ids.filter(bool),
    entries=_ids,
    list_ids=_ids,
    addresses=st.sampled_from(
        ["https://a.example/?a=1&b=2", "mailto:a@b.example", "a b.html", "../x", "#part", "//host/ü", "tel:+49-1", "?q"]
    ),
    item_levels=st.integers(0, 5),
    widths=_shares,
    lengths=_shares,
    heights=_shares,
    dates=st.sampled_from(["", "2024-05-01T10:00:00Z", "lately"]) | _texts,
    unsaid=frozenset({"has_own_mark"}),
)
documents = documents_of(HTML)


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
