import pytest
from docx_builder import build_docx

from sdconvert.archive import write_archive
from sdconvert.errors import UnreadableInput
from sdconvert.recognition import FormatName, Recognised, recognise


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (b"<smashdoc/>", "sdxml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- <html> -->\n<smashdoc version="2.6">', "sdxml"),
        ('<?xml version="1.0"?><smashdoc/>'.encode("utf-16"), "sdxml"),
        ("<smashdoc/>".encode("utf-16-le"), "sdxml"),
        (b"<!DOCTYPE smashdoc SYSTEM 'x.dtd'><smashdoc/>", "sdxml"),
        (b'<p:projekt xmlns:p="urn:x"/>', "parsx"),
        (b"<!doctype HTML><title>x</title>", "html"),
        (b"\n <HTML lang=de>", "html"),
    ],
)
def test_a_bare_file_goes_by_its_first_element(data: bytes, format: str) -> None:
    assert recognise(data) == Recognised(FormatName(format))


@pytest.mark.parametrize(
    ("members", "format", "main_part"),
    [
        (["sd.xml", "images/index.html"], "sdxml", "sd.xml"),
        (["export/sd.xml", "export/images/a.png"], "sdxml", "export/sd.xml"),
        (["parsx.xml"], "parsx", "parsx.xml"),
        (["index.html", "images/a.png"], "html", "index.html"),
        (["[Content_Types].xml", "index.html"], "html", "index.html"),
    ],
)
def test_a_package_goes_by_the_name_of_its_main_part(members: list[str], format: str, main_part: str) -> None:
    package = write_archive(dict.fromkeys(members, b""))
    assert recognise(package) == Recognised(FormatName(format), main_part)


def test_a_word_file_is_one() -> None:
    assert recognise(build_docx("<w:p/>")).format is FormatName.DOCX


@pytest.mark.parametrize(("content", "format"), [(b"<html>", "html"), (b"<werk/>", "parsx"), (b"<smashdoc/>", "sdxml")])
def test_a_package_of_one_document_goes_by_its_content(content: bytes, format: str) -> None:
    assert recognise(write_archive({"a.xml": content, "b.png": b""})) == Recognised(FormatName(format), "a.xml")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"<svg/>",
        b"PK\3\4",
        write_archive({"a.txt": b""}),
        write_archive({"a/sd.xml": b"", "b/sd.xml": b""}),
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        recognise(data)
