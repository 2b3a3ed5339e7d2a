"""How far a batch is: a bar on a terminal, a line for each document, or nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from sdconvert.cli.messages import is_quiet
from sdconvert.cli.output import echo

if TYPE_CHECKING:
    from sdconvert.batch.outcome import Outcome


def has_bar(choice: str) -> bool:
    """Whether `--progress` asks for a bar; auto does on a terminal, unless nothing is to be said."""
    return choice == "bar" or (choice == "auto" and sys.stderr.isatty() and not is_quiet())


class Advance:
    """What is called with the number of documents that are done and the name of the last one."""

    def __init__(self, total: int, has_lines: bool, bar: Any = None) -> None:
        self._total = total
        self._has_lines = has_lines
        self._bar = bar

    @property
    def has_bar(self) -> bool:
        """Whether a bar is on the terminal, so that other lines have to wait."""
        return self._bar is not None

    def __call__(self, done: int, name: str = "") -> None:
        if self._bar is not None:
            self._bar.update(done - self._bar.pos, name)
        elif self._has_lines:
            echo(f"{done} of {self._total}{f': {name}' if name else ''}", err=True)


@contextmanager
def progress_of(total: int, label: str, choice: str) -> Iterator[Advance]:
    """How far the work on so many documents is, as `--progress` says."""
    if not has_bar(choice):
        yield Advance(total, choice == "lines")
        return
    with click.progressbar(
        length=total, label=label, file=sys.stderr, show_pos=True, item_show_func=lambda name: name
    ) as bar:
        yield Advance(total, False, bar)


class Progress:
    """Tells of each outcome on standard error. Used with `with`."""

    def __init__(self, choice: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._shows_bar = has_bar(choice)
        self._shows_lines = choice == "lines"
        self._clock = clock
        self._began = clock()
        self._done = self._bad = 0
        self._bar: Any = None

    def __enter__(self) -> Progress:
        return self

    def begin(self, planned: int) -> None:
        """So many documents are to be done."""
        self._began = self._clock()
        if self._shows_bar:
            self._bar = click.progressbar(
                length=planned, label="Documents", file=sys.stderr, show_pos=True, item_show_func=lambda _: self._note()
            )
            self._bar.__enter__()

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            self._bar.update(0, self._done)
            self._bar.__exit__(*error)

    def tell(self, outcome: Outcome) -> None:
        """One more document ended."""
        self._done += 1
        self._bad += not outcome.state.is_good
        if self._shows_lines:
            echo(line_of(outcome), err=True)
        if self._bar is not None:
            self._bar.update(1, self._done)

    def _note(self) -> str:
        seconds = max(self._clock() - self._began, 0.001)
        failed = f", {self._bad} not done" if self._bad else ""
        return f"{self._done / seconds:.1f}/s{failed}"


def line_of(outcome: Outcome) -> str:
    """What came of a document, on one line."""
    from sdconvert.batch.outcome import State

    counts = sum(outcome.counts.values())
    if not outcome.state.is_good:
        return f"{outcome.name}: {outcome.state}: {outcome.error}"
    if outcome.state is State.UNCHANGED:
        return f"{outcome.name}: unchanged"
    uploaded = next((step.document_id for step in outcome.steps if step.document_id), "")
    to = f" -> {uploaded}" if uploaded else ""
    return f"{outcome.name}: done{to} ({counts} finding{'s' * (counts != 1)}, {outcome.seconds:.2f} s)"
