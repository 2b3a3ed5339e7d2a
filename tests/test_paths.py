from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import pytest

from sdconvert.errors import BadConfiguration
from sdconvert.paths import Found, Skipped, find_documents, skipped_lines

_ROOT = getattr(os, "geteuid", lambda: 1)() == 0


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.docx", "a.DOCX", "~$a.docx", ".c.docx", "d.txt", "deep/e.docx", ".git/f.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    return tmp_path


@pytest.fixture
def unreadable(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that cannot be listed, also by root, whom permissions do not bind."""
    inner = folder / "locked"
    inner.mkdir()
    inner.chmod(0)
    if _ROOT:
        listing = os.scandir

        def refuse(path: str | os.PathLike[str]) -> Iterator[os.DirEntry[str]]:
            if Path(path) == inner:
                raise PermissionError(13, "Permission denied", str(path))
            return listing(path)

        monkeypatch.setattr(os, "scandir", refuse)
    yield inner
    inner.chmod(0o755)


def find(*arguments: Path) -> Found:
    return find_documents(map(str, arguments), (".docx",))


def names(folder: Path, *arguments: Path) -> list[str]:
    return [found.path.relative_to(folder).as_posix() for found in find(*arguments).inputs]


def reasons(folder: Path, *arguments: Path) -> dict[str, str]:
    return {Path(one.place).relative_to(folder).as_posix(): one.reason for one in find(*arguments).skipped}


def test_a_folder_is_searched_at_any_depth_but_not_for_hidden_and_lock_files(folder: Path) -> None:
    assert names(folder, folder) == ["a.DOCX", "b.docx", "deep/e.docx"]


def test_a_file_is_taken_whatever_its_name(folder: Path) -> None:
    assert names(folder, folder / "d.txt", folder / ".c.docx") == ["d.txt", ".c.docx"]


def test_a_lock_file_of_word_is_never_taken_however_it_is_named(folder: Path) -> None:
    for argument in (folder, folder / "~$a.docx", folder / "*.docx", folder / "~*"):
        assert "~$a.docx" not in names(folder, argument)
        assert "lock file" in reasons(folder, argument)["~$a.docx"]


def test_a_pattern_with_two_stars_goes_down(folder: Path) -> None:
    assert names(folder, folder / "**" / "*.docx") == ["b.docx", "deep/e.docx"]
    assert names(folder, folder / "**") == ["a.DOCX", "b.docx", "deep/e.docx"]
    assert names(folder, folder / "d*" / "e.docx") == ["deep/e.docx"]


def test_a_pattern_may_be_of_a_folder_that_a_link_leads_to(folder: Path) -> None:
    (folder / "link").symlink_to(folder / "deep")
    assert names(folder, folder / "li*" / "*.docx") == ["link/e.docx"]
    assert "link to a folder" in reasons(folder, folder / "**" / "*.docx")["link"]


def test_what_is_named_twice_comes_once_in_the_order_named(folder: Path) -> None:
    assert names(folder, folder / "b.docx", folder, folder / "a.DOCX") == ["b.docx", "a.DOCX", "deep/e.docx"]


def test_each_input_knows_its_place_below_what_was_named(folder: Path) -> None:
    found = find(folder / "deep" / "e.docx", folder / "*.docx", folder / "d*")
    assert [one.below.as_posix() for one in found.inputs] == ["e.docx", "b.docx", "d.txt"]


def test_a_file_with_pattern_signs_in_its_name_is_found(folder: Path) -> None:
    (folder / "[1].docx").write_bytes(b"")
    assert names(folder, folder / "[1].docx") == ["[1].docx"]


def test_what_is_not_there_is_refused_and_what_holds_nothing_is_not(folder: Path) -> None:
    for name in ("none.docx", "none/*.docx", "b.docx/c.docx", "a\0.docx"):
        with pytest.raises(BadConfiguration, match="does not exist"):
            find(folder / name)
    (folder / "empty").mkdir()
    assert find(folder / "empty", folder / "*.odt", folder / "empty" / "*.docx").inputs == ()


def test_what_may_be_taken_for_a_document_is_named_with_the_reason(folder: Path) -> None:
    for name in ("old.doc", "x.rtf", "y.ODT", "m.docm", "n.png", "z.pdf"):
        (folder / name).write_bytes(b"")
    os.mkfifo(folder / "p.docx")
    (folder / "link").symlink_to(folder / "deep")
    (folder / "gone.docx").symlink_to(folder / "nowhere")
    found = reasons(folder, folder)
    assert sorted(found) == [".c.docx", "link", "m.docm", "old.doc", "p.docx", "x.rtf", "y.ODT", "~$a.docx"]
    assert "pipe" in found["p.docx"]
    assert "save it as .docx" in found["old.doc"]
    assert "gone.docx" in names(folder, folder)
    assert "p.docx" not in names(folder, folder / "*.docx")


def test_only_a_walk_for_word_files_names_those_of_other_programs(folder: Path) -> None:
    (folder / "old.doc").write_bytes(b"")
    assert find_documents([folder], (".html",)).skipped == ()


def test_a_folder_that_cannot_be_read_is_told_and_stops_nothing(folder: Path, unreadable: Path) -> None:
    for argument in (folder, folder / "**" / "*.docx", folder / "*", unreadable):
        unread = [one for one in find(argument).skipped if one.is_unread]
        assert unread == [Skipped(str(unreadable), "it cannot be read: Permission denied", is_unread=True)]
    assert "deep/e.docx" in names(folder, folder)


def test_a_package_that_cannot_be_looked_into_is_no_package(folder: Path) -> None:
    def refuse(_: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    assert [one.path.name for one in find_documents([folder], (".docx",), refuse).inputs]


@pytest.mark.parametrize(("written", "named"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_letters_composed_in_another_way_name_the_same_file(written: str, named: str, tmp_path: Path) -> None:
    inner = tmp_path / normalize(written, "Büro")
    inner.mkdir()
    (inner / normalize(written, "é.docx")).write_bytes(b"")
    mixed = tmp_path / normalize(written, "Büro") / normalize(named, "é.docx")
    for place in (tmp_path / normalize(named, "Büro/é.docx"), mixed, tmp_path / "B*" / normalize(named, "é*")):
        assert [one.path.name for one in find(place).inputs] == [normalize(written, "é.docx")]


def test_what_was_not_taken_is_told_by_reasons() -> None:
    skipped = [Skipped(f"{number}.doc", "old") for number in range(7)]
    lines = list(skipped_lines([Skipped("x", "new"), *skipped, Skipped("y", "locked", is_unread=True)]))
    assert lines == [
        "Not read: y: locked.",
        "Not taken: x: new.",
        "Not taken: 0.doc, 1.doc, 2.doc, 3.doc, 4.doc and 2 more: old.",
    ]
    assert all(re.match("Not (read|taken)", line) for line in lines)
