"""Speed as ratios in one run: to the floor (unzip and parse), to what it was before, and to other tools.

    python tests/bench/bench.py [FOLDER] [--before CHECKOUT] [--files 10] [--rounds 5] [--peers 40]

Each figure is the median of the processor seconds of some rounds, those of children among them. What is compared is
measured by turns, file by file, each checkout and each tool in a process of its own. The peers make HTML or text, since
none writes SDXML; one that takes longer than 20 seconds for a file is ended, and its file counts as 20 seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from select import select

import sdconvert

ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "docx"
PEER_SECONDS = 20
PATIENCE = 600
WANTED = {"word to sdxml": 3.0, "validate": 2.5, "sdxml to html": 5.0, "sdxml to word": 6.0}
WANTED_OF_THE_WORST = 5.0
WANTED_OF_ALL = 3.5
WANTED_OF_METAFILES = 60
WANTED_START = 150
PEERS = ("mammoth", "docx2python", "pandoc", "libreoffice")
ENDINGS_OF_METAFILES = (".wmf", ".emf", ".wmz", ".emz")
PEAK = """
import sys
import sdconvert
sdconvert.convert(sys.argv[1])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


class Checkout:
    """What does the work of one checkout, or of a peer: a process that is begun anew where it was ended."""

    def __init__(self, root: Path, patience: float = PATIENCE) -> None:
        self._root, self._patience = root, patience
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Checkout:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()

    def seconds(self, work: str, path: Path, rounds: int) -> float | None:
        """Processor seconds; None where the work fails, the patience where it takes longer."""
        if self._process is None:
            self._process = self._begin()
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps([work, str(path), rounds]) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select([self._process.stdout], [], [], self._patience * (rounds + 1))
        answer = self._process.stdout.readline() if ready else ""
        if answer:
            return json.loads(answer)  # type: ignore[no-any-return]
        self._process.kill()
        self._process.wait()
        self._process = None
        return None if ready else self._patience

    def _begin(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, Path(__file__).with_name("measured.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, "PYTHONPATH": str(self._root)},
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--before", type=Path, metavar="CHECKOUT", help="the root of an older checkout")
    parser.add_argument("--files", type=int, default=10, help="how many of the largest files")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", type=int, default=40, metavar="N", help="files of all sizes for the peers")
    choices = parser.parse_args()
    paths = readable(choices.folder)
    if not paths:
        sys.exit(f"There are no Word files in {choices.folder}; name a folder with some.")
    with ExitStack() as opened, tempfile.TemporaryDirectory() as scratch:
        checkouts = {"now": opened.enter_context(Checkout(ROOT))}
        if choices.before:
            checkouts["before"] = opened.enter_context(Checkout(choices.before.resolve()))
        largest = paths[: choices.files]
        print_word(checkouts, largest, choices.rounds)
        print_packages(checkouts, packages(largest, Path(scratch)), choices.rounds)
        print_corpus(checkouts, paths)
        print_metafiles(checkouts, metafiles(paths, Path(scratch)))
        roots = {"now": ROOT, "before": choices.before}
        print_starts({name: roots[name] for name in checkouts}, paths[-1])
    print_peers(paths[:: max(1, len(paths) // choices.peers)])


def readable(folder: Path) -> list[Path]:
    """The files that convert, those with the largest main parts first."""
    sizes = {}
    for path in folder.glob("*.docx"):
        try:
            with zipfile.ZipFile(path) as zipped:
                size = zipped.getinfo("word/document.xml").file_size
            sdconvert.convert(path)
            sizes[path] = size
        except (zipfile.BadZipFile, KeyError, sdconvert.SdconvertError):
            continue
    return sorted(sizes, key=lambda path: (-sizes[path], path.name))


def packages(paths: Iterable[Path], folder: Path) -> list[Path]:
    """What the files become."""
    made = []
    for path in paths:
        made.append(folder / f"{path.stem}.zip")
        made[-1].write_bytes(sdconvert.convert(path).value)
    return made


def metafiles(paths: Iterable[Path], folder: Path) -> list[Path]:
    """All different metafiles of the files."""
    found = {}
    for path in paths:
        with zipfile.ZipFile(path) as zipped:
            for name in zipped.namelist():
                if name.lower().endswith(ENDINGS_OF_METAFILES):
                    data = zipped.read(name)
                    found[folder / (sha256(data).hexdigest()[:16] + Path(name).suffix.lower())] = data
    for place, data in found.items():
        place.write_bytes(data)
    return sorted(found)


# --------------------------------------------------------------------------------------------------------------- tables


def print_row(*cells: object) -> None:
    print(f"| {' | '.join(map(str, cells))} |", flush=True)


def print_head(*titles: str) -> None:
    print()
    print_row(*titles)
    print_row(*("---" for _ in titles))


def times(ratio: float) -> str:
    return f"{ratio:.1f} ×"


def print_word(checkouts: dict[str, Checkout], paths: list[Path], rounds: int) -> None:
    """Word to SDXML of the largest files beside the floor."""
    print_head("file", "floor ms", *(f"× floor {name}" for name in checkouts), "peak MB", "unzipped MB")
    ratios: dict[str, list[float]] = {name: [] for name in checkouts}
    for path in paths:
        floor = checkouts["now"].seconds("word floor", path, rounds) or 0.0
        for name, checkout in checkouts.items():
            ratios[name].append((checkout.seconds("word to sdxml", path, rounds) or 0.0) / floor)
        cells = [times(ratios[name][-1]) for name in checkouts]
        print_row(path.stem, f"{1000 * floor:.0f}", *cells, f"{peak(path):.0f}", f"{unzipped_size(path) / 1e6:.1f}")
    print_row("**median**", "", *(times(statistics.median(found)) for found in ratios.values()), "", "")
    print_row("**worst**", "", *(times(max(found)) for found in ratios.values()), "", "")
    print(f"\nWanted: {WANTED['word to sdxml']} × in the median, {WANTED_OF_THE_WORST} × at worst.")


def print_packages(checkouts: dict[str, Checkout], paths: list[Path], rounds: int) -> None:
    """Validate, and SDXML to Word, HTML and parsX, on the packages of these files."""
    works = ("validate", "sdxml to html", "sdxml to word", "sdxml to parsx")
    print_head("packages of these files", "wanted", *(f"median, worst {name}" for name in checkouts))
    floors = [checkouts["now"].seconds("package floor", path, rounds) or 0.0 for path in paths]
    for work in works:
        found: dict[str, list[float]] = {name: [] for name in checkouts}
        for path, floor in zip(paths, floors, strict=True):
            for name, checkout in checkouts.items():
                found[name].append((checkout.seconds(work, path, rounds) or 0.0) / floor)
        wanted = f"{WANTED[work]} ×" if work in WANTED else ""
        print_row(work, wanted, *(f"{times(statistics.median(one))}, {times(max(one))}" for one in found.values()))


def print_corpus(checkouts: dict[str, Checkout], paths: list[Path]) -> None:
    """All files together, each once."""
    print_head("all files together", "wanted", "floor s", *(f"s {name}" for name in checkouts), "× floor")
    totals = dict.fromkeys(("floor", *checkouts), 0.0)
    for path in paths:
        totals["floor"] += checkouts["now"].seconds("word floor", path, 1) or 0.0
        for name, checkout in checkouts.items():
            totals[name] += checkout.seconds("word to sdxml", path, 1) or 0.0
    ratios = ", ".join(f"{name} {times(totals[name] / totals['floor'])}" for name in checkouts)
    print_row(len(paths), f"{WANTED_OF_ALL} ×", *(f"{seconds:.1f}" for seconds in totals.values()), ratios)


def print_metafiles(checkouts: dict[str, Checkout], paths: list[Path]) -> None:
    """Milliseconds for a metafile that is drawn for the first time."""
    print_head("metafiles", "wanted median", *(f"median, worst ms {name}" for name in checkouts))
    found = {
        name: [1000 * (checkout.seconds("metafile", path, 1) or 0.0) for path in paths]
        for name, checkout in checkouts.items()
        if paths
    }
    cells = (f"{statistics.median(one):.0f}, {max(one):.0f}" for one in found.values())
    print_row(len(paths), WANTED_OF_METAFILES, *cells)


def print_starts(roots: dict[str, Path], smallest: Path) -> None:
    """Milliseconds by the clock over a bare interpreter, the least of seven."""
    bare = run_time(ROOT, "-c", "pass")
    print_head("start, ms over a bare interpreter", "wanted", *roots)
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            "import sdconvert": (("-c", "import sdconvert"), ""),
            "sdconvert --version": (("-m", "sdconvert", "--version"), ""),
            "sdconvert convert": (
                ("-m", "sdconvert", "convert", str(smallest), "-o", f"{folder}/out", "--force"),
                WANTED_START,
            ),
        }
        for name, (command, wanted) in commands.items():
            print_row(name, wanted, *(f"{run_time(root, *command) - bare:.0f}" for root in roots.values()))


def print_peers(paths: list[Path]) -> None:
    """Other tools over files of all sizes: their processor seconds, ours in the same run, and what they do not read."""
    print_head("peer", "files that both read", "its s", "our s", "median of its ÷ ours", "not read", "given up")
    for peer in PEERS:
        with Checkout(ROOT) as own, Checkout(ROOT, PEER_SECONDS) as other:
            found = [(other.seconds(peer, path, 1), own.seconds("word to sdxml", path, 1)) for path in paths]
        read = [(its, ours) for its, ours in found if its is not None and ours]
        if not read:
            print_row(peer, 0, "", "", "", "is not installed", "")
            continue
        sums = (f"{sum(column):.1f}" for column in zip(*read, strict=True))
        ratio = statistics.median(its / ours for its, ours in read)
        given_up = sum(its == PEER_SECONDS for its, _ in read)
        print_row(peer, len(read), *sums, times(ratio), len(found) - len(read), given_up)


# -------------------------------------------------------------------------------------------------------------- figures


def unzipped_size(path: Path) -> int:
    """Bytes."""
    with zipfile.ZipFile(path) as zipped:
        return sum(info.file_size for info in zipped.infolist())


def peak(path: Path) -> float:
    """The most memory that a process takes which converts the file, in megabytes."""
    command = [sys.executable, "-c", PEAK, path]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(ROOT))
    return int(done.stdout) * 1024 / 1e6


def run_time(root: Path, *command: str) -> float:
    """Milliseconds that a process takes, the least of seven once its modules are compiled, as they are where they are
    installed."""
    took = []
    with tempfile.TemporaryDirectory() as compiled:
        compiling = {**environment(root), "PYTHONPYCACHEPREFIX": compiled}
        compiling.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(8):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, capture_output=True, env=compiling)
            took.append(time.perf_counter() - began)
    return 1000 * min(took[1:])


def environment(root: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(root)}


if __name__ == "__main__":
    main()
