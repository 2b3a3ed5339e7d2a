"""No text of a document becomes markup, wherever it stands, and each arrives as it was: judged by other parsers."""

import pytest
from strategies import png
from written_trees import TREES, occurrences, shape_of

from sdconvert.formats.sdxml.names import FILE
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    IndexMark,
    InlinePicture,
    Link,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Cell, Row, Table

HARMLESS = "w{}w"
HOSTILE = "w{}w<b class='x'>&amp;\"]]>&#0;<!--{{\\y}}-->"


class Texts:
    """Gives out texts, each with a number of its own and again by what it is called. `names` are those of styles, ids
    and pictures, of which formats make names of their own."""

    def __init__(self, form):
        self._form = form
        self._known = {}

    def __call__(self, what):
        return self._known.setdefault(what, self._form.format(len(self._known)))

    def id(self, of):
        """An id that no format takes for one of its own."""
        return f"# {self(f'{of} id')}"

    @property
    def all(self):
        return [text for what, text in self._known.items() if what.split()[-1] not in ("id", "style", "name")]


def inlines(text, place):
    """Every kind of inline, with texts that have the name of the place."""

    def run(name):
        return Run(text(f"{place} {name}"), style=text("character style"))

    return (
        run("text"),
        Run(text(f"{place} plain text")),
        Link(f"https://a.example/?{place}&b='c'", (run("link"),)),
        Link("", (run("link without address"),)),
        CrossReference(text.id("target"), True, True, text(f"{place} reference")),
        CrossReference(text.id("gone"), text=text(f"{place} reference to nothing")),
        IndexMark(text.id("entry")),
        InlinePicture("one.png", text(f"{place} picture")),
        InlinePicture("one.png", text(f"{place} captioned picture"), caption=(run("picture caption"),)),
        InlinePicture("gone.png", text(f"{place} lost picture")),
        InlinePicture("one.png", extra=((FILE, text(f"{place} own file")),)),
        Equation(text(f"{place} latex"), text(f"{place} equation")),
        Comment(
            text("author"),
            text("date"),
            (text(f"{place} comment"),),
            text(f"{place} words"),
            (Comment(text("replier"), "", (text(f"{place} reply"),)),),
        ),
    )


def rich(text, place):
    notes = (
        Note((inlines(text, f"{place} note"), (Run(text(f"{place} second")),))),
        Note(((Run(text(f"{place} endnote")),),), True),
        Sidenote(inlines(text, f"{place} sidenote")),
    )
    return inlines(text, place) + notes


def document_of(text):
    style = text("paragraph style")
    cell = Cell(
        (
            Paragraph(rich(text, "cell"), style=style),
            ListItem((Run(text("cell item")),), True, 0, text.id("cell list")),
            Heading((Run(text("cell heading")),), 1),
            Picture("one.png", text=text("cell picture")),
            Picture("one.png", extra=((FILE, text("cell own file")),)),
            Picture("gone.png", text=text("cell lost picture"), caption=(Run(text("cell lost caption")),)),
            Table((Row((Cell((Paragraph((Run(text("inner")),)),)),)),), ()),
        )
    )
    blocks = (
        *map(Directory, DirectoryKind),
        Heading((Run(text("target")),), 0, id=text.id("target")),
        Heading(
            rich(text, "heading"), 0, True, style=text("heading style"), label=text("label"), id=text.id("heading")
        ),
        Paragraph(rich(text, "paragraph"), style=style, label=text("paragraph label"), id=text.id("paragraph")),
        Paragraph((Run(text("quotation")),), style="zitat"),
        Paragraph((Equation(text("display latex"), text("display equation"), True),)),
        ListItem(
            rich(text, "item"), True, 0, text.id("list"), style=style, label=text("item label"), id=text.id("item")
        ),
        ListItem((Run(text("bullet")),), False, 1, text.id("list"), label=text("bullet label")),
        Picture(
            "one.png", caption=rich(text, "caption"), is_numbered=True, text=text("alt"), style=style, id="picture"
        ),
        Picture("gone.png", caption=(Run(text("lost caption")),), text=text("lost alt"), style=style),
        Picture("one.png", extra=((FILE, text("own file")),)),
        Picture(f"an {text('odd name')}", text=text("odd alt")),
        Table(
            (Row((cell,)),), (100.0,), caption=rich(text, "table"), is_numbered=True, style=style, id=text.id("table")
        ),
    )
    return Document(
        blocks,
        Metadata(
            *map(text, ("title", "subtitle", "description", "footer", "creator")), "de-DE", text("file"), (text("tag"),)
        ),
        {"one.png": png(1), f"an {text('odd name')}": png(2)},
        (
            IndexEntry(text.id("entry"), text("entry"), (IndexEntry(text.id("sub"), text("sub-entry")),)),
            IndexEntry(text.id("other"), text("other"), (), text.id("entry"), text("entry description"), text("key")),
        ),
        frozenset({style}),
    )


def lines(shape, depth=0):
    """A shape as text, for a difference that can be read."""
    tag, attributes, children = shape
    return [f"{depth} {tag} {attributes}", *(line for child in children for line in lines(child, depth + 1))]


def unquoted(tree):
    """The tree with the arguments of Word's fields as they are meant: in quotes, with what would end these escaped."""
    for element in tree.iter():
        if str(element.tag).endswith("}instrText"):
            element.text = element.text.replace("\\:", ":").replace('\\"', '"').replace("\\\\", "\\")
    return tree


@pytest.mark.parametrize("format", TREES)
def test_hostile_texts_give_the_elements_that_harmless_ones_give_and_stand_where_these_stand(format):
    harmless, hostile = Texts(HARMLESS), Texts(HOSTILE)
    expected = TREES[format](document_of(harmless))
    found = unquoted(TREES[format](document_of(hostile)))
    assert lines(shape_of(found)) == lines(shape_of(expected))
    assert list(occurrences(found, hostile.all).values()) == list(occurrences(expected, harmless.all).values())
