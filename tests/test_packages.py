import io
import os
import stat
import zipfile
from pathlib import Path

import pytest
from docx_builder import build_docx
from strategies import png

from sdconvert.archive import Limits, read_archive, write_archive
from sdconvert.errors import OutputRefused, SdconvertError, UnreadableInput, UnsafeInput
from sdconvert.findings import Result
from sdconvert.packages import pack, unpack
from sdconvert.pipeline import convert
from sdconvert.recognition import FormatName

SDXML = (
    '<smashdoc version="2.6.0" id="7c2d8a5e-8d67-5c40-9b3a-0f5e1f9d2a11"><meta><language value="de_DE"/>'
    "<title>T</title><subtitle/><description/><footer/><creator/></meta><document>"
    '<image id="0c2d8a5e-8d67-5c40-9b3a-0f5e1f9d2a11">'
    "{}</image></document></smashdoc>"
)
HTML = (
    '<!DOCTYPE html><p>a<img src="{}" alt=""><img src="data:image/png;base64,AA=="><img src="https://a.example/b.png">'
)
PARSX = '<projekt><werk><bild><abbildung quelle="{}"/></bild></werk></projekt>'
MAIN = {
    "sdxml": ("sd.xml", SDXML, "p.png"),
    "html": ("index.html", HTML, "images/p.png"),
    "parsx": ("parsx.xml", PARSX, "images/p.png"),
}
KINDS = pytest.mark.parametrize("kind", list(MAIN))


def export(kind: str, *pictures: str, folder: str = "") -> bytes:
    """An export that refers to `p.png`, with these pictures in it."""
    name, text, reference = MAIN[kind]
    members = {name: text.format(reference).encode()} | {f"images/{picture}": png() for picture in pictures}
    return write_archive({folder + member: data for member, data in members.items()}, "images/")


@KINDS
def test_a_package_has_its_folder_of_pictures_without_pictures_too(tmp_path: Path, kind: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / MAIN[kind][0]).write_text(MAIN[kind][1].format(""))
    with zipfile.ZipFile(io.BytesIO(pack(tmp_path / "in", validate=False).value)) as packed:
        folder = packed.getinfo("images/")
    assert folder.is_dir()
    assert folder.external_attr >> 16 == 0o40755


@pytest.mark.parametrize("to", [FormatName.SDXML, FormatName.HTML, FormatName.PARSX])
def test_what_is_converted_has_its_folder_of_pictures_too(to: FormatName) -> None:
    page = b"<!doctype html><html><head><title>T</title></head><body><p>x</p></body></html>"
    with zipfile.ZipFile(io.BytesIO(convert(page, source_format=FormatName.HTML, to=to).value)) as made:
        assert [name for name in made.namelist() if name.endswith("/")] == ["images/"]


def test_a_word_file_has_no_folder_of_pictures(tmp_path: Path) -> None:
    unpack("samples/docx/letter.docx", tmp_path / "out")
    with zipfile.ZipFile(io.BytesIO(pack(tmp_path / "out").value)) as packed:
        assert "images/" not in packed.namelist()


def found(result: Result) -> list[str]:
    return [finding.message for finding in result.findings]


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@KINDS
@pytest.mark.parametrize("folder", ["", "export/"])
def test_an_export_is_unpacked_as_it_is(tmp_path: Path, kind: str, folder: str) -> None:
    data = export(kind, "p.png", folder=folder)
    result = unpack(data, tmp_path / "out")
    assert (result.value, result.findings) == (tmp_path / "out", ())
    assert files(tmp_path / "out") == dict(read_archive(data))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@KINDS
def test_a_missing_picture_and_an_unused_one_are_told(tmp_path: Path, kind: str) -> None:
    result = unpack(export(kind, "q.png"), tmp_path / "out")
    reference = MAIN[kind][2]
    assert found(result) == [
        f"The picture {reference} is referred to (1 times) and is not in the package.",
        "The picture images/q.png is in the package and nothing refers to it.",
    ]


def test_an_address_with_escapes_names_its_file(tmp_path: Path) -> None:
    page = b'<!doctype html><img src="images/a%20b.png?x=1#y"><img src="//host/c.png"><img src="http://[">'
    data = write_archive({"index.html": page, "images/a b.png": png()})
    assert unpack(data, tmp_path / "out").findings == ()


def test_a_word_file_is_unpacked_too(tmp_path: Path) -> None:
    data = build_docx("<w:p/>")
    assert unpack(data, tmp_path / "out").findings == ()
    assert "word/document.xml" in files(tmp_path / "out")
    assert pack(tmp_path / "out").value == write_archive(dict(read_archive(data)))


def test_a_broken_document_is_unpacked_and_its_pictures_are_not_checked(tmp_path: Path) -> None:
    result = unpack(write_archive({"sd.xml": b"<smashdoc>", "images/p.png": png()}), tmp_path / "out")
    assert [finding.code.id for finding in result.findings] == ["PACKAGE-P003"]
    assert files(tmp_path / "out")["sd.xml"] == b"<smashdoc>"


# --------------------------------------------------------------------------------------------------------- what is safe


