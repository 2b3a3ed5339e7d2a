"""How time and memory grow with a document: the exponents of what is done with 1, 2, 4, 8 and 16 times as much of it.

    python tests/bench/growth.py [--kinds runs,rows] [--ways validate,diff] [--rounds 2] [--scale 4] [--results FILE]

Each measurement is made in a process of its own, which is a copy of this one: processor seconds, the least of some
rounds, and how far the peak of its memory is above what it began with. An exponent is the slope of a straight line
through the logarithms of the three largest documents: 1 where twice the document takes twice as much, 2 where it takes
four times as much. Only what takes 20 milliseconds or 4 megabytes has one. With `--before` an older checkout is
measured by turns.
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from checkouts import ask
from figures import Figure, add_options, checkouts_of, of_checkouts, open_book
from growing import KINDS
from layouts import table_of
from wanted import limits_of

import sdconvert

SIZES = (1, 2, 4, 8, 16)
FITTED = 3
LEAST_SECONDS = 0.02
LEAST_BYTES = 4_000_000

VERSIONS = ("before", "after")

Sources = dict[str, tuple[bytes, ...]]
"""A document in each format, in its versions."""


def _convert(source: str, target: str, sources: Sources) -> None:
    _ = sdconvert.convert(sources[source][0], to=target, source_format=source).value


def _diff(sources: Sources) -> None:
    before, after = (sdconvert.read_document(version, source_format="sdxml").value for version in sources["sdxml"])
    sdconvert.compare(before, after)


def _map(sources: Sources) -> None:
    sdconvert.style_mapping([sources["docx"][0]])


def _validate(sources: Sources) -> None:
    sdconvert.validate(sources["sdxml"][0])


WAYS: dict[str, Callable[[Sources], None]] = {
    "word-sdxml": partial(_convert, "docx", "sdxml"),
    "sdxml-html": partial(_convert, "sdxml", "html"),
    "sdxml-word": partial(_convert, "sdxml", "docx"),
    "sdxml-parsx": partial(_convert, "sdxml", "parsx"),
    "html-sdxml": partial(_convert, "html", "sdxml"),
    "parsx-sdxml": partial(_convert, "parsx", "sdxml"),
    "diff": _diff,
    "mapping": _map,
    "validate": _validate,
}


class Spent(NamedTuple):
    """Processor seconds, and bytes at the peak above those at the beginning."""

    seconds: float
    memory: float


class Growth(NamedTuple):
    """The exponents of time and of memory, None where there is too little to tell."""

    seconds: float | None
    memory: float | None


def write_sources(kind: str, size: int, folder: Path) -> None:
    """Write the document of a kind that is so many times the smallest, in all formats, into a folder."""
    make, smallest = KINDS[kind]
    folder.mkdir()
    for version, name in enumerate(VERSIONS):
        word = make(size * smallest, version)
        package = sdconvert.convert(word).value
        (folder / f"docx-{name}").write_bytes(word)
        (folder / f"sdxml-{name}").write_bytes(package)
        for target in ("html", "parsx"):
            page = sdconvert.convert(package, source_format="sdxml", to=target).value
            (folder / f"{target}-{name}").write_bytes(page)


def read_sources(folder: Path) -> Sources:
    """What `write_sources` wrote."""
    formats = ("docx", "sdxml", "html", "parsx")
    return {each: tuple((folder / f"{each}-{name}").read_bytes() for name in VERSIONS) for each in formats}


def measure(way: str, folder: Path, rounds: int) -> Spent:
    """What a way takes with the document in a folder: its least time, and its memory in the first round."""
    spent = [Spent(*in_a_copy(partial(_spend, way, folder))) for _ in range(rounds)]
    return Spent(min(each.seconds for each in spent), spent[0].memory)


def _spend(way: str, folder: Path) -> Spent:
    sources = read_sources(folder)
    before, began = _memory("VmRSS"), time.process_time()
    WAYS[way](sources)
    return Spent(time.process_time() - began, _memory("VmHWM") - before)


def in_a_copy(work: Callable[[], object]) -> Any:
    """What the work gives in a copy of this process, so that nothing of it stays here."""
    reading, writing = os.pipe()
    copy = os.fork()
    if not copy:
        os.close(reading)
        status = 1
        try:
            os.write(writing, json.dumps(work()).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as told:
        text = told.read()
    if os.waitpid(copy, 0)[1]:
        sys.exit("A measurement has failed.")
    return json.loads(text)


def _memory(which: str) -> float:
    """Bytes, by the system's account of this process."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return 1024.0 * next(int(line.split()[1]) for line in lines if line.startswith(which))


