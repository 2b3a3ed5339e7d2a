"""What a .docx may be instead of an intact zip, and what an intact zip may hold."""

import io
import struct
import zipfile
from pathlib import Path

import pytest
from docx_builder import Relation, build_docx
from packages import MAIN, PARAGRAPH, PLAIN, codes, convert, damaged, members, text_of, with_header, with_member, zipped

import sdconvert
from sdconvert import Limits, SdconvertError, UnreadableInput, UnsafeInput
from sdconvert.archive import Archive, read_archive
from sdconvert.formats.docx.read import read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (OLE + b"\0" * 600, "an OLE file, such as an old .doc"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a Word file encrypted with a password"),
        (b"{\\rtf1\\ansi Hello}", "an RTF file"),
        (b"%PDF-1.7\n", "a PDF file"),
        (b"<html><body>x</body></html>", "an HTML file"),
        (b"\xef\xbb\xbf\n<!doctype HTML><p>x", "an HTML file"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "a bare XML file"),
        (b"MIME-Version: 1.0\n", "a web archive"),
        (b"Dear Madam", "of an unknown kind"),
        (b"PK\x03\x04", "truncated or damaged"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "letter.docx"
    path.write_bytes(data)
    for use in (lambda: read(data, what=path.name), lambda: sdconvert.style_mapping([path])):
        with pytest.raises(UnreadableInput, match=r"^letter\.docx is ") as caught:
            use()
        assert says in str(caught.value)


def test_another_kind_of_zip_is_named() -> None:
    odt = zipped([("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<x/>")])
    with pytest.raises(UnreadableInput, match=r"OpenDocument file \(\.odt\)"):
        sdconvert.convert(odt)
    excel = members()
    excel["_rels/.rels"] = excel["_rels/.rels"].replace(b"word/document.xml", b"xl/workbook.xml")
    excel["xl/workbook.xml"] = b"<workbook/>"
    with pytest.raises(UnreadableInput, match="Excel workbook"):
        sdconvert.convert(zipped(excel.items()))
    with pytest.raises(UnreadableInput, match="a zip without a Word document"):
        sdconvert.convert(zipped([("readme.txt", b"x")]))
    with pytest.raises(UnreadableInput, match="a zip without a Word document"):
        sdconvert.convert(zipped([]))


def test_a_file_cut_off_anywhere_is_an_error() -> None:
    for length in range(0, len(PLAIN), 7):
        with pytest.raises(UnreadableInput):
            sdconvert.convert(PLAIN[:length])


def test_a_missing_file_a_folder_and_an_impossible_name_are_errors(tmp_path: Path) -> None:
    for source in (tmp_path / "none.docx", tmp_path, str(tmp_path / "a\0b")):
        with pytest.raises(UnreadableInput, match="cannot be read"):
            sdconvert.convert(source)


def test_a_file_open_as_text_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match="open it in binary mode"):
        sdconvert.convert(io.StringIO("x"))  # type: ignore[arg-type]


def test_a_damaged_main_part_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match=r"^The member word/document\.xml is damaged: "):
        sdconvert.convert(damaged(PLAIN, MAIN))


def test_damaged_styles_are_a_finding() -> None:
    package = build_docx(PARAGRAPH, styles='<w:style w:styleId="x"/>')
    result = convert(damaged(package, "word/styles.xml"))
    assert "Good day." in text_of(result)
    [finding] = [finding for finding in result.findings if finding.code.id == "DOCX-R001"]
    assert finding.location is not None
    assert finding.location.part == "word/styles.xml"


