"""Load: many clients in parallel against one sandbox on loopback, a bounded number of calls.

python tests/bench/load.py [--clients 64] [--rounds 3] [--results FILE]
"""

from __future__ import annotations

import argparse
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from checkouts import environment
from figures import ROOT, Book, Figure, add_options, open_book
from layouts import table_of
from wanted import limits_of

from sdconvert.archive import read_archive, write_archive
from sdconvert.partner import NewDocument, PartnerClient, User
from sdconvert.pipeline import convert

T = TypeVar("T")
PEAK = 'print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))'
SERVER = f"""
import sys
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import start
with start(options=SandboxOptions(seed=1)) as sandbox:
    print(sandbox.url, sandbox.credentials.client_id, sandbox.credentials.client_secret, flush=True)
    sys.stdin.read()
{PEAK}
"""
CLIENT = f"""
import sys
from pathlib import Path
from sdconvert.partner import NewDocument, PartnerClient, User
url, id, secret, package, target = sys.argv[1:]
user = User("user", "a@b.c", "A", "B", "C")
with PartnerClient(url, id, secret, user_id="user") as client:
    if package:
        document = client.import_sdxml(Path(package), NewDocument(user, "Large", "group"), validate=False).document_id
        client.export_sdxml(document, Path(target))
    else:
        client.word_templates()
{PEAK}
"""
SAMPLE = ROOT / "samples" / "docx" / "letter.docx"
WIDTH, HEIGHT = 1024, 1024


@contextmanager
def server(root: Path = ROOT) -> Iterator[tuple[list[str], Callable[[], float]]]:
    """The address of a sandbox and its credentials; and what stops it and gives its peak, in MB."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment(root),
        cwd=root,  # which stands before the path that is set
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        source, target = process.stdout, process.stdin

        def stop() -> float:
            target.close()
            return int(source.read()) / 1024

        yield source.readline().split(), stop


def one_client(number: int, address: list[str], rounds: int) -> list[float]:
    """Seconds of each call of one client: import, ask, export, delete."""
    url, client_id, secret = address
    user = User(f"user-{number}", "a@b.c", "A", "B", "C")
    times = []

    def timed(work: Callable[..., T], *arguments: object) -> T:
        start = time.perf_counter()
        result = work(*arguments)
        times.append(time.perf_counter() - start)
        return result

    with PartnerClient(url, client_id, secret, user_id=user.user_id) as client, tempfile.TemporaryDirectory() as folder:
        for turn in range(rounds):
            document = NewDocument(user, f"Document {turn}", f"group-{number}")
            id = timed(client.import_word, SAMPLE, document, None).document_id
            timed(client.info, id)
            timed(client.export_sdxml, id, Path(folder, f"{turn}.zip"))
            timed(client.delete, id)
    return times


def many_clients(book: Book, clients: int, rounds: int) -> None:
    """Calls a second, times and the peak of the server."""
    with server() as (address, stop):
        start = time.perf_counter()
        with ThreadPoolExecutor(clients) as pool:
            times = [t for one in pool.map(lambda n: one_client(n, address, rounds), range(clients)) for t in one]
        took = time.perf_counter() - start
        peak = stop()
    book.write("load", f"{clients} clients, {len(times)} calls", figure=Figure(len(times) / took, "/s"))
    book.write("load", "median of a call", figure=Figure(statistics.median(times), "s"))
    book.write("load", "99 of 100 calls at most", figure=Figure(statistics.quantiles(times, n=100)[98], "s"))
    book.write("load", "server's peak", figure=Figure(peak, "MB"))
    book.forget_others("load")


def large_package(megabytes: int, root: Path = ROOT) -> tuple[float, float]:
    """The peaks of client and server for a package of this size, up and down, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        package, target = Path(folder, "large.zip"), Path(folder, "down.zip")
        package.write_bytes(package_of(megabytes))
        found = peaks(package, target, root)
        assert target.stat().st_size >= megabytes * 1_000_000
    return found


def peaks(package: Path | None, target: Path, root: Path) -> tuple[float, float]:
    """The peaks of a client and of a server, in MB, when a package went up and came down."""
    with server(root) as (address, stop):
        command = [sys.executable, "-c", CLIENT, *address, str(package or ""), str(target)]
        done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment(root), cwd=root)
        return int(done.stdout) / 1024, stop()


def package_of(megabytes: int) -> bytes:
    """An SDXML package of pictures of 3 MB, all of them different."""
    count = -(-megabytes * 1_000_000 // (3 * WIDTH * HEIGHT))
    pictures = "".join(f'<p><img src="{number}.png" alt=""></p>' for number in range(count))
    page = f"<!doctype html><html><head><title>Large</title></head><body>{pictures}</body></html>"
    parts = {"index.html": page.encode(), **{f"{number}.png": noise() for number in range(count)}}
    package = convert(write_archive(parts), source_format="html").value
    assert len(read_archive(package)) > count
    return package


def noise() -> bytes:
    """A PNG that does not get smaller."""
    rows = b"".join(b"\0" + os.urandom(3 * WIDTH) for _ in range(HEIGHT))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    add_options(parser)
    chosen = parser.parse_args()
    book = open_book(chosen, limits_of)
    many_clients(book, chosen.clients, chosen.rounds)
    print(table_of(book.records, "load"))


if __name__ == "__main__":
    main()