def exponent(sizes: Sequence[float], values: Sequence[float], least: float) -> float | None:
    """The slope of the values over the sizes, by their logarithms; None where the largest value is below `least`."""
    points = list(zip(sizes, values, strict=True))[-FITTED:]
    if values[-1] < least:
        return None
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(max(value, least / 100)) for _, value in points]
    middle, height = sum(xs) / len(xs), sum(ys) / len(ys)
    covariance = sum((x - middle) * (y - height) for x, y in zip(xs, ys, strict=True))
    return covariance / sum((x - middle) ** 2 for x in xs)


def grow(kind: str, ways: Iterable[str], rounds: int, scale: int) -> dict[str, Growth]:
    """The growth of each way with one kind of document."""
    growth = {}
    with tempfile.TemporaryDirectory() as root:
        folders = [Path(root, str(size)) for size in SIZES]
        for size, folder in zip(SIZES, folders, strict=True):
            in_a_copy(partial(write_sources, kind, scale * size, folder))
        for way in ways:
            spent = [measure(way, folder, rounds) for folder in folders]
            growth[way] = Growth(
                exponent(SIZES, [each.seconds for each in spent], LEAST_SECONDS),
                exponent(SIZES, [each.memory for each in spent], LEAST_BYTES),
            )
    return growth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kinds", type=lambda text: text.split(","), default=list(KINDS))
    parser.add_argument("--ways", type=lambda text: text.split(","), default=list(WAYS))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--scale", type=int, default=4, help="how many times larger all documents are")
    parser.add_argument("--tell", action="store_true", help="print the exponents as JSON, of the sdconvert on the path")
    add_options(parser)
    chosen = parser.parse_args()
    if chosen.tell:
        prepare(chosen.ways)
        print(json.dumps({kind: grow(kind, chosen.ways, chosen.rounds, chosen.scale) for kind in chosen.kinds}))
        return
    book, checkouts = open_book(chosen, limits_of), checkouts_of(chosen)
    for kind in chosen.kinds:
        found = {name: grow_in(checkout, kind, chosen) or {} for name, checkout in checkouts.items()}
        book.write("growth", kind, **dict(figures(found, chosen.ways)))
    print(table_of(book.records, "growth"))


def prepare(ways: Iterable[str]) -> None:
    """Do everything once, so that what is imported is there before anything is measured."""
    with tempfile.TemporaryDirectory() as root:
        write_sources("paragraphs", 1, Path(root, "small"))
        small = read_sources(Path(root, "small"))
    for way in ways:
        WAYS[way](small)
    gc.collect()
    gc.freeze()  # else a copy's collector would write to all that this process has, and so copy it


def grow_in(checkout: Path, kind: str, chosen: argparse.Namespace) -> Any:
    """The exponents of time and memory of each way with one kind of document; None where a checkout cannot do it."""
    options = ("--ways", ",".join(chosen.ways), "--rounds", chosen.rounds, "--scale", chosen.scale)
    found = ask(checkout, [__file__, "--tell", "--kinds", kind, *options])
    return found and found[kind]


def figures(found: dict[str, dict[str, Sequence[float | None]]], ways: Iterable[str]) -> Iterator[tuple[str, Figure]]:
    for way in ways:
        for at, what in enumerate(("time", "memory")):
            values = {name: growth[way][at] if way in growth else None for name, growth in found.items()}
            yield f"{way} {what}", of_checkouts("exponent", values)


if __name__ == "__main__":
    main()
