"""The redlines of documents that two runs made different results of, as pages in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from sdconvert.batch import storage
from sdconvert.batch.outcome import Outcome, Step
from sdconvert.batch.rehearsal.changes import Change, DocumentChange
from sdconvert.errors import SdconvertError
from sdconvert.files import save
from sdconvert.pipeline import read_document
from sdconvert.redline import redline_page

_OF_CONTENT = frozenset({Change.LABELS, Change.WORDS, Change.STRUCTURE, Change.PICTURES, Change.UNKNOWN})


class WrittenRedline(NamedTuple):
    """`page` is the name of the file, empty where there is none: then `reason` says why."""

    name: str
    page: str = ""
    reason: str = ""


def write_redlines(documents: Iterable[DocumentChange], folder: Path, most: int) -> Iterator[WrittenRedline]:
    """A page for each document whose content changed, the first `most` of them, made of the results of both runs, as
    readers of SMASHDOCs see them.

    Raises: BadConfiguration when Jinja2 is not installed; OutputRefused.
    """
    wanted = [one for one in documents if _OF_CONTENT.intersection(one.changes)]
    for number, one in enumerate(wanted[:most], 1):
        try:
            before, after = (_result(one.before, "first"), _result(one.after, "second"))
            pair = (read_document(before).value, read_document(after).value)
        except SdconvertError as error:
            yield WrittenRedline(one.name, reason=str(error))
            continue
        page = f"{number:04}.html"
        save(folder / page, redline_page(*pair, (f"{one.name}, first run", f"{one.name}, second run"), as_shown=True))
        yield WrittenRedline(one.name, page)
    yield from (WrittenRedline(one.name, reason=f"only the first {most:,} have one") for one in wanted[most:])


class _ResultGone(SdconvertError):
    """A result is not there as it was written."""


def _result(outcome: Outcome | None, which: str) -> str:
    """Where the result of a document is. Raises: _ResultGone."""
    step = None if outcome is None else outcome.step(Step.CONVERT)
    if step is None or not step.output:
        raise _ResultGone(f"the {which} run wrote no result")
    if storage.digest(step.output) != step.output_hash:
        raise _ResultGone(f"the result of the {which} run is not there any more as it was written")
    return step.output