def test_a_damaged_picture_is_a_finding() -> None:
    picture = (
        "<w:p><w:r><w:drawing><wp:inline><wp:extent cx='9' cy='9'/><a:graphic><a:graphicData><pic:pic><pic:blipFill>"
        "<a:blip r:embed='p'/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
    )
    package = build_docx(
        PARAGRAPH + picture,
        relations=[Relation("p", "image", "media/p.png")],
        files={"word/media/p.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256))},
    )
    result = convert(damaged(package, "word/media/p.png"))
    assert "DOCX-R001" in codes(result)
    assert "Good day." in text_of(result)


@pytest.mark.parametrize("name", ["_rels/.rels", "word/_rels/document.xml.rels", "[Content_Types].xml"])
def test_damaged_package_lists_are_findings(name: str) -> None:
    result = convert(damaged(PLAIN, name))
    assert codes(result) & {"DOCX-R002", "DOCX-R004"}
    assert "Good day." in text_of(result)


def test_missing_content_types_are_a_finding() -> None:
    parts = members()
    del parts["[Content_Types].xml"]
    assert codes(convert(zipped(parts.items()))) == {"DOCX-R004"}


@pytest.mark.parametrize("name", ["_rels/.rels", "word/_rels/document.xml.rels"])
def test_missing_relationships_leave_what_needs_none(name: str) -> None:
    parts = members()
    del parts[name]
    assert "Good day." in text_of(convert(zipped(parts.items())))


def test_a_missing_main_part_is_an_error() -> None:
    parts = members()
    del parts[MAIN]
    with pytest.raises(UnreadableInput, match="without a Word document"):
        sdconvert.convert(zipped(parts.items()))


def test_a_part_that_a_relationship_names_and_the_package_lacks_is_a_finding() -> None:
    for kind in ("styles", "numbering", "settings", "footnotes", "endnotes", "comments", "theme", "header"):
        result = convert(build_docx(PARAGRAPH, relations=[Relation("r", kind, "gone.xml")]))
        assert codes(result) <= {"DOCX-R001"}


def test_a_bomb_by_ratio_is_refused_and_goes_through_when_the_limit_is_raised() -> None:
    bomb = build_docx(f"<w:p><w:r><w:t>{'0' * 4_000_000}</w:t></w:r></w:p>")
    with pytest.raises(UnsafeInput, match="looks like a zip bomb"):
        sdconvert.convert(bomb)
    assert len(text_of(sdconvert.convert(bomb, limits=Limits(ratio=5000)))) > 4_000_000


def test_a_bomb_by_size_is_refused_and_goes_through_when_the_limit_is_raised() -> None:
    package = build_docx(PARAGRAPH * 1000)
    with pytest.raises(UnsafeInput, match="more than the 20,000 allowed"):
        sdconvert.convert(package, limits=Limits(total_size=20_000))
    with pytest.raises(UnsafeInput, match="unpacks to more than the 20,000 bytes allowed"):
        sdconvert.convert(package, limits=Limits(member_size=20_000))
    assert sdconvert.convert(package, limits=Limits(total_size=200_000, member_size=100_000)).findings == ()


def test_a_bomb_by_number_is_refused_and_goes_through_when_the_limit_is_raised() -> None:
    package = zipped([*members().items(), *((f"x/{number}", b"") for number in range(10_000))], zipfile.ZIP_STORED)
    with pytest.raises(UnsafeInput, match="10,004 members, more than the 10,000 allowed"):
        sdconvert.convert(package)
    assert sdconvert.convert(package, limits=Limits(members=20_000)).findings == ()


def test_a_directory_that_states_too_small_a_size_does_not_get_round_the_limits() -> None:
    package = with_header(build_docx(PARAGRAPH * 1000), MAIN, 24, 100)
    with pytest.raises(SdconvertError):
        sdconvert.convert(package, limits=Limits(total_size=20_000))


def test_one_picture_used_often_counts_once_against_the_size() -> None:
    shape = '<w:p><w:r><w:pict><v:shape><v:imagedata r:id="p"/></v:shape></w:pict></w:r></w:p>'
    package = build_docx(
        shape * 200,
        relations=[Relation("p", "image", "media/p.png")],
        files={"word/media/p.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40},
    )
    sdconvert.convert(package, limits=Limits(total_size=200_000))


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "word/../../x", "a\\..\\..\\x", "\\x", "C:\\x", "c:x"])
def test_a_name_that_leaves_the_archive_is_refused(name: str) -> None:
    with pytest.raises(UnsafeInput, match="leaves the archive"):
        sdconvert.convert(with_member(name))


