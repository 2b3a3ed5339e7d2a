"""A server to talk to: the sandbox, or the one that the environment names for these tests."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.cli.main import cli
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start

URL, CLIENT_ID, CLIENT_SECRET = (f"SDCONVERT_CONTRACT_{name}" for name in ("URL", "CLIENT_ID", "CLIENT_SECRET"))
PERSON = {"EMAIL": "a@b.c", "FIRSTNAME": "Ann", "LASTNAME": "Ö", "COMPANY": "Co"}


class Shell:
    """The command line in an environment that names a server, a user and a group of its own."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def __call__(self, *arguments: str | Path, stdin: str | None = None) -> Result:
        return CliRunner().invoke(cli, [str(one) for one in arguments], input=stdin, env=self.environment)

    def json(self, *arguments: str | Path, stdin: str | None = None) -> Any:
        result = self(*arguments, "--json", stdin=stdin)
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests count for nothing: only the server named for them is called."""
    for name in [name for name in os.environ if name.startswith("SDCONVERT_") and "_CONTRACT_" not in name]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def shared_sandbox() -> Iterator[Sandbox]:
    """The sandbox that all contract tests of a process share; its state is in memory."""
    with start(options=SandboxOptions(seed=1)) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(shared_sandbox: Sandbox) -> Sandbox:
    """The shared sandbox, empty, without faults and at its own time."""
    shared_sandbox.service.reset()
    return shared_sandbox


@pytest.fixture
def sandbox_url(request: pytest.FixtureRequest) -> str:
    """The base URL of the server under test: that of the environment, else the sandbox."""
    named = os.environ.get(URL)
    if named:
        return named
    sandbox: Sandbox = request.getfixturevalue("sandbox")
    return sandbox.url


@pytest.fixture
def sandbox_credentials(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The client id and the client secret of the server under test."""
    if os.environ.get(URL):
        return os.environ[CLIENT_ID], os.environ[CLIENT_SECRET]
    sandbox: Sandbox = request.getfixturevalue("sandbox")
    return sandbox.credentials.client_id, sandbox.credentials.client_secret


@pytest.fixture
def shell(sandbox_url: str, sandbox_credentials: tuple[str, str]) -> Shell:
    """The commands, for a user and a group that no other test has."""
    client_id, secret = sandbox_credentials
    mark = uuid.uuid4().hex
    own = {"URL": sandbox_url, "CLIENT_ID": client_id, "CLIENT_SECRET": secret, "USER_ID": f"u{mark}"}
    settings = {**own, "GROUP_ID": f"g{mark}", **PERSON}
    return Shell({f"SDCONVERT_{name}": value for name, value in settings.items()})


@pytest.fixture
def control(sandbox_url: str) -> Callable[[str, dict[str, object]], None]:
    """Tells the sandbox what to do, by a path of its own and JSON; a server that is named may be none, so that the test
    is skipped there."""

    def tell(path: str, order: dict[str, object]) -> None:
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{sandbox_url}/_sandbox/{path}", json.dumps(order).encode(), headers)
        try:
            urllib.request.urlopen(request).close()
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 404 or not os.environ.get(URL):
                raise
            pytest.skip(f"the server that is named is no sandbox: it has no /_sandbox/{path}")

    return tell


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """A Word file that no other test has."""
    return word_file(tmp_path)


def word_file(folder: Path, name: str = "contract.docx") -> Path:
    """A Word file with words that no other has."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_bytes(build_docx(f"<w:p><w:r><w:t>Prüfung der Verträge {uuid.uuid4()}</w:t></w:r></w:p>"))
    return path
