from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from sameness import plain
from strategies import documents, png
from table_layouts import Tiling, tilings
from thoroughness import examples

from sdconvert.archive import read_archive, write_archive
from sdconvert.errors import SdconvertError
from sdconvert.formats.parsx.names import MAIN_PART
from sdconvert.formats.parsx.read import read
from sdconvert.formats.parsx.write import write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import (
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
from sdconvert.model.measure import measure
from sdconvert.model.tables import Cell, Row, Table, VerticalAlignment

thorough = settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))

# ------------------------------------------------------------------------- documents that parsX can say in full

ASSETS = {"one.png": png(1), "two.png": png(2)}
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl")), min_size=1, max_size=8)
words = texts | st.sampled_from([" two  spaces ", "\n", "\t", "<&>\"'", "]]>"])
marks = st.frozensets(st.sampled_from(Mark), max_size=3)


def _joined(nodes):
    """Neighbours of one look are one run."""
    result = []
    for node in nodes:
        last = result[-1] if result else None
        if isinstance(node, Run) and isinstance(last, Run) and node.marks == last.marks:
            result[-1] = Run(last.text + node.text, node.marks)
        else:
            result.append(node)
    return tuple(result)


def contents(inner, **sizes):
    return st.lists(inner, max_size=4, **sizes).map(_joined)


text_nodes = st.builds(Run, words, marks) | st.builds(LineBreak, marks)
links = st.builds(Link, st.sampled_from(["https://a.example/?a=1&b=2", "mailto:a@b.example"]), contents(text_nodes))
flat = (
    text_nodes
    | links
    | st.builds(CrossReference, st.just("target"), text=words)
    | st.builds(IndexMark, st.sampled_from(["index 1", "index 2", "index 3"]))
    | st.builds(InlinePicture, st.sampled_from(list(ASSETS)), words)
    | st.builds(InlinePicture, st.just("one.png"), st.just(""), caption=contents(text_nodes | links, min_size=1))
    | st.builds(Equation, words, words, st.booleans())
)
inlines = st.recursive(
    flat,
    lambda inner: (
        st.builds(Note, st.lists(contents(inner), max_size=2).map(tuple), st.booleans())
        | st.builds(Sidenote, contents(inner))
    ),
    max_leaves=3,
)
whole = contents(inlines)
labels = st.sampled_from(["", "1", "Art. I"])
paragraphs = st.builds(Paragraph, whole, style=st.sampled_from(["", "zitat"]))
pictures = st.builds(Picture, st.sampled_from(list(ASSETS)), caption=contents(flat), text=words)


def _list(items):
    """A list that begins with an ordered item at its top, where all items are ordered."""
    first = ListItem((), True, 0, "list")
    return [first, *(ListItem(content, kind or not level, level, "list") for content, kind, level in items)]


lists = st.lists(st.tuples(whole, st.booleans(), st.integers(0, 15)), max_size=4).map(_list)


def _cells(blocks, _, col_span, row_span, is_header):
    return st.builds(
        Cell,
        blocks.map(tuple),
        st.just(col_span),
        st.just(row_span),
        st.just(True) if is_header else st.booleans(),
        alignment=st.sampled_from(Alignment),
        vertical_alignment=st.sampled_from(VerticalAlignment),
    )


@st.composite
def _tables(draw, blocks):
    """A table whose cells cover a rectangle, with as many columns as that or none; or one of columns only."""
    tiling = draw(tilings(3) | st.just(Tiling([], [[0] * 3])))
    rows = tuple(Row(tuple(draw(_cells(blocks, *each)) for each in row)) for row in tiling.rows)
    width = len(tiling.places[0])
    shares = st.lists(st.sampled_from([12.5, 33.33, 100.0]), min_size=width, max_size=width)
    columns = tuple(draw(st.just([]) | shares))
    return [Table(rows, columns, caption=draw(contents(flat)), is_numbered=draw(st.booleans()))]


simple = (paragraphs | pictures).map(lambda block: [block])
in_cells = st.recursive(simple | lists, _tables, max_leaves=3)
headings = st.builds(Heading, whole, st.integers(0, 5), st.just(True), label=labels).map(lambda block: [block])
plain_headings = st.builds(Heading, whole, st.integers(0, 5)).map(lambda block: [block])
TARGET = Heading((Run("Target"),), 0, id="target")
INDEX = (IndexEntry("index 1", "A", (IndexEntry("index 2", "B"),)), IndexEntry("index 3", " C & D "))
REFERRING = Paragraph((CrossReference("target"), *map(IndexMark, ("index 1", "index 2", "index 3"))))


def _document(groups, metadata):
    """The groups in chapters, each list with an id of its own."""
    blocks = [TARGET, REFERRING]
    for group in groups:
        follows_list = isinstance(blocks[-1], ListItem) and isinstance(group[0], ListItem)
        blocks += [Paragraph()] if follows_list else []
        blocks += group
    assets = {name: data for name, data in ASSETS.items() if name in repr(blocks)}
    return _with_list_ids(Document(tuple(blocks), metadata, assets, INDEX, _styles(blocks)))


def _styles(blocks):
    return frozenset({"zitat"} if "style='zitat'" in repr(blocks) else ())


def _with_list_ids(document):
    return replace(document, blocks=_ListIds().rename(document.blocks))


