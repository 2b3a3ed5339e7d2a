"""Packages of pictures: how much memory and time each command takes. See docs/performance.md.

    python tests/bench/pictures.py [--megabytes 300] [--rounds 5] [--before CHECKOUT] [--results FILE]

The peak is that of a process of its own or of one of its workers, by `ru_maxrss`; times are those of its processor.
The floor of the time is to unzip every member and to parse every XML part. With `--before` an older checkout is
measured by turns.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType

from checkouts import environment
from figures import ROOT, Book, Figure, add_options, checkouts_of, of_checkouts, open_book, say
from layouts import table_of
from load import large_package, server
from wanted import limits_of

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
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = max(one.ru_maxrss for one in used) / 1024
    print(f"\\n{peak} {time.process_time() - began + used[1].ru_utime + used[1].ru_stime}")
"""
AT_URL = RUN.replace("main()", "sdconvert.convert(sys.argv[1]).save(sys.argv[2])").replace(
    "from sdconvert.cli.main import main", "import sdconvert"
)
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


def run(
    code: str, *arguments: object, checkout: Path = ROOT, settings: Mapping[str, str] = MappingProxyType({})
) -> list[float]:
    """The numbers in the last line that a process with the code of a checkout prints."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    settings = {f"SDCONVERT_{name}": value for name, value in settings.items()}
    variables = {**environment(checkout), **settings}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=variables, cwd=checkout)
    return [float(word) for word in done.stdout.splitlines()[-1].split()]


def measure(checkouts: dict[str, Path], code: str, *arguments: object) -> dict[str, list[float]]:
    """The numbers of each checkout; without an older one that cannot do the same."""
    found = {"now": run(code, *arguments)}
    if "before" in checkouts:
        with suppress(subprocess.CalledProcessError):
            found["before"] = run(code, *arguments, checkout=checkouts["before"])
    return found


def commands(folder: Path) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What is measured, in an order in which each finds what it needs."""
    package, word = folder / "large.zip", folder / "large.docx"
    page, parsx, unpacked = folder / "page.html.zip", folder / "parsx.zip", folder / "unpacked"
    again = ("-o", folder / "again.zip", "--force")
    yield "SDXML → SDXML", ("convert", package, *again)
    yield "SDXML → Word", ("convert", package, "--to", "docx", "-o", word, "--force")
    yield "Word → SDXML", ("convert", word, *again)
    yield "SDXML → HTML, a zip", ("convert", package, "--to", "html", "-o", page, "--force")
    yield (
        "SDXML → HTML, one file",
        (
            *("convert", package, "--to", "html", "--single-file"),
            *("-o", folder / "page.html", "--force"),
        ),
    )
    yield "HTML, a zip → SDXML", ("convert", page, *again)
    yield "SDXML → parsX", ("convert", package, "--to", "parsx", "-o", parsx, "--force")
    yield "parsX → SDXML", ("convert", parsx, "--from", "parsx", *again)
    yield "`validate` SDXML", ("validate", package)
    yield "`validate` Word", ("validate", word)
    yield "`validate` HTML", ("validate", page)
    yield "`unpack`", ("unpack", package, "-o", unpacked, "--force")
    yield "`validate` a folder", ("validate", unpacked)
    yield "`pack`", ("pack", unpacked, *again)
    yield "`batch run`", ("batch", "run", package, "-o", folder / "out", *_BATCH)
    yield "`batch run`, at a URL", ("batch", "run", f"local://{package}", "-o", folder / "out-of-url", *_BATCH)


_BATCH = ("--from", "sdxml", "--progress", "none", "--force")
_UPLOADS = {
    "`upload --as sdxml`": ("upload", "--as", "sdxml", "--if-exists", "new"),
    "`batch run` with upload": ("batch", "run", *_BATCH, "--steps", "validate,convert,upload", "-o"),
}
_WHO = {"EMAIL": "a@b.c", "FIRSTNAME": "A", "LASTNAME": "B", "COMPANY": "C", "USER_ID": "user", "GROUP_ID": "group"}


