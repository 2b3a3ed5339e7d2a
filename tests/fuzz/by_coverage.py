"""Fuzzing led by the lines of sdconvert that are reached, by atheris (libFuzzer), which has to be installed.

    python tests/fuzz/by_coverage.py [--number 20000] [--seed 1] [--corpus build/fuzz]

Mutants and checks are those of `tests/fuzz/fuzz.py`, and the corpus is the same. What does not hold is printed once for
each reason, with the file that shows it. libFuzzer ends the process itself: with an error for an input that takes over
a minute or 3 GB of memory.
"""

from __future__ import annotations

import argparse
import random
import sys
from contextlib import suppress
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

with atheris.instrument_imports(include=["sdconvert"]):
    from checks import Broken, check
    from fuzz import keep, kind_of
    from mutations import LARGEST, mutate
    from seeds import seeds

    SEEDS = list(seeds())
    for _, seed in SEEDS:  # what is imported when it is used
        with suppress(Broken):
            check(seed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--number", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=Path("build/fuzz"))
    choices = parser.parse_args()
    for name in ("ways", "broken"):
        (choices.corpus / name).mkdir(parents=True, exist_ok=True)
    for _, data in SEEDS:
        keep(choices.corpus / "ways", data)
    options = [f"-runs={choices.number}", f"-seed={choices.seed}", f"-max_len={LARGEST}", "-rss_limit_mb=3000"]
    judge = Judge(choices.corpus / "broken")
    atheris.Setup([sys.argv[0], *options, "-timeout=60", str(choices.corpus / "ways")], judge, custom_mutator=change)
    atheris.Fuzz()


class Judge:
    """Checks inputs and keeps the first of each kind that does not hold."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: set[str] = set()

    def __call__(self, data: bytes) -> None:
        try:
            check(data)
        except Broken as broken:
            if kind_of(str(broken)) not in self._known:
                self._known.add(kind_of(str(broken)))
                print(f"{keep(self._folder, data)}: {broken}", flush=True)


def change(data: bytes, size: int, seed: int) -> bytes:
    """A mutant of at most that size."""
    changed = mutate(data, random.Random(seed))
    return changed if len(changed) <= size else data


if __name__ == "__main__":
    main()
