"""Each document exists exactly once, whatever happens on the way. `SDCONVERT_STORM` is how many are sent."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from docx_builder import build_docx

from sdconvert.errors import PartnerError
from sdconvert.partner import LegacyAuth, NewDocument, PartnerClient, RetryPolicy, Timeouts, User
from sdconvert.sandbox.faults import Fault, FaultKind, When
from sdconvert.sandbox.server import Sandbox

COUNT = int(os.environ.get("SDCONVERT_STORM", "20"))
USER = User("storm", "a@b.c", "A", "B", "C")
DOCUMENT = NewDocument(USER, "A title", "storm")
STORM = (
    Fault(FaultKind.RESET, when=When.BEFORE, probability=0.1),
    Fault(FaultKind.RESET, when=When.AFTER, probability=0.1),
    Fault(FaultKind.STATUS, status=429, retry_after=0, probability=0.1),
    Fault(FaultKind.STATUS, status=429, retry_after=0, when=When.AFTER, probability=0.05),
    Fault(FaultKind.STATUS, status=500, when=When.BEFORE, probability=0.05),
    Fault(FaultKind.STATUS, status=500, when=When.AFTER, probability=0.05),
    Fault(FaultKind.TRUNCATE, when=When.AFTER, probability=0.1),
    Fault(FaultKind.GARBAGE, when=When.AFTER, probability=0.05),
    Fault(FaultKind.DELAY, delay=0.05, probability=0.1),
)
DRIVER = """
import sys
from pathlib import Path
from sdconvert.errors import PartnerError
from sdconvert.partner import NewDocument, PartnerClient, RetryPolicy, User

url, client_id, secret, folder = sys.stdin.read().split()
document = NewDocument(User("storm", "a@b.c", "A", "B", "C"), "A title", "storm")
retries = RetryPolicy(first_wait=0.01, settle=0.0)
with PartnerClient(url, client_id, secret, retries=retries) as client:
    for file in sorted(Path(folder).glob("*.docx")):
        while True:
            try:
                client.import_word(file, document)
                break
            except PartnerError:
                continue
"""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number:04}.docx" for number in range(COUNT)]
    for path in paths:
        path.write_bytes(build_docx(f"<w:p><w:r><w:t>Document {path.stem}</w:t></w:r></w:p>"))
    return paths


@pytest.fixture
def stormy(sandbox: Sandbox) -> Sandbox:
    sandbox.service.faults.clear(seed=7)
    for fault in STORM:
        sandbox.service.faults.add(fault)
    return sandbox


def fingerprints(sandbox: Sandbox) -> list[str]:
    """What stands in the list, asked for in fair weather."""
    sandbox.service.faults.clear()
    credentials = sandbox.credentials
    with PartnerClient(sandbox.url, credentials.client_id, credentials.client_secret, user_id="storm") as client:
        listed = client.list_documents(group_id="storm", user_id="storm")
    return [info.supplemental.split(".")[0] for info in listed]


def test_a_storm_loses_nothing_and_makes_nothing_twice(stormy: Sandbox, files: list[Path]) -> None:
    credentials = stormy.credentials
    options = {"retries": RetryPolicy(first_wait=0.01, settle=0.0), "timeouts": Timeouts(read=5.0, work=5.0)}
    tries = 0
    with PartnerClient(stormy.url, credentials.client_id, credentials.client_secret, **options) as client:
        for file in files:
            while True:
                tries += 1
                try:
                    client.import_word(file, DOCUMENT)
                    break
                except PartnerError:
                    assert tries < 20 * COUNT
    found = fingerprints(stormy)
    assert tries > COUNT
    assert len(found) == len(set(found)) == COUNT


def test_threads_that_share_a_sign_in_which_is_refused_at_random_make_nothing_twice(
    stormy: Sandbox, files: list[Path]
) -> None:
    stormy.service.faults.add(Fault(FaultKind.STATUS, status=401, probability=0.15))
    known = stormy.credentials
    auth = LegacyAuth(known.api_key, known.email, known.password)
    options = {"retries": RetryPolicy(first_wait=0.01, settle=0.0), "timeouts": Timeouts(read=5.0, work=5.0)}
    with PartnerClient(stormy.url, auth=auth, **options) as client:

        def send(file: Path) -> int:
            for tries in range(1, 21):
                try:
                    client.import_word(file, DOCUMENT)
                except PartnerError:
                    continue
                return tries
            return 0

        with ThreadPoolExecutor(4) as pool:
            tries = list(pool.map(send, files))
    found = fingerprints(stormy)
    assert 0 not in tries
    assert sum(tries) > COUNT
    assert len(found) == len(set(found)) == COUNT


def test_a_client_that_is_killed_at_random_makes_nothing_twice(
    stormy: Sandbox, files: list[Path], tmp_path: Path
) -> None:
    chance = random.Random(7)
    credentials = stormy.credentials
    settings = f"{stormy.url} {credentials.client_id} {credentials.client_secret} {tmp_path}".encode()
    kills = 0
    while True:
        process = subprocess.Popen([sys.executable, "-c", DRIVER], stdin=subprocess.PIPE)
        assert process.stdin is not None
        process.stdin.write(settings)
        process.stdin.close()
        try:
            code = process.wait(timeout=0.6 + chance.random() if kills < 4 else 120)
            break
        except subprocess.TimeoutExpired:
            kills += 1
            process.send_signal(signal.SIGKILL)
            process.wait()
    found = fingerprints(stormy)
    assert code == 0
    assert kills > 0
    assert len(found) == len(set(found)) == COUNT
