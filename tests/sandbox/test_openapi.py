from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from sandbox_calls import USER, Caller, claims, token

import sdconvert
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.routes import CALLS, Scheme
from sdconvert.sandbox.server import start

PROJECT = Path(sdconvert.__file__).parents[1]


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


def test_schemathesis_finds_nothing(tmp_path: Path) -> None:
    with start(options=SandboxOptions(seed=1)) as sandbox:
        call = Caller(sandbox)
        id = call.create(status="review")
        headers = {
            "x-client-id": sandbox.credentials.client_id,
            "authorization": f"Bearer {token(claims(iss=USER), sandbox.credentials.client_secret)}",
        }
        config = (PROJECT / "tests" / "sandbox" / "schemathesis.toml").read_text()
        parameters = f'[parameters]\n"path.id" = {json.dumps([id])}\n'
        (tmp_path / "schemathesis.toml").write_text(config + parameters)
        command = "from schemathesis.cli import schemathesis; schemathesis()"
        options = ("--phases=coverage,fuzzing", "--max-examples=4", "--seed=1", "--suppress-health-check=all")
        flags = [f"--header={name}: {value}" for name, value in headers.items()]
        done = subprocess.run(
            [sys.executable, "-c", command, "run", f"{sandbox.url}/openapi.json", *options, *flags],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
