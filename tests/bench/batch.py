"""Documents a second of a batch: beside a bare loop over the same work, with more workers, and beside other tools.

    python tests/bench/batch.py FOLDER [--limit N] [--memory N] [--journal N] [--start]

Medians of three rounds. The peers make HTML, since none of them writes SDXML: mammoth in a pool of processes, pandoc
once for each file as a shell loop does it, LibreOffice for all files in one process. Files that one of them cannot read
count as done.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path

from sdconvert.batch.job import work
from sdconvert.batch.journal import Journal
from sdconvert.batch.outcome import Step
from sdconvert.batch.planning import Plan, plan
from sdconvert.batch.processes import WorkerLimits as WorkerLimits
from sdconvert.batch.runner import RunSettings, run
from sdconvert.batch.scheduler import Workers, schedule

ROUNDS = 3
WORKERS = os.cpu_count() or 1
SECONDS = 3600
PEER_SECONDS = 20


def timed(action: Callable[[], object]) -> float:
    """The median seconds of some rounds."""
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        action()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def bare(planned: Plan) -> None:
    """The same work in a loop: what a batch cannot be faster than, with one worker."""
    for job in planned.jobs(zip(planned.items, planned.outputs, strict=True), SECONDS):
        work(job)


def pooled(planned: Plan, workers: int) -> None:
    """The same work in a bare pool: no journal, no look at what was done before."""
    jobs = planned.jobs(zip(planned.items, planned.outputs, strict=True), SECONDS)
    for _ in schedule(work, jobs, Workers(workers, WorkerLimits(SECONDS))):
        pass


def batch(planned: Plan, workers: int) -> None:
    """A run from the beginning."""
    shutil.rmtree(f"{planned.destination}.batch", ignore_errors=True)
    for _ in run(planned, settings=RunSettings(workers, WorkerLimits(SECONDS))):
        pass


def unchanged(planned: Plan, *, checksum: bool = False) -> None:
    """A run in which nothing has changed."""
    for _ in run(planned, settings=RunSettings(WORKERS, checksum=checksum)):
        pass


def _mammoth(path: str) -> None:
    """Some files keep it busy without end: each has a limit."""
    import mammoth

    signal.alarm(PEER_SECONDS)
    with suppress(Exception), open(path, "rb") as file:
        mammoth.convert_to_html(file)
    signal.alarm(0)


def _give_up(*_: object) -> None:
    raise TimeoutError


def _prepare_peer() -> None:
    signal.signal(signal.SIGALRM, _give_up)


def with_mammoth(paths: list[str]) -> None:
    with ProcessPoolExecutor(WORKERS, initializer=_prepare_peer) as pool:
        list(pool.map(_mammoth, paths, chunksize=8))


def with_pandoc(paths: list[str]) -> None:
    for path in paths:
        subprocess.run(["pandoc", "-f", "docx", "-t", "html", path], capture_output=True)


def with_libreoffice(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "html", "--outdir", f"{folder}/out", *paths]
        subprocess.run(command, capture_output=True, timeout=SECONDS)


def resident() -> float:
    """The memory of this process in megabytes."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1000


def memory(sample: Path, count: int) -> None:
    """The memory of the process that runs a batch, as documents go by."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "source")
        source.mkdir()
        for number in range(count):
            os.link(sample, source / f"{number:05}.docx") if number else shutil.copyfile(sample, source / "00000.docx")
            if number == 0:
                sample = source / "00000.docx"
        planned = plan([str(source)], f"{folder}/out")
        for done, _ in enumerate(run(planned, settings=RunSettings(WORKERS)), 1):
            if done % (count // 10) == 0:
                print(f"  after {done:6} documents: {resident():.0f} MB", flush=True)


def measured(*command: str) -> tuple[float, float, int]:
    """Seconds by the clock, seconds of CPU and megabytes at the peak of a command, in a process of its own."""
    code = (
        "import resource, subprocess, sys, time; began = time.perf_counter(); "
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
        "took = time.perf_counter() - began; used = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(took, used.ru_utime + used.ru_stime, used.ru_maxrss // 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code, *command], capture_output=True, text=True, check=True)
    took, cpu, peak = done.stdout.split()
    return float(took), float(cpu), int(peak)


def journal(count: int) -> None:
    """What the journal of a run over so many documents answers, and how soon."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
    from batch_outcomes import outcomes, run_info

    with tempfile.TemporaryDirectory() as folder:
        state = Path(folder, "state")
        with Journal(state) as written:
            number = written.begin_run(run_info(count)).number
            name = ""
            for position, outcome in enumerate(outcomes(count)):
                written.record(number, outcome, dict.fromkeys(Step, "0123456789abcdef"), 1_795_000_000.0)
                name = outcome.name if position == count // 2 else name
            written.end_run(number, 1_795_000_754.0)
        command = [sys.executable, "-m", "sdconvert", "batch"]
        for title, words in (
            ("status", ["status", "/srv/out"]),
            ("why", ["why", "/srv/out", name]),
            ("report as JSON", ["report", "/srv/out", "-o", f"{folder}/run.json"]),
            ("report as HTML", ["report", "/srv/out", "--html", f"{folder}/report.html"]),
        ):
            took, cpu, peak = measured(*command, *words, "--state", str(state))
            print(f"{title:16} {took:6.2f} s, {cpu:6.2f} s of CPU, {peak} MB", flush=True)


