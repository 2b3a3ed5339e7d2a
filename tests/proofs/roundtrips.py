"""What comes back when documents go through another format and return (docs/roundtrip.md).

    python tests/proofs/roundtrips.py CORPUS [--every N] [--jobs N]

Each Word file that can be read becomes a package of SDXML, and that goes through Word, HTML and parsX and back. Where
the package that returns is not byte for byte the same `sd.xml`, the first block that differs is shown, with findings
that were told on the way; of parsX, which cannot say all, the differences that no finding excuses. The last table holds
the independent measures of docs/fidelity.md: the Word file that was read against the one that came of it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "corpus"))

from compare import MEASURES, Scores
from compare import compare as compare_facts
from corpus_files import short_id
from test_parsx_roundtrip import EXCUSES
from untold import untold_measures
from word_facts import word_facts
from word_package import declares_entities, is_word_package

import sdconvert
from sdconvert.archive import read_archive
from sdconvert.comparison import ComparedBlock, Difference, compare
from sdconvert.findings import Finding
from sdconvert.formats.sdxml.read import read as read_sdxml

_QUOTED = 90
_WAYS = {
    "docx": "docx → sdxml → docx → sdxml",
    "html": "sdxml → html → sdxml",
    "parsx": "sdxml → parsx → sdxml",
}


@dataclass
class Trip:
    """What came of one file: for each format that it went through what differs, empty where nothing does."""

    name: str
    refused: str = ""
    differences: dict[str, str] = field(default_factory=dict)
    scores: Scores = field(default_factory=dict)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take each file of this distance")
    parser.add_argument("--jobs", type=int, default=2, help="processes at work at the same time")
    options = parser.parse_args()
    paths = sorted(options.corpus.glob("*.docx"))[:: options.every]
    with ProcessPoolExecutor(options.jobs) as pool:
        trips = list(pool.map(travel, paths))
    done = [trip for trip in trips if not trip.refused]
    print(f"{len(done)} files, {len(trips) - len(done)} refused\n")
    _print_table(("way", "equal", "different"), (_count(done, way) for way in _WAYS))
    for way, title in _WAYS.items():
        rows = [(trip.name, trip.differences[way]) for trip in done if trip.differences[way]]
        if rows:
            print(f"\n{title}\n")
            _print_table(("file", "what differs"), rows)
    print("\nthe first Word file against the last\n")
    _print_table(("measure", "mean", "lowest"), _scores(done))
    return any(trip.differences["parsx"] for trip in done)


def travel(path: Path) -> Trip:
    """Send one Word file on all ways."""
    trip = Trip(short_id(path))
    try:
        if not is_word_package(path) or declares_entities(path):
            raise sdconvert.SdconvertError("it is no Word file, or declares entities")
        first = sdconvert.convert(path)
    except sdconvert.SdconvertError as error:
        trip.refused = str(error)
        return trip
    for way in _WAYS:
        there = sdconvert.convert(first.value, to=way)
        back = sdconvert.convert(there.value, to="sdxml", source_format=way)
        told = (*there.findings, *back.findings)
        trip.differences[way] = _describe(first.value, back.value, told, _JUDGES[way])
    trip.scores = _measure(path)
    return trip


# ---------------------------------------------------------------------------------------------------- what differs


def _is_anything(_: Difference, __: Iterable[Finding]) -> bool:
    return True


def _is_unexcused(difference: Difference, told: Iterable[Finding]) -> bool:
    excuses = (EXCUSES[code] for code in {finding.code.id for finding in told} if code in EXCUSES)
    return not any(is_excused(difference) for is_excused in excuses)


_Judge = Callable[[Difference, Iterable[Finding]], bool]
_JUDGES: dict[str, _Judge] = {"docx": _is_anything, "html": _is_anything, "parsx": _is_unexcused}


def _describe(before: bytes, after: bytes, told: tuple[Finding, ...], is_counted: _Judge) -> str:
    """What differs between two packages, empty where nothing does."""
    if read_archive(before)["sd.xml"] == read_archive(after)["sd.xml"]:
        return ""
    found = compare(read_sdxml(before).value, read_sdxml(after).value).differences
    counted = [difference for difference in found if is_counted(difference, told)]
    if not counted:
        return "" if is_counted is _is_unexcused else f"no block, but sd.xml: {_first_other(before, after)}"
    codes = " ".join(sorted({finding.code.id for finding in told}))
    return f"{len(counted)} block(s), the first: {_shown(counted[0])}; told: {codes or 'nothing'}"


def _shown(difference: Difference) -> str:
    sides = ("nothing" if side is None else f"{side.kind} “{side.text[:_QUOTED]}”" for side in _sides(difference))
    return " became ".join(sides)


def _sides(difference: Difference) -> tuple[ComparedBlock | None, ...]:
    return difference.before, difference.after


def _first_other(before: bytes, after: bytes) -> str:
    texts = [read_archive(package)["sd.xml"].decode() for package in (before, after)]
    at = next((number for number, pair in enumerate(zip(*texts, strict=False)) if len(set(pair)) > 1), 0)
    return " became ".join(f"“{text[max(0, at - 20) : at + _QUOTED]}”" for text in texts)


def _measure(path: Path) -> Scores:
    """What a Word file says against one that came of its package; lists stay lists, as what is text is no item."""
    first = sdconvert.convert(path, labels="structure")
    there = sdconvert.convert(first.value, to="docx")
    texts = [str(text) for finding in (*first.findings, *there.findings) for text in finding.details.values()]
    with tempfile.TemporaryDirectory() as folder:
        last = Path(folder) / "written.docx"
        last.write_bytes(there.value)
        scores = compare_facts(word_facts(path), word_facts(last), texts)
    return scores | dict.fromkeys(untold_measures(path))


# ------------------------------------------------------------------------------------------------------- the tables


def _count(trips: list[Trip], way: str) -> tuple[str, ...]:
    different = sum(bool(trip.differences[way]) for trip in trips)
    return _WAYS[way], str(len(trips) - different), str(different)


def _scores(trips: list[Trip]) -> Iterable[tuple[str, ...]]:
    for name in MEASURES:
        scores = [(score, trip.name) for trip in trips if (score := trip.scores.get(name)) is not None]
        if scores:
            lowest, file = min(scores)
            mean = sum(score for score, _ in scores) / len(scores)
            yield name, f"{mean:.4f}", f"{lowest:.3f} {file if lowest < 1 else ''}"


def _print_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    for row in (head, tuple("---" for _ in head), *rows):
        print("| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in row) + " |")


if __name__ == "__main__":
    sys.exit(main())
