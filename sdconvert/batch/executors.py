"""Executors by address: a cluster in the place of this machine's processes."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any, NamedTuple

from sdconvert.batch.job import own_version
from sdconvert.batch.nested import NestedProcesses
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.scheduler import WorkersLost
from sdconvert.errors import BadConfiguration, one_line
from sdconvert.extras import load_extra

_DASK = "dask://"
_CONNECT_SECONDS = 10
_PATIENCE = 60.0
_LOOK_SECONDS = 2.0


class Cluster(NamedTuple):
    """An executor, and how many jobs it works on at once."""

    executor: Executor
    jobs: int


@contextmanager
def executor_at(
    address: str,
    limits: WorkerLimits | None = None,
    *,
    connect: float = _CONNECT_SECONDS,
    patience: float = _PATIENCE,
) -> Iterator[Cluster]:
    """The executor at `dask://host:port`, the scheduler of a Dask cluster whose workers have the same sdconvert and
    reach the same places. Each job is done in a process of its own below a worker, with these limits. Jobs are given up
    when the scheduler has been away for `connect` seconds, or for `patience` seconds the cluster has had no worker or
    the scheduler has not answered.

    Raises: BadConfiguration for another address, a cluster that cannot be reached, has no worker, or one with another
        sdconvert; WorkersLost in the place of what the block raised because its jobs were given up.
    """
    if not address.startswith(_DASK) or not address.removeprefix(_DASK):
        raise BadConfiguration(f"{address} is no executor; dask://host:port is one.")
    distributed = load_extra("distributed", "dask")
    try:
        client = distributed.Client(f"tcp://{address.removeprefix(_DASK)}", timeout=connect, set_as_default=False)
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"There is no Dask scheduler at {address}: {one_line(error)}.") from error
    with _say_it_ourselves(), client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise BadConfiguration(f"The Dask cluster at {address} has no worker.")
        _check_versions(client, address)
        executor = _executor_of(client, distributed.cfexecutor.ClientExecutor)
        with _watch_workers(client, executor, patience) as is_given_up:
            try:
                yield Cluster(NestedProcesses(executor, limits), threads)
            except WorkersLost as error:
                if not is_given_up.is_set():
                    raise
                raise WorkersLost(
                    f"The Dask cluster at {address} has had no worker, or not answered, for {patience:g} seconds. "
                    "Run again to go on."
                ) from error


def _executor_of(client: Any, kind: Any) -> Executor:
    """An executor of this kind of Dask's that lets go of each result as soon as it is told: a cluster that loses a
    worker does once more what it still holds, and a source may be another one by then."""

    class Releasing(kind):  # type: ignore[misc]
        def _wrap_future(self, future: Any) -> Future[Any]:
            told: Future[Any] = super()._wrap_future(future)
            told.add_done_callback(lambda _: future.release())
            return told

        def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
            super().shutdown(wait and not cancel_futures)

    executor: Executor = Releasing(client, pure=False)
    return executor


@contextmanager
def _say_it_ourselves() -> Iterator[None]:
    """Dask's client writes tracebacks to standard error about a scheduler that is lost, of which we have a sentence."""
    log = logging.getLogger("distributed.client")

    def drop(_: logging.LogRecord) -> bool:
        return False

    log.addFilter(drop)
    try:
        yield
    finally:
        log.removeFilter(drop)


def _check_versions(client: Any, address: str) -> None:
    """What a worker says that is being lost just now counts for nothing: each result has the version that made it.

    Raises: BadConfiguration where a worker has another sdconvert, or none.
    """
    for worker, found in client.run(own_version, on_error="return").items():
        if found != own_version() and not isinstance(found, OSError):
            has = found if isinstance(found, str) else f"none that works ({one_line(found)})"
            raise BadConfiguration(
                f"The worker {worker} of {address} has sdconvert {has}, this is {own_version()}. "
                "Install the same version everywhere."
            )


@contextmanager
def _watch_workers(client: Any, executor: Executor, patience: float) -> Iterator[threading.Event]:
    """Gives up the jobs of a cluster that has no workers or is silent, which would else be waited for without end; set
    when it did."""
    is_given_up, is_over = threading.Event(), threading.Event()

    look = min(_LOOK_SECONDS, patience / 2)

    def watch() -> None:
        seen = time.monotonic()
        while not is_over.wait(look):
            if _has_workers(client, look):
                seen = time.monotonic()
            elif time.monotonic() - seen > patience:
                is_given_up.set()
                executor.shutdown(wait=False)
                return

    thread = threading.Thread(target=watch, name="dask-watch", daemon=True)
    thread.start()
    try:
        yield is_given_up
    finally:
        is_over.set()
        thread.join(_LOOK_SECONDS)


def _has_workers(client: Any, seconds: float) -> bool:
    """Whether the cluster says within that time that it has workers; also while the scheduler is not connected, when
    the client itself gives up."""
    try:
        return client.status != "running" or bool(client.sync(client.scheduler.ncores, callback_timeout=seconds))
    except TimeoutError:
        return False
    except (OSError, RuntimeError, CancelledError):
        return True
