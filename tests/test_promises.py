"""What is promised, and each situation that does no harm, names the tests that hold it, and these are there."""

import ast
import re
from itertools import takewhile
from pathlib import Path

import pytest
from doc_pages import ROOT

PROMISES = {"README.md": 6, "docs/robustness.md": 9}
TABLES = (
    *[(page, "promise", number) for page, number in PROMISES.items()],
    ("docs/robustness.md", "in the night of a batch", 16),
    ("docs/robustness.md", "from hostile files and servers", 15),
)
LINK = re.compile(r"\[`(test_\w+)`\]\(([^)]+)\)")
TARGET = re.compile(r"`make ([\w-]+)`")


def rows_of(page: str, title: str) -> list[str]:
    """The rows of the table of a page whose first column has this title."""
    lines = (ROOT / page).read_text("utf-8").split(f"| {title} |", 1)[1].splitlines()[2:]
    return list(takewhile(lambda line: line.startswith("| "), lines))


def names_of_tests(path: Path) -> set[str]:
    return {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize(("page", "title", "number"), TABLES)
def test_every_promise_is_held_by_tests_that_are_there(page: str, title: str, number: int) -> None:
    rows = rows_of(page, title)
    assert len(rows) >= number
    for row in rows:
        named = LINK.findall(row)
        assert named, f"no test holds: {row}"
        for name, place in named:
            path = (ROOT / page).parent / place
            assert name in names_of_tests(path), f"{place} has no {name}"


@pytest.mark.parametrize("page", PROMISES)
def test_every_proof_that_is_named_can_be_run(page: str) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(TARGET.findall((ROOT / page).read_text("utf-8"))) <= targets
