"""`sdconvert fetch`: the records of Smartsettle and SmoothSchedule as JSON lines."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from sdconvert.cli.groups import Group
from sdconvert.cli.messages import tell
from sdconvert.cli.option_groups import Command, with_options
from sdconvert.cli.output import echo, echo_json, echo_result, steer
from sdconvert.cli.progress import has_bar
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import dry_run_option, json_option, output_option, progress_option
from sdconvert.cli.stdio import DASH, is_force_given
from sdconvert.errors import SdconvertError
from sdconvert.frozen import dataclass
from sdconvert.http.transport import Request, Response
from sdconvert.overwriting import check_replaceable
from sdconvert.sources import Connection, Listing, RetryPolicy, Timeouts, load_smartsettle, load_smoothschedule
from sdconvert.sources.filters import Filter, FilterKind
from sdconvert.sources.recordfile import RecordFile, fingerprint, record_line
from sdconvert.sources.schedule import READABLE, Resource
from sdconvert.sources.smartsettle import NEGOTIATION_FILTERS, PAGE

F = TypeVar("F", bound=Callable[..., Any])

_LONG_WAIT = 5.0
_HIDDEN_HEADERS = frozenset({"authorization", "x-user-token"})


class _RequestShown(Exception):
    """A request was shown instead of sent."""


class _FirstRequestTransport:
    """The transport of a dry run."""

    def send(self, request: Request) -> Response:
        """Prints the request without its secrets. Raises: _RequestShown."""
        echo(f"{request.method} {request.url}")
        for name, value in sorted(request.headers.items()):
            echo(f"{name}: {'•••' if name in _HIDDEN_HEADERS else value}")
        raise _RequestShown

    def close(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True, slots=True)
class FetchRun:
    """How a fetch is made, and where its lines go."""

    profile: str | None
    config: Path | None
    url: str | None
    ca: str | None
    read_timeout: float
    attempts: int
    output: Path | None
    resume: bool
    limit: int | None
    dry_run: bool
    progress: str
    as_json: bool

    @property
    def connection(self) -> Connection:
        """The connection; in a dry run, one that shows the first request and sends nothing."""
        return Connection(
            timeouts=replace(Timeouts(), read=self.read_timeout),
            retries=RetryPolicy(attempts=self.attempts),
            certificates=self.ca,
            transport=_FirstRequestTransport() if self.dry_run else None,
            sleep=_announce_and_sleep,
        )


class _Moment(click.ParamType[datetime]):
    """A time in ISO 8601; that it has an offset is checked with the other parameters."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no time such as 2025-01-31T09:00:00+01:00.", param, ctx)


