"""The same source and options give the same bytes, findings and ledger, whatever the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from thoroughness import IS_THOROUGH

import sdconvert

PROJECT = Path(__file__).parents[1]
DIGEST = PROJECT / "tests" / "proofs" / "conversion_digest.py"
SAMPLES = sorted((PROJECT / "samples" / "docx").glob("*.docx"))
CORPUS = PROJECT.parent / "shared" / "corpus" / "docx"

LONGEST = "632399964516872542-1"
"""Its sixteen metafiles take as long as all other files together; some of these have metafiles, too."""


def digests_of_two_processes(paths: list[Path]) -> tuple[list[str], list[str]]:
    """What two processes say that run side by side with different hash seeds, time zones and folders."""
    processes = [
        subprocess.Popen(
            [sys.executable, str(DIGEST), "--sdxml-only", "--jobs", "1", *map(str, paths)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(PROJECT)},
        )
        for seed, zone, folder in (("1", "UTC", PROJECT), ("2", "Asia/Tokyo", PROJECT.parent))
    ]
    first, second = (process.communicate()[0].splitlines() for process in processes)
    assert [process.returncode for process in processes] == [0, 0]
    return first, second


def test_two_processes_give_the_same_for_every_sample() -> None:
    first, second = digests_of_two_processes(SAMPLES)
    assert len(first) - 1 == len(SAMPLES) >= 5
    assert first == second


def test_paths_bytes_and_files_give_the_same() -> None:
    path = SAMPLES[0]
    with path.open("rb") as source:
        from_file = sdconvert.convert(source)
    assert sdconvert.convert(path).value == sdconvert.convert(path.read_bytes()).value == from_file.value


def test_converting_twice_in_one_process_gives_the_same() -> None:
    for path in SAMPLES:
        first, second = sdconvert.convert(path), sdconvert.convert(path)
        assert first.value == second.value
        assert first.findings == second.findings
        assert first.ledger.as_dict() == second.ledger.as_dict()


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real files, ../shared/corpus, is not here")
def test_two_processes_give_the_same_for_every_real_file() -> None:
    paths = sorted(CORPUS.glob("*.docx"))[:: 1 if IS_THOROUGH else 4]
    paths = [path for path in paths if IS_THOROUGH or LONGEST not in path.name]
    first, second = digests_of_two_processes(paths)
    assert len(first) - 1 == len(paths)
    assert first == second
