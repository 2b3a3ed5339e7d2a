"""How far tests look: `make test` takes the same part of the examples each time, `make test-thorough` more."""

import os

IS_THOROUGH = bool(os.environ.get("SDCONVERT_THOROUGH"))


def examples(count: int) -> int:
    """How many of so many examples a property is tried with."""
    return count if IS_THOROUGH else max(10, count // 3)