def test_a_symbolic_link_is_refused() -> None:
    link = zipfile.ZipInfo("word/link.xml")
    link.create_system = 3
    link.external_attr = 0o120777 << 16
    with pytest.raises(UnsafeInput, match="symbolic link"):
        sdconvert.convert(with_member(link, b"/etc/passwd"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [MAIN, "Word/Document.XML", "word\\document.xml"])
def test_two_members_of_one_name_are_refused(name: str) -> None:
    with pytest.raises(UnsafeInput, match=r"two (members named|parts of one name)"):
        sdconvert.convert(with_member(name, b"<x/>"))


@pytest.mark.parametrize("change", [str.upper, lambda name: name.replace("/", "\\")])
def test_the_case_and_the_slashes_of_names_do_not_count(change) -> None:
    package = zipped((change(name), data) for name, data in members().items())
    assert "Good day." in text_of(convert(package))


@pytest.mark.parametrize("package", [b"#!/bin/sh\nexit 1\n" + PLAIN, PLAIN[:-2] + b"\x05\0hello"])
def test_bytes_before_the_zip_and_a_comment_after_it_do_no_harm(package: bytes) -> None:
    assert "Good day." in text_of(convert(package))


def test_a_local_header_that_contradicts_the_directory_is_an_error() -> None:
    place = PLAIN.index(b"word/document.xml")
    with pytest.raises(UnreadableInput, match="damaged"):
        sdconvert.convert(PLAIN[:place] + b"word/dokument.xml" + PLAIN[place + 17 :])


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_whatever_byte_is_wrong_a_member_is_read_as_the_library_reads_it(
    monkeypatch: pytest.MonkeyPatch, method: int
) -> None:
    package = zipped([("a.xml", b"<a>Good day. Good day.</a>"), ("b.xml", b"<b/>")], method)
    turned = [package[:at] + bytes([package[at] ^ 1 << at % 8]) + package[at + 1 :] for at in range(len(package))]
    found = [_outcome(data) for data in (package, *turned)]
    monkeypatch.setattr(Archive, "_content_start", lambda *_: None)
    assert found == [_outcome(data) for data in (package, *turned)]
    assert found[0] == [b"<a>Good day. Good day.</a>", b"<b/>"]
    assert sum(isinstance(outcome, str) for outcome in found) > len(package) / 3


def _outcome(package: bytes) -> list[bytes] | str:
    """What the members of a package hold, or the error of reading them."""
    try:
        archive = read_archive(package)
        return [archive[name] for name in archive]
    except SdconvertError as error:
        return str(error)


def test_zip64_is_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members().items():
            with archive.open(name, "w", force_zip64=True) as member:
                member.write(data)
    assert "Good day." in text_of(convert(target.getvalue()))


def test_an_encrypted_member_is_an_error() -> None:
    package = with_header(PLAIN, MAIN, 8, 1, also_local=6)
    with pytest.raises(UnreadableInput, match=r"word/document\.xml is encrypted"):
        sdconvert.convert(package)


def test_a_member_packed_by_an_unknown_method_is_an_error() -> None:
    with pytest.raises(UnreadableInput, match="packed by a method that is not known"):
        sdconvert.convert(with_header(PLAIN, MAIN, 10, 97, also_local=8))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_whose_output_nothing_bounds_are_not_read(method: int) -> None:
    with pytest.raises(UnreadableInput, match="packed by a method that is not known"):
        sdconvert.convert(zipped(members().items(), method))


@pytest.mark.parametrize("is_large", [False, True])
def test_members_are_counted_before_the_directory_is_parsed(monkeypatch: pytest.MonkeyPatch, is_large: bool) -> None:
    if is_large:
        monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    package = zipped([(f"x/{number}", b"") for number in range(300)], zipfile.ZIP_STORED)
    monkeypatch.setattr(zipfile.ZipFile, "__init__", lambda *_: pytest.fail("the directory was parsed"))
    for data in (package, b"in front" + package):
        with pytest.raises(UnsafeInput, match="300 members, more than the 200 allowed"):
            read_archive(data, limits=Limits(members=200))


def test_a_file_larger_than_the_limits_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(30_000_000_000)
    with pytest.raises(UnsafeInput, match="has 30,000,000,000 bytes, more than the 1,000,000,000 allowed"):
        sdconvert.convert(path)
    with pytest.raises(UnsafeInput, match="more than the 1,000 bytes allowed"), Path("/dev/zero").open("rb") as endless:
        sdconvert.convert(endless, limits=Limits(total_size=1_000))
    with pytest.raises(UnsafeInput, match="more than the 1,000 bytes allowed"):
        sdconvert.convert(Path("/dev/zero"), limits=Limits(total_size=1_000))


def test_a_directory_that_claims_more_than_there_is_is_an_error() -> None:
    end = PLAIN.rindex(b"PK\x05\x06")
    for offset in (12, 16):
        data = bytearray(PLAIN)
        struct.pack_into("<I", data, end + offset, 0xFFFFFF)
        with pytest.raises(UnreadableInput):
            sdconvert.convert(bytes(data))
