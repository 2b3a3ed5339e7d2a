"""A review of a folder of Word files, timed: how long until its page shows, until its table is full, what a change of
the mapping takes, how long anybody waits meanwhile, and how much memory it has.

    python tests/proofs/review_folder.py FOLDER
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MEGABYTE = 1024


class Review:
    """A review in a process of its own, asked as its page asks."""

    def __init__(self, folder: str) -> None:
        command = [sys.executable, "-m", "sdconvert", "review", folder, "--no-browser", "--no-office"]
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        self.url = re.search(r"http://\S+", line)[0]  # type: ignore[index]
        self.waits: list[float] = []

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data, {"content-type": "application/json"}, method=method)
        began = time.monotonic()
        with urllib.request.urlopen(request, timeout=300) as answer:
            value = json.load(answer)
        self.waits.append(time.monotonic() - began)
        return value

    def wait(self, path: str) -> Iterator[Any]:
        """What is answered until all is read and judged."""
        while True:
            answer = self.ask(path)
            yield answer
            if answer["done"] == answer["total"] and answer["isJudged"]:
                return
            time.sleep(0.25)

    def memory(self) -> tuple[int, int]:
        """Megabytes of the server, and of its workers together."""
        lists = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        children = [child for each in lists for child in each.read_text().split()]
        return _resident(str(self.process.pid)), sum(map(_resident, children))


def _resident(process: str) -> int:
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return int(found[1]) // _MEGABYTE if found else 0


def measure(folder: str) -> None:
    """Print the figures of docs/review.md."""
    review = Review(folder)
    try:
        first = review.ask("api/folder")
        print(f"first page of the table: {time.monotonic() - review.began:.1f} s, {first['total']} documents")
        workers = 0
        for _ in review.wait("api/folder?sort=losses&order=descending"):
            workers = max(workers, review.memory()[1])
        print(f"full table: {time.monotonic() - review.began:.1f} s")
        print(f"answers meanwhile: {_milliseconds(statistics.median(review.waits))}, at most {_longest(review)}")
        print(f"memory: {review.memory()[0]} MB, its workers {workers} MB at most")
        began = time.monotonic()
        rows = review.ask("api/mapping")["rows"]
        print(f"rows of the mapping: {len(rows)}, {time.monotonic() - began:.2f} s")
        began = time.monotonic()
        review.ask("api/mapping", "PUT", {"rows": {row["key"]: row["proposed"] for row in rows}})
        print(f"a mapping of all proposals is taken: {time.monotonic() - began:.2f} s")
        review.waits.clear()
        *_, effects = review.wait("api/effects")
        print(f"its effects on all documents: {time.monotonic() - began:.1f} s, answers at most {_longest(review)}")
        for one in effects["effects"]:
            print(f"  {one['kind']} ({one['noun']}): {one['blocks']} in {one['files']} files")
        _open_all(review, first["total"])
        print(f"memory at the end: {review.memory()[0]} MB")
    finally:
        review.process.terminate()
        review.process.wait()


def _longest(review: Review) -> str:
    return _milliseconds(max(review.waits))


def _milliseconds(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


def _open_all(review: Review, total: int) -> None:
    """Open the documents as a reader would, every tenth of them."""
    times = []
    for number in range(0, total, 10):
        began = time.monotonic()
        try:
            review.ask(f"api/documents/{number}")
        except urllib.error.HTTPError as error:
            error.close()
            continue
        times.append(time.monotonic() - began)
    print(f"a document under the mapping: {statistics.median(times):.2f} s, {max(times):.1f} s at most")


if __name__ == "__main__":
    measure(sys.argv[1])
