import io
import zipfile

import pytest
from sdxml_reading import read_bytes
from strategies import png

from sdconvert.archive import Limits, write_archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.formats.sdxml.read import read
from sdconvert.model.blocks import Picture
from sdconvert.model.inlines import Run

TEXT = "Größe – „x“"
XML = f'<smashdoc version="2.6.0"><document><paragraph indent="0">{TEXT}</paragraph></document></smashdoc>'


def declared(encoding):
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{XML}'


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(XML.encode(), id="no declaration"),
        pytest.param(b"\xef\xbb\xbf" + XML.encode(), id="byte order mark"),
        pytest.param(b"\xef\xbb\xbf \n" + declared("UTF-8").encode(), id="white space behind the byte order mark"),
        pytest.param(b"\n " + declared("UTF-8").encode(), id="white space first"),
        pytest.param(XML.encode("utf-16"), id="UTF-16"),
        pytest.param(XML.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(XML.encode("utf-16-be"), id="big-endian UTF-16 without a mark"),
        pytest.param(declared("UTF-8").encode("utf-16"), id="UTF-16 that says it is UTF-8"),
        pytest.param(declared("UTF-16").encode(), id="UTF-8 that says it is UTF-16"),
        pytest.param(declared("x-unknown").encode(), id="an encoding that nobody knows"),
        pytest.param(declared("windows-1252").encode("cp1252"), id="Windows-1252 that says so"),
        pytest.param(f'<!DOCTYPE smashdoc SYSTEM "http://a.example/sd.dtd">{XML}'.encode(), id="a document type"),
    ],
)
def test_a_file_is_read_whatever_its_encoding(source):
    result = read_bytes(source)
    assert result.findings == ()
    assert result.blocks[0].content == (Run(TEXT),)


@pytest.mark.parametrize("source", [XML.encode("cp1252"), declared("UTF-8").encode("cp1252")])
def test_windows_1252_that_passes_for_utf_8_is_read_with_a_finding(source):
    result = read_bytes(source)
    assert result.codes == ["SDXML-R002"]
    assert result.findings[0].details["count"] == 5
    assert result.blocks[0].content == (Run(TEXT),)


def test_one_wrong_byte_does_not_harm_the_text_that_is_utf_8():
    result = read_bytes(XML.replace("–", "\x00").encode().replace(b"\x00", b"\x96"))
    assert result.codes == ["SDXML-R002"]
    assert result.blocks[0].content == (Run(TEXT),)


def test_a_huge_line_is_read():
    text = "word " * 400_000
    source = f'<smashdoc version="2.6.0"><document><paragraph indent="0">{text}</paragraph></document></smashdoc>'
    assert read(source.encode()).value.blocks[0].content == (Run(text),)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declared_entities_are_refused(encoding):
    with pytest.raises(UnsafeInput, match="entities"):
        read(f'<!DOCTYPE smashdoc [<!ENTITY a "aaaa">]>{XML}'.encode(encoding))


def test_an_entity_that_the_document_type_would_declare_is_kept_as_text():
    source = XML.replace(TEXT, "a&nbsp;b&own;c")
    result = read_bytes(f'<!DOCTYPE smashdoc SYSTEM "sd.dtd">{source}'.encode())
    assert result.blocks[0].content == (Run("a\u00a0b&own;c"),)


def test_sd_xml_in_a_folder_is_found_with_its_pictures():
    xml = '<smashdoc version="2.6.0"><document><image>a.png</image></document></smashdoc>'
    result = read_bytes(write_archive({"export/sd.xml": xml.encode(), "export/images/a.png": png()}))
    assert result.codes == ["SDXML-R001"]
    assert result.document.assets == {"a.png": png()}
    (picture,) = result.blocks
    assert isinstance(picture, Picture)
    assert picture.asset == "a.png"


def test_a_missing_picture_is_a_finding_and_its_place_stays():
    xml = '<smashdoc version="2.6.0"><document><image caption="Pump">a.png</image></document></smashdoc>'
    result = read_bytes(write_archive({"sd.xml": xml.encode()}))
    assert result.codes == ["SDXML-R030"]
    assert result.blocks[0].caption == (Run("Pump"),)


def test_what_the_document_does_not_use_is_named():
    members = {"sd.xml": XML.encode(), "images/b.png": png(), "inline-files/a.pdf": b"%PDF", "__MACOSX/._sd.xml": b"x"}
    result = read_bytes(write_archive(members))
    assert sorted(result.codes) == ["SDXML-R003", "SDXML-R031"]
    assert {"inline-files/a.pdf", "b.png"} == {finding.details["name"] for finding in result.findings}


