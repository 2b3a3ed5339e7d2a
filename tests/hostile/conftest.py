"""Every test here has a time limit, and the modules beside this file can be imported."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from limits import within


@pytest.fixture(autouse=True)
def time_limit() -> Iterator[None]:
    with within(30):
        yield