def start() -> None:
    """What a command takes for a small file over the bare interpreter, medians of five."""
    with tempfile.TemporaryDirectory() as folder:
        sample, result = "samples/docx/letter.docx", f"{folder}/letter.zip"
        python = [sys.executable, "-m", "sdconvert"]
        commands = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "convert": [*python, "convert", sample, "-o", result, "--progress", "none"],
            "validate": [*python, "validate", result],
            "--help": [*python, "--help"],
            "--version": [*python, "--version"],
        }
        taken = {name: [measured(*command)[:2] for _ in range(6)][1:] for name, command in commands.items()}
    least = [statistics.median(column) for column in zip(*taken.pop("bare interpreter"), strict=True)]
    for name, rounds in taken.items():
        clock, cpu = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{name:10} {clock - least[0]:.2f} s over the interpreter, {cpu - least[1]:.2f} s of CPU", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=200, help="How many files.")
    parser.add_argument("--memory", type=int, metavar="N", help="Measure memory over N documents instead.")
    parser.add_argument("--journal", type=int, metavar="N", help="Measure status and reports of N documents instead.")
    parser.add_argument("--start", action="store_true", help="Measure the start of commands instead.")
    chosen = parser.parse_args()
    if chosen.journal or chosen.start:
        journal(chosen.journal) if chosen.journal else start()
        return
    if chosen.memory:
        memory(Path("samples/docx/minutes.docx"), chosen.memory)
        return
    paths = sorted(str(path) for path in chosen.folder.glob("*.docx"))[: chosen.limit]
    print(f"{len(paths)} files, {WORKERS} workers, medians of {ROUNDS}")
    seconds: dict[str, float] = {}

    def measure(name: str, action: Callable[[], object]) -> None:
        seconds[name] = timed(action)
        print(f"{name:24} {len(paths) / seconds[name]:8.1f} documents/s", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        planned = plan([], f"{folder}/out", listed=paths)
        measure("bare loop", lambda: bare(planned))
        measure("bare pool, 1 worker", lambda: pooled(planned, 1))
        measure("batch, 1 worker", lambda: batch(planned, 1))
        measure(f"batch, {WORKERS} workers", lambda: batch(planned, WORKERS))
        time.sleep(2.1)  # what was written later than a tick ago is hashed once more
        measure("batch, all is hashed", lambda: unchanged(planned, checksum=True))
        unchanged(planned)
        measure("batch, nothing changed", lambda: unchanged(planned))
    one = seconds["batch, 1 worker"]
    print(f"scaling: {one / seconds[f'batch, {WORKERS} workers']:.2f} x with {WORKERS} workers")
    for what in ("bare loop", "bare pool, 1 worker"):
        print(f"overhead over the {what}: {1000 * (one - seconds[what]) / len(paths):.1f} ms a document", flush=True)
    measure("mammoth in a pool", lambda: with_mammoth(paths))
    for name, program, peer in (
        ("pandoc, one by one", "pandoc", with_pandoc),
        ("LibreOffice", "soffice", with_libreoffice),
    ):
        if shutil.which(program) is None:
            print(f"{program} is not installed", file=sys.stderr)
        else:
            measure(name, partial(peer, paths))


if __name__ == "__main__":
    main()
