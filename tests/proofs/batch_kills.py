"""A batch over many files that is killed at random moments and gone on with, beside one that nobody disturbs.

    python tests/proofs/batch_kills.py FOLDER [--copies 20] [--kills 10] [--seed 7] [--only convert|upload]

FOLDER holds Word files; each is copied under other names. The results of both runs have to be the same bytes, the
journal has to be whole, and nothing may be converted twice but for what was under way when a run was killed. Then all
are uploaded to a sandbox in a storm of faults, killed and gone on with as well: each has to be there exactly once.
"""

from __future__ import annotations

import argparse
import filecmp
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path

COMMAND = [sys.executable, "-m", "sdconvert"]
WINDOW = 4 * (os.cpu_count() or 1)
STORM = (
    {"kind": "reset", "when": "before", "probability": 0.03},
    {"kind": "reset", "when": "after", "probability": 0.03},
    {"kind": "status", "status": 429, "retryAfter": 0, "probability": 0.03},
    {"kind": "status", "status": 429, "retryAfter": 0, "when": "after", "probability": 0.01},
    {"kind": "status", "status": 500, "when": "before", "probability": 0.02},
    {"kind": "status", "status": 500, "when": "after", "probability": 0.02},
    {"kind": "truncate", "when": "after", "probability": 0.03},
    {"kind": "garbage", "when": "after", "probability": 0.02},
    {"kind": "delay", "delay": 0.05, "probability": 0.05},
)


def copies(folder: Path, target: Path, count: int) -> int:
    """Copy every file `count` times, into folders and under names of their own; how many there are."""
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".docx")
    for number in range(count):
        below = target / f"part-{number:02}"
        below.mkdir(parents=True)
        for path in files:
            shutil.copyfile(path, below / f"{path.stem[:60]}-{number:02}.docx")
    return count * len(files)


