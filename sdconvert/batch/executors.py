"""Executors by address: a cluster in the place of this machine's processes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import NamedTuple

from sdconvert.errors import BadConfiguration
from sdconvert.extras import load_extra

_DASK = "dask://"
_CONNECT_SECONDS = 20


class Hands(NamedTuple):
    """An executor, and how many jobs it works on at once."""

    executor: Executor
    jobs: int


@contextmanager
def executor_at(address: str) -> Iterator[Hands]:
    """The executor at `dask://host:port`, the scheduler of a Dask cluster whose workers have the same sdconvert and
    reach the same places.

    Raises: BadConfiguration for another address, a cluster that cannot be reached or has no worker.
    """
    if not address.startswith(_DASK) or not address.removeprefix(_DASK):
        raise BadConfiguration(f"{address} is no executor; dask://host:port is one.")
    distributed = load_extra("distributed", "dask")
    try:
        client = distributed.Client(f"tcp://{address.removeprefix(_DASK)}", timeout=_CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise BadConfiguration(f"There is no Dask scheduler at {address}: {error}.") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise BadConfiguration(f"The Dask cluster at {address} has no worker.")
        yield Hands(client.get_executor(pure=False), threads)
