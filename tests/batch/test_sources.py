"""Which documents a batch is about."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import fsspec
import pytest
from batch_kit import done, files_below, journal_of, plan_of, states, threads, word, word_files
from fsspec.spec import AbstractFileSystem

from sdconvert.batch.planning import plan
from sdconvert.batch.sources import discover, parse_list
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.options import ConversionOptions

WORD = (".docx", ".docm")


def names(*arguments: str | Path, listed: tuple[str, ...] = ()) -> list[str]:
    return [item.name for item in discover(map(str, arguments), WORD, listed).items]


def skipped(*arguments: str | Path, listed: tuple[str, ...] = ()) -> dict[str, bool]:
    """What was not taken, with whether that is an error."""
    found = discover(map(str, arguments), WORD, listed).skipped
    return {one.place.rsplit("/", 1)[-1]: one.is_unread for one in found}


def test_a_folder_is_mirrored_and_hidden_and_lock_files_are_passed_over(tmp_path: Path) -> None:
    word_files(tmp_path, "b.docx", "a/c.DOCX", "a/~$c.docx", ".hidden.docx", ".git/d.docx", "a/notes.txt")
    assert names(tmp_path) == ["a/c.DOCX", "b.docx"]


def test_a_file_is_taken_whatever_its_name(tmp_path: Path) -> None:
    word_files(tmp_path, "letter.bak", ".hidden.docx")
    assert names(tmp_path / "letter.bak", tmp_path / ".hidden.docx") == [".hidden.docx", "letter.bak"]


def test_a_pattern_mirrors_from_what_stands_before_its_first_sign(tmp_path: Path) -> None:
    word_files(tmp_path, "in/2024/a.docx", "in/2025/x/b.docx", "in/2025/c.txt")
    assert names(tmp_path / "in/**/*.docx") == ["2024/a.docx", "2025/x/b.docx"]
    assert names(tmp_path / "in/202?") == ["2024/a.docx", "2025/x/b.docx"]
    (tmp_path / "in/2026").mkdir()
    assert names(tmp_path / "in/202?") == ["2024/a.docx", "2025/x/b.docx"]


def test_a_name_with_the_signs_of_a_pattern_is_that_file(tmp_path: Path) -> None:
    word_files(tmp_path, "a[1].docx", "a1.docx")
    assert names(tmp_path / "a[1].docx") == ["a[1].docx"]


def test_a_document_named_twice_is_done_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word_files(tmp_path, "in/a.docx")
    monkeypatch.chdir(tmp_path)
    assert names("in", "in/a.docx", tmp_path / "in", "in/*.docx", listed=("in/a.docx", "./in/a.docx")) == ["a.docx"]


def test_a_document_in_two_of_the_folders_named_is_done_once_under_its_first_name(tmp_path: Path) -> None:
    word_files(tmp_path, "in/a.docx", "in/x/b.docx")
    assert names(tmp_path / "in", tmp_path / "in/x") == ["a.docx", "x/b.docx"]
    assert names(tmp_path / "in/x", tmp_path / "in") == ["a.docx", "b.docx"]


def test_two_documents_of_one_name_are_refused_with_what_to_do(tmp_path: Path) -> None:
    word_files(tmp_path, "one/a.docx", "two/a.docx")
    with pytest.raises(BadConfiguration, match=r"would both become a\.docx; run them into different folders"):
        names(tmp_path / "one", tmp_path / "two")


def test_what_is_not_there_is_said_and_what_is_empty_is_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert names(tmp_path / "empty", tmp_path / "*.docx") == []
    for what in ("none.docx", "none/*.docx"):
        with pytest.raises(BadConfiguration, match="does not exist"):
            names(tmp_path / what)


def test_links_are_followed_to_files_and_not_around_in_circles(tmp_path: Path) -> None:
    word_files(tmp_path, "in/a.docx", "else/b.docx")
    (tmp_path / "in/circle").symlink_to(tmp_path / "in")
    (tmp_path / "in/link.docx").symlink_to(tmp_path / "else/b.docx")
    (tmp_path / "in/dead.docx").symlink_to(tmp_path / "nowhere.docx")
    assert names(tmp_path / "in") == ["a.docx", "dead.docx", "link.docx"]
    outcomes = done(plan_of(tmp_path / "in", tmp_path / "out"))
    assert states(outcomes) == {"a.docx": "done", "dead.docx": "failed", "link.docx": "done"}


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b"a.docx\nb.docx\n", ["a.docx", "b.docx"]),
        (b"a.docx\r\nb c.docx\r\n\r\n", ["a.docx", "b c.docx"]),
        (b"a\nb.docx\0c.docx\0", ["a\nb.docx", "c.docx"]),
        (b" a.docx", [" a.docx"]),
        ("\ufeffa.docx\n".encode(), ["a.docx"]),
        ("é.docx\r\nb.docx\r\n".encode("utf-16"), ["é.docx", "b.docx"]),
        ("\ufeffé.docx\n".encode("utf-16-be"), ["é.docx"]),
        ("é.docx\nb.docx\n".encode("utf-16-le"), ["é.docx", "b.docx"]),
        (b"", []),
    ],
)
def test_a_list_has_a_place_on_each_line_or_ended_by_nul(data: bytes, places: list[str]) -> None:
    assert parse_list(data) == places


def test_a_list_that_is_cut_in_the_middle_of_a_letter_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="UTF-16"):
        parse_list("a.docx".encode("utf-16")[:-1])


def test_a_listed_place_without_a_name_and_a_lock_file_are_told(tmp_path: Path) -> None:
    word_files(tmp_path, "a.docx", "~$a.docx")
    listed = ("/", str(tmp_path / "a.docx"), str(tmp_path / "~$a.docx"), "memory://")
    assert names(listed=listed) == ["a.docx"]
    assert skipped(listed=listed) == {"": True, "~$a.docx": False}


def test_a_run_tells_what_of_its_sources_was_not_taken(tmp_path: Path) -> None:
    folder = word_files(tmp_path / "in", "a.docx", "old.doc")
    done(plan([str(folder)], str(tmp_path / "out"), listed=["/"]))
    with journal_of(tmp_path / "out") as journal:
        (info,) = journal.runs()
    assert [(Path(one.place).name, one.is_unread) for one in info.skipped] == [("old.doc", False), ("", True)]
    assert info.unread == info.skipped[1:]


def test_listed_names_begin_at_the_folder_that_all_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word_files(tmp_path, "x/in/a.docx", "x/in/2025/b.docx")
    monkeypatch.chdir(tmp_path / "x/in")
    listed = ("a.docx", str(tmp_path / "x/in/2025/b.docx"), "../in/a.docx")
    assert names(listed=listed) == ["2025/b.docx", "a.docx"]


def test_a_listed_file_that_is_missing_or_a_folder_fails_alone(tmp_path: Path) -> None:
    word_files(tmp_path, "in/a.docx", "in/folder.docx/b.txt")
    listed = [str(tmp_path / "in" / name) for name in ("a.docx", "gone.docx", "folder.docx")]
    outcomes = done(plan([], str(tmp_path / "out"), listed=listed))
    assert states(outcomes) == {"a.docx": "done", "folder.docx": "failed", "gone.docx": "failed"}
    assert outcomes["gone.docx"].error.endswith("gone.docx cannot be read: No such file or directory.")


@pytest.mark.skipif(sys.platform != "linux", reason="only there names may be any bytes")
def test_a_name_that_is_no_utf_8_is_converted_and_told(tmp_path: Path) -> None:
    folder = word_files(tmp_path / "in", "a.docx")
    (Path(os.fsdecode(bytes(folder) + b"/caf\xe9.docx"))).write_bytes(word())
    gone = os.fsdecode(bytes(folder) + b"/gone\xe9.docx")
    planned = plan([str(folder)], str(tmp_path / "out"), listed=[gone, str(folder / "a.docx")])
    outcomes = done(planned)
    assert states(outcomes) == {"a.docx": "done", "caf\\udce9.docx": "done", "gone\\udce9.docx": "failed"}
    assert files_below(tmp_path / "out") == ["a.zip", "caf\\udce9.zip"]
    assert states(done(planned)) == {
        "a.docx": "unchanged", "caf\\udce9.docx": "unchanged", "gone\\udce9.docx": "failed"
    }  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only there names may be any bytes")
def test_a_destination_whose_name_is_no_utf_8_is_written(tmp_path: Path) -> None:
    out = os.fsdecode(bytes(tmp_path) + b"/\xe9")
    planned = plan([str(word_files(tmp_path / "in", "a.docx"))], out)
    assert states(done(planned)) == {"a.docx": "done"}
    assert states(done(planned)) == {"a.docx": "unchanged"}


def test_a_name_as_long_as_a_file_system_allows_is_converted_or_fails_alone(tmp_path: Path) -> None:
    word_files(tmp_path / "in", "a.docx", "l" * 200 + ".docx", "m" * 250 + ".docx")
    outcomes = done(plan_of(tmp_path / "in", tmp_path / "out"))
    assert set(states(outcomes).values()) == {"done"}
    assert len(files_below(tmp_path / "out")) == 3


# ----------------------------------------------------------------------------------------------------------- the names


def test_results_of_two_suffixes_are_kept_apart(tmp_path: Path) -> None:
    word_files(tmp_path / "in", "a.docx", "a.docm", "b.docx", "A.DOCX")
    planned = plan_of(tmp_path / "in", tmp_path / "out")
    assert dict(zip((item.name for item in planned.items), planned.outputs, strict=True)) == {
        "A.DOCX": "A.DOCX.zip", "a.docm": "a.docm.zip", "a.docx": "a.docx.2.zip", "b.docx": "b.zip"
    }  # fmt: skip


def test_a_result_named_after_all_of_its_source_is_no_other_ones(tmp_path: Path) -> None:
    word_files(tmp_path / "in", "a.docx", "a.docm", "a.docx.docx")
    outcomes = done(plan_of(tmp_path / "in", tmp_path / "out"))
    assert len({outcome.steps[-1].output.casefold() for outcome in outcomes.values()}) == 3
    assert len(files_below(tmp_path / "out")) == 3


def test_a_result_never_replaces_a_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    word_files(tmp_path, "in/a.docx")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "in")
    for out in ("in", "./in", "x/../in", str(tmp_path / "in"), "link", (tmp_path / "in").as_uri()):
        with pytest.raises(BadConfiguration, match="is a source; choose another destination"):
            plan(["in"], out, options=ConversionOptions.parse(to="docx", source_format="docx"))


def test_a_source_in_the_destination_is_converted_beside_itself(tmp_path: Path) -> None:
    folder = word_files(tmp_path / "in", "a.docx", "x/b.docx")
    assert states(done(plan_of(folder, folder))) == {"a.docx": "done", "x/b.docx": "done"}
    assert files_below(folder) == ["a.docx", "a.zip", "x/b.docx", "x/b.zip"]
    assert states(done(plan_of(folder, folder))) == {"a.docx": "unchanged", "x/b.docx": "unchanged"}


@pytest.mark.parametrize("to", ["html", "docx"])
def test_a_destination_in_a_source_folder_is_no_source(to: str, tmp_path: Path) -> None:
    folder = word_files(tmp_path / "in", "a.docx")
    if to == "docx":
        done(plan_of(folder, folder))
    planned = plan_of(folder, folder / "out", to=to)
    first = done(planned)
    (folder / "out.batch" / "report.html").write_text("<html><body><p>x</p></body></html>", "utf-8")
    again = plan_of(folder, folder / "out", to=to)
    assert [item.name for item in again.items] == list(first)


def test_a_destination_that_is_a_file_is_refused(tmp_path: Path) -> None:
    word_files(tmp_path, "in/a.docx")
    (tmp_path / "out").write_text("x", "utf-8")
    with pytest.raises(BadConfiguration, match=r"out is a file; .* a folder"):
        plan_of(tmp_path / "in", tmp_path / "out")


# ------------------------------------------------------------------------------------------------------------ elsewhere


@pytest.fixture
def bucket() -> Iterator[str]:
    """A folder in memory."""
    url = f"memory://bucket-{uuid4().hex}"
    yield url
    system, path = fsspec.url_to_fs(url)
    if system.exists(path):
        system.rm(path, recursive=True)


def put(url: str, data: bytes | None = None) -> None:
    system, path = fsspec.url_to_fs(url)
    system.makedirs(path.rpartition("/")[0], exist_ok=True)
    system.pipe_file(path, word(url) if data is None else data)


def found_in(url: str) -> list[str]:
    system, path = fsspec.url_to_fs(url)
    return sorted(one.removeprefix(path).lstrip("/") for one in system.find(path))


def test_a_remote_folder_is_mirrored_as_one_of_this_machine_is(bucket: str) -> None:
    for name in ("b.docx", "a/c.docx", "a/~$c.docx", ".x/d.docx", ".h.docx", "n.txt"):
        put(f"{bucket}/in/{name}")
    assert names(f"{bucket}/in") == names(f"{bucket}/in/") == ["a/c.docx", "b.docx"]


@pytest.mark.parametrize("pattern", ["in/*/*.docx", "in/**/*.docx", "in/*"])
def test_a_pattern_over_a_remote_folder_names_documents_from_its_fixed_part(pattern: str, bucket: str) -> None:
    for name in ("a/c.docx", "a/~$c.docx", "a/.h.docx"):
        put(f"{bucket}/in/{name}")
    put(f"{bucket}/in/top.docx")
    wanted = {"in/*/*.docx": ["a/c.docx"], "in/**/*.docx": ["a/c.docx", "top.docx"], "in/*": ["a/c.docx", "top.docx"]}
    assert names(f"{bucket}/{pattern}") == wanted[pattern]


def test_a_remote_source_that_is_not_there_is_said(bucket: str) -> None:
    for what in ("", "/none.docx", "/none/", "/*.docx"):
        with pytest.raises((BadConfiguration, UnreadableInput), match="does not exist"):
            names(bucket + what)
    put(f"{bucket}/in/n.txt")
    assert names(f"{bucket}/in", f"{bucket}/in/*.docx") == []


def test_the_names_of_a_remote_folder_pass_the_same_filter(bucket: str) -> None:
    for name in ("a.docx", "~$a.docx", ".h.docx", "old.doc", "n.txt", ".x/d.docx"):
        put(f"{bucket}/in/{name}")
    assert skipped(f"{bucket}/in") == {"~$a.docx": False, ".h.docx": False, "old.doc": False}
    assert skipped(f"{bucket}/in/~$a.docx") == {"~$a.docx": False}


def test_a_remote_folder_that_cannot_be_listed_is_told(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put(f"{bucket}/in/a.docx")
    put(f"{bucket}/in/locked/b.docx")
    kind = type(fsspec.url_to_fs(bucket)[0])
    listing = kind.ls

    def refuse(system: Any, path: str, **options: Any) -> Any:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied")
        return listing(system, path, **options)

    monkeypatch.setattr(kind, "ls", refuse)
    monkeypatch.setattr(kind, "find", AbstractFileSystem.find)
    assert names(f"{bucket}/in") == ["a.docx"]
    assert skipped(f"{bucket}/in") == {"locked": True}


def test_a_batch_of_names_with_the_signs_of_patterns(bucket: str, tmp_path: Path) -> None:
    wanted = [
        "What is new?.docx",
        "a*b.docx",
        "g[1].docx",
        "folder [old]/x.docx",
        "Part 1::2.docx",
        "y" * 244 + ".docx",
    ]
    for name in wanted:
        put_literally(f"{bucket}/in", name)
    planned = plan([f"{bucket}/in"], f"{bucket}/out")
    for state in ("done", "unchanged"):
        assert states(done(planned, folder=tmp_path)) == dict.fromkeys(wanted, state)
    assert names(f"{bucket}/in/folder [old]", f"{bucket}/in/g[1].docx") == ["g[1].docx", "x.docx"]
    assert found_in(f"{bucket}/out") == sorted(name.replace(".docx", ".zip") for name in wanted)


def put_literally(url: str, name: str) -> None:
    system, path = fsspec.url_to_fs(url)
    system.pipe_file(f"{path}/{name}", word(name))


def test_a_batch_from_and_to_remote_folders(bucket: str, tmp_path: Path) -> None:
    put(f"{bucket}/in/a.docx")
    put(f"{bucket}/in/x/b.docx")
    put(f"{bucket}/in/bad.docx", b"nothing")
    planned = plan([f"{bucket}/in"], f"{bucket}/out")
    wanted = {"a.docx": "done", "bad.docx": "failed", "x/b.docx": "done"}
    with threads() as executor:
        assert dict(sorted(states(done(planned, executor=executor, folder=tmp_path)).items())) == wanted
        assert found_in(f"{bucket}/out") == ["a.zip", "x/b.zip"]
        again = states(done(planned, executor=executor, folder=tmp_path))
    assert again == {"a.docx": "unchanged", "bad.docx": "failed", "x/b.docx": "unchanged"}
    put(f"{bucket}/in/a.docx", word("changed"))
    put(f"{bucket}/out/x/b.zip", b"spoilt")
    assert states(done(planned, folder=tmp_path)) == {"a.docx": "done", "bad.docx": "failed", "x/b.docx": "done"}


def test_listed_remote_documents_share_their_folder(bucket: str) -> None:
    listed = (f"{bucket}/in/a.docx", f"{bucket}/in/x/b.docx")
    assert names(listed=listed) == ["a.docx", "x/b.docx"]


def test_a_remote_destination_in_a_source_folder_is_no_source(bucket: str, tmp_path: Path) -> None:
    put(f"{bucket}/in/a.docx")
    planned = plan([f"{bucket}/in"], f"{bucket}/in/out", options=ConversionOptions.parse(to="html"))
    done(planned, folder=tmp_path)
    put(f"{bucket}/in/out/b.docx")
    put(f"{bucket}/in/output.docx")
    again = plan([f"{bucket}/in/"], f"{bucket}/in/out", options=ConversionOptions.parse(to="html"))
    assert [item.name for item in again.items] == ["a.docx", "output.docx"]


@pytest.mark.parametrize("place", ["source", "list", "destination", "template"])
def test_a_url_with_a_password_is_refused_and_the_password_not_said(place: str, tmp_path: Path) -> None:
    word_files(tmp_path, "in/a.docx")
    url = "sftp://dana:very-secret@example.org/in"
    with pytest.raises(BadConfiguration, match=r"^sftp://… holds a password") as refused:
        plan(
            [url if place == "source" else str(tmp_path / "in")],
            url if place == "destination" else str(tmp_path / "out"),
            options=ConversionOptions.parse(to="docx", template=url) if place == "template" else None,
            listed=[f"{url}/b.docx"] if place == "list" else [],
        )
    assert "very-secret" not in str(refused.value)
