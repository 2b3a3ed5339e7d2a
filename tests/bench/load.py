"""Load: 64 clients in parallel against one sandbox on loopback, a bounded number of calls. See docs/performance.md.

Usage: python tests/bench/load.py [--clients 64] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sdconvert.partner import NewDocument, PartnerClient, User

SERVER = """
import sys
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import start
with start(options=SandboxOptions(seed=1)) as sandbox:
    print(sandbox.url, sandbox.credentials.client_id, sandbox.credentials.client_secret, flush=True)
    sys.stdin.read()
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""
SAMPLE = Path(__file__).parents[2] / "samples" / "docx" / "letter.docx"


def one_client(number: int, address: list[str], rounds: int) -> list[float]:
    """Seconds of each call of one client: create or import, ask, export, delete."""
    url, client_id, secret = address
    user = User(f"user-{number}", "a@b.c", "A", "B", "C")
    times = []
    with PartnerClient(url, client_id, secret, user_id=user.user_id) as client, tempfile.TemporaryDirectory() as folder:

        def timed(work, *arguments):
            start = time.perf_counter()
            result = work(*arguments)
            times.append(time.perf_counter() - start)
            return result

        for turn in range(rounds):
            document = NewDocument(user, f"Document {turn}", f"group-{number}")
            id = timed(client.import_word, SAMPLE, document, None).document_id
            timed(client.info, id)
            timed(client.export_sdxml, id, Path(folder, f"{turn}.zip"))
            timed(client.delete, id)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with subprocess.Popen(
        [sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        address = server.stdout.readline().split()
        start = time.perf_counter()
        with ThreadPoolExecutor(arguments.clients) as pool:
            numbers = range(arguments.clients)
            times = [t for one in pool.map(lambda n: one_client(n, address, arguments.rounds), numbers) for t in one]
        took = time.perf_counter() - start
        server.stdin.close()
        peak = int(server.stdout.read()) / 1024
    print(f"{arguments.clients} clients, {len(times)} calls in {took:.1f} s: {len(times) / took:.0f} calls/s, no error")
    print(f"median {statistics.median(times):.3f} s, p99 {statistics.quantiles(times, n=100)[98]:.3f} s")
    print(f"server peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
