"""Whole documents that SDXML can say without a finding, for property tests: everything that the model and SDXML have in
common."""

from dataclasses import replace

from hypothesis import strategies as st
from strategies import ASSETS

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

PICTURES = [name for name in ASSETS if name.endswith(".png")]
STYLES = ["Own", 'Quote "&"']
ENTRIES = ["first", "second", "third"]

texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=8) | st.sampled_from(
    ["word ", "\t", "\n", "\r", '"&<>', "]]>", " ", ""]
)
some_text = texts.filter(bool)
marks = st.frozensets(st.sampled_from(Mark), max_size=4).filter(
    lambda marks: not marks >= {Mark.SUBSCRIPT, Mark.SUPERSCRIPT}
)
looks = marks.filter(lambda marks: bool(marks - {Mark.CODE}))
percents = st.integers(100, 10000).map(lambda hundredths: hundredths / 100)
alignments = st.sampled_from(Alignment)
indents = st.integers(0, 15)
levels = st.integers(0, 5)

runs = st.builds(Run, texts, marks, st.sampled_from(["", *STYLES]))
held_runs = st.builds(Run, texts, marks) | st.builds(Run, texts, looks, st.sampled_from(STYLES))
links = st.builds(
    Link,
    st.sampled_from(["https://a.example/?a=1&b=2", "mailto:a@b.example", "page.html#a b"]),
    st.lists(runs | st.builds(LineBreak, marks), max_size=3).map(tuple),
)
held = st.lists(held_runs | links | st.builds(LineBreak), max_size=4).map(tuple)
references = st.builds(CrossReference, st.just("t"), st.booleans(), st.booleans())
notes = st.builds(Note, held.map(lambda content: (content,)))
sidenotes = st.builds(Sidenote, st.lists(held_runs | links | references | st.builds(LineBreak), max_size=3).map(tuple))
inline_pictures = st.builds(
    InlinePicture,
    st.sampled_from(PICTURES),
    texts,
    caption=st.lists(st.builds(Run, texts, marks) | links | st.builds(LineBreak), max_size=2).map(tuple),
)
marked_breaks = st.builds(LineBreak, marks.filter(bool))
in_cells = runs | links | references | notes | inline_pictures | marked_breaks
in_blocks = in_cells | sidenotes | st.builds(IndexMark, st.sampled_from(ENTRIES))
contents = st.lists(in_blocks, max_size=4).map(tuple)
cell_contents = st.lists(in_cells, max_size=3).map(tuple)
captions = st.just(()) | some_text.map(lambda text: (Run(text),))
paragraph_styles = st.sampled_from(["", "not own", *STYLES])

headings = st.builds(Heading, contents, levels, st.just(False), st.just(False), alignments) | st.builds(
    Heading, contents, levels, st.just(True), st.booleans(), alignments
)
paragraphs = st.builds(Paragraph, contents, indents, alignments, style=paragraph_styles) | st.builds(
    Paragraph, contents, indents, alignments, levels, st.booleans(), paragraph_styles
)
list_items = st.builds(ListItem, contents, st.booleans(), indents, st.sampled_from(["", "one", "two"]))
pictures = st.builds(
    Picture, st.sampled_from(PICTURES), percents, alignments, indents, captions, st.booleans(), style=paragraph_styles
)
directories = st.builds(Directory, st.sampled_from(DirectoryKind))


@st.composite
def cells(draw):
    """A cell whose paragraphs are aligned as it is."""
    alignment = draw(alignments)
    cell_paragraphs = st.builds(Paragraph, cell_contents, alignment=st.just(alignment))
    content = draw(st.lists(cell_paragraphs | list_items, max_size=2))
    return Cell(
        tuple(content),
        1,
        1,
        draw(st.booleans()),
        Borders(*[draw(st.booleans()) for _ in range(4)]),
        draw(st.none() | st.sampled_from(["#ff00AA", "#000000"])),
        draw(st.none() | st.integers(1, 9999).map(lambda hundredths: hundredths / 100)),
        alignment,
        draw(st.sampled_from(VerticalAlignment)),
    )


@st.composite
def tables(draw):
    """A full grid, at times with cells that span two columns or two rows."""
    width, height = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    rows = [[draw(cells()) for _ in range(width)] for _ in range(height)]
    if width > 1 and draw(st.booleans()):
        rows[0][:2] = [replace(rows[0][0], col_span=2)]
    elif height > 1 and draw(st.booleans()):
        rows[0][-1] = replace(rows[0][-1], row_span=2)
        rows[1].pop()
    heights = st.none() | st.integers(1, 9999).map(lambda hundredths: hundredths / 100 * 72 / 25.4)
    return Table(
        tuple(Row(tuple(row), draw(heights)) for row in rows),
        {1: (100.0,), 2: (33.33, 66.67), 3: (20.0, 30.5, 49.5)}[width],
        draw(percents),
        draw(alignments),
        draw(indents),
        draw(st.sampled_from(["#000000", "#1F4e79"])),
        draw(captions),
        draw(st.booleans()),
        draw(paragraph_styles),
    )


blocks = headings | paragraphs | list_items | pictures | tables() | st.builds(PageBreak) | directories
metadata = st.builds(
    Metadata,
    texts,
    texts,
    texts,
    texts,
    texts,
    st.sampled_from(["", "de-AT", "de-DE", "en-US", "ru"]),
    texts,
    st.lists(texts, max_size=2).map(tuple),
)


@st.composite
def indexes(draw):
    """All entries that marks may name, one below another or side by side."""
    first, second, third = (
        IndexEntry(name, draw(texts), (), draw(st.sampled_from(["", *ENTRIES])), draw(texts), draw(texts))
        for name in ENTRIES
    )
    if draw(st.booleans()):
        return (replace(first, children=(replace(second, children=(third,)),)),)
    return (first, second, third)


@st.composite
def documents(draw):
    """A document; `t` is the id of the one block that references lead to, wherever it stands."""
    drawn = draw(st.lists(blocks, max_size=4))
    target = replace(draw(headings | paragraphs | list_items | pictures | tables()), id="t")
    drawn.insert(draw(st.integers(0, len(drawn))), target)
    return Document(tuple(drawn), draw(metadata), ASSETS, draw(indexes()), frozenset(STYLES))


@st.composite
def commented_documents(draw):
    """The same with comments at the ends of blocks, which dialects other than 2.6 can say."""
    comments = st.builds(
        Comment,
        some_text,
        st.sampled_from(["", "2024-05-01T10:00:00Z"]),
        st.lists(texts, min_size=1, max_size=2).map(tuple),
        texts,
    )
    threads = comments | st.builds(
        lambda comment, replies: replace(comment, replies=tuple(replies)), comments, st.lists(comments, max_size=2)
    )
    document = draw(documents())
    blocks = tuple(
        replace(block, content=(*block.content, *draw(st.lists(threads, max_size=2))))
        if isinstance(block, (Heading, Paragraph, ListItem))
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)
