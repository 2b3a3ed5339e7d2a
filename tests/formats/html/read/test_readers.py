"""Which function reads which element."""

import ast
import importlib
from pathlib import Path

import pytest

from sdconvert.formats.html import read as package
from sdconvert.formats.html.read.flow import READERS, reads

FOLDER = Path(package.__file__).parent


def test_an_element_has_one_reader():
    with pytest.raises(ValueError, match="the element p has two readers"):
        reads("p")(READERS["p"])


def test_every_module_with_readers_is_imported_where_pages_are_read():
    modules = {path.stem for path in FOLDER.glob("*.py") if "\n@reads(" in path.read_text("utf-8")}
    imported = {
        alias.name
        for node in ast.walk(ast.parse((FOLDER / "__init__.py").read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == package.__name__
        for alias in node.names
    }
    assert modules == imported
    assert {importlib.import_module(f"{package.__name__}.{name}").__name__ for name in modules} == {
        read.__module__ for read in READERS.values()
    }
