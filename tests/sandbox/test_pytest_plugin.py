from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONFTEST = 'pytest_plugins = ["sdconvert.sandbox.pytest_plugin"]\n'
TESTS = """
import pytest
from sdconvert.errors import SdconvertError


def test_the_client_reaches_the_sandbox(partner_client, partner_sandbox):
    assert partner_client.word_templates()[0].name == "Standard"
    assert partner_sandbox.service.journal.entries()[0].call == "templates"


def test_a_fault_strikes(partner_client, partner_fault):
    partner_fault(kind="status", status=401, call="templates")
    with pytest.raises(SdconvertError):
        partner_client.word_templates()
"""


def test_users_get_a_sandbox_a_client_and_faults(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_users.py").write_text(TESTS)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "2 passed" in done.stdout, done.stdout
