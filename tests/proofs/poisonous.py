"""A double of a worker's job: documents whose names say so crash, hang or exhaust it; all others are worked on."""

from __future__ import annotations

import os
import signal
import time

from sdconvert.batch import job as real
from sdconvert.batch.outcome import Outcome
from sdconvert.batch.planning import Job

KINDS = ("poison-crash", "poison-hang", "poison-hog")


def work(job: Job) -> Outcome:
    name = job.item.name
    if "poison-crash" in name:
        os.kill(os.getpid(), signal.SIGKILL)
    if "poison-hang" in name:
        time.sleep(3600)
    if "poison-hog" in name:
        hoard = [bytearray(50_000_000) for _ in range(1000)]
        raise AssertionError(f"{len(hoard)} pieces of memory were had without a limit")
    return real.work(job)
