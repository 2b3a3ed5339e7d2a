from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from sandbox_calls import USER, Caller, claims, token

import sdconvert
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.routes import CALLS, Scheme
from sdconvert.sandbox.server import start

PROJECT = Path(sdconvert.__file__).parents[1]
HERE = Path(__file__).parent


def test_the_description_is_served_and_stands_in_the_documentation(call: Caller) -> None:
    served = call.send("GET", "/openapi.json")
    assert served.headers["content-type"] == "application/json"
    assert served.body == (PROJECT / "docs" / "partner-api.openapi.json").read_bytes()


def test_the_description_and_the_table_of_calls_name_the_same_calls(call: Caller) -> None:
    paths = call.send("GET", "/openapi.json").json["paths"]
    described = {(path, verb.upper(), one["operationId"]) for path, each in paths.items() for verb, one in each.items()}
    assert described == {(one.path, one.method, one.name) for one in CALLS}


def test_only_the_calls_that_sign_in_take_an_api_key_alone(call: Caller) -> None:
    paths = call.send("GET", "/openapi.json").json["paths"]
    keyed = {one["operationId"] for each in paths.values() for one in each.values() if one.get("security")}
    assert keyed == {one.name for one in CALLS if one.scheme is Scheme.API_KEY}


def test_schemathesis_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Valid requests are taken, invalid ones refused, and all answers are as described. Each call meets a document and
    a user as it needs them: at the end every call was answered with 200."""
    monkeypatch.setattr("sdconvert.sandbox.journal._KEPT", 10_000)
    with start(options=SandboxOptions(seed=1)) as sandbox:
        credentials = sandbox.credentials
        address = {"url": sandbox.url, **asdict(credentials)}
        headers = {
            "x-client-id": credentials.client_id,
            "x-api-key": credentials.api_key,
            "authorization": f"Bearer {token(claims(iss=USER), credentials.client_secret)}",
        }
        done = run_schemathesis(address, headers, tmp_path)
        taken = Counter(entry.call for entry in sandbox.service.journal.entries() if entry.status == 200)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert {call.name: taken[call.name] for call in CALLS if not taken[call.name]} == {}


def run_schemathesis(address: dict[str, str], headers: dict[str, str], folder: Path) -> CompletedProcess[str]:
    config = f"hooks = {json.dumps(str(HERE / 'schemathesis_hooks.py'))}\n" + (HERE / "schemathesis.toml").read_text()
    (folder / "schemathesis.toml").write_text(config)
    command = "from schemathesis.cli import schemathesis; schemathesis()"
    options = ("--phases=coverage,fuzzing", "--max-examples=4", "--seed=1", "--suppress-health-check=all")
    flags = [f"--header={name}: {value}" for name, value in headers.items()]
    places = (str(HERE.parent / "support"), str(PROJECT))
    return subprocess.run(
        [sys.executable, "-c", command, "run", f"{address['url']}/openapi.json", *options, *flags],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(places), "SANDBOX_ADDRESS": json.dumps(address)},
    )
