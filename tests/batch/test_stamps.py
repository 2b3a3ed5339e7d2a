"""Stamps of files: what is still the same is known without a look into it, and what may not be is hashed."""

import os
import time
from pathlib import Path

import pytest
from batch_kit import done, journal_of, plan_of, states, word, word_files

from sdconvert.batch import unchanged
from sdconvert.batch.runner import RunSettings
from sdconvert.batch.stamps import Look, look_at

SECOND = 1_000_000_000
NOW = 1_795_000_000 * SECOND


def look(changed: int, touched: int | None = None, looked: int = NOW) -> Look:
    return Look(12, changed, changed if touched is None else touched, 7, looked)


@pytest.mark.parametrize(
    ("seen", "has_stamp"),
    [
        (look(NOW - 3 * SECOND), True),
        (look(NOW - 2 * SECOND), True),
        (look(NOW - SECOND), False),  # whole seconds: the tick may be that of FAT
        (look(NOW - SECOND + 5), True),
        (look(NOW - SECOND // 20), False),
        (look(NOW - 3 * SECOND, touched=NOW - 5), False),
        (look(NOW + 3600 * SECOND), False),  # of a clock that goes before ours
    ],
)
def test_what_was_changed_shortly_before_the_look_has_no_stamp(seen: Look, has_stamp: bool) -> None:
    assert bool(seen.stamp("c0ffee")) == has_stamp


def test_a_stamp_says_all_that_tells_one_content_from_another() -> None:
    one = look(NOW - 9 * SECOND)
    others = [
        one._replace(size=13).stamp("c0ffee"),
        one._replace(changed=NOW - 8 * SECOND).stamp("c0ffee"),
        one._replace(touched=NOW - 8 * SECOND).stamp("c0ffee"),
        one._replace(number=8).stamp("c0ffee"),
        one.stamp("decaf"),
    ]
    assert all(others)
    assert len({one.stamp("c0ffee"), *others}) == 6
    assert one.stamp("c0ffee") == one.identity("c0ffee")


def test_places_elsewhere_and_what_is_not_there_are_not_looked_at(tmp_path: Path) -> None:
    assert look_at("s3://bucket/a.docx") is None
    assert look_at(str(tmp_path / "missing.docx")) is None


@pytest.fixture
def settled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path, list[str]]:
    """A folder and its results, all of them done long ago and looked at once more; and the files that are hashed from
    there on."""
    folder, out = word_files(tmp_path / "in", "a.docx", "b.docx"), tmp_path / "out"
    done(plan_of(folder, out))
    clock = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: clock() + 10 * SECOND)
    done(plan_of(folder, out))
    hashed: list[str] = []
    digest = unchanged.storage.digest
    monkeypatch.setattr(unchanged.storage, "digest", lambda place: hashed.append(Path(place).name) or digest(place))
    return folder, out, hashed


def test_what_has_its_stamp_is_not_hashed(settled: tuple[Path, Path, list[str]]) -> None:
    folder, out, hashed = settled
    assert states(done(plan_of(folder, out))) == {"a.docx": "unchanged", "b.docx": "unchanged"}
    assert hashed == []


def test_with_checksum_all_is_hashed(settled: tuple[Path, Path, list[str]]) -> None:
    folder, out, hashed = settled
    done(plan_of(folder, out), settings=RunSettings(1, checksum=True))
    assert sorted(hashed) == ["a.docx", "a.zip", "b.docx", "b.zip"]


def test_what_was_only_touched_is_hashed_once_and_not_done_again(settled: tuple[Path, Path, list[str]]) -> None:
    folder, out, hashed = settled
    os.utime(folder / "a.docx", (1_700_000_000, 1_700_000_000))
    assert states(done(plan_of(folder, out)))["a.docx"] == "unchanged"
    assert hashed == ["a.docx"]
    done(plan_of(folder, out))
    assert hashed == ["a.docx"]


def test_a_change_of_the_same_size_whose_time_was_put_back_is_seen(settled: tuple[Path, Path, list[str]]) -> None:
    folder, out, _ = settled
    path = folder / "a.docx"
    before = path.stat()
    others = (word(f"Text of {letter}.docx") for letter in "bcdefghijklm")
    path.write_bytes(next(other for other in others if len(other) == before.st_size))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert states(done(plan_of(folder, out)))["a.docx"] == "done"


def test_a_result_that_was_changed_is_made_again(settled: tuple[Path, Path, list[str]]) -> None:
    folder, out, _ = settled
    result = out / "a.zip"
    whole = result.read_bytes()
    result.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert states(done(plan_of(folder, out)))["a.docx"] == "done"
    assert result.read_bytes() == whole


def test_a_change_within_the_tick_of_the_clock_is_seen(tmp_path: Path) -> None:
    folder, out = word_files(tmp_path / "in", "a.docx"), tmp_path / "out"
    path = folder / "a.docx"
    for text in ("Text of b.docx", "Text of c.docx", "Text of d.docx"):
        assert states(done(plan_of(folder, out)))["a.docx"] == "done"
        before = path.stat()
        path.write_bytes(word(text))
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with journal_of(out) as journal:
        assert journal.past_with_stamps("a.docx")[1] == ("", "")
