from pathlib import Path

import pytest

from sdconvert.errors import BadConfiguration
from sdconvert.paths import expand


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.docx", "a.DOCX", "~$a.docx", ".c.docx", "d.txt", "deep/e.docx", ".git/f.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


def names(folder: Path, *arguments: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in expand(map(str, arguments), (".docx",))]


def test_a_folder_is_searched_at_any_depth_but_not_for_hidden_and_lock_files(folder: Path) -> None:
    assert names(folder, folder) == ["a.DOCX", "b.docx", "deep/e.docx"]


def test_a_file_is_taken_whatever_its_name(folder: Path) -> None:
    assert names(folder, folder / "d.txt", folder / "~$a.docx") == ["d.txt", "~$a.docx"]


def test_a_pattern_with_two_stars_goes_down(folder: Path) -> None:
    assert names(folder, folder / "**" / "*.docx") == ["b.docx", "deep/e.docx", "~$a.docx"]


def test_what_is_named_twice_comes_once_in_the_order_named(folder: Path) -> None:
    assert names(folder, folder / "b.docx", folder, folder / "a.DOCX") == ["b.docx", "a.DOCX", "deep/e.docx"]


def test_a_file_with_pattern_signs_in_its_name_is_found(folder: Path) -> None:
    (folder / "[1].docx").write_bytes(b"")
    assert names(folder, folder / "[1].docx") == ["[1].docx"]


@pytest.mark.parametrize("name", ["none.docx", "*.odt"])
def test_what_matches_nothing_is_refused(folder: Path, name: str) -> None:
    with pytest.raises(BadConfiguration):
        names(folder, folder / name)
