from pathlib import Path

import pytest

from sdconvert.archive import Limits, write_archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.validation import check

SD_XML = (
    b'<smashdoc version="2.6"><meta><language value="de_DE"/><title>T</title><subtitle/><description/><footer/>'
    b"<creator/></meta><document/></smashdoc>"
)


def ids(members: dict[str, bytes]) -> list[str]:
    return [finding.code.id for finding in check(write_archive(members))]


def test_a_package_of_sd_xml_alone_has_no_findings() -> None:
    assert ids({"sd.xml": SD_XML}) == []


def test_sd_xml_in_a_folder_is_a_finding_with_a_hint_and_the_rest_is_still_judged() -> None:
    findings = check(write_archive({"export/sd.xml": SD_XML, "export/images/a.png": b""}))
    assert [finding.code.id for finding in findings] == ["SDXML-V001", "SDXML-V081", "SDXML-V084"]
    assert "not the folder itself" in findings[0].code.hint
    assert str(findings[0].location) == "export/sd.xml"


def test_a_file_beside_sd_xml_is_named() -> None:
    (finding,) = check(write_archive({"sd.xml": SD_XML, "notes.txt": b"x"}))
    assert (finding.code.id, finding.details["name"]) == ("SDXML-V002", "notes.txt")


def test_an_image_in_a_folder_below_images_is_out_of_reach() -> None:
    assert ids({"sd.xml": SD_XML, "images/figures/a.png": b"x"}) == ["SDXML-V003"]


def test_a_leftover_of_an_operating_system_is_told_as_such_and_nothing_else() -> None:
    assert ids({"sd.xml": SD_XML, ".DS_Store": b"x", "__MACOSX/._sd.xml": b"x"}) == ["SDXML-V004", "SDXML-V004"]


def test_a_folder_is_judged_like_a_zip(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "sd.xml").write_bytes(SD_XML)
    (tmp_path / "images" / "a.png").write_bytes(b"no picture")
    assert [finding.code.id for finding in check(tmp_path)] == ["SDXML-V081", "SDXML-V084"]


def test_a_bare_sd_xml_in_utf_16_is_read() -> None:
    data = f'<?xml version="1.0" encoding="UTF-16"?>{SD_XML.decode()}'.encode("utf-16")
    assert [finding.code.id for finding in check(data)] == ["SDXML-V005"]


def test_a_package_without_sd_xml_is_unreadable() -> None:
    with pytest.raises(UnreadableInput, match=r"holds no sd\.xml"):
        check(write_archive({"index.html": b"<html/>"}))


def test_a_package_with_two_sd_xml_in_folders_is_unreadable() -> None:
    with pytest.raises(UnreadableInput, match=r"2 files sd\.xml"):
        check(write_archive({"a/sd.xml": SD_XML, "b/sd.xml": SD_XML}))


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"hello", b"<smashdoc>"])
def test_what_is_no_package_gives_one_clear_error(data: bytes) -> None:
    with pytest.raises(UnreadableInput):
        check(data)


def test_an_entity_bomb_is_refused() -> None:
    with pytest.raises(UnsafeInput):
        check(b'<!DOCTYPE smashdoc [<!ENTITY a "aaaa">]><smashdoc>&a;</smashdoc>')


def test_a_path_that_is_not_there_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        check(tmp_path / "none.zip")


def test_a_file_over_the_size_limit_is_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "sd.xml"
    path.write_bytes(SD_XML)
    with pytest.raises(UnsafeInput, match="more than the 10 allowed"):
        check(path, Limits(total_size=10))


def test_a_folder_over_a_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sd.xml").write_bytes(SD_XML)
    with pytest.raises(UnsafeInput, match="bytes"):
        check(tmp_path, Limits(total_size=10))
    with pytest.raises(UnsafeInput, match="files"):
        check(tmp_path, Limits(members=0))


def test_a_folder_with_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sd.xml").write_bytes(SD_XML)
    (tmp_path / "link.png").symlink_to(tmp_path / "sd.xml")
    with pytest.raises(UnsafeInput, match="symbolic link"):
        check(tmp_path)


def test_what_just_keeps_a_limit_is_judged(tmp_path: Path) -> None:
    path = tmp_path / "sd.xml"
    path.write_bytes(SD_XML)
    assert check(path, Limits(total_size=len(SD_XML))) == ()
    assert check(tmp_path, Limits(total_size=len(SD_XML), members=1)) == ()


def test_the_files_of_a_folder_are_judged_in_the_order_of_their_names(tmp_path: Path) -> None:
    (tmp_path / "sd.xml").write_bytes(SD_XML)
    for name in ("c", "a", "b", "d/e"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"")
    assert [finding.details["name"] for finding in check(tmp_path)] == ["a", "b", "c", "d/e"]


def test_what_stands_outside_of_the_folder_of_sd_xml_is_not_judged() -> None:
    assert ids({"export/sd.xml": SD_XML, "notes.txt": b"x"}) == ["SDXML-V001"]


@pytest.mark.parametrize("before", [b"", b"\n ", b"\xef\xbb\xbf"])
def test_white_space_or_a_byte_order_mark_before_a_bare_sd_xml_is_let_pass(before: bytes) -> None:
    assert check(before + SD_XML) == ()
