"""Speed as ratios in one run: to the floor (unzip + parse), to mammoth, to pandoc. See docs/performance.md.

Usage: python tests/bench/bench.py [FOLDER] [--files 10] [--rounds 5]
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from lxml import etree

import sdconvert
from sdconvert.formats.sdxml.grammar import grammar

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
CORPUS = ROOT.parent / "shared" / "corpus" / "docx"
PEAK = """
import sys
import sdconvert
sdconvert.convert(sys.argv[1])
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


def floor(path: Path) -> None:
    """Read every member and parse the XML parts: the least that any reader has to do."""
    with zipfile.ZipFile(path) as zipped:
        for name in zipped.namelist():
            data = zipped.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(data)


def with_mammoth(path: Path) -> None:
    import mammoth

    with path.open("rb") as file:
        mammoth.convert_to_html(file)


def with_pandoc(path: Path) -> None:
    subprocess.run(["pandoc", "-f", "docx", "-t", "html", "-o", "/dev/null", path], check=True, capture_output=True)


def median_time(work: Callable[[T], object], source: T, rounds: int) -> float:
    """Seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(source)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def unzipped_size(path: Path) -> int:
    """Bytes."""
    with zipfile.ZipFile(path) as zipped:
        return sum(info.file_size for info in zipped.infolist())


def largest(folder: Path, number: int) -> list[Path]:
    """The files with the largest main parts among those that convert."""
    sizes = {}
    for path in folder.glob("*.docx"):
        try:
            with zipfile.ZipFile(path) as zipped:
                sizes[path] = zipped.getinfo("word/document.xml").file_size
        except (zipfile.BadZipFile, KeyError):
            continue
    chosen = []
    for path in sorted(sizes, key=lambda path: -sizes[path]):
        try:
            sdconvert.convert(path)
        except sdconvert.SdconvertError:
            continue
        chosen.append(path)
        if len(chosen) == number:
            break
    return chosen


def run_time(*command: str) -> float:
    """Milliseconds that a process takes, the best of seven."""
    times = []
    for _ in range(7):
        start = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--files", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    paths = largest(arguments.folder, arguments.files)
    if not paths:
        sys.exit(f"There are no Word files in {arguments.folder}; name a folder with some.")
    has_pandoc = shutil.which("pandoc") is not None
    rows = [_measure(path, arguments.rounds, has_pandoc) for path in paths]
    _print(rows, has_pandoc)
    bare = run_time("-c", "pass")
    _bench_packages(paths, arguments.rounds)
    imported = run_time("-c", "import sdconvert") - bare
    print(f"\nimport sdconvert: {imported:.0f} ms over a bare interpreter ({bare:.0f} ms)")
    print(f"sdconvert --version: {run_time('-m', 'sdconvert', '--version'):.0f} ms in all")


def _measure(path: Path, rounds: int, has_pandoc: bool) -> dict[str, float | str]:
    least = median_time(floor, path, rounds)
    ours = median_time(sdconvert.convert, path, rounds)
    peak = subprocess.run([sys.executable, "-c", PEAK, path], check=True, capture_output=True, text=True)
    return {
        "file": path.name,
        "floor": 1000 * least,
        "convert": 1000 * ours,
        "ratio": ours / least,
        "mammoth": median_time(with_mammoth, path, 1 if rounds < 3 else 3) / ours,
        "pandoc": median_time(with_pandoc, path, 1) / ours if has_pandoc else 0.0,
        "peak": int(peak.stdout) * 1024 / 1e6,
        "allowed": 6 * unzipped_size(path) / 1e6 + 60,
    }


def package_floor(data: bytes) -> None:
    """Read `sd.xml`, parse it and validate it by the grammar: the least that any judge of a package has to do."""
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        grammar().validate(etree.fromstring(zipped.read("sd.xml")))


def _bench_packages(paths: list[Path], rounds: int) -> None:
    """Validate, and SDXML to Word, HTML and parsX, on the packages made from these files."""
    work: dict[str, Callable[[bytes], object]] = {
        "validate": sdconvert.validate,
        "sdxml to html": partial(sdconvert.convert, to="html", source_format="sdxml"),
        "sdxml to docx": partial(sdconvert.convert, to="docx", source_format="sdxml"),
        "sdxml to parsx": partial(sdconvert.convert, to="parsx", source_format="sdxml"),
    }
    ratios: dict[str, list[float]] = {name: [] for name in work}
    print(f"\n| package of | floor ms | {' | '.join(work)} |\n| --- | ---{' | ---' * len(work)} |")
    for path in paths:
        package = sdconvert.convert(path).value
        least = median_time(package_floor, package, rounds)
        row = {name: median_time(step, package, rounds) / least for name, step in work.items()}
        for name, ratio in row.items():
            ratios[name].append(ratio)
        cells = " | ".join(f"{ratio:.1f} ×" for ratio in row.values())
        print(f"| {path.name} | {1000 * least:.0f} | {cells} |")
    for name, values in ratios.items():
        print(f"median {name}: {statistics.median(values):.1f} × the floor (parse + DTD validation)")


def _print(rows: list[dict[str, float | str]], has_pandoc: bool) -> None:
    print(
        "| file | floor ms | convert ms | × floor | mammoth ÷ ours | pandoc ÷ ours | peak MB | 6 × unzipped + 60 MB |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in rows:
        pandoc = f"{row['pandoc']:.1f}" if has_pandoc else "–"
        print(
            f"| {row['file']} | {row['floor']:.0f} | {row['convert']:.0f} | {row['ratio']:.1f} | {row['mammoth']:.1f} "
            f"| {pandoc} | {row['peak']:.0f} | {row['allowed']:.0f} |"
        )
    for name in ("ratio", "mammoth", "pandoc"):
        values = [float(row[name]) for row in rows]
        print(f"median {name}: {statistics.median(values):.1f}")


if __name__ == "__main__":
    main()
