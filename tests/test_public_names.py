"""What `dir` and `help` show of the packages that people import."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import re
import shutil
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

import sdconvert

ROOT = Path(__file__).parents[1]
PACKAGES = [
    module
    for module in (
        sdconvert,
        *(
            importlib.import_module(f"sdconvert.{found.name}")
            for found in pkgutil.iter_modules(sdconvert.__path__)
            if found.ispkg
        ),
    )
    if hasattr(module, "__all__")
]
CALLS = sorted(name for name in sdconvert.__all__ if inspect.isfunction(getattr(sdconvert, name)))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_dir_lists_the_public_names_and_nothing_else(package: ModuleType) -> None:
    extra = {"__version__"} if package is sdconvert else set()
    assert dir(package) == sorted({*package.__all__, *extra})
    assert all(getattr(package, name) is not None for name in dir(package))


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package.__name__)
def test_every_public_class_and_function_says_what_it_is(package: ModuleType) -> None:
    named = {name: getattr(package, name) for name in package.__all__}
    undescribed = [
        name
        for name, value in named.items()
        if (inspect.isclass(value) or inspect.isfunction(value)) and not (inspect.getdoc(value) or "").strip()
    ]
    assert undescribed == []


def test_the_version_is_that_of_the_distribution() -> None:
    assert sdconvert.__version__ == version("sdconvert")
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", sdconvert.__version__)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        sdconvert.nothing  # noqa: B018


@pytest.mark.parametrize("name", CALLS)
def test_the_help_of_a_call_has_an_example_that_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = getattr(sdconvert, name)
    shutil.copytree(ROOT / "samples" / "docx", tmp_path / "samples" / "docx")
    monkeypatch.chdir(tmp_path)
    names = {public: getattr(sdconvert, public) for public in dir(sdconvert)} | {"Path": Path}
    (example,) = doctest.DocTestFinder(recurse=False).find(call, name, globs=names)
    assert example.examples, f"help(sdconvert.{name}) shows no example"
    told: list[str] = []
    doctest.DocTestRunner().run(example, out=told.append)
    assert told == []
