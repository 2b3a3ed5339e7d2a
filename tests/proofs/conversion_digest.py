"""What converting a folder of Word files gives, as hashes: the same before and after a change that users must not see.

    python tests/proofs/conversion_digest.py PATH... [--jobs 2] [--every 6] [--against BEFORE.txt] > AFTER.txt

PATH is a Word file or a folder of them. Each file is converted docx -> sdxml -> {docx, html, parsx}, and with every
choice that leads to other code. A line holds the file, the way, and a hash over the members of the result, its findings
in their order and its ledger; the last line is one hash over all of them. With `--against` the lines that differ from
an earlier run are named on standard error, and the exit code is 1 where there are any.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import sdconvert

WAYS: dict[str, dict[str, Any]] = {
    "docx": {"to": "docx"},
    "html": {"to": "html"},
    "html literal": {"to": "html", "labels": "literal", "single_file": True},
    "parsx": {"to": "parsx"},
}
"""From the SDXML package that the Word file became, to each format."""

OTHER_CHOICES: dict[str, dict[str, Any]] = {
    "sdxml literal": {"labels": "literal", "comments": "sidenote", "headings": "numbered"},
    "sdxml reject": {"revisions": "reject", "headings": "plain"},
    "html direct": {"to": "html"},
    "docx direct": {"to": "docx"},
    "parsx direct": {"to": "parsx"},
}
"""From the Word file itself: what SDXML cannot say reaches the other writers only this way."""


def digest(result: sdconvert.Result[bytes]) -> str:
    """One hash over the members of the file, in their order and with what each holds, however it is packed, the
    findings in their order, and the ledger."""
    findings = json.dumps([finding.as_dict() for finding in result.findings], default=str)
    ledger = json.dumps(result.ledger.as_dict())
    return hashlib.sha256(_content(result.value) + findings.encode() + ledger.encode()).hexdigest()


def _content(data: bytes) -> bytes:
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        members = [(member.filename.encode(), zipped.read(member)) for member in zipped.infolist()]
    return b"".join(b"%d %d " % (len(name), len(held)) + name + held for name, held in members)


def lines_of(path: Path, *, sdxml_only: bool) -> list[str]:
    """A line for each way of a file; a way that ends in an error has the error in place of the hash."""
    ways = islice(_ways(path), 1 if sdxml_only else None)
    return [f"{path.name}\t{way}\t{came}" for way, came in ways]


def _ways(path: Path) -> Iterator[tuple[str, str]]:
    try:
        package = sdconvert.convert(path)
    except sdconvert.SdconvertError as error:
        yield "sdxml", _said(error)
        return
    yield "sdxml", digest(package)
    for way, choices in WAYS.items():
        yield way, _converted(package.value, choices)
    for way, choices in OTHER_CHOICES.items():
        yield way, _converted(path, choices)


def _converted(source: Path | bytes, choices: dict[str, Any]) -> str:
    try:
        return digest(sdconvert.convert(source, **choices))
    except sdconvert.SdconvertError as error:
        return _said(error)


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.docx")) if path.is_dir() else [path]


def _said(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())


def compare(before: list[str], after: list[str]) -> list[str]:
    """The lines of two runs that differ, by file and way."""
    known = {tuple(line.split("\t")[:2]): line for line in before}
    found = {tuple(line.split("\t")[:2]): line for line in after}
    return ["\t".join(key) for key in sorted({*known, *found}) if known.get(key) != found.get(key)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every so many of the files, for a quick look")
    parser.add_argument("--sdxml-only", action="store_true", help="only the first way, docx -> sdxml")
    parser.add_argument("--against", type=Path, help="the output of an earlier run")
    chosen = parser.parse_args()
    files = [file for path in chosen.paths for file in _files(path)][:: chosen.every]
    with ProcessPoolExecutor(chosen.jobs) as executor:
        found = executor.map(partial(lines_of, sdxml_only=chosen.sdxml_only), files, chunksize=4)
        lines = [line for lines in found for line in lines]
    total = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    print("\n".join(lines))
    print(f"total\t{len(files)} files\t{total}")
    if chosen.against is None:
        return 0
    names = {file.name for file in files}
    earlier = [line for line in chosen.against.read_text("utf-8").splitlines() if line.split("\t")[0] in names]
    differing = compare(earlier, lines)
    for name in differing:
        print(f"differs: {name}", file=sys.stderr)
    print(f"{len(differing)} of {len(lines)} differ", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
