"""Packages of pictures: how much memory and time each command takes. See docs/performance.md.

Usage: python tests/bench/pictures.py [--megabytes 300] [--before CHECKOUT]

The peak is that of a process of its own, by `ru_maxrss`; times are those of its processor. The floor of the time is to
unzip every member and to parse every XML part. With `--before` an older checkout is measured in the same run.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from load import large_package

ROOT = Path(__file__).parents[2]
ROUNDS = 5
DOCUMENT_MEGABYTES = 20
RUN = """
import resource, sys, time
began = time.process_time()
try:
    from sdconvert.cli.main import main
    sys.argv[0] = "sdconvert"
    main()
except SystemExit as end:
    if end.code:
        raise
finally:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\\n{peak} {time.process_time() - began}")
"""
MAKE = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from load import package_of
from sdconvert.pipeline import convert
convert(package_of(int(sys.argv[1])), to=sys.argv[2]).save(Path(sys.argv[3]))
print(0)
"""
TIME = """
import statistics, sys, time, zipfile
source, target = sys.argv[1:3]
if target:
    import sdconvert
    act = lambda: sdconvert.convert(source).save(target)
else:
    from lxml import etree
    def act():
        with zipfile.ZipFile(source) as zipped:
            for name in zipped.namelist():
                data = zipped.read(name)
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(data)
act()
times = []
for _ in range(5):
    began = time.process_time()
    act()
    times.append(time.process_time() - began)
print(statistics.median(times))
"""


def run(code: str, *arguments: object, checkout: Path = ROOT) -> list[float]:
    """The numbers in the last line that a process with the code of a checkout prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return [float(word) for word in done.stdout.splitlines()[-1].split()]


def commands(folder: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What is measured, in an order in which each finds what it needs."""
    package, word = folder / "large.zip", folder / "large.docx"
    page, parsx, unpacked = folder / "page.html.zip", folder / "parsx.zip", folder / "unpacked"
    again = ("-o", folder / "again.zip", "--force")
    yield "SDXML → SDXML", ("convert", package, *again)
    yield "SDXML → Word", ("convert", package, "--to", "docx", "-o", word, "--force")
    yield "Word → SDXML", ("convert", word, *again)
    yield "SDXML → HTML, zip", ("convert", package, "--to", "html", "-o", page, "--force")
    yield (
        "SDXML → HTML, one file",
        (
            *("convert", package, "--to", "html", "--single-file"),
            *("-o", folder / "page.html", "--force"),
        ),
    )
    yield "HTML, zip → SDXML", ("convert", page, *again)
    yield "SDXML → parsX", ("convert", package, "--to", "parsx", "-o", parsx, "--force")
    yield "parsX → SDXML", ("convert", parsx, "--from", "parsx", *again)
    yield "validate SDXML", ("validate", package)
    yield "validate Word", ("validate", word)
    yield "validate HTML", ("validate", page)
    yield "unpack", ("unpack", package, "-o", unpacked, "--force")
    yield "validate a folder", ("validate", unpacked)
    yield "pack", ("pack", unpacked, *again)


def measure_peaks(folder: Path, megabytes: int, before: Path | None) -> None:
    """Print peak and time of each command."""
    run(MAKE, megabytes, "sdxml", folder / "large.zip")  # elsewhere, as children begin with the peak of their parent
    checkouts = [ROOT, *([] if before is None else [before])]
    print(f"{megabytes} MB of pictures: peak MB, seconds" + (" (now; before)" if before else ""))
    for what, arguments in commands(folder):
        found = [run(RUN, *arguments, checkout=checkout) for checkout in checkouts]
        print(
            f"| {what} | " + " | ".join(f"{peak:.0f} MB, {seconds:.1f} s" for peak, seconds in found) + " |", flush=True
        )


def measure_times(folder: Path, before: Path | None) -> None:
    """Print how many times the floor a Word file with pictures takes, packed as Word does and stored."""
    made = folder / "document.docx"
    run(MAKE, DOCUMENT_MEGABYTES, "docx", made)
    deflated = folder / "deflated.docx"
    with zipfile.ZipFile(made) as stored, zipfile.ZipFile(deflated, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in stored.namelist():
            packed.writestr(name, stored.read(name))
    checkouts = {"now": ROOT, **({} if before is None else {"before": before})}
    for what, source in (("deflated", deflated), ("stored", made)):
        ways: dict[str, Callable[[], float]] = {"floor": lambda source=source: run(TIME, source, "")[0]}
        for when, checkout in checkouts.items():
            ways[when] = lambda source=source, checkout=checkout: run(
                TIME, source, folder / "o.zip", checkout=checkout
            )[0]
        rounds = [{name: measure() for name, measure in ways.items()} for _ in range(ROUNDS)]
        floor = statistics.median(one["floor"] for one in rounds)
        told = [
            f"{name} {statistics.median(one[name] / one['floor'] for one in rounds):.2f} × it" for name in checkouts
        ]
        print(f"{DOCUMENT_MEGABYTES} MB of PNG, {what}: floor {1000 * floor:.0f} ms, Word → SDXML {', '.join(told)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--before", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure_peaks(Path(folder), chosen.megabytes, chosen.before)
        measure_times(Path(folder), chosen.before)
    large_package(chosen.megabytes)


if __name__ == "__main__":
    main()
