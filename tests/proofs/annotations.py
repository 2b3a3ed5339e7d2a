"""Real Word files with their findings as comments: the packages are as valid as they were, each finding is a comment,
nothing else is changed, and all parts are the same again when the comments are removed.

    python tests/proofs/annotations.py FOLDER [--every 1] [--offset 0]

The last lines count the files and what was checked in them; each file of which something is not true is named, and the
exit code is 1 where there are any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from annotation_laws import problems_of, python_docx_comments
from docx_writing import audit

import sdconvert
from sdconvert.files import load


def new_errors(before: bytes, after: bytes) -> Counter[str]:
    """What the two validators have against a package that they did not have against its parts before."""
    with tempfile.TemporaryDirectory() as folder:
        return Counter(audit(after, Path(folder))) - Counter(audit(before, Path(folder)))


def check(path: Path, counts: Counter[str]) -> Iterator[str]:
    """What is not as it should be."""
    source = load(path)
    try:
        annotated = sdconvert.annotate(source)
    except sdconvert.SdconvertError as error:
        counts["refused"] += 1
        print(f"{path.name}: refused: {error}")
        return
    counts["annotated"] += 1
    counts["findings"] += len(annotated.findings)
    yield from problems_of(source, annotated)
    for error, count in new_errors(source, annotated.value).items():
        yield f"{count} × {error}"
    listed = python_docx_comments(source), python_docx_comments(annotated.value)
    if listed[0] is not None:
        counts["listed by python-docx"] += 1
        if listed[1] != listed[0] + len(annotated.findings) + 1:
            yield f"python-docx lists {listed[1]} comments, and {listed[0]} before"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    start = time.monotonic()
    for path in sorted(arguments.folder.glob("*.doc*"))[arguments.offset :: arguments.every]:
        counts["files"] += 1
        for problem in check(path, counts):
            counts["problems"] += 1
            print(f"{path.name}: {problem}")
    print(", ".join(f"{count} {what}" for what, count in counts.items()), f"in {time.monotonic() - start:.0f} s")
    return int(bool(counts["problems"]))


if __name__ == "__main__":
    sys.exit(main())
