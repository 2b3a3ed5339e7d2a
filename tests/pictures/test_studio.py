"""Metafiles that are much work are drawn in a process that can be ended, and come out as they would here."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import pytest
from metafiles import window, wmf, wmf_font, wmf_record, wmf_rectangle, wmf_select, wmf_text
from picture_samples import encoded

from sdconvert.choices import Renderer
from sdconvert.pictures import Allowance, ConvertedPicture, PictureOutcome, conversion, outcomes, program, studio
from sdconvert.pictures.apart import messages
from sdconvert.pictures.metafile import drawing
from sdconvert.pictures.metafile.png import png_of
from sdconvert.pictures.outcomes import TOO_MUCH, TooCostly

LITTLE = 2_500_000
STRANGE = wmf_record(0x0429, "H", 1)
TEXT = wmf_font(b"Arial", -90) + wmf_select(0) + wmf_text(b"Plan \xe4 of", 100, 100)
SMALL = wmf(window(0, 0, 100, 100), wmf_rectangle(5, 5, 50, 50), box=(0, 0, 50, 50))
DEAF = "import signal; signal.setitimer = lambda *_: None"
SLEEPING = "import time; metafile.convert = lambda *_: time.sleep(60)"
HUNGRY = "draw = metafile.convert; metafile.convert = lambda *given: bytes(5_000_000_000) and draw(*given)"
HUNGRY_FOR_BITMAPS = (
    "from sdconvert.pictures import bitmaps; save = bitmaps.save_png;"
    " bitmaps.save_png = lambda image: bytes(5_000_000_000) and save(image)"
)
BOUNDED = pytest.mark.skipif(
    sys.platform != "linux", reason="no other system bounds the memory of a program for its parent"
)
DYING = "import os; metafile.convert = lambda *_: os._exit(0)"


def large(*parts: bytes) -> bytes:
    return wmf(window(0, 0, 1000, 800), *parts, wmf_rectangle(0, 0, 1000, 800) * 9, box=(0, 0, 200, 160))


@pytest.fixture
def processes(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """Those that were started to draw, where a picture may cost little in this one."""
    started: list[subprocess.Popen[bytes]] = []

    class Answerer(program.Answerer):
        def __init__(self, command: list[str]) -> None:
            super().__init__(command)
            started.append(self._process)

    monkeypatch.setattr(program, "Answerer", Answerer)
    monkeypatch.setattr(conversion, "MOST_UNITS_HERE", LITTLE)
    monkeypatch.setattr(conversion, "MOST_PIXELS_HERE", 50)
    return started


def converted(*pictures: bytes, allowance: Allowance | None = None) -> list[PictureOutcome]:
    return conversion.convert(pictures, Renderer.BUILTIN, allowance)


def told(outcomes: list[PictureOutcome]) -> list[object]:
    return [outcome if isinstance(outcome, ConvertedPicture) else repr(outcome) for outcome in outcomes]


def do_instead(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    """Have the process do something else than draw."""
    start = f"import sys; sys.path[:] = sys.argv[1:]; from sdconvert.pictures import metafile; {words}; "
    monkeypatch.setattr(studio, "_PROGRAM", start + studio._PROGRAM)


def test_pictures_come_out_as_they_would_here(processes, monkeypatch):
    pictures = [large(TEXT), SMALL, large(STRANGE), large(wmf_rectangle(0, 0, 1000, 800) * 9)[:-900] + b"\xff" * 900]
    pictures += [encoded(kind, size=(9, 9)) for kind in ("TIFF", "WEBP", "BMP")]
    pictures.append(encoded("TIFF", size=(9, 9))[:-9])
    apart, here = Allowance(), Allowance()
    outcomes = told(converted(*pictures, allowance=apart))
    assert [process.returncode is None for process in processes] == [False]
    monkeypatch.setattr(conversion, "MOST_UNITS_HERE", 10**12)
    monkeypatch.setattr(conversion, "MOST_PIXELS_HERE", 10**12)
    assert outcomes == told(converted(*pictures, allowance=here))
    assert outcomes[0].text == "Plan ä of"
    assert "cannot be drawn" in outcomes[2].doubt.reason
    assert apart.left == here.left
    assert all(left < most for left, most in zip(apart.left, Allowance().left, strict=True))
    assert len(processes) == 1


def test_what_is_refused_there_is_refused_for_the_reason_that_it_has_here(processes, monkeypatch):
    do_instead(
        monkeypatch,
        "from sdconvert.pictures.metafile import drawing as d; d.SCALES = dict.fromkeys(d.SCALES, 3 * 10**6)",
    )
    allowance = Allowance(pixels_of_metafiles=10_000_000)
    picture = large(TEXT, wmf_rectangle(0, 0, 1000, 800) * 60)
    refused, later = converted(picture, picture, allowance=allowance)
    assert isinstance(refused, TooCostly)
    assert refused.reason == "it asks for more drawing than a picture may cost; written in it is “Plan ä of”"
    assert "the pictures before it took all" in later.reason
    assert len(processes) == 1


def test_what_is_little_work_starts_no_process(processes):
    outcomes = converted(SMALL, encoded("TIFF", size=(5, 5)))
    assert [type(outcome) for outcome in outcomes] == [ConvertedPicture] * 2
    assert processes == []


def test_a_picture_that_hangs_is_ended_and_the_others_are_drawn(processes, monkeypatch):
    do_instead(monkeypatch, f"{SLEEPING}; {DEAF}")
    monkeypatch.setattr(studio, "SECONDS", 0.1)
    allowance = Allowance(pixels_of_metafiles=outcomes._PIXELS_OF_AN_END + 10)
    began = time.monotonic()
    ended, drawn, refused = converted(large(), SMALL, large(), allowance=allowance)
    assert time.monotonic() - began < 20
    assert isinstance(ended, TooCostly)
    assert ended.reason == TOO_MUCH
    assert isinstance(drawn, ConvertedPicture)
    assert "the pictures before it took all" in refused.reason
    assert [process.returncode is None for process in processes] == [False]


def test_a_bitmap_that_hangs_is_ended_and_booked_as_a_third_of_all(processes, monkeypatch):
    hanging = "import time; from sdconvert.pictures import bitmaps; bitmaps.save_png = lambda *_: time.sleep(60)"
    do_instead(monkeypatch, hanging)
    monkeypatch.setattr(studio, "SECONDS", 0.1)
    allowance = Allowance(bytes_of_bitmaps=3 * 81 + 1)
    ended, refused = converted(encoded("TIFF", size=(9, 9)), encoded("BMP", size=(9, 9)), allowance=allowance)
    assert isinstance(ended, TooCostly)
    assert ended.reason == TOO_MUCH
    assert "more pixels than those of a document may have" in refused.reason
    assert [process.returncode is None for process in processes] == [False]


@pytest.mark.parametrize(
    ("instead", "picture"),
    [
        (DYING, large()),
        pytest.param(HUNGRY, large(), marks=BOUNDED),
        pytest.param(HUNGRY_FOR_BITMAPS, encoded("TIFF", size=(9, 9)), marks=BOUNDED),
    ],
)
def test_a_picture_that_takes_all_memory_or_the_process_is_too_costly(processes, monkeypatch, instead, picture):
    do_instead(monkeypatch, instead)
    outcomes = converted(picture, SMALL)
    assert isinstance(outcomes[0], TooCostly)
    assert outcomes[0].reason == TOO_MUCH
    assert isinstance(outcomes[1], ConvertedPicture)
    assert [process.returncode is None for process in processes] == [False]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such orders")
def test_what_is_said_to_all_processes_at_once_ends_no_drawing(processes, monkeypatch):
    told_to_end = "[os.kill(os.getpid(), order) for order in (signal.SIGINT, signal.SIGTERM)]"
    words = "import os, signal; draw = metafile.convert; metafile.convert = lambda *given: %s and draw(*given)"
    do_instead(monkeypatch, words % told_to_end)
    assert isinstance(converted(large())[0], ConvertedPicture)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm for a process")
def test_a_process_ends_when_nobody_is_left_who_could_end_it(processes, monkeypatch):
    do_instead(monkeypatch, SLEEPING)
    command = [sys.executable, "-c", studio._PROGRAM, *sys.path]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        messages.write(process.stdin, {"kind": "wmf", "width": None, "left": [1, 1], "seconds": 0.1}, large())
        assert process.wait(20) < 0


def test_a_process_that_may_have_no_other_children_has_this_one_which_imports_what_it_does(
    processes, monkeypatch, tmp_path
):
    (tmp_path / "mark_of_the_path.py").write_text(f"open({str(tmp_path / 'seen')!r}, 'w').close()")
    monkeypatch.syspath_prepend(tmp_path)
    do_instead(monkeypatch, "import mark_of_the_path")
    monkeypatch.setitem(multiprocessing.current_process()._config, "daemon", True)
    with pytest.raises(AssertionError, match="daemonic"):
        multiprocessing.get_context("spawn").Process(target=print).start()
    assert isinstance(converted(large())[0], ConvertedPicture)
    assert len(processes) == 1
    assert Path(tmp_path, "seen").exists()


@pytest.mark.parametrize("executable", ["/no/such/python", sys.executable])
def test_where_there_is_no_such_process_pictures_are_drawn_here(processes, monkeypatch, executable):
    monkeypatch.setattr(sys, "executable", executable)
    monkeypatch.setattr(studio, "_PROGRAM", "raise SystemExit")
    expected = png_of(drawing.draw(large(), False).image)
    assert [outcome.png for outcome in converted(large(), large())] == [expected] * 2
    assert all(process.returncode is not None for process in processes)
