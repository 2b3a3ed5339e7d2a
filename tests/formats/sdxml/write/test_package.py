from sdxml_writing import write_blocks, write_inlines

from sdconvert.findings import CODES
from sdconvert.formats.sdxml.write import write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document, Metadata
from sdconvert.model.inlines import LineBreak, Run


def test_an_empty_document_is_a_package():
    written = write_blocks()
    assert written.xml.startswith('<?xml version="1.0" encoding="UTF-8"?>\n<smashdoc version="2.6.0" id="')
    assert list(written.parts) == ["sd.xml"]


def test_characters_that_xml_cannot_hold_are_dropped_and_booked():
    written = write_inlines(Run("a\x0bb\ud800\ufffe"), metadata=Metadata(title="\x01"))
    assert written.body == "ab"
    assert written.messages == ["4 character(s) that XML cannot hold are not in the result."]
    assert written.ledger.dropped == {(Kind.CHARACTERS, "SDXML-W001"): 3}


def test_equal_paragraphs_have_different_ids():
    xml = write_blocks(*[Paragraph((Run("x"),))] * 2).xml
    first, second = (piece[:36] for piece in xml.split('<paragraph id="')[1:])
    assert first != second


def test_the_rest_of_a_split_paragraph_has_an_id_made_from_its_text():
    ids = {
        write_blocks(Paragraph((Run("x"), LineBreak(), Run(text)))).xml.split('<paragraph id="')[2][:36]
        for text in "ab"
    }
    assert len(ids) == 2


def test_another_text_gives_another_id():
    ids = {write(Document((Paragraph((Run(text),)),))).value for text in "ab"}
    assert len(ids) == 2


def test_every_code_of_the_writer_says_why():
    codes = [code for code in CODES.values() if code.id.startswith("SDXML-W")]
    assert codes
    assert [code.id for code in codes if not (code.why and code.message.endswith((".", "}")))] == []
