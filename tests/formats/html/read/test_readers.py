"""Which function reads which element."""

import ast
from pathlib import Path

import pytest

from sdconvert.formats.html import read as package
from sdconvert.formats.html.read import own
from sdconvert.formats.html.read.readers import OWN_READERS, READERS, reads, reads_own


@pytest.mark.parametrize(("register", "readers"), [(reads, READERS), (reads_own, OWN_READERS)])
def test_an_element_has_one_reader(register, readers):
    with pytest.raises(ValueError, match="the element p has two readers"):
        register("p")(readers["p"])


@pytest.mark.parametrize(("room", "readers"), [(package, READERS), (own, OWN_READERS)])
def test_every_module_with_readers_is_imported_where_pages_are_read(room, readers):
    folder = Path(room.__file__).parent
    imported = {
        alias.name
        for node in ast.walk(ast.parse((folder / "__init__.py").read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == room.__name__
        for alias in node.names
    }
    assert {path.stem for path in folder.glob("*.py") if "\n@reads" in path.read_text("utf-8")} == imported
    assert {f"{room.__name__}.{name}" for name in imported} == {read.__module__ for read in readers.values()}


def test_our_own_pages_have_no_elements_that_others_have_not():
    assert OWN_READERS.keys() <= READERS.keys()
