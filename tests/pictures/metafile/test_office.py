import gzip
import os
import sys
import time
from pathlib import Path

import pytest
from lxml import etree
from metafiles import (
    RED,
    at,
    emf,
    emf_fill,
    emf_record,
    opened,
    window,
    wmf,
    wmf_fill,
    wmf_font,
    wmf_record,
    wmf_select,
    wmf_text,
)

from sdconvert.choices import Renderer
from sdconvert.pictures import ConvertedPicture, PictureUnconvertible, convert, metafile
from sdconvert.pictures.metafile import office, typefaces
from sdconvert.pictures.metafile.lettering import Typeface
from sdconvert.pictures.metafile.office import PicturePage, flat_document
from sdconvert.pictures.program import find_office

SOFFICE = find_office()
MAPPING = emf_record(17, "I", 8) + emf_record(9, "ii", 100, 100) + emf_record(11, "ii", 100, 100)
RED_EMF = emf(MAPPING, emf_fill(RED, 0, 0, 50, 100))
DOUBTFUL = wmf(wmf_fill(RED, 0, 0, 50, 100), wmf_record(0x0429, "H", 1))
NEEDS_OFFICE = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not installed")


def program(folder: Path, *lines: str) -> str:
    """A program that does something else than LibreOffice; its last argument is the document."""
    path = folder / "soffice"
    path.write_text("\n".join([f"#!{sys.executable}", "import os, pathlib, subprocess, sys, time", *lines, ""]))
    path.chmod(0o755)
    return str(path)


def draw_all(office_program: str, given: list[PicturePage]) -> list[object]:
    return list(office.draw_all(office_program, given))


def has_ended(number: int) -> bool:
    """Whether a process is gone within seconds, or has nothing left but its number."""
    status = Path(f"/proc/{number}/stat")
    for _ in range(100):
        if not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False


def pages(count: int = 1) -> list[PicturePage]:
    return [PicturePage(RED_EMF, (25.4, 25.4)) for _ in range(count)]


# ---------------------------------------------------------------------------------------------------- the document


def test_every_metafile_has_a_page_of_its_own_size() -> None:
    root = etree.fromstring(flat_document([PicturePage(b"one", (20, 10)), PicturePage(b"two", (4000, 1000))]).encode())
    sizes = [
        (element.get(f"{{{root.nsmap['fo']}}}page-width"), element.get(f"{{{root.nsmap['fo']}}}page-height"))
        for element in root.iter("{*}page-layout-properties")
    ]
    assert sizes == [("20.000mm", "10.000mm"), ("500.000mm", "125.000mm")]
    assert [element.text for element in root.iter("{*}binary-data")] == ["b25l", "dHdv"]


@NEEDS_OFFICE
def test_metafiles_are_drawn_in_one_call(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    run = office.print_file
    monkeypatch.setattr(office, "print_file", lambda *values: calls.append(values) or run(*values))
    one, other = convert([RED_EMF, wmf(window(0, 0, 100, 100), wmf_fill(RED, 50, 0, 100, 100))], Renderer.LIBREOFFICE)
    assert isinstance(one, ConvertedPicture)
    assert isinstance(other, ConvertedPicture)
    first, second = (opened(picture.png).convert("RGBA") for picture in (one, other))
    assert len(calls) == 1
    assert (first.size, at(first, 25, 50), first.getpixel((150, 100))) == ((200, 200), RED, (255, 255, 255, 0))
    assert at(second, 75, 50) == RED


@NEEDS_OFFICE
def test_what_libreoffice_draws_is_the_same_each_time() -> None:
    assert convert([RED_EMF], Renderer.LIBREOFFICE) == convert([RED_EMF], Renderer.LIBREOFFICE)


# ------------------------------------------------------------------------------------------------ when it goes wrong


@pytest.mark.parametrize(
    "lines",
    [
        ("sys.exit(1)",),
        ("pathlib.Path(sys.argv[-1]).with_suffix('.pdf').write_bytes(b'no pdf')",),
        ("raise SystemError",),
    ],
)
def test_a_program_that_fails_draws_nothing(tmp_path: Path, lines: tuple[str, ...]) -> None:
    assert draw_all(program(tmp_path, *lines), pages(2)) == [None, None]


def test_a_program_that_cannot_be_started_draws_nothing(tmp_path: Path) -> None:
    assert draw_all(str(tmp_path / "gone"), pages()) == [None]


def test_too_much_is_not_given_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "LARGEST_CALL", 10)
    assert draw_all(program(tmp_path, f"open({str(tmp_path / 'called')!r}, 'w')"), pages()) == [None]
    assert not (tmp_path / "called").exists()


def test_a_program_that_takes_too_long_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "SECONDS", -1.0)
    child = tmp_path / "child"
    sleep = f"[{sys.executable!r}, '-c', 'import time; time.sleep(60)']"
    lines = (f"child = subprocess.Popen({sleep})", f"open({str(child)!r}, 'w').write(str(child.pid))", "time.sleep(60)")
    began = time.monotonic()
    assert draw_all(program(tmp_path, *lines), pages()) == [None]
    assert time.monotonic() - began < 30
    assert has_ended(int(child.read_text()))


def test_a_child_that_outlives_the_program_is_ended(tmp_path: Path) -> None:
    child = tmp_path / "child"
    sleep = f"[{sys.executable!r}, '-c', 'import time; time.sleep(60)']"
    lines = (f"child = subprocess.Popen({sleep})", f"open({str(child)!r}, 'w').write(str(child.pid))")
    assert draw_all(program(tmp_path, *lines), pages()) == [None]
    assert has_ended(int(child.read_text()))


