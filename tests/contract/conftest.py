"""A server to talk to: the sandbox, or the one that the environment names."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start


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
    """The base URL of the server under test: `SDCONVERT_URL`, else the sandbox."""
    named = os.environ.get("SDCONVERT_URL")
    if named:
        return named
    sandbox: Sandbox = request.getfixturevalue("sandbox")
    return sandbox.url


@pytest.fixture
def sandbox_credentials(request: pytest.FixtureRequest) -> tuple[str, str]:
    """The client id and the client secret of the server under test."""
    if os.environ.get("SDCONVERT_URL"):
        return os.environ["SDCONVERT_CLIENT_ID"], os.environ["SDCONVERT_CLIENT_SECRET"]
    sandbox: Sandbox = request.getfixturevalue("sandbox")
    return sandbox.credentials.client_id, sandbox.credentials.client_secret
