"""What was measured as tables: what is wanted beside what there is, the other tools, and docs/performance.md.

    python tests/bench/summary.py [--results docs/performance.json] [--page docs/performance.md]

Prints what is wanted and the other tools. With `--page` the tables of a page are made anew; the prose around them is
written by hand and stays.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from figures import RESULTS, Records, read_records
from layouts import block_of

_BLOCK = re.compile(r"(<!-- table: ([^>\n]*) -->\n).*?(<!-- end of the table -->)", re.DOTALL)
PRINTED = ("wanted", "wanted earlier", "peers")


def fill_page(page: str, records: Records) -> str:
    """The page with its tables as the records have them."""
    return _BLOCK.sub(lambda found: f"{found[1]}{block_of(records, found[2])}\n{found[3]}", page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FILE")
    parser.add_argument("--page", type=Path, metavar="FILE", help="Make the tables of this page anew.")
    chosen = parser.parse_args()
    records = read_records(chosen.results)
    print("\n\n".join(block_of(records, name) for name in PRINTED))
    if chosen.page:
        chosen.page.write_text(fill_page(chosen.page.read_text("utf-8"), records), "utf-8")


if __name__ == "__main__":
    main()
