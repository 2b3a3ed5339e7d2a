"""The tables of elements: who reads what, and what gives nothing and why."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pytest

from sdconvert.formats.docx import read
from sdconvert.formats.docx.names import W

TABLES = ("READERS", "READERS_IN_RUN", "ROW_PROPERTIES", "CELL_PROPERTIES")


def modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(read.__path__, f"{read.__name__}."):
        yield importlib.import_module(module.name)


def readers() -> Iterator[tuple[str, str, str]]:
    """Each table, the element and the name of the function that reads it there."""
    for module in modules():
        for table in TABLES:
            for tag, reader in getattr(module, table, {}).items():
                function = reader[1] if isinstance(reader, tuple) else reader
                yield f"{module.__name__}.{table}", tag, function.__name__


def ignored() -> Iterator[tuple[str, str, str]]:
    """Each module, the element and why it gives nothing there."""
    for module in modules():
        for tag, reason in getattr(module, "IGNORED", {}).items():
            yield module.__name__, tag, reason


def test_the_tables_hold_the_elements_of_wordprocessing() -> None:
    tags = {tag for _, tag, _ in readers()}
    assert {f"{{{W}}}{name}" for name in ("p", "r", "tbl", "hyperlink", "drawing", "b", "tab", "vMerge")} <= tags
    assert len(tags) > 100


def test_what_reads_an_element_says_that_it_does() -> None:
    verbs = ("read_", "_read_", "_skip")
    assert [(table, tag, name) for table, tag, name in readers() if not name.startswith(verbs)] == []


def test_what_is_ignored_has_a_reason() -> None:
    assert len({tag for _, tag, _ in ignored()}) > 20
    assert [(module, tag) for module, tag, reason in ignored() if len(reason.split()) < 3] == []


@pytest.mark.parametrize(
    ("module", "tables"), [("body", ("READERS",)), ("inline.reader", ("inline.READERS", "inline.READERS_IN_RUN"))]
)
def test_nothing_is_read_and_ignored_in_one_place(module: str, tables: tuple[str, ...]) -> None:
    prefix = f"{read.__name__}."
    gone = {tag for name, tag, _ in ignored() if name == prefix + module}
    read_here = {tag for table, tag, _ in readers() if table.removeprefix(prefix) in (*tables, f"{module}.READERS")}
    assert gone
    assert gone & read_here == set()
