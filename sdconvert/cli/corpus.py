"""What the commands share that look at many documents: how many at once, and how far they are."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from sdconvert.batch.sources import parse_list
from sdconvert.errors import UnreadableInput

MANY = 500
"""From so many documents on, reading their styles is worth the start of processes."""

progress_option = click.option(
    "--progress",
    type=click.Choice(["auto", "none"]),
    default="auto",
    show_default=True,
    help="A progress bar on a terminal, or nothing.",
)


list_option = click.option(
    "--from-file",
    "lists",
    multiple=True,
    type=click.Path(dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="A list of documents, one on a line or ended by NUL; - is standard input. May be repeated.",
)


def listed(lists: Iterable[str]) -> list[str]:
    """The places in all of these lists. Raises: UnreadableInput."""
    return [place for name in lists for place in _places(name)]


def _places(name: str) -> list[str]:
    try:
        with click.open_file(name, "rb") as file:
            return parse_list(os.fsdecode(file.read()))
    except OSError as error:
        raise UnreadableInput(f"The list {name} cannot be read: {error.strerror or error}.") from error


def processors() -> int:
    """How many documents can be worked on at once."""
    return os.cpu_count() or 1


def workers_for(jobs: int | None, documents: int) -> int:
    """How many processes to read so many documents with, 0 for this one: as told, or else one for each processor where
    there are many documents."""
    wanted = jobs or (processors() if documents >= MANY else 1)
    return 0 if wanted == 1 else wanted


@contextmanager
def progress_of(total: int, label: str, mode: str) -> Iterator[Callable[[int], None]]:
    """What to call with the number of documents that are done."""
    if mode == "none" or not sys.stderr.isatty():
        yield lambda done: None
        return
    with click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True) as bar:
        yield lambda done: bar.update(done - bar.pos)