def test_a_namespace_is_passed_over():
    result = read_bytes(XML.replace("<smashdoc ", '<smashdoc xmlns="http://a.example/" ').encode())
    assert result.codes == ["SDXML-R004"]
    assert result.blocks[0].content == (Run(TEXT),)


@pytest.mark.parametrize(
    "source",
    [b"", b"<smashdoc>", b"<html/>", b"<smashdoc/>", b"%PDF-1.4", write_archive({"a.txt": b"a"}), b"\xff\xfe<\0"],
)
def test_what_is_no_sdxml_is_unreadable(source):
    with pytest.raises(UnreadableInput):
        read(source)


def test_two_files_sd_xml_in_folders_are_refused():
    with pytest.raises(UnreadableInput, match="2 files"):
        read(write_archive({"a/sd.xml": XML.encode(), "b/sd.xml": XML.encode()}))


def test_limits_hold_for_a_bare_file_too():
    with pytest.raises(UnsafeInput):
        read(XML.encode(), limits=Limits(member_size=10))


def test_marks_that_nest_deeper_than_the_stack_give_an_error_of_ours():
    deep = "<b><i>" * 500 + "x" + "</i></b>" * 500
    with pytest.raises(UnreadableInput):
        read(XML.replace(TEXT, deep).encode())


IMAGE = '<smashdoc version="2.6.0"><document><image>{}</image></document></smashdoc>'


@pytest.mark.parametrize("reference", ["a.png", "images/a.png", " a.png\n", "images\\a.png", "./a.png"])
def test_a_picture_is_found_by_its_bare_name(reference):
    result = read_bytes(write_archive({"sd.xml": IMAGE.format(reference).encode(), "images/a.png": png()}))
    assert result.codes == []
    assert result.document.assets == {"a.png": png()}


def test_a_picture_that_is_missing_is_told_once_wherever_it_was_to_be_shown():
    xml = IMAGE.format("gone.png").replace("</image>", "</image><image>gone.png</image>")
    assert read_bytes(write_archive({"sd.xml": xml.encode()})).codes == ["SDXML-R030"]


def test_a_picture_that_cannot_be_unpacked_is_missing():
    package = write_archive({"sd.xml": IMAGE.format("a.png").encode(), "images/a.png": png()})
    damaged = package.replace(b"IDAT", b"idat")
    assert read_bytes(damaged).codes == ["SDXML-R030", "SDXML-R031"]


def test_the_image_folder_and_hidden_files_in_it_are_no_pictures():
    target = io.BytesIO(write_archive({"sd.xml": XML.encode(), "images/.hidden": b"x"}))
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("images/sub/", b"")
    assert read_bytes(target.getvalue()).codes == []


@pytest.mark.parametrize("leftover", ["__MACOSX/sd.xml", "__MACOSX/export/._sd.xml"])
def test_what_a_system_left_behind_is_no_document(leftover):
    result = read_bytes(write_archive({"export/sd.xml": XML.encode(), leftover: b"<smashdoc/>", "a/.DS_Store": b""}))
    assert result.codes == ["SDXML-R001"]
    assert result.blocks[0].content == (Run(TEXT),)


def test_a_file_that_is_not_read_is_named_with_its_size():
    (finding,) = read_bytes(write_archive({"sd.xml": XML.encode(), "inline-files/a.pdf": b"%PDF"})).findings
    assert (finding.details["name"], finding.details["size"]) == ("inline-files/a.pdf", 4)
    assert finding.location.part == "inline-files/a.pdf"


def test_a_bare_file_of_just_the_size_allowed_is_read():
    assert read(XML.encode(), limits=Limits(member_size=len(XML.encode()))).value.blocks


def test_entities_are_characters_wherever_they_stand():
    source = XML.replace(TEXT, "<b>a</b>x&auml;b<i>&ouml;c&uuml;</i>&szlig;&szlig;y")
    (paragraph,) = read_bytes(f'<!DOCTYPE smashdoc SYSTEM "sd.dtd">{source}'.encode()).blocks
    assert [run.text for run in paragraph.content] == ["a", "xäb", "öcü", "ßßy"]


def test_a_namespace_is_passed_over_in_any_encoding():
    source = XML.replace("<smashdoc ", '<s:smashdoc xmlns:s="http://a.example/" ').replace("</smash", "</s:smash")
    assert read_bytes(source.encode("utf-16")).codes == ["SDXML-R004"]
