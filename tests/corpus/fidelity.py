"""Print how faithful the conversion of each corpus file is: `python tests/corpus/fidelity.py [--markdown]`."""

from __future__ import annotations

import argparse
import sys
import traceback
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

sys.path.insert(0, str(Path(__file__).parent))

from compare import MEASURES, SHARES
from corpus_files import CORPUS, Measurement, files, means, measure, short_id
from word_package import is_word_package

WANTED = 0.95


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=2, help="processes at work at the same time")
    parser.add_argument("--only", default="", help="files whose name begins so")
    parser.add_argument("--measure", choices=MEASURES, help="list the files below in this measure only")
    parser.add_argument("--markdown", action="store_true", help="write the tables as Markdown")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        print("the corpus of real files, ../shared/corpus, is not here", file=sys.stderr)
        return 2
    paths = [path for path in files() if path.name.startswith(options.only) and is_word_package(path)]
    with ProcessPoolExecutor(options.jobs) as pool:
        outcomes = dict(zip(paths, pool.map(_outcome, paths), strict=True))
    measured = {path.name: found for path, found in outcomes.items() if isinstance(found, Measurement)}
    failed = {path.name: found for path, found in outcomes.items() if isinstance(found, str)}
    _print_means(measured, options.markdown)
    _print_low(measured, options.measure, options.markdown)
    _print_broken(measured, failed)
    return 0


def _outcome(path: Path) -> Measurement | str:
    try:
        return measure(path)
    except Exception as error:  # any failure of one file is a row of the report
        last = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__}: {str(error)[:160]} ({Path(last.filename).name}:{last.lineno})"


def _print_means(measured: dict[str, Measurement], is_markdown: bool) -> None:
    average = means(measured)
    rows = []
    for name in MEASURES:
        scores = [score for m in measured.values() if (score := m.scores[name]) is not None]
        mean = average[name]
        shown = "–" if mean is None else f"{mean:.4f}"
        rows.append((name, shown, str(len(scores)), str(sum(score < WANTED for score in scores))))
    _print_table(("measure", "mean", "files", f"below {WANTED}"), rows, is_markdown)


def _print_low(measured: dict[str, Measurement], only: str | None, is_markdown: bool) -> None:
    rows = []
    for name in [only] if only else MEASURES:
        low = [(m.scores[name], file, m) for file, m in measured.items()]
        for score, file, found in sorted((row for row in low if row[0] is not None), key=lambda row: row[:2]):
            limit = 0.999 if name in SHARES else WANTED
            if score is not None and score < limit:
                note = " ".join(found.missing)[:100] if name == "words" and not is_markdown else ""
                rows.append((name, short_id(Path(file)), f"{score:.4f}", note))
    if rows:
        print()
        _print_table(("measure", "file", "score", "reason" if is_markdown else "missing"), rows, is_markdown)


def _print_broken(measured: dict[str, Measurement], failed: dict[str, str]) -> None:
    for name, found in measured.items():
        for error in found.dtd_errors[:3]:
            print(f"invalid  {name}  {error[:200]}")
        if found.imbalance:
            print(f"ledger   {name}  {found.imbalance}")
    for name, message in failed.items():
        print(f"failed   {name}  {message}")


def _print_table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], is_markdown: bool) -> None:
    if is_markdown:
        lines = [head, tuple("---" for _ in head), *rows]
        print("\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines))
        return
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    for row in (head, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    raise SystemExit(main())
