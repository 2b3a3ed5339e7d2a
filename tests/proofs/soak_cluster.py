"""Batches on a Dask cluster of two workers that die, under a scheduler that is frozen and killed.

    python tests/proofs/soak_cluster.py [FOLDER] [--documents 300] [--seed 7] [--work DIR]

What holds of the soak on one machine has to hold here too, after each step: see soak.py. Documents that hang, crash or
exhaust their process are ended on the workers, which live on. All that the run says to the scheduler goes through a
relay that looks for the secrets in it.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import soak_checks as checks
from soak import find_references
from soak_documents import Sources, make_contents, make_names, remove
from soak_troubles import HERE, MARK, POISONED, Run, SandboxProcess, Trouble, Troubles, marked_processes

WORKERS = 2
LONGEST_RUN = 900.0
TROUBLED = 60.0
PATIENCE = 150.0
"""What a run takes at most that has lost its cluster: it waits for a minute."""
IDLE = 60.0


class Relay:
    """Passes on what a client says to the scheduler; `leaked` are the secrets that were in it."""

    def __init__(self, port: int, secrets: list[str]) -> None:
        self._port = port
        self._secrets = [secret.encode() for secret in secrets]
        self._longest = max(map(len, self._secrets))
        self.leaked: set[bytes] = set()
        self.passed = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._listening.accept()
            try:
                scheduler = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                client.close()
                continue
            for pair in ((client, scheduler, self._look), (scheduler, client, lambda _: None)):
                threading.Thread(target=self._pass_on, args=pair, daemon=True).start()

    def _pass_on(self, giver: socket.socket, taker: socket.socket, look: Callable[[bytes], None]) -> None:
        before = b""
        try:
            while data := giver.recv(65536):
                look(before + data)
                before = data[-self._longest :]
                taker.sendall(data)
        except OSError:
            pass
        finally:
            for end in (giver, taker):
                end.close()

    def _look(self, data: bytes) -> None:
        self.passed += len(data)
        self.leaked.update(secret for secret in self._secrets if secret in data)


class DaskCluster:
    """A scheduler and two workers with their nannies, each in a process of its own."""

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder = folder
        self.mark = mark
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.scheduler = self._open("dask_scheduler", "--port", str(self.port), "--no-dashboard")
        address = f"tcp://127.0.0.1:{self.port}"
        own = ("--nworkers", "1", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self._folder))
        self.workers = [self._open("dask_worker", address, *own) for _ in range(WORKERS)]
        self._wait()

    def _open(self, name: str, *options: str) -> subprocess.Popen[bytes]:
        surrounding = {
            **os.environ,
            MARK: self.mark,
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0",
            "PYTHONPATH": os.pathsep.join(map(str, (HERE, HERE.parents[1]))),
        }
        command = [sys.executable, "-m", f"distributed.cli.{name}", "--host", "127.0.0.1", *options]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=surrounding)

    def _wait(self) -> None:
        import distributed

        with distributed.Client(f"tcp://127.0.0.1:{self.port}", timeout=60, set_as_default=False) as client:
            client.wait_for_workers(WORKERS, timeout=120)

    def below(self, parents: list[int]) -> list[int]:
        """The processes below some: the workers below their nannies, the processes of documents below workers."""
        found = []
        for process in marked_processes(self.mark):
            try:
                parent = int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent in parents:
                found.append(process)
        return found

    def real_workers(self) -> list[int]:
        """The workers, without the helpers of their nannies."""
        return self.spawned_below([nanny.pid for nanny in self.workers])

    def spawned_below(self, parents: list[int]) -> list[int]:
        commands = marked_processes(self.mark)
        return [one for one in self.below(parents) if "spawn_main" in commands.get(one, "")]

    def kill_worker(self, chance: random.Random) -> None:
        workers = self.real_workers()
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)

    def freeze(self, seconds: float) -> None:
        self.scheduler.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.scheduler.send_signal(signal.SIGCONT)

    def stop(self) -> None:
        for process in (self.scheduler, *self.workers):
            process.send_signal(signal.SIGCONT)
            process.kill()
            process.wait()
        end = time.monotonic() + 20
        while marked_processes(self.mark) and time.monotonic() < end:
            time.sleep(0.2)


class ClusterSoak:
    """One batch on a cluster, from its first run to its end."""

    def __init__(self, chosen: argparse.Namespace, folder: Path) -> None:
        self.seed = chosen.seed
        self.folder = folder
        self.chance = random.Random(chosen.seed)
        make_contents(folder / "contents", chosen.folder, max(20, chosen.documents // 4), self.chance)
        contents = [path.read_bytes() for path in sorted((folder / "contents").iterdir())]
        self.known = find_references(folder)
        self.sources = Sources(folder / "sources", contents, make_names(chosen.documents, self.chance), self.chance)
        self.place = checks.Place(folder / "out", folder / "out.batch", folder / "tmp")
        self.sandbox = SandboxProcess(folder / "sandbox", "cluster")
        self.cluster = DaskCluster(folder / "dask", f"cluster-{chosen.seed}")
        secrets = [value for name, value in self.sandbox.settings.items() if name.endswith(("SECRET", "CLIENT_ID"))]
        self.relay = Relay(self.cluster.port, secrets)
        self.steps = self.broken = 0

    def begin(self) -> Run:
        self.steps += 1
        self.place.temporary.mkdir(exist_ok=True)
        environment = {
            **self.sandbox.settings,
            "TMPDIR": str(self.place.temporary),
            "XDG_STATE_HOME": str(self.folder / "home"),
            "DASK_DISTRIBUTED__COMM__COMPRESSION": "null",
        }
        options = ("--steps", "validate,convert,upload", "--settle", "5", "--timeout", "30", "--memory", "1000")
        where = (str(self.sources.folder), "-o", str(self.place.out), "--progress", "none")
        command = [*POISONED, "batch", "run", *where, *options, "--executor", f"dask://127.0.0.1:{self.relay.port}"]
        return Run(command, environment, self.folder / f"step-{self.steps}", f"{self.seed}-cluster-{self.steps}")

    def step(
        self, what: str, harm: Callable[[Run], object], *, ends: str = "by itself", troubles: bool = False
    ) -> None:
        """A run that harm is done to after some seconds, and what came of it."""
        run, began = self.begin(), time.monotonic()
        taken = [
            Trouble("worker killed", lambda: self.cluster.kill_worker(self.chance), (5, 20)),
            Trouble("sources replaced", self.sources.replace_some, (1, 6)),
            Trouble("storm", self.sandbox.storm, (1, 8), self.sandbox.calm),
        ]
        with Troubles(taken if troubles else [], run.mark) as at_work:
            if not run.wait(self.chance.uniform(6, 15)):
                harm(run)
            run.wait(TROUBLED if troubles else 0)
        broken = []
        if ends == "by itself" and not run.wait(LONGEST_RUN):
            run.end("killed", 10)
            broken.append(f"it does not end: {what}")
        self.check(run, f"{what}, {at_work}", time.monotonic() - began, broken)

    def lose(self, what: str, harm: Callable[[Run], object]) -> None:
        """A run whose cluster is lost says so and ends; what is done stays done."""

        def do(run: Run) -> None:
            harm(run)
            if not run.wait(PATIENCE):
                run.end("killed", 10)
            if run.code != 2 or "Run again to go on" not in "\n".join(run.said):
                self.tell([f"{what}: it ends with {run.code}: {run.said[-1:]}"])

        self.step(what, do)
        self.cluster.stop()
        self.cluster.start()

    def check(self, run: Run, what: str, seconds: float, broken: list[str]) -> None:
        broken += [*checks.check_processes(run), *checks.check_words(run)]
        last = run.said[-1][:90] if run.said else ""
        if (self.place.state / "journal.sqlite").exists():
            journal = checks.Journal(self.place.state)
            broken += checks.check_journal(journal, self.sources)
            if run.is_reported:
                broken += checks.check_report(run, journal, self.place.state)
            broken += checks.check_results(journal, self.sources, self.place, self.known, run.is_reported)
            broken += checks.check_server(journal, self.sources, self.sandbox, self.known)
        broken += [f"a secret went to the scheduler: {secret!r}" for secret in self.relay.leaked]
        print(f"  step {self.steps}: {what}; {run.ending} after {seconds:.1f} s, exit {run.code}. {last}", flush=True)
        self.tell(broken)

    def tell(self, broken: list[str]) -> None:
        for words in broken[:10]:
            print(f"BROKEN (seed {self.seed}, step {self.steps}): {words!r}", flush=True)
        self.broken += len(broken)

    def prove(self) -> None:
        cluster = self.cluster
        self.step("run killed", lambda run: run.end("killed", 10), ends="killed")
        self.step("scheduler frozen for a while", lambda _: cluster.freeze(10), troubles=True)
        self.replace_a_third()
        self.lose("scheduler killed", lambda _: cluster.scheduler.kill())
        self.replace_a_third()
        self.lose("scheduler frozen", lambda _: cluster.scheduler.send_signal(signal.SIGSTOP))
        self.replace_a_third()
        self.step("workers killed", lambda _: None, troubles=True)
        workers = cluster.real_workers()
        remove(self.place.temporary)
        self.step("undisturbed", lambda _: None)
        self.tell([] if cluster.real_workers() == workers else ["a document that hangs cost a worker"])
        journal = checks.Journal(self.place.state)
        self.tell([*checks.check_end(journal, self.sources, self.sandbox, self.place, self.known)])
        self.wait_for_idle()

    def replace_a_third(self) -> None:
        """Give the next step something to do."""
        for _ in range(70):
            self.sources.replace_some()

    def wait_for_idle(self) -> None:
        """The processes of documents end when they have none for a while, though the cluster stays."""
        end = time.monotonic() + IDLE
        while (left := self.cluster.spawned_below(self.cluster.real_workers())) and time.monotonic() < end:
            time.sleep(1)
        self.tell([f"{len(left)} processes of documents are left"] if left else [])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", help="Word files to make variants of.")
    parser.add_argument("--documents", type=int, default=300)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--work", type=Path, help="A folder to work in, which is kept.")
    chosen = parser.parse_args()
    folder = chosen.work or Path(tempfile.mkdtemp(prefix="soak-cluster-"))
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    soak = ClusterSoak(chosen, folder)
    try:
        soak.prove()
    finally:
        soak.cluster.stop()
        soak.sandbox.stop()
    said = "secrets" if soak.relay.leaked else "no secret"
    print(f"{said} in {soak.relay.passed:,} bytes to the scheduler")
    print(f"{chosen.documents} documents, {soak.steps} steps, {time.monotonic() - began:.0f} s, {soak.broken} broken")
    if soak.broken:
        print(f"the folder is kept: {folder}")
        sys.exit(1)
    if chosen.work is None:
        remove(folder)


if __name__ == "__main__":
    main()
