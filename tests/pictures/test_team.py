"""By how many processes pictures are made shows in nothing but the time."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import threading
import time
from typing import Any

import pytest
from metafiles import window, wmf, wmf_rectangle
from picture_samples import encoded

from sdconvert.choices import Renderer
from sdconvert.pictures import Allowance, cache, conversion, metafile, program, studio, team
from sdconvert.pictures.apart import messages
from sdconvert.pictures.outcomes import ConvertedPicture, PictureUnconvertible
from sdconvert.pictures.studio import Studio
from sdconvert.pictures.team import Team, free_processors
from sdconvert.pictures.work import ENDED, Work


def drawing(number: int, *more: bytes) -> bytes:
    return wmf(window(0, 0, 100, 100), wmf_rectangle(5, 5, 50, 10 + number), *more, box=(0, 0, 50, 50))


PICTURES = [drawing(number) for number in range(5)]
PICTURES += [encoded("TIFF", size=(9, 9)), drawing(1)[:-6], b"no picture", encoded("BMP", size=(9, 9))]


class Helpers:
    """The processes that were started, by their ids, and what they answered."""

    def __init__(self) -> None:
        self.started: list[int] = []
        self.answers: list[messages.Message | None] = []
        self.has_question, self.has_answer = threading.Event(), threading.Event()

    @property
    def running(self) -> list[int]:
        return [pid for pid in self.started if is_running(pid)]


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def helpers(monkeypatch: pytest.MonkeyPatch) -> Helpers:
    """There are two wherever there are pictures left."""
    known = Helpers()

    class Answerer(program.Answerer):
        def __init__(self, command: list[str]) -> None:
            super().__init__(command)
            known.started.append(self._process.pid)

        def ask(self, *given: Any) -> messages.Message | None:
            if given[0]["kind"] == "wmf":
                known.has_question.set()
            known.answers.append(super().ask(*given))
            known.has_answer.set()
            return known.answers[-1]

    monkeypatch.setattr(program, "Answerer", Answerer)
    monkeypatch.setattr(team, "LEAST_SECONDS", 0.0)
    monkeypatch.setattr(team, "free_processors", lambda: 2)
    return known


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch, helpers: Helpers) -> None:
    """Where the pictures are made here, a second one of a document has to wait until a helper had one."""
    draw, made = metafile.convert, itertools.count()

    def wait(*given: Any, **named: Any) -> ConvertedPicture:
        if next(made):
            assert helpers.has_answer.wait(30)
        return draw(*given, **named)

    monkeypatch.setattr(metafile, "convert", wait)


def converted(allowance: Allowance | None = None) -> list[object]:
    outcomes = conversion.convert(PICTURES, Renderer.BUILTIN, allowance)
    return [
        (type(one), one.reason, one.missing_extra) if isinstance(one, PictureUnconvertible) else one for one in outcomes
    ]


def test_pictures_come_out_the_same_by_however_many_processes(helpers, patient, monkeypatch, tmp_path):
    given = {"bytes_of_bitmaps": 300, "pixels_of_metafiles": 400_000}
    many = [Allowance(), Allowance(**given)]
    by_many = [converted(many[0])]
    assert len(helpers.started) == 2
    assert None not in helpers.answers
    assert helpers.answers
    by_many.append(converted(many[1]))
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    assert converted() == by_many[0]
    monkeypatch.setattr(team, "free_processors", lambda: 0)
    count = len(helpers.started)
    assert converted() == by_many[0]
    monkeypatch.setenv(cache.VARIABLE, "off")
    one = [Allowance(), Allowance(**given)]
    assert [converted(each) for each in one] == by_many
    assert len(helpers.started) == count
    assert [each.takes for each in one] == [each.takes for each in many]
    assert "took all" in by_many[1][4][1]
    assert not helpers.running


def test_what_a_helper_does_not_bring_to_its_end_is_made_here(helpers, patient, monkeypatch):
    dying = "import os; from sdconvert.pictures import metafile; metafile.convert = lambda *_: os._exit(0); "
    monkeypatch.setattr(studio, "_PROGRAM", f"import sys; sys.path[:] = sys.argv[1:]; {dying}{studio._PROGRAM}")
    outcomes = converted()
    assert None in helpers.answers
    monkeypatch.setattr(team, "free_processors", lambda: 0)
    assert converted() == outcomes
    assert all(isinstance(outcome, ConvertedPicture) for outcome in outcomes[:5])


def test_helpers_end_with_whoever_asked_for_them(helpers, monkeypatch):
    sleeping = "import time; from sdconvert.pictures import metafile; metafile.convert = lambda *_: time.sleep(60); "
    monkeypatch.setattr(studio, "_PROGRAM", f"import sys; sys.path[:] = sys.argv[1:]; {sleeping}{studio._PROGRAM}")
    calls = iter(range(9))

    def draw(*_: object, **__: object) -> ConvertedPicture:
        if next(calls):
            assert helpers.has_question.wait(30)
            raise KeyboardInterrupt
        return ConvertedPicture(b"png")

    monkeypatch.setattr(metafile, "convert", draw)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        converted()
    assert time.monotonic() - began < 20
    assert len(helpers.started) == 2
    assert not helpers.running


def test_little_work_asks_for_no_help(helpers, monkeypatch):
    monkeypatch.setattr(team, "LEAST_SECONDS", 3.0)
    converted()
    assert helpers.started == []


def test_a_team_makes_each_picture_once_and_asks_for_what_takes_long() -> None:
    made: list[int] = []

    def make(place: int) -> Work:
        made.append(place)
        return Work(ConvertedPicture(bytes([place])))

    with Team(5, lambda place, _: make(place)) as few:
        works = [few.work_of(place, lambda place=place: make(place)) for place in range(5)]
    assert [work.outcome.png for work in works] == [bytes([place]) for place in range(5)]
    assert made == [0, 1, 2, 3, 4]


def test_a_process_beside_others_and_a_machine_that_is_busy_have_no_processor_to_spare(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    monkeypatch.setattr(team, "_load", lambda: 0.3)
    assert free_processors() == 7
    monkeypatch.setattr(team, "_load", lambda: 5.9)
    assert free_processors() == 2
    monkeypatch.setattr(team, "_load", lambda: 20.0)
    assert free_processors() == 0
    monkeypatch.setattr(team, "_load", lambda: 0.0)
    monkeypatch.setattr(multiprocessing.process, "_parent_process", object())
    assert free_processors() == 0


def test_a_studio_that_is_stopped_opens_no_more() -> None:
    with Studio() as one:
        assert one.open()
        one.stop()
        assert one.convert(PICTURES[0], "wmf", Allowance().left, None) is ENDED
        assert not one.open()
