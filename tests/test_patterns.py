"""No regular expression takes time that grows faster than its text: what documents and servers send is matched by
them, and a few kilobytes must not keep a computer busy for minutes."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from patterns import Pattern, find_patterns, pumps
from thoroughness import IS_THOROUGH

import sdconvert
from sdconvert.patterns import compile_late

_PACKAGE = Path(sdconvert.__file__).parent
_PATTERNS = sorted(find_patterns(_PACKAGE), key=lambda pattern: pattern.place)
_NOT_BY_THEMSELVES = frozenset(
    {
        "sdconvert.formats.docx.write.template._STYLE",  # applied to files of this package only
        "sdconvert.ignores._PIECES",  # applied to patterns of the user's own project file
        "sdconvert.formats.docx.read.fields._ARGUMENT",  # not applied behind the last closing quote
    }
)
_MOST_STARTS = 100 if IS_THOROUGH else 6
_LONGEST_PAIR = 2
_ONE_PATTERN = 60 if IS_THOROUGH else 20


@pytest.mark.parametrize("text", [r"(?P<sign>[a-c])(\d+)", rb"(?P<sign>[a-c])(\d+)"])
def test_a_pattern_that_is_compiled_late_is_what_it_is_otherwise(text: str | bytes) -> None:
    late: re.Pattern[Any] = compile_late(text, re.IGNORECASE)  # type: ignore[type-var]
    usual: re.Pattern[Any] = re.compile(text, re.IGNORECASE)
    subject: Any = "x B12 c3" if isinstance(text, str) else b"x B12 c3"
    for _ in range(2):
        assert (late.pattern, late.flags, late.groups, late.groupindex) == (text, usual.flags, 2, {"sign": 1})
        for method in ("match", "fullmatch", "search"):
            assert str(getattr(late, method)(subject)) == str(getattr(usual, method)(subject))
        for method in ("split", "findall"):
            assert getattr(late, method)(subject) == getattr(usual, method)(subject)
        assert [one.span() for one in late.finditer(subject, 3)] == [(6, 8)]
        assert late.sub(subject[:1], subject, count=1) == usual.sub(subject[:1], subject, count=1)
        assert late.subn(subject[:1], subject) == usual.subn(subject[:1], subject)


def test_a_pattern_is_compiled_when_it_is_first_applied_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled, usual = [], re.compile
    monkeypatch.setattr(re, "compile", lambda *given: compiled.append(given) or usual(*given))
    late = compile_late("a+")
    assert compiled == []
    assert all(late.match("aa") for _ in range(3))
    assert compiled == [("a+", 0)]


class _Size(NamedTuple):
    """Characters of a text; the seconds from which on one of eight times the length is tried, and those it may take."""

    short: int
    worth_a_look: float
    too_long: float


_OF_SIGNS = _Size(1_000, 0.001, 0.06)
_OF_BEGINNINGS = _Size(16_000, 0.008, 0.4)
"""For beginnings of a match, where a scan to the end of the text follows on each, which costs little at first."""


class _TooLongError(Exception):
    pass


@contextmanager
def _alarm() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, _ONE_PATTERN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _duration(pattern: Pattern, method: str, start: str, unit: str, size: int) -> float:
    text = start + unit * (size // len(unit)) + "\x01"
    subject = text if isinstance(pattern.compiled.pattern, str) else text.encode("latin-1", "replace")
    apply = getattr(pattern.compiled, method)
    began = time.process_time()
    apply(subject)
    return time.process_time() - began


def _weaknesses(pattern: Pattern) -> Iterator[str]:
    for start, unit in pumps(pattern, _MOST_STARTS):
        size = _OF_BEGINNINGS if len(unit) > _LONGEST_PAIR else _OF_SIGNS
        for method in pattern.methods:
            if _duration(pattern, method, start, unit, size.short) < size.worth_a_look:
                continue
            if min(_duration(pattern, method, start, unit, 8 * size.short) for _ in range(2)) > size.too_long:
                yield f"{pattern.place}: {method} of {start!r} and many of {unit!r}"


@pytest.mark.parametrize(
    "pattern", [one for one in _PATTERNS if one.place not in _NOT_BY_THEMSELVES], ids=lambda one: one.place
)
def test_a_pattern_takes_time_as_its_text_is_long(pattern: Pattern) -> None:
    with _alarm():
        assert next(_weaknesses(pattern), None) is None
