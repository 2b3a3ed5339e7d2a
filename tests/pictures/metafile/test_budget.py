"""Files that ask for endless work are refused, or drawn, within seconds."""

import random
import struct
import time
from contextlib import suppress

import pytest
from metafiles import (
    drawn,
    emf,
    emf_box,
    emf_brush,
    emf_pen,
    emf_record,
    emf_select,
    plus_emf,
    plus_fill,
    window,
    wmf,
    wmf_brush,
    wmf_font,
    wmf_record,
    wmf_rectangle,
    wmf_select,
    wmf_text,
)

from sdconvert.choices import Renderer
from sdconvert.pictures import PictureUnconvertible, conversion, metafile
from sdconvert.pictures.metafile import drawing, records
from sdconvert.pictures.metafile.size import fitted_pixels
from sdconvert.pictures.outcomes import Allowance, TooCostly

SECONDS = 30.0
"""What is read before it is counted, and what the tenth of a budget may cost: 1 to 3 seconds, more where coverage is
measured. What is endless takes minutes."""
PAGE = (0, 0, 26000, 20000)
NUMBERS = random.Random(7)
WINDOW = window(0, 0, 1000, 800)


def points(count: int) -> bytes:
    return NUMBERS.randbytes(4 * count)


def shape(kind: int, count: int) -> bytes:
    return emf_record(kind, f"4iI{4 * count}s", 0, 0, 0, 0, count, points(count))


def page(*parts: bytes) -> bytes:
    return emf(*parts, frame=PAGE)


def large(*parts: bytes) -> bytes:
    return wmf(WINDOW, *parts, box=(0, 0, 1000, 800))


HUGE_DIB = struct.pack("<IiiHHIIiiII", 40, 4900, 4900, 1, 24, 0, 0, 0, 0, 0, 0) + b"bits"
PLACES = (0, 0, 0, 0, 0, 0, 0, 0, 4900, 4900, 80, 40, 120, 4, 0, 0xCC0020, 999, 800)
HUGE_BITMAP = emf_record(81, f"4i6i4IIIii{len(HUGE_DIB)}s", *PLACES, HUGE_DIB)
HOSTILE = {
    "full boxes": lambda: large(wmf_rectangle(0, 0, 1000, 800) * 100_000),
    "small boxes": lambda: large(wmf_rectangle(5, 5, 9, 9) * 100_000),
    "polygon": lambda: page(shape(86, 200_000)),
    "polygon of few points": lambda: page(shape(86, 20_000)),
    "line": lambda: page(shape(87, 200_000)),
    "wide dashes": lambda: page(emf_pen(1, (0, 0, 0), 20, 1), emf_select(1), shape(87, 200_000)),
    "curves": lambda: page(shape(85, 199_999)),
    "parts": lambda: page(
        emf_record(19, "I", 2),
        emf_record(91, "4iII50000I800000s", 0, 0, 0, 0, 50_000, 200_000, *[4] * 50_000, points(200_000)),
    ),
    "text": lambda: large(wmf_font(b"Arial", -500), wmf_select(0), wmf_text(b"Abcd", 100, 100) * 100_000),
    "objects": lambda: large(wmf_brush((255, 0, 0)) * 60_000),
    "clippings": lambda: large(wmf_record(0x0415, "4h", 9, 9, 5, 5) * 100_000, wmf_rectangle(0, 0, 1000, 800)),
    "pixels": lambda: page(emf_record(15, "iiI", 5, 5, 255) * 100_000),
    "bitmaps": lambda: page(HUGE_BITMAP * 30),
    "operations": lambda: page(emf_record(20, "I", 7), emf_box(43, 0, 0, 1000, 800) * 3_000),
    "hatches": lambda: page(emf_brush(1, (255, 0, 0), 2, 5), emf_select(1), emf_box(43, 0, 0, 1000, 800) * 3_000),
    "far away": lambda: page(emf_record(54, "ii", 2**31 - 1, -(2**31)) * 50_000),
    "ellipses": lambda: page(emf_pen(1, (0, 0, 0), 40), emf_select(1), emf_box(42, 0, 0, 1000, 800) * 20_000),
    "states": lambda: page(emf_record(33) * 200_000),
    "boxes of EMF+": lambda: plus_emf(plus_fill((255, 0, 0), 0, 0, 100, 100, opacity=9) * 100_000),
}  # fmt: skip


