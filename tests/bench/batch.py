"""Documents a second of a batch: beside a bare loop over the same work, with more workers, and beside other tools; its
memory, what its journal answers, and runs in which nothing has changed.

    python tests/bench/batch.py FOLDER [--before CHECKOUT] [--limit N] [--rounds 3] [--memory 10000] [--journal 100000]
        [--unchanged 3000] [--peers 100] [--only runs,unchanged,memory,journal,peers] [--results FILE]

Each checkout does its work in processes of its own, by turns. The peers make HTML, since none of them writes SDXML:
mammoth in a pool of processes, pandoc once for each file as a shell loop does it, LibreOffice for all files in one
process, which has three minutes. Files that one of them cannot read count as done; one that takes mammoth or pandoc
longer than 20 seconds is given up.
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
from typing import Any

from checkouts import ask, environment
from figures import ROOT, Book, Figure, add_options, checkouts_of, of_checkouts, open_book, say
from layouts import table_of
from wanted import limits_of

WORKERS = os.cpu_count() or 1
MEASURED = Path(__file__).with_name("batch_measured.py")
SAMPLES = ROOT / "samples" / "docx"
PARTS = ("runs", "unchanged", "memory", "journal", "peers")
PEER_SECONDS = 20
SECONDS = 180
"""For all files in one process of LibreOffice."""

Roots = dict[str, Path]


def ask_each(roots: Roots, *words: object) -> dict[str, Any]:
    """What each checkout measures; without an older one that fails."""
    found = {name: ask(root, [MEASURED, *words]) for name, root in roots.items()}
    if found["now"] is None:
        sys.exit(1)
    return {name: one for name, one in found.items() if one is not None}


def measure_runs(book: Book, roots: Roots, paths: list[str], rounds: int) -> None:
    """Medians of some rounds, in each of which every checkout does everything once."""
    took: dict[str, list[dict[str, float]]] = {name: [] for name in roots}
    with tempfile.TemporaryDirectory() as folder:
        names = Path(folder, "names")
        names.write_text("\n".join(paths), "utf-8")
        for number in range(rounds):
            say(f"runs: round {number + 1} of {rounds} over {len(paths)} files")
            for name, one in ask_each(roots, "runs", names, f"{folder}/out").items():
                took[name].append(one)

    def write(row: str, unit: str, value: Callable[[dict[str, float]], float]) -> None:
        medians = {name: statistics.median(map(value, each)) for name, each in took.items() if each}
        book.write("batch", row, figure=of_checkouts(unit, medians))

    number = len(paths)
    write("a bare loop over the conversion", "/s", lambda one: number / one["loop"])
    write("a bare pool of one worker", "/s", lambda one: number / one["pool"])
    write("one worker", "/s", lambda one: number / one["one"])
    write("two workers", "/s", lambda one: number / one["two"])
    write("two workers over one", "×", lambda one: one["one"] / one["two"])
    write("over a bare loop, a document", "ms", lambda one: 1000 * (one["one"] - one["loop"]) / number)
    write("over a bare pool, a document", "ms", lambda one: 1000 * (one["one"] - one["pool"]) / number)
    write("CPU of the parent", "%", lambda one: one["parent"])


def measure_unchanged(book: Book, roots: Roots, count: int) -> None:
    """Runs over many small documents about which nothing has changed."""
    found = ask_each(roots, "unchanged", SAMPLES / "letter.docx", count)
    for row, key in (
        ("nothing has changed", "others"),
        ("nothing has changed, the first run after", "first"),
        ("nothing has changed, all is hashed", "hashed"),
    ):
        figures = {name: one[key] for name, one in found.items()}
        book.write("batch", row, figure=of_checkouts("/s", figures))


def measure_memory(book: Book, count: int) -> None:
    """The memory of the process that runs a batch, by how many documents have gone by."""
    found = ask_each({"now": ROOT}, "memory", SAMPLES / "minutes.docx", count)["now"]
    (first, at_first), (last, at_last) = found[0], found[-1]
    book.write("memory", f"{first:,}", memory=Figure(at_first, "MB"))
    book.write("memory", f"{last:,}", memory=Figure(at_last, "MB"))
    book.write("memory", "growth", memory=Figure(at_last / at_first))
    book.forget_others("memory")


def measure_journal(book: Book, roots: Roots, count: int) -> None:
    """What the journal of a run over so many documents answers, and how soon."""
    found = ask_each(roots, "journal", count)
    for row in found["now"]:
        times, cpus, peaks = ({name: one[row][at] for name, one in found.items()} for at in range(3))
        book.write(
            *("journal", row),
            documents=Figure(count, ""),
            time=of_checkouts("s", times),
            cpu=of_checkouts("s", cpus),
            peak=of_checkouts("MB", peaks),
        )


# ---------------------------------------------------------------------------------------------------------------- peers


def convert_with_mammoth(path: str) -> None:
    """Some files keep it busy without end: each has a limit."""
    import mammoth

    signal.alarm(PEER_SECONDS)
    with suppress(Exception), open(path, "rb") as file:
        mammoth.convert_to_html(file)
    signal.alarm(0)


def give_up(*_: object) -> None:
    raise TimeoutError


def prepare_peer() -> None:
    signal.signal(signal.SIGALRM, give_up)


def with_mammoth(paths: list[str]) -> None:
    with ProcessPoolExecutor(WORKERS, initializer=prepare_peer) as pool:
        list(pool.map(convert_with_mammoth, paths, chunksize=8))


def with_pandoc(program: str, paths: list[str]) -> None:
    for path in paths:
        with suppress(subprocess.TimeoutExpired):
            subprocess.run([program, "-f", "docx", "-t", "html", path], capture_output=True, timeout=PEER_SECONDS)


def with_libreoffice(paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", "html", "--outdir", f"{folder}/out", *paths]
        nowhere = subprocess.DEVNULL
        with subprocess.Popen(command, start_new_session=True, stdout=nowhere, stderr=nowhere) as process:
            try:
                process.wait(SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                raise


def with_batch(workers: int, paths: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        words = ["batch", "run", *paths, "-o", f"{folder}/out", "--jobs", str(workers)]
        environ = {**environment(ROOT), "SDCONVERT_PICTURE_CACHE": "off"}
        subprocess.run([sys.executable, "-m", "sdconvert", *words], capture_output=True, env=environ, cwd=ROOT)
        assert list(Path(folder, "out").iterdir()), "The batch wrote nothing."


def pandoc() -> str | None:
    """The program that comes with pypandoc-binary, or the one of the system."""
    with suppress(ImportError, OSError):
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    return shutil.which("pandoc")


def measure_peers(book: Book, paths: list[str]) -> None:
    """Documents a second of other tools and of ours, each once in the same run."""
    program = pandoc()
    peers: dict[str, Callable[[list[str]], None] | None] = {
        "`sdconvert batch`, one worker": partial(with_batch, 1),
        f"`sdconvert batch`, {WORKERS} workers": partial(with_batch, WORKERS),
        f"mammoth, {WORKERS} processes": with_mammoth,
        "pandoc, one by one": partial(with_pandoc, program) if program else None,
        "LibreOffice, all in one process": with_libreoffice if shutil.which("soffice") else None,
    }
    for name, peer in peers.items():
        if peer is None:
            say(f"{name}: is not installed")
            continue
        began = time.perf_counter()
        try:
            peer(paths)
        except subprocess.TimeoutExpired:
            say(f"{name}: is given up after {SECONDS} seconds")
            continue
        book.write("throughput", name, figure=Figure(len(paths) / (time.perf_counter() - began), "/s"))
    book.forget_others("throughput")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, help="How many files of the folder; all without it.")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, default=10_000, metavar="N", help="Memory over so many documents.")
    parser.add_argument("--journal", type=int, default=100_000, metavar="N", help="Reports of so many documents.")
    parser.add_argument("--unchanged", type=int, default=3000, metavar="N", help="So many documents did not change.")
    parser.add_argument("--peers", type=int, default=100, metavar="N", help="How many files for other tools.")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), help=", ".join(PARTS))
    add_options(parser)
    chosen = parser.parse_args()
    book, roots = open_book(chosen, limits_of), checkouts_of(chosen)
    paths = sorted(str(path.resolve()) for path in chosen.folder.glob("*.docx"))
    parts: dict[str, Callable[[], None]] = {
        "runs": partial(measure_runs, book, roots, paths[: chosen.limit], chosen.rounds),
        "unchanged": partial(measure_unchanged, book, roots, chosen.unchanged),
        "memory": partial(measure_memory, book, chosen.memory),
        "journal": partial(measure_journal, book, roots, chosen.journal),
        "peers": partial(measure_peers, book, paths[:: max(1, len(paths) // chosen.peers)]),
    }
    for part in chosen.only:
        parts[part]()
    print("\n\n".join(table_of(book.records, name) for name in dict.fromkeys(table for table, _ in book.records)))


if __name__ == "__main__":
    main()
