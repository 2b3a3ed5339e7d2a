"""Memory of client and server for a package that goes up and comes down; docs/performance.md has it for 300 MB."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

STATUS = Path("/proc/self/status")
MEGABYTES = 40


@pytest.fixture(scope="module")
def load() -> Iterator[ModuleType]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(Path(__file__).parents[1] / "bench")
        yield importlib.import_module("load")


@pytest.mark.skipif(not STATUS.exists(), reason="the peak of a process is read from /proc")
def test_a_large_package_is_neither_in_the_memory_of_the_server_nor_in_that_of_the_client(
    load: ModuleType, tmp_path: Path
) -> None:
    package, target = tmp_path / "up.zip", tmp_path / "down.zip"
    package.write_bytes(load.package_of(MEGABYTES))
    without, (client, server) = (load.peaks(source, target, load.ROOT) for source in (None, package))
    assert target.stat().st_size > MEGABYTES * 1_000_000
    assert client - without[0] < 10
    assert server - without[1] < 16
