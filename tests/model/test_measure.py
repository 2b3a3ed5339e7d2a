from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document
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
from sdconvert.model.measure import measure
from sdconvert.model.tables import Cell, Row, Table


def test_an_empty_document_holds_nothing():
    assert measure(Document()) == {}


def test_text_is_counted_wherever_it_stands():
    cell = Cell((Paragraph((Run("ab"),)),))
    blocks = (
        Heading((Link("https://a.example", (Run("c"),)),), 0, label="1.1"),
        Table((Row((cell,)),), (100.0,), caption=(Run("d"),)),
        Picture("p", caption=(Note(((Run("e"),), (Run("f"),))),), text="not counted"),
    )
    assert measure(Document(blocks)) == {
        Kind.CHARACTERS: 6,
        Kind.LINKS: 1,
        Kind.TABLES: 1,
        Kind.PICTURES: 1,
        Kind.NOTES: 1,
    }


def test_objects_are_counted_with_the_text_they_showed():
    comment = Comment("Ann", "", ("ab",), "words", (Comment("Bob", "", ("c",)),))
    content = (
        CrossReference("t", text="de"),
        Equation("x^2", "x2"),
        comment,
        Sidenote((LineBreak(),)),
        IndexMark("e"),
        InlinePicture("p"),
    )
    assert measure(Document((Paragraph(content), PageBreak(), Directory(DirectoryKind.IMAGES)))) == {
        Kind.REFERENCES: 1,
        Kind.CHARACTERS: 7,
        Kind.EQUATIONS: 1,
        Kind.COMMENTS: 2,
        Kind.NOTES: 1,
        Kind.LINE_BREAKS: 1,
        Kind.INDEX_MARKS: 1,
        Kind.PICTURES: 1,
        Kind.PAGE_BREAKS: 1,
        Kind.DIRECTORIES: 1,
    }
