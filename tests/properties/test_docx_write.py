"""Laws of the Word writer over documents of any kind, read again by our own reader."""

from dataclasses import fields, is_dataclass, replace
from itertools import pairwise

from docx_writing import balance
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import documents, png
from thoroughness import examples

from sdconvert.archive import read_archive
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.write import DocxWriteOptions, WordSettings, write
from sdconvert.model.blocks import Alignment, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document, Metadata
from sdconvert.model.inlines import Comment, InlinePicture, LineBreak, Link, Mark, Note, Run
from sdconvert.model.measure import measure
from sdconvert.model.tables import Borders, Cell, Row, Table, VerticalAlignment

thorough = settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
all_settings = st.builds(
    WordSettings, st.sampled_from([None, "de_DE"]), st.booleans(), st.booleans(), st.booleans(), st.booleans()
)


@thorough
@given(documents, all_settings)
def test_any_document_is_written_as_a_package_whose_ledger_closes(document, wanted):
    result = write(document, DocxWriteOptions(settings=wanted))
    parts = read_archive(result.value)
    for name in parts:
        if name.endswith((".xml", ".rels")):
            etree.fromstring(parts[name])
    assert balance(result.ledger) == measure(document)
    assert result.ledger.codes() <= {finding.code.id for finding in result.findings}


@thorough
@given(documents)
def test_any_written_document_is_read_again_without_imbalance(document):
    result = read(write(document).value)
    counts = dict(result.ledger.read)
    ledger = result.ledger
    ledger.kept = {kind: ledger.kept.get(kind, 0) + count for kind, count in measure(result.value).items()} | {
        kind: count for kind, count in ledger.kept.items() if kind not in measure(result.value)
    }
    assert counts is not None
    assert not ledger.imbalance()


@thorough
@given(documents)
def test_the_same_document_gives_the_same_bytes(document):
    assert write(document).value == write(document).value


# ------------------------------------------------------------------------------------------------- the round trip

