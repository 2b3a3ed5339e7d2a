"""Speed as ratios in one run: to the floor (unzip and parse), to what it was before, and to other tools.

    python tests/bench/bench.py [FOLDER] [--before CHECKOUT] [--files 10] [--rounds 5] [--corpus 0] [--peers 40]
        [--only word,packages,corpus,metafiles,starts,peers] [--results FILE]

Each figure is the median of the processor seconds of some rounds, those of children among them. What is compared is
measured by turns, file by file, each checkout and each tool in a process of its own. The peers make HTML or text, since
none writes SDXML; one that takes longer than 20 seconds for a file is ended, and its file counts as 20 seconds.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from checkouts import Checkout, environment
from figures import ROOT, Book, Figure, add_options, checkouts_of, of_checkouts, open_book, say
from layouts import table_of
from wanted import limits_of

import sdconvert

CORPUS = ROOT.parent / "shared" / "corpus" / "docx"
PEER_SECONDS = 20
MANY_METAFILES = 5
"""A file with so many is measured, and told apart from those of text."""
PEERS = {
    "mammoth": "mammoth {}",
    "docx2python": "docx2python {} (text alone)",
    "pandoc": "pandoc {}",
    "libreoffice": "LibreOffice {}, a process for each file",
}
WORKS = {
    "validate": "`validate`",
    "sdxml to html": "SDXML → HTML",
    "sdxml to word": "SDXML → Word",
    "sdxml to parsx": "SDXML → parsX",
}
ENDINGS_OF_METAFILES = (".wmf", ".emf", ".wmz", ".emz")
PEAK = """
import sys
import sdconvert
_ = sdconvert.convert(sys.argv[1]).value
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
BARE_MEGABYTES = 60
"""Memory that a process may take besides what grows with the document."""

