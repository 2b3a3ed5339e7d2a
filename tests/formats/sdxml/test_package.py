from pathlib import Path

import pytest

from sdconvert.archive import DEFAULT_LIMITS, Limits, write_archive
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.formats.sdxml.package import PackageFiles, bare_name, is_leftover, open_package

MEMBERS = {"sd.xml": b"<smashdoc/>", "images/a.png": b"a", "images/deep/b.png": b"bb", "notes.txt": b"ccc"}


def open_files(source: Path | bytes, limits: Limits = DEFAULT_LIMITS) -> PackageFiles:
    return open_package(source, "The package", limits)


@pytest.fixture(params=["zip", "zip on disk", "folder"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> Path | bytes:
    """The members in a folder `export/` of each kind of package."""
    inside = {f"export/{name}": data for name, data in MEMBERS.items()}
    if request.param == "zip":
        return write_archive(inside)
    if request.param == "zip on disk":
        (tmp_path / "a.zip").write_bytes(write_archive(inside))
        return tmp_path / "a.zip"
    for name, data in inside.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_the_files_of_a_package_are_the_same_wherever_they_lie(package: Path | bytes) -> None:
    files = open_files(package)
    assert (files.folder, files.is_bare, files.main_part) == ("export/", False, b"<smashdoc/>")
    assert files.images == {"a.png": "export/images/a.png", "deep/b.png": "export/images/deep/b.png"}
    assert {name: files.size(name) for name in files.members} == {
        f"export/{name}": len(data) for name, data in MEMBERS.items()
    }
    assert {name: files.members[name] for name in files.members} == {
        f"export/{name}": data for name, data in MEMBERS.items()
    }
    assert len(files.members) == 4


@pytest.mark.parametrize("data", [b"<smashdoc/>", b" \n<smashdoc/>", "<smashdoc/>".encode("utf-16"), b"\0<\0s"])
def test_a_bare_file_stands_alone(data: bytes) -> None:
    files = open_files(data)
    assert (files.is_bare, files.main_part, files.images) == (True, data, {})
    assert files.size("sd.xml") == len(data)


def test_of_several_the_one_at_the_root_counts_and_what_a_system_left_behind_never() -> None:
    at_root = write_archive({"sd.xml": b"<a/>", "x/sd.xml": b"<b/>"})
    assert open_files(at_root).main_part == b"<a/>"
    left_behind = write_archive({"__MACOSX/sd.xml": b"<a/>", "x/sd.xml": b"<b/>"})
    assert open_files(left_behind).main_part == b"<b/>"
    with pytest.raises(UnreadableInput, match=r"holds no sd\.xml"):
        open_files(write_archive({"__MACOSX/sd.xml": b"<a/>"}))


def test_limits_hold_for_every_kind(package: Path | bytes) -> None:
    with pytest.raises(UnsafeInput):
        open_files(package, Limits(total_size=10))
    with pytest.raises(UnsafeInput):
        open_files(package, Limits(members=3))
    with pytest.raises(UnsafeInput):
        open_files(b"<smashdoc/>", Limits(member_size=10))


@pytest.mark.parametrize(
    ("name", "is_left"),
    [
        (".DS_Store", True),
        ("images/Thumbs.db", True),
        ("a/desktop.ini", True),
        ("__MACOSX/images/a.png", True),
        ("x/__MACOSX/a", True),
        ("images/my.DS_Store", False),
        ("__MACOSX", False),
        ("sd.xml", False),
    ],
)
def test_leftovers_go_by_their_whole_names(name: str, is_left: bool) -> None:
    assert is_leftover(name) is is_left


@pytest.mark.parametrize("reference", ["a.png", "images/a.png", "images\\a.png", "../x/a.png"])
def test_the_bare_name_is_what_stands_behind_all_folders(reference: str) -> None:
    assert bare_name(reference) == "a.png"