def test_it_has_a_profile_and_a_folder_of_its_own_which_are_gone_afterwards(tmp_path: Path) -> None:
    told = tmp_path / "told"
    draw_all(program(tmp_path, f"open({str(told)!r}, 'w').write(' '.join(sys.argv[1:]))"), pages())
    arguments = told.read_text().split()
    assert arguments[0].startswith("-env:UserInstallation=file:///")
    folder = Path(arguments[-1]).parent
    assert arguments[0].endswith(f"{folder}/profile")
    assert not folder.exists()


# ------------------------------------------------------------------------------------------------------ who draws


class Office:
    """Stands for LibreOffice; remembers what it was given."""

    def __init__(self, *outcomes: ConvertedPicture | PictureUnconvertible) -> None:
        self.outcomes = outcomes
        self.given: list[tuple[bytes, bool]] = []

    def __call__(self, metafiles: list[tuple[bytes, bool]]) -> list[ConvertedPicture | PictureUnconvertible]:
        self.given += metafiles
        return list(self.outcomes)


def replaced(monkeypatch: pytest.MonkeyPatch, *outcomes: ConvertedPicture | PictureUnconvertible) -> Office:
    stand_in = Office(*outcomes)
    monkeypatch.setattr(metafile, "convert_by_office", stand_in)
    return stand_in


BETTER = ConvertedPicture(b"better")
BLANK_TOO = ConvertedPicture(b"blank", metafile.verdict.BLANK)
FAILED = PictureUnconvertible("LibreOffice did not draw it")


def test_only_what_is_doubtful_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = replaced(monkeypatch, BETTER)
    trusted, doubtful, other = convert([RED_EMF, DOUBTFUL, b"no picture"])
    assert stand_in.given == [(DOUBTFUL, False, None)]
    assert isinstance(trusted, ConvertedPicture)
    assert trusted.doubt is None
    assert doubtful == BETTER
    assert isinstance(other, PictureUnconvertible)


def test_what_cannot_be_drawn_here_is_drawn_there(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = replaced(monkeypatch, BETTER)
    assert convert([RED_EMF[:-9]]) == [BETTER]
    assert stand_in.given == [(RED_EMF[:-9], True, None)]


@pytest.mark.parametrize("outcome", [BLANK_TOO, FAILED])
def test_what_is_no_better_there_stays_with_its_doubt(
    monkeypatch: pytest.MonkeyPatch, outcome: ConvertedPicture | PictureUnconvertible
) -> None:
    replaced(monkeypatch, outcome)
    assert convert([DOUBTFUL]) == convert([DOUBTFUL], Renderer.BUILTIN)


@pytest.mark.parametrize("is_searched", [True, False])
def test_what_no_font_of_the_machine_has_stays_doubtful_and_another_program_is_not_asked_for_it(
    monkeypatch: pytest.MonkeyPatch, is_searched: bool
) -> None:
    asked = replaced(monkeypatch, BETTER)
    monkeypatch.setattr(Typeface, "lacks", lambda _, char: char == "b")
    monkeypatch.setattr(typefaces, "_MOST_FONTS_SEARCHED", 10**6 if is_searched else -1)
    (outcome,) = convert([wmf(wmf_font(b"Arial"), wmf_select(0), wmf_text(b"abc"))])
    assert isinstance(outcome, ConvertedPicture)
    assert outcome.doubt is not None
    assert outcome.doubt.is_about_fonts
    assert (outcome.png == b"better", len(asked.given)) == (not is_searched, not is_searched)


def test_the_text_of_a_metafile_is_told_whoever_draws_it(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced(monkeypatch, BETTER)
    data = wmf(wmf_font(b"Arial"), wmf_select(0), wmf_text(b"words"))
    assert convert([data], Renderer.LIBREOFFICE) == [ConvertedPicture(b"better", None, "words")]


def test_all_is_drawn_there_where_that_is_chosen_and_nothing_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = replaced(monkeypatch, FAILED)
    assert convert([RED_EMF], Renderer.LIBREOFFICE) == [FAILED]
    stand_in.given.clear()
    (alone,) = convert([DOUBTFUL], Renderer.BUILTIN)
    assert isinstance(alone, ConvertedPicture)
    assert alone.doubt is not None
    assert stand_in.given == []


def test_a_packed_metafile_is_unpacked_and_a_broken_pack_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in = replaced(monkeypatch, BETTER)
    packed = gzip.compress(DOUBTFUL, mtime=0)
    first, second = convert([packed, packed[:10] + b"\xff\xff\xff"])
    assert first == BETTER
    assert isinstance(second, PictureUnconvertible)
    assert stand_in.given == [(DOUBTFUL, False, None)]


def test_without_the_program_or_the_library_that_reads_its_pages_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metafile, "find_office", lambda: None)
    (outcome,) = convert([RED_EMF], Renderer.LIBREOFFICE)
    assert isinstance(outcome, PictureUnconvertible)
    assert outcome.reason == "LibreOffice is not installed"
    monkeypatch.setattr(metafile, "find_office", lambda: "soffice")
    monkeypatch.setattr(metafile, "has_reader", lambda: False)
    (outcome,) = convert([RED_EMF], Renderer.LIBREOFFICE)
    assert isinstance(outcome, PictureUnconvertible)
    assert outcome.missing_extra == "metafile"


def test_the_program_is_found_by_its_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sdconvert.pictures.program._PLACES", (str(tmp_path / "here"),))
    assert find_office() is None
    (tmp_path / "here").touch()
    assert find_office() == str(tmp_path / "here")
    (tmp_path / "libreoffice").touch(0o755)
    assert find_office() == os.path.join(tmp_path, "libreoffice")