class _ListIds:
    """Names lists as they are met: 1, 2, 3."""

    def __init__(self):
        self.count = 0

    def rename(self, blocks):
        result = []
        for block in blocks:
            if isinstance(block, ListItem):
                self.count += not (result and isinstance(result[-1], ListItem))
                result.append(replace(block, list_id=str(self.count)))
            elif isinstance(block, Table):
                result.append(replace(block, rows=tuple(map(self._row, block.rows))))
            else:
                result.append(block)
        return tuple(result)

    def _row(self, row):
        return replace(row, cells=tuple(replace(cell, content=self.rename(cell.content)) for cell in row.cells))


metadata = st.builds(
    Metadata, words, words, words, words, words, st.sampled_from(["", "de-DE"]), words, st.lists(words).map(tuple)
)
sayable = st.builds(_document, st.lists(simple | lists | headings | plain_headings | in_cells, max_size=5), metadata)


@thorough
@given(sayable)
def test_what_parsx_can_say_is_read_back_as_it_was_written_and_without_a_finding(document):
    written = write(document)
    assert written.findings == ()
    again = read(written.value)
    assert again.findings == ()
    assert again.value == document


# --------------------------------------------------------------------------------------------------- any document


def _with_named_lists(document):
    """The document without lists that have no id: in parsX a list is one element, which is told from others."""
    return replace(document, blocks=tuple(map(_with_named_list, document.blocks)))


def _with_named_list(block):
    if isinstance(block, ListItem):
        return replace(block, list_id=block.list_id or "no id")
    if isinstance(block, Table):
        return replace(block, rows=tuple(_with_cells(row, _with_named_list) for row in block.rows))
    return block


def _with_cells(row, change):
    return replace(row, cells=tuple(replace(cell, content=tuple(map(change, cell.content))) for cell in row.cells))


@thorough
@given(documents)
def test_any_document_is_written_as_xml_that_is_read_again(document):
    package = write(document).value
    again = read(package)
    etree.fromstring(read_archive(package)[MAIN_PART])
    assert again.ledger.imbalance() == measure(again.value)


@thorough
@given(documents)
def test_the_ledger_of_any_document_closes(document):
    ledger = write(document).ledger
    booked = {kind: sum(ledger.total(kind)[1:]) for kind in Kind}
    assert {kind: count for kind, count in booked.items() if count} == measure(document)


@thorough
@given(documents)
def test_any_document_that_is_written_without_a_finding_is_read_back_the_same(document):
    written = write(document)
    if not written.findings:
        assert plain(read(written.value).value) == plain(_with_named_lists(document))


@thorough
@given(documents)
def test_what_is_kept_of_any_document_is_read_again(document):
    written = write(document)
    kept = {kind: count for kind, count in written.ledger.kept.items() if count}
    assert all(read(written.value).ledger.read.get(kind, 0) >= count for kind, count in kept.items())


@thorough
@given(documents)
def test_a_second_round_keeps_every_block_and_object(document):
    """Characters are left out: a reference without a text gets one, in which a number that became text counts."""
    once = read(write(document).value).value
    again = read(write(once).value).value
    assert Counter(map(type, again.blocks)) == Counter(map(type, once.blocks))
    assert {**measure(again), Kind.CHARACTERS: 0} == {**measure(once), Kind.CHARACTERS: 0}


# ---------------------------------------------------------------------------------------------------- any element

NAMES = [
    *["projekt", "werk", "vorspann", "kapitel", "u1", "u6", "titel", "zaehler", "text", "abs", "abschnitt"],
    *["liste_geordnet", "liste_ungeordnet", "eintrag", "tabelle", "table", "thead", "tr", "td", "th", "col"],
    *["legende", "bild", "abbildung", "einschub", "infokasten", "codeblock", "formel", "fett", "hoch", "versal"],
    *["verweis", "fussnote", "endnote", "marginalie", "register", "formel_inline", "math", "mfrac", "mover", "mi"],
    *["br", "unbekannt", "meta", "urheber"],
]
ATTRIBUTES = (
    "",
    ' id="a"',
    ' verweis-intern="#a"',
    ' verweis-extern="https://a.example"',
    ' quelle="images/one.png"',
    ' typ="zitat"',
    ' colspan="x" rowspan="99999999999"',
    ' width="1e999"',
)


def _element(name, attributes, inner):
    return f"<{name}{attributes}>{''.join(inner)}</{name}>"


elements = st.recursive(
    st.sampled_from(["text ", "\n  ", "\u2028", ""]),
    lambda inner: st.builds(_element, st.sampled_from(NAMES), st.sampled_from(ATTRIBUTES), st.lists(inner, max_size=4)),
    max_leaves=20,
)


@thorough
@given(st.lists(elements, max_size=5), st.sampled_from(["", ' xml:space="preserve"', ' xmlns="https://old.example"']))
def test_any_nesting_of_known_elements_is_read_and_accounted_for(inner, attributes):
    xml = _element("projekt", attributes, ["<werk>", *inner, "</werk>"])
    package = write_archive({"parsx.xml": xml.encode(), "images/one.png": png()})
    result = read(package)
    rest = dict(result.ledger.imbalance())
    assert rest == measure(result.value)
    written = write(result.value)
    assert {kind: n for kind in Kind if (n := sum(written.ledger.total(kind)[1:]))} == measure(result.value)


@thorough
@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda text: f"<projekt>{text}".encode(errors="replace")))
def test_any_bytes_are_read_or_refused(data):
    try:
        read(data)
    except SdconvertError:
        return
