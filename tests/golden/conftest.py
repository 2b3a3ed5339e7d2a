"""`--accept` rewrites the expected outputs; the difference is reviewed before it is committed."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="rewrite the expected outputs of tests/golden")


@pytest.fixture
def accepts(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept", default=False))