def measure_uploads(book: Book, folder: Path, checkouts: dict[str, Path]) -> None:
    """Peak and time of what sends a package to a sandbox; peak and time of a conversion from a URL."""
    package = folder / "large.zip"
    for what, words in _UPLOADS.items():
        found = {}
        for name, checkout in checkouts.items():
            out = (folder / f"out-{name}",) if words[-1] == "-o" else ()
            with server(checkout) as (address, stop):
                settings = dict(zip(("URL", "CLIENT_ID", "CLIENT_SECRET"), address, strict=True))
                found[name] = run(RUN, *words, *out, package, checkout=checkout, settings=settings | _WHO)
                stop()
        _write(book, what, found)
    target = folder / "of-url.zip"
    _write(book, "`convert()` of a URL", measure(checkouts, AT_URL, f"local://{package}", target))


def _write(book: Book, what: str, found: dict[str, list[float]]) -> None:
    peaks, seconds = ({name: one[at] for name, one in found.items()} for at in (0, 1))
    book.write("pictures", what, peak=of_checkouts("MB", peaks), time=of_checkouts("s", seconds))


def measure_peaks(book: Book, folder: Path, megabytes: int, checkouts: dict[str, Path]) -> None:
    """Peak and time of each command."""
    say(f"Making a package of {megabytes} MB")
    run(MAKE, megabytes, "sdxml", folder / "large.zip")  # elsewhere, as children begin with the peak of their parent
    for what, arguments in commands(folder):
        _write(book, what, measure(checkouts, RUN, *arguments))


def measure_sandbox(book: Book, megabytes: int, checkouts: dict[str, Path]) -> None:
    """Peaks of client and server when a package goes up and comes down."""
    found = {name: large_package(megabytes, checkout) for name, checkout in checkouts.items()}
    for at, what in enumerate(("client", "server")):
        book.write("pictures", f"sandbox, {what}", peak=of_checkouts("MB", {n: one[at] for n, one in found.items()}))


def measure_times(book: Book, folder: Path, checkouts: dict[str, Path], rounds: int) -> None:
    """How many times the floor a Word file with pictures takes, packed as Word does and stored."""
    made = folder / "document.docx"
    run(MAKE, DOCUMENT_MEGABYTES, "docx", made)
    deflated = folder / "deflated.docx"
    with zipfile.ZipFile(made) as stored, zipfile.ZipFile(deflated, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in stored.namelist():
            packed.writestr(name, stored.read(name))
    for what, source in (("", deflated), (", not deflated", made)):
        floors, took = [], {name: [] for name in checkouts}
        for _ in range(rounds):
            floors.append(run(TIME, source, "")[0])
            for name, checkout in checkouts.items():
                took[name].append(run(TIME, source, folder / "o.zip", checkout=checkout)[0])
        ratios = {
            name: statistics.median(one / floor for one, floor in zip(each, floors, strict=True))
            for name, each in took.items()
        }
        floor = Figure(1000 * statistics.median(floors), "ms")
        book.write("speed", f"{DOCUMENT_MEGABYTES} MB of PNG{what}", time=of_checkouts("×", ratios), floor=floor)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often the document is converted")
    add_options(parser)
    chosen = parser.parse_args()
    book, checkouts = open_book(chosen, limits_of), checkouts_of(chosen)
    with tempfile.TemporaryDirectory() as folder:
        measure_times(book, Path(folder), checkouts, chosen.rounds)
        measure_peaks(book, Path(folder), chosen.megabytes, checkouts)
        measure_uploads(book, Path(folder), checkouts)
    measure_sandbox(book, chosen.megabytes, checkouts)
    print("\n\n".join(table_of(book.records, name) for name in ("speed", "pictures")))


if __name__ == "__main__":
    main()
