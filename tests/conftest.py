"""All tests import the helpers in `support`."""

import os
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings

sys.path.insert(0, str(Path(__file__).parent / "support"))

# The suite is the same on every run and does not shrink; `make test-thorough` looks elsewhere each time.
settings.register_profile(
    "steady",
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.register_profile("thorough", deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile("thorough" if os.environ.get("SDCONVERT_THOROUGH") else "steady")