@pytest.fixture
def small_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """A tenth of what a picture may cost."""
    monkeypatch.setattr(drawing, "SCALES", {scale: cost // 10 for scale, cost in drawing.SCALES.items()})


@pytest.mark.usefixtures("small_budget")
@pytest.mark.parametrize("name", HOSTILE)
def test_endless_work_is_refused_or_done_in_time(name: str) -> None:
    data = HOSTILE[name]()
    began = time.process_time()
    with suppress(TooCostly):
        drawn(data)
    assert time.process_time() - began < SECONDS


@pytest.mark.usefixtures("small_budget")
@pytest.mark.parametrize("name", ["full boxes", "polygon", "line", "curves", "text", "operations"])
def test_what_is_far_too_much_is_refused(name: str) -> None:
    with pytest.raises(TooCostly):
        drawn(HOSTILE[name]())


@pytest.mark.usefixtures("small_budget")
def test_what_was_written_until_then_is_told() -> None:
    text = wmf_font(b"Arial", -20) + wmf_select(0) + wmf_text(b"Plan of the works")
    data = large(text, wmf_rectangle(0, 0, 1000, 800) * 100_000)
    with pytest.raises(TooCostly, match="“Plan of the works”"):
        drawn(data)


def test_a_picture_that_is_much_work_is_drawn_with_rough_edges() -> None:
    data = large(wmf_rectangle(0, 0, 1000, 800) * 150)
    assert drawn(data).image.size == (2000, 1600)


def test_too_many_records_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_RECORDS", 5)
    for data in (emf(emf_record(33) * 6), wmf(wmf_record(0x001E) * 6)):
        with pytest.raises(TooCostly, match="more than 5 records"):
            drawn(data)


@pytest.mark.parametrize("size_mm", [(1e9, 1e9), (1e9, 0.001), (5000, 3000), (0.0, 0.0)])
def test_a_picture_has_only_so_many_pixels(size_mm: tuple[float, float]) -> None:
    width, height = fitted_pixels(size_mm)
    assert 1 <= width <= 4096
    assert 1 <= height <= 4096
    assert width * height <= 8_100_000


def test_whatever_goes_wrong_is_told_in_one_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("deep down")

    monkeypatch.setattr(metafile, "convert", fail)
    (outcome,) = conversion.convert([emf()], Renderer.BUILTIN)
    assert isinstance(outcome, PictureUnconvertible)
    assert "deep down" in outcome.reason


def test_what_costs_too_much_here_is_not_given_to_another_program(monkeypatch):
    monkeypatch.setattr(conversion, "_redraw", lambda _, outcomes, *given: calls.append(outcomes) or outcomes)
    monkeypatch.setattr(drawing, "SCALES", dict.fromkeys(drawing.SCALES, 1_000))
    calls = []
    (outcome,) = conversion.convert([page(shape(3, 500))], Renderer.AUTO)
    assert isinstance(outcome, TooCostly)
    assert not conversion._is_doubtful(outcome)
    assert calls == [[outcome]]


def test_the_metafiles_of_a_document_cost_no_more_than_all_may():
    allowance = Allowance(pixels_of_metafiles=1)
    outcomes = conversion.convert([page(shape(3, 20)), page(shape(3, 30))], Renderer.BUILTIN, allowance)
    assert outcomes[0].png
    assert "the pictures before it took all the drawing" in outcomes[1].reason


@pytest.mark.parametrize(
    ("shown_width", "expected"),
    [(None, (2000, 1000)), (240, (640, 320)), (15, (300, 150)), (2000, (2000, 1000)), (float("inf"), (2000, 1000))],
)
def test_a_picture_has_two_pixels_for_each_that_shows(shown_width: float | None, expected: tuple[int, int]) -> None:
    assert fitted_pixels((254, 127), shown_width) == expected