words = st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=8)
marks = st.frozensets(st.sampled_from(Mark)).filter(lambda found: not {Mark.SUBSCRIPT, Mark.SUPERSCRIPT} <= found)
runs = st.builds(Run, words, marks, st.sampled_from(["", "Own letters"]))
links = st.builds(
    Link,
    st.sampled_from(["https://a.example/?a=1&b=2", "no address", "#x"]),
    st.lists(runs, min_size=1, max_size=2).map(tuple),
)
flat = runs | runs | st.builds(LineBreak, marks) | links
notes = st.builds(
    Note,
    st.lists(st.lists(flat, min_size=1, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple),
    st.booleans(),
)
comments = st.builds(
    Comment,
    words,
    st.sampled_from(["", "2024-05-01T10:00:00Z"]),
    st.lists(words, min_size=1, max_size=2).map(tuple),
    st.just(""),
    st.lists(st.builds(Comment, words, st.just(""), words.map(lambda text: (text,))), max_size=2).map(tuple),
)
pictures_in_text = st.builds(InlinePicture, st.sampled_from(["one.png", "two.png"]), words)
inlines = flat | notes | comments | pictures_in_text
contents = st.tuples(runs, st.lists(inlines, max_size=4)).map(lambda parts: (parts[0], *parts[1]))
alignments = st.sampled_from(Alignment)
hundredths = st.integers(100, 10_000).map(lambda number: number / 100)
fiftieths = st.integers(50, 5000).map(lambda number: number / 50)  # of a cell of a few twips only these are exact
levels = st.integers(0, 5)

headings = st.builds(Heading, contents, levels, st.booleans(), alignment=alignments)
paragraphs = st.builds(
    Paragraph, contents | st.just(()), st.integers(0, 15), alignments, style=st.sampled_from(["Normal", "Own", "Quote"])
)
numbered = st.builds(Paragraph, contents, alignment=alignments, number_level=levels, style=st.just("Normal"))
items = st.builds(ListItem, contents, st.booleans(), st.integers(0, 8), st.sampled_from(["a", "b", "c"]), alignments)
captions = st.lists(runs, max_size=2).map(tuple)
pictures = st.builds(
    Picture,
    st.sampled_from(["one.png", "two.png"]),
    st.integers(100, 9000).map(lambda number: number / 100),
    alignments,
    st.just(0),
    captions,
    st.booleans(),
    words,
    st.just("Normal"),
)


@st.composite
def tables(draw, blocks, widths):
    width, height = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    cuts = sorted(draw(st.sets(st.integers(200, 9800), min_size=width - 1, max_size=width - 1)))
    edges = [0, *cuts, 10_000]
    headers = draw(st.integers(0, height))
    rows = []
    for y in range(height):
        cells = []
        x = 0
        while x < width:
            span = draw(st.integers(1, width - x))
            content = draw(st.lists(blocks, min_size=1, max_size=2).map(tuple))
            lines = Borders(*draw(st.tuples(*[st.booleans()] * 4)))
            color = draw(st.none() | st.just("#ff00aa"))
            vertical = draw(st.sampled_from(VerticalAlignment))
            cells.append(Cell(content, span, 1, y < headers, lines, color, vertical_alignment=vertical))
            x += span
        rows.append(Row(tuple(cells), draw(st.none() | st.integers(1, 400).map(float))))
    shares = tuple((end - start) / 100 for start, end in pairwise(edges))
    return Table(
        tuple(rows),
        shares,
        draw(widths),
        draw(alignments.filter(lambda found: found is not Alignment.JUSTIFY)),
        caption=draw(captions),
        is_numbered=draw(st.booleans()),
        style="Normal Table",
    )


leaves = headings | paragraphs | numbered | items | pictures
outer_tables = tables(leaves | tables(leaves, fiftieths), hundredths)
plain_documents = st.builds(
    Document,
    st.lists(leaves | st.builds(PageBreak) | tables(leaves | tables(leaves, fiftieths), hundredths), max_size=6).map(
        tuple
    ),
    st.builds(Metadata, words, words, words, words, words, st.sampled_from(["", "de-AT"]), st.just("")),
    st.just({"one.png": png(1), "two.png": png(2)}),
    st.just(()),
    st.just(frozenset({"Own"})),
)


@thorough
@given(plain_documents)
def test_what_word_can_say_comes_back(document):
    result = write(document)
    assert comparable(read(result.value).value) == comparable(document)


def comparable(document):
    """The document with lists and pictures by order of appearance, neighbouring runs of one look as one, and without
    what follows from the rest: which column ends where no cell does, how a cell's blocks are aligned, and what is
    bold or italic in headings of cells, which are read with the look of their style."""
    return _Canon().of(replace(document, assets={}, metadata=_one_line(document.metadata)))


def _one_line(metadata):
    return replace(metadata, **{name: " ".join(getattr(metadata, name).split()) for name in ("title", "footer")})


class _Canon:
    def __init__(self):
        self.names = {}

    def of(self, value):
        if isinstance(value, Table):
            value = self.table(value)
        if isinstance(value, ListItem):
            key = ("list", value.list_id, value.is_ordered, value.level)
            value = replace(value, list_id=str(self.names.setdefault(key, len(self.names))))
        if isinstance(value, (Picture, InlinePicture)):
            key = ("picture", value.asset)
            value = replace(value, asset=str(self.names.setdefault(key, len(self.names))))
        if type(value) is tuple:
            return tuple(self.joined([self.of(item) for item in value]))
        if is_dataclass(value):
            changes = {field.name: self.of(getattr(value, field.name)) for field in fields(value) if field.compare}
            return replace(value, **changes)
        return value

    def table(self, value):
        rows = tuple(replace(row, cells=tuple(self.cell(cell) for cell in row.cells)) for row in value.rows)
        return replace(value, rows=rows)

    def cell(self, value):
        content = tuple(self.plain(block) if isinstance(block, Heading) else block for block in value.content)
        return replace(value, content=content, alignment=Alignment.LEFT, font_size=None)

    def plain(self, value):
        """The node without what the look of a heading adds."""
        if type(value) is tuple:
            return tuple(map(self.plain, value))
        if not is_dataclass(value):
            return value
        looks = {"marks": value.marks - {Mark.BOLD, Mark.ITALIC}} if hasattr(value, "marks") else {}
        return replace(value, **{field.name: self.plain(getattr(value, field.name)) for field in fields(value)} | looks)

    @staticmethod
    def joined(nodes):
        result = []
        for node in nodes:
            last = result[-1] if result else None
            if isinstance(node, Run) and isinstance(last, Run) and (last.marks, last.style) == (node.marks, node.style):
                result[-1] = replace(last, text=last.text + node.text)
            else:
                result.append(node)
        return result