class _Date(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date such as 2025-01-31.", param, ctx)


_METAVARS = {
    FilterKind.TEXT: "TEXT",
    FilterKind.WHOLE: "N",
    FilterKind.DATE: "DATE",
    FilterKind.MOMENT: "TIME",
    FilterKind.CHOICE: None,
}


def _filter_option(one: Filter) -> Callable[[F], F]:
    name = one.name.replace("__", "-").replace("_", "-")
    if one.kind is FilterKind.FLAG:
        return click.option(
            f"--{name}/--no-{name}", one.name, default=None, help=f"{one.help}  [default: as the server has it]"
        )
    kinds: dict[FilterKind, Any] = {
        FilterKind.TEXT: str,
        FilterKind.WHOLE: click.IntRange(one.least),
        FilterKind.DATE: _Date(),
        FilterKind.MOMENT: _Moment(),
        FilterKind.CHOICE: click.Choice(one.choices),
    }
    shown = "FIELD" if one.name == "ordering" else _METAVARS[one.kind]
    return click.option(f"--{name}", one.name, type=kinds[one.kind], metavar=shown, help=one.help)


def _run_options(command: Command) -> Command:
    """Adds the options of a fetch to a command, which gets a `FetchRun`."""

    @wraps(command)
    def with_run(**values: Any) -> Any:
        chosen = {name: values.pop(name) for name in FetchRun.__slots__}
        return command(run=FetchRun(**chosen), **values)

    options = (
        output_option("Write the records to this file; - is standard output.  [default: -]"),
        click.option("--resume", is_flag=True, help="Go on where an interrupted run with the same options stopped."),
        click.option("--limit", type=click.IntRange(1), metavar="N", help="No more than so many records."),
        progress_option,
        json_option(
            "`records`, all of them, in place of a line for each; with -o FILE, `output` and `records`, their number"
        ),
        dry_run_option,
        click.option("--profile", metavar="NAME", help="A profile of the configuration file."),
        click.option(
            "--config",
            type=click.Path(dir_okay=False, path_type=Path),
            metavar="FILE",
            help="The configuration file with profiles.  [env: SDCONVERT_SOURCES]",
        ),
        click.option("--url", metavar="URL", help="The address of the API."),
        click.option("--ca", metavar="FILE", help="CA certificates to trust, or `system` for the operating system's."),
        click.option(
            "--read-timeout",
            type=click.FloatRange(0.1),
            metavar="SECONDS",
            default=60.0,
            show_default=True,
            help="How long no byte may come.",
        ),
        click.option(
            "--attempts",
            type=click.IntRange(1),
            default=5,
            show_default=True,
            metavar="N",
            help="How often a call is tried at most.",
        ),
    )
    return with_options(with_run, options)


@click.group(cls=Group)
def fetch() -> None:
    """Fetch records of another system as JSON lines, one record on a line.

    Tokens are never options: set SDCONVERT_SMARTSETTLE_TOKEN or SDCONVERT_SMOOTHSCHEDULE_TOKEN, or name a profile.

    With -o FILE, lines are written to FILE.part, and FILE is there when all have come. After an interruption, the same
    command with --resume goes on at the page where it stopped.

    Exit code: 0 fine, 1 fetched, but the list changed meanwhile and records may be missing, 2 refused, failed or not
    reached; what was written before is said.
    """


@fetch.group(cls=Group)
def smartsettle() -> None:
    """Smartsettle: negotiations. Settings: SDCONVERT_SMARTSETTLE_EMAIL, _TOKEN and _URL."""


@fetch.group(cls=Group)
def smoothschedule() -> None:
    """SmoothSchedule: services, bookings, customers and more. Settings: SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN or _URL,
    and _TOKEN."""


def _make_negotiations_command() -> click.Command:
    @_run_options
    def command(run: FetchRun, email: str | None, **filters: Any) -> None:
        """Fetch negotiations: those you are a party in, or with --facilitating those that you facilitate.

        \b
        sdconvert fetch smartsettle negotiations -o negotiations.jsonl
        """
        source = load_smartsettle(run.profile, file=run.config, url=run.url, email=email, connection=run.connection)
        with source:
            given = {name: value for name, value in filters.items() if value is not None}
            _fetch(source.negotiations(**given), source.email, run)

    own = click.option(
        "--email", metavar="ADDRESS", help="The e-mail address of the account.  [env: SDCONVERT_SMARTSETTLE_EMAIL]"
    )
    return click.command("negotiations", cls=SharedCommand)(
        with_options(command, (*map(_filter_option, (*NEGOTIATION_FILTERS, PAGE)), own))
    )


def _make_list_command(resource: Resource[Any]) -> click.Command:
    @_run_options
    def command(run: FetchRun, subdomain: str | None, test_only: bool | None, **filters: Any) -> None:
        source = load_smoothschedule(
            run.profile,
            file=run.config,
            url=run.url,
            subdomain=subdomain,
            test_only=run.dry_run if test_only is None else test_only,
            connection=run.connection,
        )
        with source:
            _fetch(source.listing(resource, filters), "live" if source.is_live else "test", run)

    own = (
        click.option(
            "--subdomain", metavar="NAME", help="That of the business.  [env: SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN]"
        ),
        click.option(
            "--test-only/--any-token", default=None, help="Refuse a token for live data. Default: in a dry run."
        ),
    )
    words = f"Fetch {resource.name}. The token needs the scope {resource.scope}."
    words += f"\n\n\b\nsdconvert fetch smoothschedule {resource.name} -o {resource.name}.jsonl"
    return click.command(resource.name, cls=SharedCommand, help=words)(
        with_options(command, (*map(_filter_option, resource.filters), *own))
    )


smartsettle.add_command(_make_negotiations_command())
for _resource in READABLE:
    smoothschedule.add_command(_make_list_command(_resource))


def _fetch(listing: Listing[Any], owner: str, run: FetchRun) -> None:
    if run.resume and run.output in (None, DASH):
        raise click.UsageError("--resume goes on in a file: name it with -o.")
    try:
        if run.output is None or run.output == DASH or run.dry_run:
            _print(listing, run)
        else:
            _save(listing, fingerprint(owner, listing.operation, listing.first.url, run.limit), run.output, run)
    except _RequestShown:
        click.get_current_context().exit(0)
    if listing.doubt:
        echo(f"sdconvert: warning: {listing.operation}: records may be missing: {listing.doubt}.", err=True)
        click.get_current_context().exit(1)


def _print(listing: Listing[Any], run: FetchRun) -> None:
    printed = 0
    is_begun = False
    try:
        for record in itertools.islice(listing, run.limit):
            if run.as_json and not is_begun:
                echo('{"records": [')
            echo_result(("," if is_begun and run.as_json else "") + record_line(record))
            is_begun = True
            printed += 1
    except (SdconvertError, KeyboardInterrupt):
        if printed:
            echo(f"sdconvert: {printed} records were printed before this; the others are missing.", err=True)
        raise
    finally:
        if run.as_json and not run.dry_run:
            echo("]}" if is_begun else '{"records": []}')


def _save(listing: Listing[Any], query: str, output: Path, run: FetchRun) -> None:
    if not is_force_given():
        check_replaceable(output, b"{")
    with closing(RecordFile(output, listing, query, run.resume)) as file:
        try:
            with _progress(run.progress) as show:
                _fill(file, listing, run.limit, show)
        except (SdconvertError, KeyboardInterrupt):
            if file.records:
                echo(f"sdconvert: {file.records} records are in {file.part}; --resume goes on there.", err=True)
            raise
        file.finish()
    if run.as_json:
        echo_json({"output": str(output), "records": file.records})
    tell(f"{file.records} records -> {output}")


def _fill(file: RecordFile, listing: Listing[Any], limit: int | None, show: Callable[[int], None]) -> None:
    for page in listing.pages(file.place, list(file.keys()), file.total):
        file.add(page.records[: None if limit is None else limit - file.records], page.following, page.total)
        show(file.records)
        if limit is not None and file.records >= limit:
            break


@contextmanager
def _progress(choice: str) -> Iterator[Callable[[int], None]]:
    """Shows a count in the place of a bar: how many there will be is not known."""
    is_shown = has_bar(choice)

    def show(records: int) -> None:
        if is_shown:
            steer(f"\r{records} records")

    try:
        yield show
    finally:
        if is_shown:
            steer("\r\033[K")


def _announce_and_sleep(seconds: float) -> None:
    """Sleeps; on a terminal, a long wait is told."""
    if seconds >= _LONG_WAIT and sys.stderr.isatty():
        steer(f"\rWaiting {seconds:.0f} s before the next call.\n")
    time.sleep(seconds)
