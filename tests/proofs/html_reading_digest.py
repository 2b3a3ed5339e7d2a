"""What reading pages gives, as hashes: the same before and after a change of the HTML reader that users must not see.

    python tests/proofs/html_reading_digest.py PATH... [--jobs 2] [--every 6] [--against BEFORE.txt] > AFTER.txt

PATH is a page, a zip with a page, a Word file, or a folder of them. A Word file becomes pages of our own, one with
files beside it and one with labels and data in it. Each page is read twice: as it is, and as one of the other kind, a
page of our own without its mark and any other page with it. A line holds the file, the way, and a hash over the
document, the findings in their order and the ledger. With `--against` the lines that differ from an earlier run are
named on standard error, and the exit code is 1 where there are any.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from conversion_digest import compare

import sdconvert
from sdconvert.archive import read_archive, write_archive
from sdconvert.formats.html.names import MAIN_PART, OWN, OWN_VERSION
from sdconvert.formats.html.read import read

KINDS = (".docx", ".htm", ".html", ".zip")
MARK = f'{OWN}="{OWN_VERSION}"'.encode()
PAGES: dict[str, dict[str, Any]] = {
    "zip": {},
    "single": {"single_file": True, "labels": "literal"},
}
"""The pages that a Word file becomes."""


def digest(source: bytes) -> str:
    """One hash over the document, the findings in their order, and the ledger; the error where there is one."""
    try:
        result = read(source)
    except sdconvert.SdconvertError as error:
        return " ".join(f"{type(error).__name__}: {error}".split())
    findings = json.dumps([finding.as_dict() for finding in result.findings], default=str)
    ledger = json.dumps(result.ledger.as_dict())
    return hashlib.sha256((canonical(result.value) + findings + ledger).encode("utf-8", "backslashreplace")).hexdigest()


def canonical(value: object) -> str:
    """The same text for equal values in every process, with the places of blocks, which equality leaves out."""
    if is_dataclass(value) and not isinstance(value, type):
        inner = [f"{each.name}={canonical(getattr(value, each.name))}" for each in fields(value)]
        return f"{type(value).__name__}({', '.join(inner)})"
    if isinstance(value, frozenset):
        return f"{{{', '.join(sorted(map(canonical, value)))}}}"
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key!r}: {canonical(item)}' for key, item in value.items())}}}"
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, tuple):
        return f"{type(value).__name__}({', '.join(map(canonical, value))})"
    return repr(value)


def of_the_other_kind(source: bytes) -> bytes:
    """A page of our own without its mark, any other page with it."""
    if not source.startswith(b"PK"):
        return source.replace(MARK, b"", 1) if MARK in source else b"<html " + MARK + b">" + source
    try:
        parts = dict(read_archive(source))
    except sdconvert.SdconvertError:
        return source
    return write_archive({**parts, MAIN_PART: of_the_other_kind(parts.get(MAIN_PART, b""))})


def lines_of(path: Path) -> list[str]:
    """A line for each way in which the pages of a file are read."""
    return [
        f"{path.name}\t{way}{kind}\t{digest(source)}"
        for way, page in _pages(path)
        for kind, source in (("", page), (" of the other kind", of_the_other_kind(page)))
    ]


def _pages(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix != ".docx":
        yield "page", path.read_bytes()
        return
    for way, choices in PAGES.items():
        try:
            yield way, sdconvert.convert(path, to="html", **choices).value
        except sdconvert.SdconvertError as error:
            yield f"{way} ({type(error).__name__})", b""


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.iterdir() if file.suffix in KINDS) if path.is_dir() else [path]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="only every so many of the files, for a quick look")
    parser.add_argument("--against", type=Path, help="the output of an earlier run")
    chosen = parser.parse_args()
    files = [file for path in chosen.paths for file in _files(path)][:: chosen.every]
    with ProcessPoolExecutor(chosen.jobs) as executor:
        lines = [line for lines in executor.map(lines_of, files, chunksize=8) for line in lines]
    print("\n".join(lines))
    print(f"total\t{len(files)} files\t{hashlib.sha256(chr(10).join(lines).encode()).hexdigest()}")
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
