"""Many files converted for a program that wants the bytes: no plan, no journal, nothing written."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from sdconvert.batch import storage
from sdconvert.batch.job import check_options, conversion_of
from sdconvert.batch.planning import template_hash
from sdconvert.batch.runner import RunSettings
from sdconvert.batch.scheduler import NoResult, Workers, schedule
from sdconvert.faults import reporting_faults
from sdconvert.files import Source
from sdconvert.findings import Finding
from sdconvert.frozen import dataclass
from sdconvert.options import ConversionOptions
from sdconvert.remote import is_remote, local_path


@dataclass(frozen=True, slots=True)
class ConvertedFile:
    """What became of one file. `value` has the bytes of the result, None when there is none; then `error` is a
    sentence that says why and `error_kind` the name of its class."""

    source: str
    value: bytes | None = None
    findings: tuple[Finding, ...] = ()
    error: str = ""
    error_kind: str = ""


class _ConversionJob(NamedTuple):
    place: str
    options: str
    template_hash: str


@reporting_faults
def convert_many(
    sources: Iterable[str | Path],
    options: ConversionOptions | None = None,
    *,
    executor: Executor | None = None,
    settings: RunSettings | None = None,
) -> Iterator[ConvertedFile]:
    """What becomes of each file, as they end: paths and URLs of fsspec, which are read where they are converted.

    `sources` may be a generator without end: it is read no further than four files ahead for each worker. `executor`
    and `settings` are as for `run`; of these, workers and limits count. A file that cannot be converted, or ends its
    worker twice, is a `ConvertedFile` with an error. On a cluster every result travels to this program: where they are
    large, a `run`, whose workers write them, does better.

    Raises: BadConfiguration, UnreadableInput at once for options that no file could be converted with; WorkersLost.
    """
    wanted = options or ConversionOptions()
    text, template = wanted.to_json(), template_hash(wanted)
    check_options(text, template)
    jobs = (_ConversionJob(str(source), options=text, template_hash=template) for source in sources)
    return _convert(jobs, (settings or RunSettings()).make_workers(executor))


def _convert(jobs: Iterator[_ConversionJob], workers: Workers) -> Iterator[ConvertedFile]:
    with closing(schedule(convert_one, jobs, workers)) as results:
        for job, result in results:
            if isinstance(result, NoResult):
                yield ConvertedFile(storage.as_text(job.place), error=result.reason, error_kind=result.kind)
            else:
                yield result


def convert_one(job: _ConversionJob) -> ConvertedFile:
    """In a worker: one file. Raises: SdconvertError."""
    result = conversion_of(job.options, job.template_hash)(_source(job.place))
    return ConvertedFile(storage.as_text(job.place), result.value, result.findings)


def _source(place: str) -> Source:
    """The path of a file, which may have pictures beside it; the bytes of one elsewhere, under their name."""
    if not is_remote(place):
        return local_path(place)
    named = io.BytesIO(storage.read(place))
    named.name = place.rsplit("/", 1)[-1]
    return named
