"""All tests import the helpers in `support`, and some what makes the site of docs/."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.internal.conjecture import providers

sys.path.insert(0, str(Path(__file__).parent / "support"))
sys.path.insert(1, str(Path(__file__).parents[1] / "tools" / "docs"))

from thoroughness import IS_THOROUGH, examples

# The suite is the same on every run and does not shrink; `make test-thorough` looks elsewhere each time. It is quiet:
# a document that is not shrunk takes hypothesis longer to print than the suite runs.
settings.register_profile(
    "steady",
    max_examples=examples(100),
    derandomize=True,
    database=None,
    deadline=None,
    verbosity=Verbosity.quiet,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("thorough", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("thorough" if IS_THOROUGH else "steady")
if not IS_THOROUGH:
    # Examples hold constants of the modules that are loaded, so they would depend on the tests that ran before.
    assert callable(providers.is_local_module_file)
    providers.is_local_module_file = lambda _: False  # type: ignore[attr-defined]


class _Faults(logging.Handler):
    """Those that were met since the last test."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.met.append(record)


_FAULTS = _Faults()
logging.getLogger("sdconvert.faults").addHandler(_FAULTS)
logging.getLogger("sdconvert.faults").setLevel(logging.DEBUG)


@pytest.fixture(autouse=True, scope="session")
def no_kept_pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the pictures that the user's own conversions keep."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SDCONVERT_PICTURE_CACHE", "off")
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def faults_expected() -> None:
    """For a test that makes faults of its own."""


@pytest.fixture(autouse=True)
def no_faults(request: pytest.FixtureRequest) -> Iterator[None]:
    """A fault of ours is an error of ours to a caller; in a test it is none."""
    _FAULTS.met.clear()
    yield
    if "faults_expected" not in request.fixturenames:
        assert [record.exc_info for record in _FAULTS.met] == []