def run(source: Path, out: Path, *options: str, timeout: float | None = None) -> int | None:
    """Run a batch; its exit code, or None when it was killed after `timeout` seconds."""
    command = [*COMMAND, "batch", "run", str(source), "-o", str(out), "--progress", "none", "--no-html", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            _, said = process.communicate(timeout=timeout)
            print("   ", said.decode().strip().splitlines()[-1])
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return None
        return process.returncode


def killed_and_resumed(source: Path, out: Path, kills: int, longest: float, seed: int, *options: str) -> float:
    """Run until it ends, killed `kills` times at random moments; the seconds of all runs together."""
    chance = random.Random(seed)
    began = time.monotonic()
    again: list[int] = []
    for _ in range(kills):
        moment = chance.uniform(1.5, longest)
        if run(source, out, *options, timeout=moment) is not None:
            print("    it ended before it could be killed")
            break
        again.append(unrecorded(source, out))
        print(f"    killed after {moment:.1f} s, {again[-1]} results to be made again")
    assert max(again, default=0) <= WINDOW
    print(f"    {sum(again)} of all conversions were done once more, after {len(again)} kills")
    while run(source, out, *options) is None:
        continue
    return time.monotonic() - began


def differing(one: Path, other: Path) -> list[str]:
    """The files that are not the same in both folders."""
    names = {path.relative_to(root).as_posix() for root in (one, other) for path in root.rglob("*") if path.is_file()}
    _, wrong, missing = filecmp.cmpfiles(one, other, sorted(names), shallow=False)
    return [*wrong, *missing]


CONVERTED = "SELECT document FROM steps WHERE step='convert' AND state='done'"


def journal_of(out: Path) -> sqlite3.Connection:
    return sqlite3.connect(out.with_name(out.name + ".batch") / "journal.sqlite")


def check_journal(out: Path, documents: int, kills: int) -> None:
    """The journal is whole, has every document, and few were converted more than once."""
    with closing(journal_of(out)) as journal:
        assert journal.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (known,) = journal.execute("SELECT count(*) FROM documents").fetchone()
        assert known == documents, (known, documents)
        rows = journal.execute("SELECT state, times FROM steps WHERE step = 'convert'").fetchall()
        states = Counter(state for state, _ in rows)
        extra = sum(times - 1 for state, times in rows if state == "done")
        (lost,) = journal.execute("SELECT count(*) FROM sending").fetchone()
    print(f"    journal: {dict(states)}, {extra} recorded conversions too many, {lost} sendings open")
    assert extra == 0
    assert lost == 0


def unrecorded(source: Path, out: Path) -> int:
    """How many results are there that the journal does not know of: these are converted once more."""
    with closing(journal_of(out)) as journal:
        known = {name for (name,) in journal.execute(CONVERTED)}
    there = {path.relative_to(out).with_suffix("").as_posix() for path in out.rglob("*.zip")}
    return len(there - {Path(name).with_suffix("").as_posix() for name in known})


def prove_conversion(source: Path, folder: Path, documents: int, kills: int, seed: int) -> None:
    calm, killed = folder / "calm", folder / "killed"
    began = time.monotonic()
    print("undisturbed:")
    run(source, calm)
    calm_seconds = time.monotonic() - began
    print(f"    {documents / calm_seconds:.1f} documents/s")
    print("killed and gone on with:")
    killed_seconds = killed_and_resumed(source, killed, kills, max(3.0, calm_seconds / kills), seed)
    print(f"    {killed_seconds / calm_seconds:.2f} times as long as undisturbed")
    wrong = differing(calm, killed)
    assert wrong == [], wrong[:5]
    print(f"    {sum(1 for path in calm.rglob('*') if path.is_file())} results, all the same bytes")
    check_journal(killed, documents, kills)


class SandboxProcess:
    """A sandbox in a process of its own, with the environment that its clients need."""

    def __init__(self, data: Path) -> None:
        self._process = subprocess.Popen(
            [*COMMAND, "sandbox", "--port", "0", "--data", str(data), "--seed", "7"], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        settings: dict[str, str] = {}
        while len(settings) < 3:
            line = self._process.stdout.readline()
            assert line, "the sandbox did not start"
            if line.startswith("export "):
                name, _, value = line.removeprefix("export ").strip().partition("=")
                settings[name] = value
        person = {"USER_ID": "u", "GROUP_ID": "g", "EMAIL": "a@b.c", "FIRSTNAME": "A", "LASTNAME": "B", "COMPANY": "C"}
        os.environ.update(settings | {f"SDCONVERT_{name}": value for name, value in person.items()})
        self.url = settings["SDCONVERT_URL"]

    def order(self, path: str, value: object = None, method: str = "POST") -> None:
        body = None if value is None else json.dumps(value).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/_sandbox/{path}", body, method=method)):
            pass

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def prove_uploads(source: Path, folder: Path, kills: int, seed: int) -> None:
    out = folder / "killed"
    sandbox = SandboxProcess(folder / "sandbox")
    try:
        for fault in STORM:
            sandbox.order("faults", fault)
        options = ("--steps", "validate,convert,upload", "--settle", "3", "--uploads", "4")
        print("uploads in a storm, killed and gone on with:")
        began = time.monotonic()
        killed_and_resumed(source, out, kills, 20.0, seed, *options)
        for _ in range(5):
            with closing(journal_of(out)) as journal:
                (rest,) = journal.execute("SELECT count(*) FROM steps WHERE step='upload' AND state!='done'").fetchone()
            if not rest:
                break
            run(source, out, *options)
        print(f"    {time.monotonic() - began:.0f} s")
        sandbox.order("faults", method="DELETE")
        listed = subprocess.run([*COMMAND, "api", "list", "--group", "g", "--user", "u", "--json"], capture_output=True)
        there = Counter(info["title"] for info in json.loads(listed.stdout)["documents"])
    finally:
        sandbox.stop()
    with closing(journal_of(out)) as journal:
        wanted = [name for (name,) in journal.execute(CONVERTED)]
        ids = [id for (id,) in journal.execute("SELECT document_id FROM steps WHERE step='upload' AND state='done'")]
    titles = Counter(Path(name).stem for name in wanted)
    print(f"    {len(wanted)} to send, {there.total()} there, {len(set(ids))} ids in the journal")
    assert there == titles, ((there - titles).most_common(3), (titles - there).most_common(3))
    assert len(set(ids)) == len(wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=["convert", "upload"])
    parser.add_argument("--work", type=Path, help="A folder to work in, which is kept.")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.work or Path(temporary)
        source = folder / "source"
        documents = (
            sum(1 for _ in source.rglob("*.docx")) if source.exists() else copies(chosen.folder, source, chosen.copies)
        )
        print(f"{documents} documents")
        if chosen.only != "upload":
            prove_conversion(source, folder, documents, chosen.kills, chosen.seed)
        if chosen.only != "convert":
            prove_uploads(source, folder, chosen.kills, chosen.seed)


if __name__ == "__main__":
    main()
