"""The options of `sdconvert batch run` and `retry`: how a run goes about it, where documents go, what is reported."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import wraps
from pathlib import Path, PurePosixPath
from typing import Any

import click

from sdconvert.batch.details import Details, load_details
from sdconvert.batch.executors import Cluster, executor_at
from sdconvert.batch.outcome import Outcome
from sdconvert.batch.planning import Plan
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.runner import RunSettings
from sdconvert.batch.storage import state_folder
from sdconvert.batch.uploads import UploadTarget
from sdconvert.cli.connection import PartnerConnection
from sdconvert.cli.corpus import memory_option, timeout_option
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.shared_options import (
    fail_on_option,
    force_option,
    html_option,
    jobs_option,
    json_option,
    junit_option,
    progress_option,
    sarif_option,
    state_option,
)
from sdconvert.cli.stdio import DASH, check_stdout
from sdconvert.extras import load_extra
from sdconvert.findings import Severity
from sdconvert.frozen import dataclass
from sdconvert.http.pace import Pace
from sdconvert.partner import NewDocument
from sdconvert.patterns import compile_late

_DURATION = compile_late(r"(\d+)\s*([smhdw])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800}


class Moment(click.ParamType[float]):
    """A time as seconds since 1970: a date, a date with a time, or how long ago, such as 90m, 12h, 7d."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        ago = _DURATION.fullmatch(str(value).strip())
        if ago is not None:
            return time.time() - int(ago[1]) * _SECONDS[ago[2]]
        moment = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S"]).convert(value, param, ctx)
        return float(moment.timestamp())


@dataclass(frozen=True, slots=True)
class Ways:
    """What the options say of a run."""

    settings: RunSettings
    executor: str | None
    state: Path | None
    progress: str
    log: Path | None
    writes_page: bool
    reports: Mapping[str, Path | None]
    fail_on: Severity | None
    as_json: bool

    def folder(self, destination: str) -> Path:
        """Where the journal and the reports are."""
        return self.state or state_folder(destination)

    def check(self) -> None:
        """Raises: BadConfiguration naming the extra of a report that is asked for and could not be made;
        click.UsageError when two of them would go to standard output."""
        check_stdout(DASH if self.as_json else None, self.log, *self.reports.values())
        if self.writes_page:
            load_extra("jinja2", "batch")
        if self.reports["junit"] is not None:
            load_extra("junitparser", "batch")

    @contextmanager
    def cluster(self) -> Iterator[Cluster | None]:
        """The executor that was named, None for processes of our own."""
        if self.executor is None:
            yield None
            return
        with executor_at(self.executor, self.settings.limits) as cluster:
            yield cluster


@dataclass(frozen=True, slots=True)
class Sending:
    """What the options say of uploads."""

    connection: PartnerConnection
    describe: Callable[..., NewDocument]
    documents: Path | None
    rate: float | None
    threads: int
    settle: float

    @contextmanager
    def target(self, plan: Plan) -> Iterator[UploadTarget]:
        """Where the documents of a plan go. What no document could go without, such as a group, is asked for before the
        server is, which says whether it knows the caller.

        Raises: BadConfiguration, PartnerError.
        """
        details = {} if self.documents is None else load_details(self.documents, plan.items)

        def describe_document(name: str) -> NewDocument:
            own = details.get(name, Details())
            return _with_details(self.describe(PurePosixPath(name).stem, own.group_id), own)

        def describe_outcome(outcome: Outcome) -> NewDocument:
            return describe_document(outcome.name)

        without_group = (item.name for item in plan.items if details.get(item.name, Details()).group_id is None)
        describe_document(next(without_group, next((item.name for item in plan.items), ""))).as_json()

        with self.connection.client(pace=Pace(self.rate)) as client:
            client.ping()
            yield UploadTarget(client, describe_outcome, plan.options.mapping, self.threads, self.settle)


