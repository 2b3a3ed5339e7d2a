"""Pictures that are kept come out as if they were just made; whatever happens to the folder, nothing else does."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from metafiles import emf, window, wmf, wmf_font, wmf_record, wmf_rectangle, wmf_select, wmf_text
from picture_samples import encoded

import sdconvert
from sdconvert.choices import Renderer
from sdconvert.pictures import (
    Allowance,
    ConvertedPicture,
    PictureKind,
    PictureUnconvertible,
    PictureView,
    cache,
    circumstances,
    conversion,
    metafile,
    show_as,
    view,
)
from sdconvert.pictures.cache import PictureCache, named_folder, open_cache
from sdconvert.pictures.metafile import drawing
from sdconvert.pictures.outcomes import TOO_MUCH, Doubt, TakeKind, TooCostly
from sdconvert.pictures.work import Work

SMALL = wmf(window(0, 0, 100, 100), wmf_rectangle(5, 5, 50, 50), box=(0, 0, 50, 50))
WRITTEN = wmf(
    window(0, 0, 1000, 800),
    wmf_font(b"Arial", -90) + wmf_select(0) + wmf_text(b"Plan \xe4 of", 100, 100),
    wmf_record(0x0429, "H", 1),
    box=(0, 0, 200, 160),
)
PICTURES = [SMALL, WRITTEN, SMALL[:-6], encoded("TIFF", size=(9, 9)), encoded("BMP", size=(9, 9))[:30], b"no picture"]
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has neither owners nor modes of this kind")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "kept"))
    return tmp_path / "kept"


@pytest.fixture
def nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From when it is called on."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("it was made again")

    def forbid() -> None:
        monkeypatch.setattr(metafile, "convert", refuse)
        monkeypatch.setattr(conversion, "bitmap_to_png", refuse)
        monkeypatch.setattr(view, "open_bitmap", refuse)

    return forbid


def converted(*pictures: bytes, allowance: Allowance | None = None, width: float | None = None) -> list[object]:
    widths = [width] * len(pictures)
    return [told(one) for one in conversion.convert(pictures, Renderer.BUILTIN, allowance, widths)]


def told(outcome: object) -> object:
    if isinstance(outcome, PictureUnconvertible):
        return type(outcome), outcome.reason, outcome.missing_extra
    return outcome


def entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def work(size: int = 1000) -> Work:
    return Work(ConvertedPicture(bytes(size)), ((TakeKind.DRAWING, 5),), is_lasting=True)


def key(number: int) -> str:
    return f"{number:08x}" + "0" * 56


# ------------------------------------------------------------------------------------------------------ the same again


def test_what_is_kept_comes_out_as_what_is_made(folder, monkeypatch, nothing_is_made):
    allowances = [Allowance(), Allowance(), Allowance()]
    with monkeypatch.context() as patch:
        patch.setenv(cache.VARIABLE, "off")
        made = converted(*PICTURES, allowance=allowances[0])
        assert not folder.exists()
    first = converted(*PICTURES, allowance=allowances[1])
    assert len(entries(folder)) == 3
    again = converted(*PICTURES, allowance=allowances[2])
    assert made == first == again
    assert allowances[0].left == allowances[1].left == allowances[2].left
    assert allowances[0].takes == allowances[1].takes == allowances[2].takes
    assert made[1].text == "Plan ä of"
    assert made[1].doubt.reason.startswith("parts of it")
    nothing_is_made()
    assert converted(SMALL, WRITTEN, PICTURES[3]) == [made[0], made[1], made[3]]


def test_a_document_comes_out_the_same_with_the_same_findings(folder, monkeypatch, tmp_path, nothing_is_made):
    page = tmp_path / "page.html"
    (tmp_path / "one.wmf").write_bytes(WRITTEN)
    (tmp_path / "two.tiff").write_bytes(encoded("TIFF", size=(9, 9)))
    page.write_text('<h1>A</h1><p><img src="one.wmf"><img src="two.tiff"></p>')
    results = []
    for said in ("off", str(folder), str(folder)):
        monkeypatch.setenv(cache.VARIABLE, said)
        results.append(sdconvert.convert(page, renderer="builtin"))
        if len(results) == 2:
            nothing_is_made()
    values = [(one.value, [str(finding) for finding in one.findings], one.ledger.imbalance()) for one in results]
    assert values[0] == values[1] == values[2]
    assert {"SDXML-W043", "SDXML-W044"} <= {finding.code.id for finding in results[2].findings}


def test_a_picture_that_is_asked_for_in_another_width_is_another_one(folder):
    wide, narrow = (converted(WRITTEN, width=width)[0] for width in (None, 80.0))
    assert wide.png != narrow.png
    assert [converted(WRITTEN, width=width)[0] for width in (None, 80.0)] == [wide, narrow]


def test_what_is_cut_or_turned_is_kept_too(folder, nothing_is_made):
    views = [PictureView(left=0.5), PictureView(degrees=90)]
    jpeg = encoded("JPEG", size=(20, 10))
    made = [show_as(jpeg, PictureKind.JPEG, one, Allowance()) for one in views]
    nothing_is_made()
    allowance = Allowance()
    assert [show_as(jpeg, PictureKind.JPEG, one, allowance) for one in views] == made
    assert allowance.takes == [(TakeKind.BITMAP, 600)] * 2
    with pytest.raises(TooCostly):
        show_as(jpeg, PictureKind.JPEG, views[0], Allowance(bytes_of_bitmaps=599))


def test_too_little_that_is_left_refuses_what_is_kept_as_what_is_made(folder, monkeypatch):
    tiff = encoded("TIFF", size=(9, 9))
    given = {"bytes_of_bitmaps": 300, "pixels_of_metafiles": 10}
    asked = [tiff, SMALL, tiff, SMALL]
    expected = converted(*asked, allowance=Allowance(**given))
    assert len(entries(folder)) == 2
    assert converted(*asked, allowance=Allowance(**given)) == expected
    monkeypatch.setenv(cache.VARIABLE, "off")
    assert converted(*asked, allowance=Allowance(**given)) == expected
    assert "more pixels" in expected[2][1]
    assert "took all" in expected[3][1]


def test_a_refusal_for_the_pictures_before_is_not_kept(folder):
    pictures = [SMALL, encoded("TIFF", size=(9, 9))]
    refused = converted(*pictures, allowance=Allowance(bytes_of_bitmaps=0, pixels_of_metafiles=0))
    assert [kind for kind, _, _ in refused] == [TooCostly] * 2
    assert [type(outcome) for outcome in converted(*pictures)] == [ConvertedPicture] * 2


def test_what_asks_for_too_much_is_kept_as_a_refusal_and_what_was_ended_is_not(folder, monkeypatch):
    monkeypatch.setattr(drawing, "SCALES", dict.fromkeys(drawing.SCALES, 10_000))
    (refused,) = converted(WRITTEN)
    assert refused[0] is TooCostly
    assert len(entries(folder)) == 1
    monkeypatch.setattr(drawing, "SCALES", dict.fromkeys(drawing.SCALES, 10**9))
    assert converted(WRITTEN) == [refused]
    monkeypatch.setattr(metafile, "convert", lambda *_, **__: (_ for _ in ()).throw(MemoryError))
    assert converted(SMALL) == [(TooCostly, TOO_MUCH, None)]
    assert len(entries(folder)) == 1


def test_what_libreoffice_drew_is_kept_and_what_it_did_not_draw_is_not(folder, monkeypatch):
    asked: list[int] = []
    strange = emf(frame=(0, 0, 3000, 2000))

    def draw(pictures: Any) -> list[object]:
        asked.append(len(pictures))
        return [ConvertedPicture(b"png", Doubt("it came out blank")), PictureUnconvertible("no")][: len(pictures)]

    monkeypatch.setattr(metafile, "convert_by_office", draw)
    monkeypatch.setattr(circumstances, "of_office_drawing", lambda: "LibreOffice")
    pictures = [WRITTEN, strange]
    first, again = ([told(one) for one in conversion.convert(pictures, Renderer.LIBREOFFICE)] for _ in range(2))
    assert asked == [2, 1]
    assert first[0] == again[0]
    monkeypatch.setattr(circumstances, "of_office_drawing", lambda: "a newer one")
    conversion.convert(pictures, Renderer.LIBREOFFICE)
    assert asked == [2, 1, 2]


# --------------------------------------------------------------------------------------------------- what is not used


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: entry[:-1],
        lambda entry: entry[:40],
        lambda _: b"",
        lambda entry: entry[:-1] + bytes([entry[-1] ^ 1]),
        lambda entry: bytes(32) + entry[32:],
    ],
)
def test_a_damaged_entry_is_made_again(folder, damage):
    expected = converted(SMALL)
    (entry,) = entries(folder)
    whole = entry.read_bytes()
    entry.write_bytes(damage(whole))
    assert converted(SMALL) == expected
    assert entry.read_bytes() == whole


def test_an_entry_under_the_name_of_another_one_is_made_again(folder):
    small, written = converted(SMALL, WRITTEN)
    one, other = entries(folder)
    one.write_bytes(other.read_bytes())
    assert converted(SMALL, WRITTEN) == [small, written]


@POSIX
def test_an_entry_that_another_user_may_have_written_is_not_read(folder, tmp_path, monkeypatch):
    kept = PictureCache(folder)
    folder.mkdir(mode=0o700)
    kept.keep(key(1), work())
    (entry,) = entries(folder)
    assert (entry.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert kept.find(key(1)) == work()
    entry.chmod(0o620)
    assert kept.find(key(1)) is None
    entry.chmod(0o600)
    entry.rename(tmp_path / "elsewhere")
    entry.symlink_to(tmp_path / "elsewhere")
    assert kept.find(key(1)) is None
    entry.unlink()
    os.mkfifo(entry)
    assert kept.find(key(1)) is None
    entry.unlink()
    (tmp_path / "elsewhere").rename(entry)
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    assert kept.find(key(1)) is None
    assert open_cache() is None


@POSIX
@pytest.mark.parametrize("is_link", [True, False])
def test_a_folder_that_others_can_write_into_or_that_is_a_link_is_not_used(folder, tmp_path, is_link):
    folder.parent.joinpath("other").mkdir(mode=0o700)
    if is_link:
        folder.symlink_to(tmp_path / "other")
    else:
        folder.mkdir()
        folder.chmod(0o770)
    assert open_cache() is None
    assert isinstance(converted(SMALL)[0], ConvertedPicture)
    assert entries(folder) == []


@pytest.mark.parametrize("call", ["open", "replace"])
def test_a_disk_that_is_full_or_cannot_be_written_changes_nothing(folder, monkeypatch, call):
    expected = converted(WRITTEN)
    real, is_broken = getattr(os, call), True

    def fail(*given: Any, **named: Any) -> Any:
        if is_broken and (call == "replace" or given[1] & os.O_CREAT):
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*given, **named)

    monkeypatch.setattr(os, call, fail)
    for entry in entries(folder):
        entry.unlink()
    assert converted(WRITTEN) == expected
    assert entries(folder) == []
    is_broken = False
    assert converted(WRITTEN) == expected
    assert len(entries(folder)) == 1


def test_a_folder_that_cannot_be_made_is_none(folder):
    folder.write_bytes(b"a file")
    assert open_cache() is None
    assert isinstance(converted(SMALL)[0], ConvertedPicture)


def test_where_it_cannot_be_told_what_draws_nothing_is_kept(folder, monkeypatch):
    monkeypatch.setattr(circumstances, "of_own_drawing", lambda: None)
    assert isinstance(converted(SMALL)[0], ConvertedPicture)
    assert entries(folder) == []


def test_other_fonts_or_other_code_make_other_pictures(tmp_path, monkeypatch):
    font = tmp_path / "fonts" / "deep" / "Sans.ttf"
    font.parent.mkdir(parents=True)
    monkeypatch.setattr(circumstances, "font_folders", lambda: [tmp_path / "fonts"])
    told = circumstances.of_own_drawing.__wrapped__
    seen = [told()]
    font.write_bytes(b"one")
    seen.append(told())
    font.write_bytes(b"another")
    seen.append(told())
    assert seen[-1] == told()
    monkeypatch.setattr(circumstances, "__file__", str(tmp_path / "sdconvert" / "circumstances.py"))
    seen.append(told())
    assert len(set(seen)) == 4
    monkeypatch.setattr(circumstances, "find_spec", lambda _: None)
    assert told() is None


# ------------------------------------------------------------------------------------------------------------ its size


def test_it_takes_no_more_than_it_may_and_what_was_used_last_stays(tmp_path):
    kept = PictureCache(tmp_path, 20_000)
    for number in range(60):
        kept.keep(key(number), work())
        os.utime(tmp_path / f"{key(number)}.picture", (number, number))
        if number:
            assert kept.find(key(0)) == work()  # which says that it was used
    assert 10_000 < kept.use().size <= 20_000
    assert kept.find(key(59)) == work()
    assert kept.find(key(30)) is None
    kept.keep(key(70), work(3_000))
    assert kept.find(key(70)) is None


def test_what_was_never_finished_goes_and_what_is_not_ours_stays(tmp_path):
    kept = PictureCache(tmp_path, 20_000)
    old, new, other = (tmp_path / name for name in (".12-" + "0" * 16, ".13-" + "1" * 16, "notes.txt"))
    for path in (old, new, other):
        path.write_bytes(b"some")
    os.utime(old, (1, 1))
    os.utime(other, (1, 1))
    kept.keep(key(0), work())
    assert [path.exists() for path in (old, new, other)] == [False, True, True]
    assert kept.clear().pictures == 1
    assert entries(tmp_path) == [other]


PROGRAM = """
import sys
from pathlib import Path
from sdconvert.pictures.cache import PictureCache
from sdconvert.pictures.outcomes import ConvertedPicture
from sdconvert.pictures.work import Work
kept = PictureCache(Path(sys.argv[1]), 20_000)
for _ in range(8):
    for number in range(30):
        work = Work(ConvertedPicture(bytes([number]) * 1000), is_lasting=True)
        assert kept.find(f"{number:064x}") in (None, work)
        kept.keep(f"{number:064x}", work)
"""


def test_many_processes_at_once_see_whole_entries(tmp_path):
    command = [sys.executable, "-c", PROGRAM, str(tmp_path)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(2)]
    assert [process.communicate()[1] for process in processes] == [b"", b""]
    assert 0 < PictureCache(tmp_path, 20_000).use().size <= 40_000


# --------------------------------------------------------------------------------------------------------- the setting


def test_where_pictures_are_kept_is_for_the_user_to_say(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for said in ("", "off", "OFF", "0", "no"):
        monkeypatch.setenv(cache.VARIABLE, said)
        assert named_folder() is None
    monkeypatch.delenv(cache.VARIABLE)
    assert named_folder() is None
    monkeypatch.setenv(cache.VARIABLE, "on")
    assert named_folder() == tmp_path / "sdconvert" / "pictures"
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "else"))
    assert named_folder() == tmp_path / "else"
    monkeypatch.setenv(cache.VARIABLE, "on")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError))
    assert named_folder() is None
