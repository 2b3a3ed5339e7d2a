"""Mutants of every kind of input, and what does not hold of them.

    python tests/fuzz/fuzz.py [--number 20000] [--seed 1] [--jobs 2] [--corpus build/fuzz]

Each mutant is one of a seed, or of an earlier mutant that took a way of its own, which its findings tell: the corpus
grows in its folder and is used again by the next run. What does not hold is printed once for each reason, with the file
that shows it, and the exit code is 1. An input that takes over a minute, or all memory, ends its process and is one of
them. `tests/fuzz/by_coverage.py` is led by the lines that are reached instead.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import re
import resource
import sys
import time
from collections import Counter
from hashlib import sha256
from multiprocessing.connection import Connection, wait
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from checks import Broken, check
from mutations import LARGEST, mutate
from seeds import seeds

HANGS_AFTER = 60.0
AT_ONCE = 400
"""Mutants of one process: memory is measured by its peak."""
MOST_MEMORY = 3_000_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--corpus", type=Path, default=Path("build/fuzz"))
    choices = parser.parse_args()
    for name in ("ways", "broken"):
        (choices.corpus / name).mkdir(parents=True, exist_ok=True)
    return Fuzzing(choices.corpus).run(choices.number, choices.seed, choices.jobs)


class Fuzzing:
    """A run over processes: what came of the mutants, and those that are kept."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._kept = [data for _, data in seeds()]
        self._kept += [path.read_bytes() for path in sorted((corpus / "ways").iterdir())]
        self._ways: set[str] = set()
        self._broken: Counter[str] = Counter()
        self.count = 0

    def run(self, number: int, seed: int, jobs: int) -> int:
        """Try mutants; 1 where something does not hold."""
        chance, workers, shown = random.Random(seed), [_Worker() for _ in range(jobs)], time.monotonic()
        while self.count < number:
            for worker in workers:
                if worker.is_free:
                    worker.give(self._any_mutant(chance))
            wait([worker.connection for worker in workers], 1.0)
            for place, worker in enumerate(workers):
                self._take(worker)
                if worker.is_over:
                    worker.end()
                    workers[place] = _Worker()
            if time.monotonic() - shown > 30:
                shown = time.monotonic()
                print(f"{self.count} of {number}, {len(self._ways)} ways, {len(self._broken)} broken", file=sys.stderr)
        for worker in workers:
            worker.end()
        print(
            f"{self.count} mutants, {len(self._ways)} ways, {self._broken.total()} broken in {len(self._broken)} ways"
        )
        return int(bool(self._broken))

    def _any_mutant(self, chance: random.Random) -> bytes:
        data = mutate(chance.choice(self._kept), chance)
        return data if len(data) <= LARGEST else mutate(self._kept[chance.randrange(len(self._kept))], chance)[:LARGEST]

    def _take(self, worker: _Worker) -> None:
        answer = worker.take()
        if answer is None:
            return
        data, mark, reason = answer
        self.count += 1
        if reason:
            self._report(data, reason)
        elif mark not in self._ways:
            self._ways.add(mark)
            self._kept.append(data)
            keep(self._corpus / "ways", data)

    def _report(self, data: bytes, reason: str) -> None:
        kind = kind_of(reason)
        self._broken[kind] += 1
        if self._broken[kind] == 1:
            print(f"{keep(self._corpus / 'broken', data)}: {reason}", flush=True)


class _Worker:
    """A process that judges one input after the other."""

    def __init__(self) -> None:
        self.connection, inner = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(target=_judge_all, args=(inner,), daemon=True)
        self._process.start()
        inner.close()
        self._data: bytes | None = None
        self._began = 0.0
        self._count = 0

    @property
    def is_free(self) -> bool:
        return self._data is None

    @property
    def is_over(self) -> bool:
        return not self._process.is_alive() or (self.is_free and self._count >= AT_ONCE)

    def give(self, data: bytes) -> None:
        self._data, self._began = data, time.monotonic()
        self.connection.send_bytes(data)

    def take(self) -> tuple[bytes, str, str] | None:
        """The input with its mark and what does not hold of it, once it is judged."""
        if self._data is None:
            return None
        data = self._data
        try:
            if self.connection.poll():
                mark, reason = self.connection.recv()
            elif time.monotonic() - self._began > HANGS_AFTER:
                self._process.kill()
                self._process.join()
                mark, reason = "", f"took over {HANGS_AFTER:.0f} s"
            else:
                return None
        except (EOFError, OSError):
            mark, reason = "", "ended its process"
        self._data = None
        self._count += 1
        return data, mark, reason

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _judge_all(connection: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    while True:
        data = connection.recv_bytes()
        try:
            connection.send((check(data), ""))
        except Broken as broken:
            connection.send(("", str(broken)))


def kind_of(reason: str) -> str:
    """A reason without what differs from input to input; results that are refused are of one kind for each code."""
    refused = re.match(r"the result in \w+ is refused: \w+ [\w-]+", reason)
    return refused[0] if refused else re.sub(r"\d+|'[^']*'|“[^”]*”", "…", reason)


def keep(folder: Path, data: bytes) -> Path:
    """The file of an input, named by its content."""
    path = folder / sha256(data).hexdigest()[:16]
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    sys.exit(main())
