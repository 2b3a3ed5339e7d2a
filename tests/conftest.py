"""All tests import the helpers in `support`."""

import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

sys.path.insert(0, str(Path(__file__).parent / "support"))

from thoroughness import IS_THOROUGH, examples

# The suite is the same on every run and does not shrink; `make test-thorough` looks elsewhere each time.
settings.register_profile(
    "steady",
    max_examples=examples(100),
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("thorough", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("thorough" if IS_THOROUGH else "steady")
