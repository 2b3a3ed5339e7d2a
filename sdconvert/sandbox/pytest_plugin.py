"""Fixtures for tests of an integration: a sandbox that runs, a client of it, and faults on demand.

Switch it on with `pytest_plugins = ["sdconvert.sandbox.pytest_plugin"]` in `conftest.py`. This is the one module that
knows both the sandbox and the client; neither of the two knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from sdconvert.partner import PartnerClient
from sdconvert.sandbox.options import SandboxOptions
from sdconvert.sandbox.server import Sandbox, start

USER_ID = "tester"


@pytest.fixture(scope="session")
def partner_sandbox_options() -> SandboxOptions:
    """How the sandbox behaves; override it for another seed, the strict mode and so on."""
    return SandboxOptions(seed=1)


@pytest.fixture(scope="session")
def running_partner_sandbox(partner_sandbox_options: SandboxOptions) -> Iterator[Sandbox]:
    """The sandbox that all tests of a process share."""
    with start(options=partner_sandbox_options) as sandbox:
        yield sandbox


@pytest.fixture
def partner_sandbox(running_partner_sandbox: Sandbox) -> Sandbox:
    """A sandbox without documents and faults, at its own time."""
    running_partner_sandbox.service.reset()
    return running_partner_sandbox


@pytest.fixture
def partner_client(partner_sandbox: Sandbox) -> Iterator[PartnerClient]:
    """A client of the sandbox, signed in as the user `tester`."""
    known = partner_sandbox.credentials
    with PartnerClient(partner_sandbox.url, known.client_id, known.client_secret, user_id=USER_ID) as client:
        yield client


@pytest.fixture
def partner_fault(partner_sandbox: Sandbox) -> Callable[..., None]:
    """Asks for a fault, such as `partner_fault(kind="status", status=429, retryAfter=2, call="create", count=1)`."""
    return partner_sandbox.fault
