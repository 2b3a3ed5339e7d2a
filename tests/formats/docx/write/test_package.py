import pytest
from docx_writing import SOFFICE, audit, to_pdf, write_blocks, write_document
from everything import EVERYTHING

from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Metadata
from sdconvert.model.inlines import Run

TEXT = (Run("x"),)
METADATA = Metadata("Title & more", "Subtitle", "Description", "Footer", "Ada", "de-AT", tags=("a", "b c"))


def test_metadata_comes_back():
    assert write_blocks(Paragraph(TEXT), metadata=METADATA).back.metadata == METADATA


def test_a_document_without_language_has_none():
    written = write_blocks(Paragraph(TEXT))
    assert "<w:lang" not in written.part("word/styles.xml")
    assert written.back.metadata == Metadata()


def test_equal_documents_give_equal_bytes():
    assert write_document(EVERYTHING).data == write_document(EVERYTHING).data


def test_characters_that_xml_cannot_hold_are_left_out_and_reported():
    written = write_blocks(Paragraph((Run("a\x0bb\ud800c\ufffe"),)), metadata=Metadata(title="t\x01"))
    assert written.codes == ["DOCX-W003"]
    assert written.messages[0].startswith("4 character(s)")
    assert written.back.blocks[0].content == (Run("abc"),)


def test_a_document_with_everything_reads_back_without_a_loss():
    assert write_document(EVERYTHING).losses_back == []


def test_a_document_with_everything_has_no_error(tmp_path):
    assert audit(write_document(EVERYTHING).data, tmp_path) == []


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_a_document_with_everything(tmp_path):
    path = tmp_path / "everything.docx"
    path.write_bytes(write_document(EVERYTHING).data)
    assert to_pdf([path], tmp_path)["everything"].read_bytes().startswith(b"%PDF")