def _with_details(document: NewDocument, details: Details) -> NewDocument:
    return replace(
        document,
        title=details.title if details.title is not None else document.title,
        description=details.description if details.description is not None else document.description,
        group_id=details.group_id if details.group_id is not None else document.group_id,
        supplemental=details.supplemental if details.supplemental is not None else document.supplemental,
    )


def ways_options(command: Command) -> Command:
    """Adds the options of a run to a command, which gets them as `ways`."""

    @wraps(command)
    def with_ways(*arguments: Any, **values: Any) -> Any:
        limits = WorkerLimits(values.pop("timeout"), values.pop("memory"), values.pop("recycle"))
        settings = RunSettings(
            values.pop("jobs") or 0,
            limits,
            values.pop("force"),
            values.pop("since"),
            max_failures=values.pop("max_failures"),
            checksum=values.pop("checksum"),
        )
        ways = Ways(
            settings,
            values.pop("executor"),
            values.pop("state"),
            values.pop("progress"),
            values.pop("log"),
            not values.pop("no_html"),
            {"html": values.pop("page"), **{name: values.pop(name) for name in ("junit", "sarif")}},
            values.pop("fail_on"),
            values.pop("as_json"),
        )
        return command(*arguments, ways=ways, **values)

    options = (
        fail_on_option(None, " Of findings alone, a run does not fail."),
        jobs_option("one for each processor"),
        timeout_option,
        memory_option,
        click.option(
            "--recycle",
            type=click.IntRange(1),
            default=WorkerLimits().jobs,
            show_default=True,
            metavar="N",
            help="A worker is replaced by a new one after so many documents.",
        ),
        click.option("--executor", metavar="URL", help="Work on a cluster: dask://host:port (extra dask)."),
        force_option("Do again what has not changed. Uploads are still made once."),
        click.option(
            "--checksum",
            is_flag=True,
            help="Hash every file to see what has changed, also where its size and times are those of the last time.",
        ),
        click.option(
            "--since",
            type=Moment(),
            metavar="TIME",
            help="Only documents changed since then: 2026-11-01, 2026-11-01T12:00:00, or 7d, 12h, 90m ago.",
        ),
        click.option(
            "--max-failures", type=click.IntRange(1), metavar="N", help="Begin no more documents once N have failed."
        ),
        state_option,
        progress_option,
        click.option(
            "--log",
            type=click.Path(dir_okay=False, path_type=Path, allow_dash=True),
            metavar="FILE",
            help="Append a line of JSON for each document, as it ends; - is standard output.",
        ),
        html_option("the report"),
        click.option("--no-html", is_flag=True, help="Write no report.html beside the journal."),
        junit_option,
        sarif_option,
        json_option("what run.json beside the journal has: `run`, `totals` and `documents`"),
    )
    return with_options(with_ways, options)


def sending_options(command: Command) -> Command:
    """Adds the options of uploads to a command below `connection_options` and `document_options`, which gets them as
    `sending`."""

    @wraps(command)
    def with_sending(*arguments: Any, connection: PartnerConnection, **values: Any) -> Any:
        sending = Sending(
            connection,
            values.pop("describe"),
            values.pop("documents"),
            values.pop("rate"),
            values.pop("uploads"),
            values.pop("settle"),
        )
        return command(*arguments, sending=sending, **values)

    options = (
        click.option(
            "--documents",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="Lines of JSON with file, title, description, groupId, supplemental, as `sdconvert merge` writes.",
        ),
        click.option("--rate", type=click.FloatRange(0.01), metavar="N", help="At most N calls of the API a second."),
        click.option(
            "--uploads", type=click.IntRange(1), default=4, show_default=True, metavar="N", help="Uploads at once."
        ),
        click.option(
            "--settle",
            type=click.FloatRange(0),
            default=30.0,
            show_default=True,
            metavar="SECONDS",
            help="How long the server may be at work on an upload whose answer was lost, before it is asked again.",
        ),
    )
    return with_options(with_sending, options)
