"""What a batch takes, by the `sdconvert` of the checkout on the path, as a line of JSON. `batch.py` asks for it.

    PYTHONPATH=CHECKOUT python tests/bench/batch_measured.py runs LIST OUT

LIST is a file that names a Word file in each line. The other measures are `memory SAMPLE N`, `unchanged SAMPLE N` and
`journal N`.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sdconvert.batch.job import work
from sdconvert.batch.journal import Journal
from sdconvert.batch.outcome import Step
from sdconvert.batch.planning import Plan, plan
from sdconvert.batch.processes import WorkerLimits
from sdconvert.batch.runner import RunSettings, run
from sdconvert.batch.scheduler import Workers, schedule

WORKERS = os.cpu_count() or 1
SECONDS = 3600
STEPS_OF_MEMORY = 10


def timed(action: Callable[[], object]) -> float:
    """Seconds by the clock; no pictures are kept from what was done before."""
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        began = time.perf_counter()
        action()
        return time.perf_counter() - began


def loop(planned: Plan) -> None:
    """The same work in a loop: what a batch cannot be faster than, with one worker."""
    for job in planned.jobs(zip(planned.items, planned.outputs, strict=True), SECONDS):
        work(job)


def pool(planned: Plan) -> None:
    """The same work in a bare pool of one worker: no journal, no look at what was done before."""
    jobs = planned.jobs(zip(planned.items, planned.outputs, strict=True), SECONDS)
    for _ in schedule(work, jobs, Workers(1, WorkerLimits(SECONDS))):
        pass


def batch(planned: Plan, workers: int) -> None:
    """A run over all of them."""
    for _ in run(planned, settings=RunSettings(workers, WorkerLimits(SECONDS))):
        pass


def again(planned: Plan, *, checksum: bool = False) -> None:
    """A run in which nothing has changed."""
    for _ in run(planned, settings=RunSettings(WORKERS, checksum=checksum)):
        pass


def measure_runs(names: str, out: str) -> Mapping[str, float]:
    """Seconds of runs over the same files into a new destination, and the share of the CPU time that the process takes
    which runs a batch."""
    planned = plan([], out, listed=Path(names).read_text("utf-8").splitlines())
    actions = {"loop": loop, "pool": pool, "one": partial(batch, workers=1)}
    seconds = {}
    for name, action in actions.items():
        remove_results(planned)
        seconds[name] = timed(partial(action, planned))
    remove_results(planned)
    own, all_of_them = time.process_time(), processor_seconds()
    seconds["two"] = timed(lambda: batch(planned, WORKERS))
    return {**seconds, "parent": 100 * (time.process_time() - own) / (processor_seconds() - all_of_them)}


def remove_results(planned: Plan) -> None:
    """So that no run looks at what another one left."""
    for place in (planned.destination, f"{planned.destination}.batch"):
        shutil.rmtree(place, ignore_errors=True)


def processor_seconds() -> float:
    """Of this process and of its children that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def measure_memory(sample: str, count: int) -> list[tuple[int, float]]:
    """Megabytes of the process that runs a batch, as documents go by."""
    with tempfile.TemporaryDirectory() as folder:
        planned = plan([copies(sample, count, Path(folder, "source"))], f"{folder}/out")
        each, found = max(1, count // STEPS_OF_MEMORY), []
        for done, _ in enumerate(run(planned, settings=RunSettings(WORKERS)), 1):
            if done % each == 0:
                found.append((done, resident()))
                print(f"memory: {done} of {count} documents", file=sys.stderr, flush=True)
    return found


def measure_unchanged(sample: str, count: int) -> Mapping[str, float]:
    """Documents a second of runs in which nothing has changed, the search for them among it: of the first one, which
    hashes what is too new to be told by its time; of one that hashes all; and of others, the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = copies(sample, count, Path(folder, "source")), f"{folder}/out"
        batch(plan([source], out), WORKERS)
        first = timed(lambda: again(plan([source], out)))
        time.sleep(2.1)  # what was written later than a tick ago is hashed once more
        again(plan([source], out))
        hashed = timed(lambda: again(plan([source], out), checksum=True))
        others = min(timed(lambda: again(plan([source], out))) for _ in range(3))
    return {"first": count / first, "hashed": count / hashed, "others": count / others}


def copies(sample: str, count: int, folder: Path) -> str:
    """A folder with a document many times, by links, as its content does not matter."""
    folder.mkdir()
    first = folder / "00000.docx"
    shutil.copyfile(sample, first)
    for number in range(1, count):
        os.link(first, folder / f"{number:05}.docx")
    return str(folder)


def resident() -> float:
    """The memory of this process in megabytes."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def measure_journal(count: int) -> Mapping[str, tuple[float, float, int]]:
    """What the journal of a run over so many documents answers: seconds by the clock and of CPU, megabytes at the
    peak."""
    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder, "state")
        name = write_journal(state, count)
        commands = {
            "`batch status`": ["status", "/srv/out"],
            "`batch why`": ["why", "/srv/out", name],
            "JSON report": ["report", "/srv/out", "-o", f"{folder}/run.json"],
            "HTML report": ["report", "/srv/out", "--html", f"{folder}/report.html"],
        }
        python = [sys.executable, "-m", "sdconvert", "batch"]
        return {what: measure_command(*python, *words, "--state", str(state)) for what, words in commands.items()}


def write_journal(state: Path, count: int) -> str:
    """The journal of made-up outcomes; what comes back is the name of one in the middle."""
    import sdconvert

    sys.path.insert(0, str(Path(sdconvert.__file__).parents[1] / "tests" / "support"))
    from batch_outcomes import outcomes, run_info

    middle = ""
    with Journal(state) as written:
        number = written.begin_run(run_info(count)).number
        for position, outcome in enumerate(outcomes(count)):
            written.record(number, outcome, dict.fromkeys(Step, "0123456789abcdef"), 1_795_000_000.0)
            middle = outcome.name if position == count // 2 else middle
            if position % 20_000 == 0:
                print(f"journal: {position} of {count} documents", file=sys.stderr, flush=True)
        written.end_run(number, 1_795_000_754.0)
    return middle


def measure_command(*command: str) -> tuple[float, float, int]:
    """Seconds by the clock, seconds of CPU and megabytes at the peak of a command, in a process of its own. A command
    ends with 1 where documents of a run have failed."""
    code = (
        "import resource, subprocess, sys, time; began = time.perf_counter(); "
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
        "took = time.perf_counter() - began; used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(took, used.ru_utime + used.ru_stime, used.ru_maxrss // 1000); sys.exit(done.returncode > 1)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    took, cpu, peak = done.stdout.split()
    return float(took), float(cpu), int(peak)


def main() -> None:
    what, *words = sys.argv[1:]
    measures: dict[str, Callable[[], Any]] = {
        "runs": lambda: measure_runs(*words),
        "memory": lambda: measure_memory(words[0], int(words[1])),
        "unchanged": lambda: measure_unchanged(words[0], int(words[1])),
        "journal": lambda: measure_journal(int(words[0])),
    }
    print(json.dumps(measures[what]()))


if __name__ == "__main__":
    main()
