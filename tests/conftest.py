"""All tests import the helpers in `support`."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.internal.conjecture import providers

sys.path.insert(0, str(Path(__file__).parent / "support"))

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
