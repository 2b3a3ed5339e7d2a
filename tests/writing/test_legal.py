import html5lib
import pytest
from html5lib.html5parser import ParseError
from lxml import etree

from sdconvert.findings import Code, Severity
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import Comment, CrossReference, Link, Note, Run
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.writing.context import WriteContext
from sdconvert.writing.legal import HTML, XML, compose_legal, without_illegal

ILLEGAL = Code("TEST-illegal", Severity.WARNING, "{count}")
ALL = [chr(code) for code in range(0x110000)]
EDGES = [
    chr(code + step)
    for code in (0x00, 0x09, 0x0A, 0x0D, 0x20, 0x7F, 0x9F, 0xD7FF, 0xE000, 0xFDD0, 0xFDEF, 0xFFFD, 0x1FFFE, 0x10FFFE)
    for step in (-1, 0, 1)
    if code + step >= 0
]
NEARLY = "\u4ffe\u4fff\u0fff\U0001f7fe\ufdcf\ufdf0\xa0\xc2\xff"
"""Characters whose bytes are nearly those of illegal ones."""


def is_xml(text):
    try:
        return etree.fromstring(f"<a>{text}</a>".encode()).text is not None
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        return False


def is_html(text):
    try:
        html5lib.HTMLParser(strict=True).parse(f"<!DOCTYPE html><title>a</title><p>{text}")
    except ParseError:
        return False
    return True


@pytest.mark.parametrize("characters", [XML, HTML], ids=["xml", "html"])
def test_bytes_show_the_same_characters_as_text(characters):
    illegal = [each for each in ALL if characters.illegal.match(each)]
    assert all(characters.encode(f"a{each}b") is None for each in illegal)
    legal = "".join([each for each in ALL if not characters.illegal.match(each)])
    assert characters.encode(legal) == legal.encode()
    assert len(legal) + len(illegal) == 0x110000


@pytest.mark.parametrize("character", EDGES)
def test_xml_holds_what_lxml_takes(character):
    assert (XML.encode(character) is not None) is is_xml(character)


@pytest.mark.parametrize("character", [each for each in EDGES if each not in "\f\r"])
def test_html_holds_what_html5lib_takes(character):
    """But for a form feed, which a page shows as a space, and a carriage return, which it reads as a line feed."""
    assert (HTML.encode(character) is not None) is is_html(character)


def test_characters_next_to_illegal_ones_are_legal():
    assert HTML.encode(NEARLY) == XML.encode(NEARLY) == NEARLY.encode()


def bad(text):
    return f"{text[0]}\x00{text[1:]}\ud800"


def test_every_text_of_a_document_is_stripped_and_the_rest_stays():
    def document(of):
        content = (Run(of("run"), style=of("style")), Link(of("href"), (Run(of("link")),)), CrossReference(of("id")))
        note = Note(((Run(of("note")),),))
        comment = Comment(of("author"), of("date"), (of("comment"),))
        cell = Cell((Paragraph((note, comment), id=of("id")), ListItem((Run(of("item")),), True, 1, of("list"))))
        return Document(
            (Heading(content, 2), Table((Row((cell,), 12.0),), (100.0,)), Picture(of("name"), 50.0, text=of("alt"))),
            Metadata(of("title"), tags=(of("tag"),)),
            {of("name"): b"\x00\xd8"},
            (IndexEntry(of("entry"), of("index"), (IndexEntry("", of("inner")),)),),
            frozenset({of("style")}),
            extra=((of("key"), None),),
        )

    stripped, count = without_illegal(document(bad), XML)
    assert stripped == document(str)
    assert stripped.extra == document(str).extra
    assert count == 2 * 22


class Composer:
    """Writes the runs of the first paragraph, and keeps what it was given."""

    def __init__(self):
        self.given = []

    def __call__(self, document):
        self.given.append(document)
        data = XML.encode("".join(run.text for run in document.blocks[0].content))
        return None if data is None else (WriteContext(), data)


def test_what_is_legal_is_written_once():
    composer = Composer()
    document = Document((Paragraph((Run("a"),)),))
    context, data = compose_legal(document, composer, XML, ILLEGAL)
    assert (data, context.report.findings) == (b"a", [])
    assert [given is document for given in composer.given] == [True]


def test_what_is_illegal_is_left_out_told_and_booked_by_what_the_document_holds():
    document = Document((Paragraph((Run("a\x00\x01b"), Run("\ufffe")), style="\x02"),))
    context, data = compose_legal(document, Composer(), XML, ILLEGAL)
    assert data == b"ab"
    assert [(finding.code, finding.details) for finding in context.report.findings] == [(ILLEGAL, {"count": 4})]
    assert context.report.ledger.dropped == {(Kind.CHARACTERS, "TEST-illegal"): 3}