def zipped(*names: str, link: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("sd.xml", SDXML)
        for name in names:
            archive.writestr(name, b"x")
        if link:
            info = zipfile.ZipInfo(link)
            info.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, "/etc/passwd")
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        zipped("../evil.txt"),
        zipped("a/../../evil.txt"),
        zipped("/evil.txt"),
        zipped("..\\evil.txt"),
        zipped("C:/evil.txt"),
        zipped("images/a:b.png"),
        zipped("images/a\x01.png"),
        zipped("images/A.png", "images/a.png"),
        zipped("images", "images/a.png"),
        zipped("SD.XML"),
        zipped(link="images/a.png"),
    ],
)
def test_names_and_links_that_do_harm_are_refused_and_nothing_is_left(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnsafeInput):
        unpack(data, tmp_path / "in" / "out")
    assert files(tmp_path) == {}


def test_limits_hold(tmp_path: Path) -> None:
    with pytest.raises(UnsafeInput):
        unpack(export("sdxml", "p.png"), tmp_path / "out", limits=Limits(members=1))
    assert list(tmp_path.iterdir()) == []


def test_a_member_without_a_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="a member without a name"):
        unpack(zipped("~~~").replace(b"~~~", b"\0~~"), tmp_path / "out")


def test_a_damaged_member_leaves_nothing(tmp_path: Path) -> None:
    picture = png()
    data = export("sdxml", "p.png").replace(picture, picture[:-6] + b"\0" * 6)
    with pytest.raises(UnreadableInput):
        unpack(data, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_what_exists_is_not_touched_without_force(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "sd.xml").write_text("mine")
    with pytest.raises(OutputRefused, match="--force"):
        unpack(export("sdxml", "p.png"), tmp_path / "out")
    assert files(tmp_path) == {"out/sd.xml": b"mine"}


def test_a_file_in_the_place_of_the_folder_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    for force in (False, True):
        with pytest.raises(OutputRefused):
            unpack(export("sdxml", "p.png"), tmp_path / "out", force)
    assert files(tmp_path) == {"out": b"mine"}


def test_with_force_files_of_the_same_names_are_replaced_and_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "sd.xml").write_text("old")
    (out / "notes.txt").write_text("mine")
    unpack(export("sdxml", "p.png"), out, force=True)
    assert files(out)["notes.txt"] == b"mine"
    assert files(out)["sd.xml"].startswith(b"<smashdoc")
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_force_never_writes_over_a_link(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    out.mkdir()
    other.mkdir()
    (out / "images").symlink_to(other)
    with pytest.raises(OutputRefused, match="symbolic link"):
        unpack(export("sdxml", "p.png"), out, force=True)
    assert files(tmp_path) == {}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    assert unpack(export("sdxml", "p.png"), tmp_path / "out").value == tmp_path / "out"


@pytest.mark.parametrize("data", [b"", b"<smashdoc/>", write_archive({"a.txt": b"x"})])
def test_what_is_no_package_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SdconvertError):
        unpack(data, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# -------------------------------------------------------------------------------------------------------------- packing


@KINDS
def test_what_was_unpacked_is_packed_to_the_same_bytes(tmp_path: Path, kind: str) -> None:
    data = export(kind, "p.png")
    unpack(data, tmp_path / "out")
    assert pack(tmp_path / "out").value == data


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("sdxml", ["SDXML-V080", "SDXML-V081"]),
        ("html", ["PACKAGE-P001", "PACKAGE-P002"]),
        ("parsx", ["PACKAGE-P001", "PACKAGE-P002"]),
    ],
)
def test_a_folder_is_judged_before_it_is_packed_or_not_at_all(tmp_path: Path, kind: str, codes: list[str]) -> None:
    unpack(export(kind, "q.png"), tmp_path / "out")
    judged = pack(tmp_path / "out")
    assert [finding.code.id for finding in judged.findings] == codes
    unjudged = pack(tmp_path / "out", validate=False)
    assert (unjudged.value, unjudged.findings) == (judged.value, ())


def test_files_of_the_system_are_left_out(tmp_path: Path) -> None:
    unpack(export("sdxml", "p.png"), tmp_path / "out")
    (tmp_path / "out" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "out" / "images" / "Thumbs.db").write_bytes(b"x")
    result = pack(tmp_path / "out")
    assert [finding.details["name"] for finding in result.findings] == [".DS_Store", "images/Thumbs.db"]
    assert sorted(read_archive(result.value)) == ["images/p.png", "sd.xml"]


@pytest.mark.parametrize("place", ["images/link.png", "linked"])
def test_links_are_never_followed(tmp_path: Path, place: str) -> None:
    (tmp_path / "secret").mkdir()
    unpack(export("sdxml", "p.png"), tmp_path / "out")
    os.symlink(tmp_path / "secret", tmp_path / "out" / place)
    with pytest.raises(UnsafeInput, match="symbolic link"):
        pack(tmp_path / "out")


def test_limits_hold_for_folders(tmp_path: Path) -> None:
    unpack(export("sdxml", "p.png"), tmp_path / "out")
    with pytest.raises(UnsafeInput):
        pack(tmp_path / "out", limits=Limits(members=1))
    with pytest.raises(UnsafeInput):
        pack(tmp_path / "out", limits=Limits(total_size=10))


def test_a_folder_without_a_document_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        pack(tmp_path)
    with pytest.raises(UnreadableInput, match="no folder"):
        pack(tmp_path / "gone")
