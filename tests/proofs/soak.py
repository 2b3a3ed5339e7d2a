"""An hour of batches with everything at once: what is promised of a batch has to hold after each step.

    python tests/proofs/soak.py [FOLDER] [--minutes 60] [--documents 10000] [--batch 1000] [--seed 7] [--work DIR]

FOLDER holds Word files to use beside generated ones. In rounds, so many documents with names from hell go through
validate, convert and upload into a sandbox. Runs are killed, terminated, interrupted and gone on with, while their
workers are killed, their disk is full for a while, the clock is set, the server fails, dies and comes back, sources are
replaced, and their journal is on a drive without locks or shared memory; some documents crash, hang or exhaust their
worker. After each step everything is looked at without our code; what does not hold is printed with the seed and the
step, and the folder of the round is kept. A round ends with calm runs, after which everything has to be done.

Where nothing can be mounted, a limit of the size of files stands in for the full disk; without a compiler of C the
odd drives and the clock, which are libraries before the system's, are left out; the proof says so.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import soak_checks as checks
from soak_checks import Journal, Place, Reference, identity_of
from soak_documents import Disk, Sources, content_hash, make_contents, make_names, remove
from soak_troubles import (
    COMMAND,
    POISONED,
    Run,
    SandboxProcess,
    Trouble,
    Troubles,
    clock_steps,
    compile_library,
    kill_one,
)

SHARE_OF_CHAOS = 0.7
LONGEST_RUN = 900.0
CALM_RUNS = 3
MOST_TOLD = 10
WAYS = {"killed": 45, "terminated": 12, "interrupted": 10, "interrupted twice": 5, "by itself": 28}
PATIENCE = {"killed": 10.0, "terminated": 40.0, "interrupted": 180.0, "interrupted twice": 40.0}
NO_LOCKS, NO_SHARED_MEMORY, CLOCK = "soak_no_locks", "soak_no_shared_memory", "soak_clock"


class Soak:
    """The whole proof: what all rounds share, and what they came to."""

    def __init__(self, chosen: argparse.Namespace, folder: Path) -> None:
        self.seed, self.batch = chosen.seed, chosen.batch
        self.folder = folder
        chance = random.Random(chosen.seed)
        make_contents(folder / "contents", chosen.folder, max(20, chosen.batch // 4), chance)
        self.contents = [path.read_bytes() for path in sorted((folder / "contents").iterdir())]
        self.known = find_references(folder)
        self.libraries = {name: compile_library(name, folder) for name in (NO_LOCKS, NO_SHARED_MEMORY, CLOCK)}
        self.counts: Counter[str] = Counter()
        self.broken = 0

    def say_what_is_missing(self) -> None:
        for name, library in self.libraries.items():
            if library is None:
                print(f"{name} is left out: there is no compiler of C")


def find_references(folder: Path) -> dict[str, Reference]:
    """What an undisturbed run makes of each content, by its hash."""
    command = [*COMMAND, "batch", "run", str(folder / "contents"), "-o", str(folder / "calm"), "--progress", "none"]
    run = Run(command, {}, folder / "calm-run", "calm")
    assert run.wait(LONGEST_RUN), "the undisturbed run does not end"
    print(f"undisturbed: {run.said[-1]}", flush=True)
    known: dict[str, Reference] = {}
    for path in sorted((folder / "contents").iterdir()):
        result = folder / "calm" / f"{path.stem}.zip"
        if result.exists():
            data = result.read_bytes()
            known[content_hash(path.read_bytes())] = Reference(content_hash(data), identity_of(data))
    return known


class Round:
    """One batch from its first run to its end."""

    def __init__(self, soak: Soak, number: int) -> None:
        self.soak, self.number = soak, number
        self.chance = random.Random(f"{soak.seed} {number}")
        self.folder = soak.folder / f"round-{number}"
        self.folder.mkdir()
        names = make_names(soak.batch, self.chance)
        self.sources = Sources(self.folder / "sources", soak.contents, names, self.chance)
        self.disk = Disk(self.folder / "disk", 40 + soak.batch // 10)
        if not self.disk.is_mounted and number == 1:
            print("nothing can be mounted here: a limit of the size of files stands in for the full disk")
        out = self.disk.folder / "out"
        self.place = Place(out, out.with_name("out.batch"), self.disk.folder / "tmp")
        self.sandbox = SandboxProcess(self.folder / "sandbox", f"group-{number}")
        self.clock = self.folder / "clock"
        self.steps = 0
        self.broken: list[str] = []
        self.has_failed = False

    # ------------------------------------------------------------------------------------------------------------ runs

    def begin(self, preloaded: list[Path | None]) -> Run:
        self.steps += 1
        self.place.temporary.mkdir(exist_ok=True)
        libraries = [str(library) for library in preloaded if library is not None]
        environment = {
            **self.sandbox.settings,
            "TMPDIR": str(self.place.temporary),
            "XDG_STATE_HOME": str(self.folder / "home"),
            **({"LD_PRELOAD": ":".join(libraries)} if libraries else {}),
            "SOAK_CLOCK": str(self.clock),
        }
        options = ("--steps", "validate,convert,upload", "--settle", "5", "--timeout", "15", "--memory", "1000")
        where = (str(self.sources.folder), "-o", str(self.place.out), "--progress", "none")
        command = [*POISONED, "batch", "run", *where, *options, "--jobs", "2", "--recycle", "150"]
        return Run(
            command, environment, self.folder / f"step-{self.steps}", f"{self.soak.seed}-{self.number}-{self.steps}"
        )

    def disturb(self) -> None:
        """A run with troubles of chance, which ends in a way of chance."""
        chance = random.Random(f"{self.soak.seed} {self.number} {self.steps + 1}")
        (way,) = chance.choices(list(WAYS), list(WAYS.values()))
        self.clock.write_text("+0")
        preloaded = [self.soak.libraries[NO_SHARED_MEMORY] if chance.random() < 0.2 else None]
        steps_clock = self.soak.libraries[CLOCK] is not None and chance.random() < 0.4
        if chance.random() < 0.06 and self.soak.libraries[NO_LOCKS] is not None:
            self.refuse_locks()
            return
        run = self.begin([*preloaded, self.soak.libraries[CLOCK] if steps_clock else None])
        kinds = self._troubles(run, chance)
        taken = [one for one in kinds if chance.random() < 0.5]
        if steps_clock:
            taken.append(Trouble("clock set", lambda: clock_steps(self.clock, chance), (0.5, 4)))
        began = time.monotonic()
        with Troubles(taken, run.mark) as troubles:
            if way == "by itself":
                in_time = run.wait(LONGEST_RUN) or run.end("killed", 10)
            else:
                is_over = run.wait(chance.uniform(1.5, 5 + self.soak.batch / 40))
                in_time = is_over or run.end(way, PATIENCE[way])
        if not in_time or (way == "by itself" and run.ending == "killed"):
            self.broken.append(f"it does not end ({way})")
        marks = ["no shared memory"] if preloaded[0] else []
        self.check(run, f"{', '.join([str(troubles), *marks])}", time.monotonic() - began)
        for trouble in troubles.all:
            self.soak.counts[trouble.name] += trouble.times

    def _troubles(self, run: Run, chance: random.Random) -> list[Trouble]:
        def fill() -> None:
            processes = [run.process.pid, *run.workers()]
            self.disk.fill(processes)
            time.sleep(chance.uniform(0.2, 3))
            self.disk.free(processes)

        def restart() -> None:
            self.sandbox.kill()
            time.sleep(chance.uniform(0, 3))
            self.sandbox.start()

        return [
            Trouble("worker killed", lambda: kill_one(run.workers(), chance), (0.5, 4)),
            Trouble("disk full", fill, (3, 12), lambda: self.disk.free([run.process.pid, *run.workers()])),
            Trouble("server killed", restart, (4, 20)),
            Trouble("sources replaced", self.sources.replace_some, (1, 6)),
            Trouble("storm", self.sandbox_storm, (0.5, 8), self.sandbox.calm),
        ]

    def sandbox_storm(self) -> None:
        """Faults of the server, once more where it was killed meanwhile."""
        try:
            self.sandbox.calm()
            self.sandbox.storm()
        except OSError:
            return

    def refuse_locks(self) -> None:
        """A run on a drive without locks begins nothing and says so."""
        before = sorted(path.stat().st_mtime_ns for path in self.place.state.glob("journal*"))
        run = self.begin([self.soak.libraries[NO_LOCKS]])
        began = time.monotonic()
        if not run.wait(60):
            run.end("killed", 10)
            self.broken.append("it does not end on a drive without locks")
        if run.code != 2 or "has no locks" not in "\n".join(run.said) or "--state" not in "\n".join(run.said):
            self.broken.append(f"on a drive without locks it ends with {run.code}: {run.said[-1:]}")
        if before != sorted(path.stat().st_mtime_ns for path in self.place.state.glob("journal*")):
            self.broken.append("on a drive without locks it wrote to the journal")
        self.soak.counts["no locks"] += 1
        self.check(run, "no locks", time.monotonic() - began)

    def calm(self) -> None:
        """Runs that nobody disturbs, after which everything is done."""
        self.clock.write_text("+0")
        for _ in range(CALM_RUNS):
            remove(self.place.temporary)
            run = self.begin([])
            began = time.monotonic()
            if not run.wait(LONGEST_RUN):
                run.end("killed", 10)
                self.broken.append("a calm run does not end")
            self.check(run, "undisturbed", time.monotonic() - began)
            if not list(self._check_end()):
                break
        self.broken += self._check_end()
        self.tell()

    def _check_end(self) -> Iterator[str]:
        yield from checks.check_end(Journal(self.place.state), self.sources, self.sandbox, self.place, self.soak.known)

    # ---------------------------------------------------------------------------------------------------------- checks

    def check(self, run: Run, what: str, seconds: float) -> None:
        """Look at everything after a step, and say what came of it."""
        self.broken += [*checks.check_processes(run), *checks.check_words(run)]
        states: Counter[str] = Counter()
        if (self.place.state / "journal.sqlite").exists():
            journal = Journal(self.place.state)
            self.broken += checks.check_journal(journal, self.sources)
            if journal.run:
                states = Counter(journal.states().values())
                if run.is_reported:
                    self.broken += checks.check_report(run, journal, self.place.state)
                self.broken += checks.check_results(journal, self.sources, self.place, self.soak.known, run.is_reported)
                self.broken += checks.check_server(journal, self.sources, self.sandbox, self.soak.known)
        self.soak.counts[f"run {run.ending}"] += 1
        came = ", ".join(f"{count} {state}" for state, count in sorted(states.items()))
        last = run.said[-1][:90] if run.said and run.ending != "killed" else ""
        ended = f"{run.ending} after {seconds:.1f} s, exit {run.code}"
        print(f"  step {self.steps}: {what}; {ended}: {came or 'nothing'}. {last}", flush=True)
        self.tell()

    def tell(self) -> None:
        """Print what does not hold, with how to come there again."""
        for words in self.broken[:MOST_TOLD]:
            shown = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in words)
            print(f"BROKEN (seed {self.soak.seed}, round {self.number}, step {self.steps}): {shown}", flush=True)
        if self.broken[MOST_TOLD:]:
            print(f"       and {len(self.broken) - MOST_TOLD} more", flush=True)
        self.soak.broken += len(self.broken)
        self.has_failed |= bool(self.broken)
        self.broken = []

    def close(self) -> None:
        self.sandbox.stop()
        if self.has_failed:
            print(f"the folder is kept: {self.folder} (its disk: {self.disk.folder})")
            return
        self.disk.close()
        remove(self.folder)


def prove(soak: Soak, minutes: float, documents: int) -> None:
    end = time.monotonic() + 60 * minutes
    rounds = max(1, round(documents / soak.batch))
    done = replaced = 0
    for number in range(1, rounds + 1):
        if time.monotonic() > end:
            break
        share = (end - time.monotonic()) / (rounds - number + 1)
        chaos_ends = time.monotonic() + SHARE_OF_CHAOS * share
        one = Round(soak, number)
        print(f"round {number}: {soak.batch} documents, {share:.0f} s", flush=True)
        try:
            while time.monotonic() < chaos_ends:
                one.disturb()
            one.calm()
        finally:
            one.close()
        done += soak.batch
        replaced += one.sources.replaced
    print(f"{done} documents, {replaced} sources replaced, {dict(sorted(soak.counts.items()))}, {soak.broken} broken")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="Word files to make variants of.")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=1_000, help="How many documents a round has.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", type=Path, help="A folder to work in, which is kept.")
    chosen = parser.parse_args()
    chosen.batch = min(chosen.batch, chosen.documents)
    folder = chosen.work or Path(tempfile.mkdtemp(prefix="soak-"))
    folder.mkdir(parents=True, exist_ok=True)
    soak = Soak(chosen, folder)
    soak.say_what_is_missing()
    prove(soak, chosen.minutes, chosen.documents)
    if soak.broken:
        sys.exit(1)
    remove(folder)


if __name__ == "__main__":
    main()
