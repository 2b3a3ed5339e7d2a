"""Many files converted for a program that wants the bytes: no plan, no journal, nothing written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sdconvert.archive import Source
from sdconvert.batch import storage
from sdconvert.batch.crew import Lost, spread
from sdconvert.batch.job import check_choices, conversion_of
from sdconvert.batch.planning import Choices
from sdconvert.batch.processes import Processes
from sdconvert.batch.running import Manner
from sdconvert.batch.sentences import reason_of
from sdconvert.findings import Finding


@dataclass(frozen=True, slots=True)
class Converted:
    """What became of one file. `value` has the bytes of the result, None when there is none; then `error` is a
    sentence that says why and `error_kind` the name of its class."""

    source: str
    value: bytes | None = None
    findings: tuple[Finding, ...] = ()
    error: str = ""
    error_kind: str = ""


class _Task(NamedTuple):
    place: str
    choices: str
    template_hash: str


def convert_many(
    sources: Iterable[str | Path],
    choices: Choices | None = None,
    *,
    executor: Executor | None = None,
    manner: Manner | None = None,
) -> Iterator[Converted]:
    """What becomes of each file, as they end: paths and URLs of fsspec, which are read where they are converted.

    `sources` may be a generator without end: it is read no further than four files ahead for each worker. `executor`
    and `manner` are as for `run`; of the manner, workers and limits count. A file that cannot be converted, or ends its
    worker twice, is a `Converted` with an error. On a cluster every result travels to this program: where they are
    large, a `run`, whose workers write them, does better.

    Raises: BadConfiguration, UnreadableInput at once for choices that no file could be converted with; WorkersLost.
    """
    chosen = choices or Choices()
    template_hash = "" if chosen.template is None else storage.digest(chosen.template)
    text = chosen.as_json()
    check_choices(text, template_hash)
    tasks = (_Task(str(source), text, template_hash) for source in sources)
    return _converted(tasks, executor, manner or Manner())


def _converted(tasks: Iterator[_Task], executor: Executor | None, manner: Manner) -> Iterator[Converted]:
    workers: AbstractContextManager[Executor] = (
        Processes(manner.hands, manner.limits) if executor is None else nullcontext(executor)
    )
    with workers as hands:
        shares_fate = not isinstance(hands, Processes)
        with closing(spread(convert_one, tasks, hands, manner.window, shares_fate=shares_fate)) as results:
            for task, result in results:
                yield _lost(task, result) if isinstance(result, Lost) else result


def convert_one(task: _Task) -> Converted:
    """In a worker: one file. Raises: MemoryError, TimeoutError."""
    source = storage.shown(task.place)
    try:
        result = conversion_of(task.choices, task.template_hash)(_source(task.place))
    except (MemoryError, TimeoutError):
        raise
    except Exception as error:  # a fault of ours must not stop the other files
        return Converted(source, error=reason_of(error), error_kind=type(error).__name__)
    return Converted(source, result.value, result.findings)


def _source(place: str) -> Source:
    """The path of a file, which may have pictures beside it; the bytes of one elsewhere, under their name."""
    if not storage.is_remote(place):
        return storage.local_path(place)
    named = io.BytesIO(storage.read(place))
    named.name = place.rsplit("/", 1)[-1]
    return named


def _lost(task: _Task, lost: Lost) -> Converted:
    return Converted(storage.shown(task.place), error=f"Tried twice: {lost.reason}.", error_kind="WorkerLost")
