"""Whole documents that SDXML can say without a finding, for property tests: everything that the model and SDXML have in
common."""

from dataclasses import replace

from document_strategies import BLOCKS, INLINES, Scope, documents_of, grids_of, nodes_of, shares_of_a_whole
from hypothesis import strategies as st
from strategies import ASSETS
from table_layouts import tilings

from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry
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
from sdconvert.model.tables import Cell, Table

ENTRIES = ["first", "second", "third"]
_STYLES = ["Own", 'Quote "&"']
_SAID = tuple(kind for kind in INLINES if kind not in (Equation, Comment))


def _agreed(node):
    """The node with what SDXML can say of it together."""
    match node:
        case Heading() | Paragraph() | ListItem():
            content = tuple(each for each in node.content if not _is_bare_break(each))
            return replace(_restarting_by_number(node), content=content)
        case Picture() | Table():
            text = "".join(run.text for run in node.caption)
            return replace(node, caption=(Run(text),) if text else ())
        case InlinePicture():
            return replace(
                node, caption=tuple(replace(each, style="") if isinstance(each, Run) else each for each in node.caption)
            )
        case Note():
            return replace(node, paragraphs=tuple(map(_styled_by_looks, node.paragraphs)))
        case Sidenote():
            return replace(node, content=_styled_by_looks(node.content))
        case Cell():
            return replace(node, content=tuple(_aligned(block, node.alignment) for block in node.content))
        case Comment():
            return replace(node, author=node.author or "A", paragraphs=node.paragraphs or ("",))
        case _:
            return node


def _is_bare_break(node):
    return isinstance(node, LineBreak) and not node.marks and not node.style


def _restarting_by_number(block):
    match block:
        case Heading(is_numbered=False) | Paragraph(number_level=None):
            return replace(block, restarts=False)
        case _:
            return block


def _styled_by_looks(content):
    """The content of a note: a style there is that of an element which a look has."""
    return tuple(
        replace(node, style="") if isinstance(node, (Run, LineBreak)) and not node.marks - {Mark.CODE} else node
        for node in content
    )


def _aligned(block, alignment):
    """What stands in a cell: paragraphs that have the alignment of the cell and nothing else of their own."""
    if isinstance(block, ListItem):
        return block
    content = tuple(node for node in block.content if not isinstance(node, (Sidenote, IndexMark)))
    return Paragraph(content, alignment=alignment)


SDXML = Scope(
    texts=st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=8)
    | st.sampled_from(["word ", "\t", "\n", "\r", '"&<>', "]]>", " ", ""]),
    assets=st.just(ASSETS),
    pictures=st.sampled_from([name for name in ASSETS if name.endswith(".png")]),
    grids=grids_of(tilings(3), shares_of_a_whole),
    styles=st.sampled_from(["", "not own", *_STYLES]),
    own_styles=st.just(frozenset(_STYLES)),
    text_styles=st.sampled_from(["", *_STYLES]),
    marks=st.frozensets(st.sampled_from(Mark), max_size=4).filter(
        lambda marks: not marks >= {Mark.SUBSCRIPT, Mark.SUPERSCRIPT}
    ),
    targets=st.just("t"),
    entries=st.sampled_from(ENTRIES),
    addresses=st.sampled_from(["https://a.example/?a=1&b=2", "mailto:a@b.example", "page.html#a b"]),
    heights=st.integers(1, 9999).map(lambda hundredths: hundredths / 100 * 72 / 25.4),
    border_colors=st.sampled_from(["#000000", "#1F4e79"]),
    languages=st.sampled_from(["", "de-AT", "de-DE", "en-US", "ru"]),
    most=5,
    most_paragraphs=1,
    held={
        Document: (*BLOCKS, Heading, Heading, Paragraph, Paragraph),
        **dict.fromkeys((Heading, Paragraph, ListItem), (*_SAID, Note, Sidenote)),
        Note: (Run, Run, Link, LineBreak),
        Sidenote: (Run, Run, Link, CrossReference, LineBreak),
        **dict.fromkeys((Picture, Table), (Run,)),
        Cell: (Paragraph, ListItem),
    },
    unsaid=frozenset(
        {
            *("CrossReference.text", "InlinePicture.width", "InlinePicture.height", "Picture.text"),
            *("Heading.style", "ListItem.style", "ListItem.alignment", "is_endnote", "has_own_mark", "Document.index"),
            "is_right_to_left",
        }
    ),
    agree=_agreed,
)


_documents = documents_of(SDXML)
_entries = nodes_of(SDXML, IndexEntry)
_targets = nodes_of(SDXML, Heading, Paragraph, ListItem, Picture, Table)
_threads = st.lists(nodes_of(SDXML, Comment), max_size=2)


@st.composite
def indexes(draw):
    """All entries that marks may name, one below another or side by side."""
    first, second, third = (replace(draw(_entries), id=name, children=()) for name in ENTRIES)
    if draw(st.booleans()):
        return (replace(first, children=(replace(second, children=(third,)),)),)
    return (first, second, third)


@st.composite
def documents(draw):
    """A document; `t` is the id of the one block that references lead to, wherever it stands."""
    document = draw(_documents)
    target = replace(draw(_targets), id="t")
    place = draw(st.integers(0, len(document.blocks)))
    blocks = (*document.blocks[:place], target, *document.blocks[place:])
    return replace(document, blocks=blocks, index=draw(indexes()))


@st.composite
def commented_documents(draw):
    """The same with comments at the ends of blocks, which dialects other than 2.6 can say."""
    document = draw(documents())
    blocks = tuple(
        replace(block, content=(*block.content, *draw(_threads)))
        if isinstance(block, (Heading, Paragraph, ListItem))
        else block
        for block in document.blocks
    )
    return replace(document, blocks=blocks)
