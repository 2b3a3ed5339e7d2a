"""Real Word files without their words, and the smallest that still show their findings.

    python tests/proofs/sharing.py FOLDER [--every 8] [--pairs 40] [--seconds 60]

Each file is anonymised. Counted are those of which no word is left: by a look here that knows neither the code nor the
scan of the package, at all parts inflated, the names of the format left out; those that python-docx opens as it opens
the source; those whose findings are the same, code by code. Then a sample of pairs of a file and a code that it gives
is shrunk, one for each code: how much of the blocks is left, how long it takes, whether python-docx opens the result.
The exit code is 1 where a word is left, a file does not open, or the median is above 3 % of the blocks.
"""

from __future__ import annotations

import argparse
import html
import io
import random
import re
import statistics
import sys
import zipfile
from collections import Counter
from pathlib import Path

import docx

import sdconvert
from sdconvert.sharing import KeepsCode, shrink
from sdconvert.sharing.words import format_words

WORD = re.compile(r"[^\W\d_]{4,}")
TEXT = re.compile(r"<(?:w:t|w:delText|a:t|m:t|dc:\w+|cp:\w+|vt:\w+|Company|Manager)(?:\s[^<>]*)?>([^<]*)<")
BETWEEN = re.compile(r">([^<>]+)<")
VALUE = re.compile(r'\s([\w:.-]+)="([^"]*)"')
AUTHOR = re.compile(r'w:author="([^"]*)"')
LARGEST_SHARE = 0.03


def read(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        return {name: zipped.read(name) for name in zipped.namelist()}


def words_shown(data: bytes) -> set[str]:
    """Words of texts, properties and authors, as a pattern finds them in the bytes."""
    found: set[str] = set()
    for part in read(data).values():
        text = part.decode("utf-8", "ignore")
        for piece in map(html.unescape, (*TEXT.findall(text), *AUTHOR.findall(text))):
            found.update(word.casefold() for word in WORD.findall(piece))
    return found - format_words()


def words_left(result: bytes, words: set[str]) -> set[str]:
    """Which of the words stand anywhere in the result."""
    left: set[str] = set()
    for name, part in read(result).items():
        for text in (name, without_names(part.decode("utf-8", "ignore")), part.decode("utf-16-le", "ignore")):
            left.update(word for word in map(str.casefold, WORD.findall(text)) if word in words)
    return left


def without_names(text: str) -> str:
    """A part without the names of its elements and attributes, where it has any."""
    if not text.lstrip().startswith("<"):
        return text
    values = (value for name, value in VALUE.findall(text) if not name.startswith("xmlns"))
    return html.unescape("\n".join([*BETWEEN.findall(text), *values]))


def opens(data: bytes) -> bool:
    try:
        docx.Document(io.BytesIO(data))
    except Exception:
        return False
    return True


def codes_of(data: bytes) -> Counter[str]:
    try:
        return Counter(finding.code.id for finding in sdconvert.convert(data).findings)
    except sdconvert.SdconvertError as error:
        return Counter([type(error).__name__])


def anonymise_all(paths: list[Path]) -> tuple[int, list[tuple[Path, str]]]:
    """Print what came of each; gives how many are bad, and the pairs of files and codes."""
    count: Counter[str] = Counter()
    pairs = []
    for path in paths:
        data = path.read_bytes()
        try:
            result = sdconvert.anonymise(data).value
        except sdconvert.WordsLeft as error:
            count["refused since words are left"] += 1
            print(path.name, error)
            continue
        except sdconvert.SdconvertError:
            count["cannot be read"] += 1
            continue
        count["anonymised"] += 1
        if left := words_left(result, words_shown(data)):
            count["BAD: words left"] += 1
            print(path.name, "has left", sorted(left)[:10])
        if opens(data) and not opens(result):
            count["BAD: does not open"] += 1
            print(path.name, "does not open")
        before, after = codes_of(data), codes_of(result)
        count["same findings"] += before == after
        count["same codes"] += set(before) == set(after)
        if before != after:
            told = {code: (before[code], after[code]) for code in before | after if before[code] != after[code]}
            print(path.name, "differs:", told)
        pairs += [(path, code) for code in sorted(before) if "-" in code]
    print(dict(count))
    return sum(number for what, number in count.items() if what.startswith("BAD")), pairs


def shrink_sample(pairs: list[tuple[Path, str]], number: int, seconds: float) -> bool:
    """Print what came of each; whether all open and the median is small enough."""
    chance = random.Random(1)
    chance.shuffle(pairs)
    by_code = {code: path for path, code in pairs}
    shares, times, is_good = [], [], True
    for code, path in sorted(by_code.items())[:number] if len(by_code) <= number else sample(by_code, number, chance):
        shrunk = shrink(path, KeepsCode(code), time_limit=seconds)
        shares.append(shrunk.blocks / max(1, shrunk.blocks_before))
        times.append(shrunk.seconds)
        is_whole = opens(shrunk.data) or not opens(path.read_bytes())
        is_good = is_good and is_whole
        note = "" if shrunk.is_smallest else ", time over"
        print(
            f"{code} {path.name[:40]}: {shrunk.blocks} of {shrunk.blocks_before} blocks, {len(shrunk.data)} of "
            f"{shrunk.size_before} bytes, {shrunk.tries} tries, {shrunk.seconds:.1f} s{note}"
            f"{'' if is_whole else ', DOES NOT OPEN'}"
        )
    if not shares:
        return True
    larger = [share for share in shares if share > LARGEST_SHARE]
    print(
        f"{len(shares)} pairs: median {statistics.median(shares):.2%} of the blocks, {len(larger)} above "
        f"{LARGEST_SHARE:.0%}; median {statistics.median(times):.1f} s, longest {max(times):.1f} s"
    )
    return is_good and statistics.median(shares) <= LARGEST_SHARE


def sample(by_code: dict[str, Path], number: int, chance: random.Random) -> list[tuple[str, Path]]:
    return sorted(chance.sample(sorted(by_code.items()), number))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=60)
    arguments = parser.parse_args()
    bad, pairs = anonymise_all(sorted(arguments.folder.glob("*.docx"))[:: arguments.every])
    return int(not shrink_sample(pairs, arguments.pairs, arguments.seconds) or bad > 0)


if __name__ == "__main__":
    sys.exit(main())
