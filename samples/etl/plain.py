"""A plain script: a folder of Word files on all cores, without anything but sdconvert and the standard library.

    python plain.py FOLDER OUT

writes OUT/<name>.zip for each document and OUT/findings.jsonl, and prints what came of it.
"""

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from conversion import convert_file


def main(folder: str, out: str) -> int:
    """1 when a document was not converted, else 0."""
    sources = sorted(str(path) for path in Path(folder).glob("*.docx") if path.is_file())
    Path(out).mkdir(parents=True, exist_ok=True)
    failed = 0
    beside = Path(out, "findings.jsonl.part")
    with ProcessPoolExecutor() as pool, beside.open("w", encoding="utf-8") as lines:
        for done in pool.map(convert_file, sources, repeat(out), chunksize=4):
            failed += not done["output"]
            lines.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in done["findings"])
    beside.replace(Path(out, "findings.jsonl"))
    print(f"{len(sources)} documents: {len(sources) - failed} converted, {failed} failed")
    return int(failed > 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Convert the Word files of a folder on all cores.")
    parser.add_argument("folder", help="the Word files")
    parser.add_argument("out", help="the folder of the packages")
    sys.exit(main(**vars(parser.parse_args())))