PARTS = ("word", "packages", "corpus", "metafiles", "starts", "peers")
Checkouts = dict[str, Checkout]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS)
    parser.add_argument("--files", type=int, default=10, help="how many of the largest files")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--corpus", type=int, default=0, metavar="N", help="about N files as the corpus, not all")
    parser.add_argument("--peers", type=int, default=40, metavar="N", help="files of all sizes for the peers")
    parser.add_argument("--only", type=lambda text: text.split(","), default=list(PARTS), help=", ".join(PARTS))
    add_options(parser)
    choices = parser.parse_args()
    book = open_book(choices, limits_of)
    paths = readable(choices.folder, choices.corpus)
    if not paths:
        sys.exit(f"There are no Word files in {choices.folder}; name a folder with some.")
    with ExitStack() as opened, tempfile.TemporaryDirectory() as scratch:
        roots = checkouts_of(choices)
        checkouts = {name: opened.enter_context(Checkout(root)) for name, root in roots.items()}
        parts: dict[str, Callable[[], None]] = {
            "word": partial(measure_word, book, checkouts, paths[: choices.files], choices.rounds),
            "packages": partial(
                measure_packages, book, checkouts, paths[: choices.files], choices.rounds, Path(scratch)
            ),
            "corpus": partial(measure_corpus, book, checkouts, paths),
            "metafiles": partial(measure_metafiles, book, checkouts, paths, Path(scratch)),
            "starts": partial(measure_starts, book, roots),
            "peers": partial(measure_peers, book, paths[:: max(1, len(paths) // choices.peers)]),
        }
        for part in choices.only:
            parts[part]()
    print("\n\n".join(table_of(book.records, name) for name in dict.fromkeys(table for table, _ in book.records)))


def readable(folder: Path, number: int = 0) -> list[Path]:
    """The files that convert, those with the largest main parts first; about so many of all sizes where a number is
    given, the ten largest among them."""
    sizes = {}
    for path in folder.glob("*.docx"):
        try:
            with zipfile.ZipFile(path) as zipped:
                sizes[path] = zipped.getinfo("word/document.xml").file_size
        except (zipfile.BadZipFile, KeyError):
            continue
    ordered = sorted(sizes, key=lambda path: (-sizes[path], path.name))
    if number:
        ordered = ordered[:10] + ordered[10 :: max(1, len(ordered) // number)]
    say(f"Looking which of {len(ordered)} files convert")
    return [path for path in ordered if converts(path)]


def converts(path: Path) -> bool:
    try:
        sdconvert.convert(path)
    except sdconvert.SdconvertError:
        return False
    return True


def packages(paths: Iterable[Path], folder: Path) -> list[Path]:
    """What the files become."""
    made = []
    for path in paths:
        made.append(folder / f"{path.stem}.zip")
        made[-1].write_bytes(sdconvert.convert(path).value)
    return made


def names_of_metafiles(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as zipped:
        return [name for name in zipped.namelist() if name.lower().endswith(ENDINGS_OF_METAFILES)]


def metafiles(paths: Iterable[Path], folder: Path) -> list[Path]:
    """All different metafiles of the files."""
    found = {}
    for path in paths:
        with zipfile.ZipFile(path) as zipped:
            for name in names_of_metafiles(path):
                data = zipped.read(name)
                found[folder / (sha256(data).hexdigest()[:16] + Path(name).suffix.lower())] = data
    for place, data in found.items():
        place.write_bytes(data)
    return sorted(found)


# ------------------------------------------------------------------------------------------------------------- measures


def measure_word(book: Book, checkouts: Checkouts, paths: Sequence[Path], rounds: int) -> None:
    """Word to SDXML of the largest files beside the floor; a file of metafiles has a row of its own in the summary."""
    ratios: dict[Path, dict[str, float | None]] = {}
    for path in paths:
        floor = checkouts["now"].seconds("word floor", path, rounds) or 0.0
        ratios[path] = {
            name: over(one.seconds("word to sdxml", path, rounds), floor) for name, one in checkouts.items()
        }
        unzipped, most = unzipped_size(path) / 1e6, peak(path)
        book.write(
            *("word", path.stem.partition("_")[2] or path.stem),
            floor=Figure(1000 * floor, "ms"),
            time=of_checkouts("×", ratios[path]),
            peak=Figure(most, "MB"),
            unzipped=Figure(unzipped, "MB"),
            memory=Figure((most - BARE_MEGABYTES) / unzipped, "×"),
        )
    book.forget_others("word")
    text = [path for path in paths if len(names_of_metafiles(path)) < MANY_METAFILES]
    for row, chosen, summarise in (
        ("the largest, median", paths, statistics.median),
        ("the largest, slowest", text, max),
        ("the file of metafiles", [path for path in paths if path not in text], max),
    ):
        if chosen:
            book.write("speed", row, time=summary_of(summarise, [ratios[path] for path in chosen], "×"))


def measure_packages(book: Book, checkouts: Checkouts, paths: Sequence[Path], rounds: int, scratch: Path) -> None:
    """Validate, and SDXML to Word, HTML and parsX, on the packages of these files."""
    made = packages(paths, scratch)
    found: dict[str, list[dict[str, float | None]]] = {work: [] for work in WORKS}
    for path in made:
        floor = checkouts["now"].seconds("package floor", path, rounds) or 0.0
        for work, ratios in found.items():
            ratios.append({name: over(one.seconds(work, path, rounds), floor) for name, one in checkouts.items()})
    for work, ratios in found.items():
        median, slowest = (summary_of(summarise, ratios, "×") for summarise in (statistics.median, max))
        book.write("packages", WORKS[work], median=median, slowest=slowest)


def measure_corpus(book: Book, checkouts: Checkouts, paths: Sequence[Path]) -> None:
    """All files together, each once, none of them the first one of its process."""
    floor, totals = 0.0, dict.fromkeys(checkouts, 0.0)
    for position, path in enumerate(paths):
        if position % 50 == 0:
            say(f"all files: {position} of {len(paths)}")
        floor += checkouts["now"].seconds("word floor", path, 1) or 0.0
        for name, checkout in checkouts.items():
            totals[name] += checkout.seconds("word to sdxml", path, 1) or 0.0
    ratios = {name: over(total, floor) for name, total in totals.items()}
    book.write(
        *("speed", "all files"),
        files=Figure(len(paths), ""),
        floor=Figure(floor, "s"),
        time=of_checkouts("×", ratios),
        seconds=of_checkouts("s", dict(totals)),
    )


def measure_metafiles(book: Book, checkouts: Checkouts, paths: Sequence[Path], scratch: Path) -> None:
    """Milliseconds for a metafile that is drawn for the first time."""
    found = metafiles(paths, scratch)
    if not found:
        say("metafiles: none")
        return
    took = [{name: one.seconds("metafile", path, 1) for name, one in checkouts.items()} for path in found]
    times = [{name: None if one is None else 1000 * one for name, one in each.items()} for each in took]
    median, slowest = (summary_of(summarise, times, "ms") for summarise in (statistics.median, max))
    book.write("metafiles", "all of the corpus", number=Figure(len(found), ""), median=median, slowest=slowest)


def measure_starts(book: Book, roots: dict[str, Path]) -> None:
    """Milliseconds by the clock over a bare interpreter, the least of seven, with the smallest of the samples."""
    bare = run_time(ROOT, "-c", "pass")
    with tempfile.TemporaryDirectory() as folder:
        result = f"{folder}/letter.zip"
        convert = ("convert", str(ROOT / "samples" / "docx" / "letter.docx"), "-o", result, "--force")
        commands = {
            "`import sdconvert`": ("-c", "import sdconvert"),
            "`--version`": ("-m", "sdconvert", "--version"),
            "`--help`": ("-m", "sdconvert", "--help"),
            "`convert`": ("-m", "sdconvert", *convert),
            "`validate`": ("-m", "sdconvert", "validate", result),
        }
        for name, command in commands.items():
            took: dict[str, float | None] = {each: run_time(root, *command) - bare for each, root in roots.items()}
            book.write("starts", name, time=of_checkouts("ms", took))


def measure_peers(book: Book, paths: Sequence[Path]) -> None:
    """Other tools over files of all sizes: their processor seconds, ours in the same run, and what they do not read."""
    for peer, title in PEERS.items():
        installed = version_of_peer(peer)
        if installed is None:
            say(f"{peer} is not installed")
            continue
        with Checkout(ROOT) as own, Checkout(ROOT, PEER_SECONDS) as other:
            found = [(other.seconds(peer, path, 1), own.seconds("word to sdxml", path, 1)) for path in paths]
        read = [(its, ours) for its, ours in found if its is not None and ours]
        if not read:
            say(f"{peer} reads none of these files")
            continue
        its, ours = (sum(column) for column in zip(*read, strict=True))
        book.write(
            *("peers", title.format(installed)),
            files=Figure(len(read), ""),
            its=Figure(its, "s"),
            ours=Figure(ours, "s"),
            ratio=Figure(statistics.median(one / another for one, another in read)),
            **{"not read": Figure(len(found) - len(read), "")},
            **{"given up": Figure(sum(one == PEER_SECONDS for one, _ in read), "")},
        )
    book.forget_others("peers")


def version_of_peer(peer: str) -> str | None:
    """None where it is not installed."""
    with suppress(ImportError, OSError):
        if peer == "pandoc":
            import pypandoc

            return str(pypandoc.get_pandoc_version())
        if peer == "libreoffice":
            told = subprocess.run(["soffice", "--version"], capture_output=True, text=True)
            return ".".join(told.stdout.split()[1].split(".")[:2])
        return version(peer)
    return None


# -------------------------------------------------------------------------------------------------------------- figures


def over(seconds: float | None, floor: float) -> float | None:
    """How many times the floor."""
    return None if seconds is None or not floor else seconds / floor


def summary_of(
    summarise: Callable[[list[float]], float], found: Sequence[dict[str, float | None]], unit: str
) -> Figure:
    """One figure of many, for each checkout; failures are left out."""
    values = {name: [one for each in found if (one := each[name]) is not None] for name in found[0]}
    return of_checkouts(unit, {name: summarise(column) if column else None for name, column in values.items()})


def unzipped_size(path: Path) -> int:
    """Bytes."""
    with zipfile.ZipFile(path) as zipped:
        return sum(info.file_size for info in zipped.infolist())


def peak(path: Path) -> float:
    """The most memory that a process takes which converts the file, in megabytes."""
    command = [sys.executable, "-c", PEAK, path.resolve()]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(ROOT), cwd=ROOT)
    return int(done.stdout) * 1024 / 1e6


def run_time(root: Path, *command: str) -> float:
    """Milliseconds that a process takes, the least of seven once its modules are compiled."""
    took = []
    for _ in range(8):
        began = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True, env=environment(root), cwd=root)
        took.append(time.perf_counter() - began)
    return 1000 * min(took[1:])


if __name__ == "__main__":
    main()
