"""What a worker may take for a job, and how it may end in the middle of one. It loads nothing that makes processes."""

from __future__ import annotations

from sdconvert.frozen import dataclass


class WorkerDied(Exception):
    """The process ended in the middle of its job."""


class WorkerTimedOut(Exception):
    """The process took too long, and was ended."""


@dataclass(frozen=True, slots=True)
class WorkerLimits:
    """What a worker may take for one job, and how many jobs it lives for. Seconds, megabytes."""

    seconds: float = 300.0
    memory: int = 2_000
    jobs: int = 500
