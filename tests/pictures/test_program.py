"""What other programs draw, within limits of time and memory."""

from __future__ import annotations

import os
import sys
import time

import pytest

from sdconvert.pictures.metafile import office
from sdconvert.pictures.program import Answerer, run_apart


def python(words: str) -> list[str]:
    return [sys.executable, "-c", words]


def test_what_a_program_writes_is_given_unless_it_fails() -> None:
    assert run_apart(python("print(input()[::-1], end='')"), b"abc\n", 20) == b"cba"
    assert run_apart(python("print('half'); raise SystemExit(1)"), b"", 20) == b""
    assert run_apart([os.path.join(os.sep, "no", "such")], b"", 20) == b""


def test_a_program_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    assert run_apart(python("print('half', flush=True); import time; time.sleep(60)"), b"", 0.5) == b""
    assert time.monotonic() - began < 20


def test_a_program_that_answers_is_ended_whatever_it_does() -> None:
    words = (
        "import time; from sdconvert.pictures.apart import messages; messages.write(open(1, 'wb'), {}); time.sleep(60)"
    )
    answerer = Answerer([sys.executable, "-c", f"import sys; sys.path[:] = sys.argv[1:]; {words}", *sys.path])
    assert answerer.is_ready(20)
    began = time.monotonic()
    answerer.end()
    assert time.monotonic() - began < 20
    assert answerer._process.returncode is not None


@pytest.mark.skipif(sys.platform != "linux", reason="no other system bounds the memory of a program for its parent")
def test_a_program_that_takes_too_much_memory_is_ended() -> None:
    assert run_apart(python("bytes(5_000_000_000); print('done')"), b"", 20) == b""


def test_pages_that_cannot_be_read_are_no_pictures() -> None:
    pages = [office.PicturePage(b"", (10, 10))] * 2
    assert list(office._read_pages(b"%PDF-1.7 broken", pages)) == [None, None]
