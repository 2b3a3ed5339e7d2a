"""All codes that there are. A package whose modules declare codes has a module `codes` that imports these; for the
modules directly in `sdconvert` it is this one.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.machinery import FileFinder
from pathlib import Path

from sdconvert import ignores, packages, pipeline, sarif
from sdconvert.findings import CODES, Code


def known_codes() -> dict[str, Code]:
    """Every code by its id, sorted."""
    _import_modules()
    return dict(sorted(CODES.items()))


@cache
def _import_modules() -> None:
    for name in _find_modules([str(Path(__file__).parent)], "sdconvert."):
        import_module(name)


def _find_modules(folders: list[str], prefix: str) -> Iterator[str]:
    """The names of the modules `codes` in these folders and below them. No package is imported on the way."""
    for module in pkgutil.iter_modules(folders, prefix):
        if module.name == f"{prefix}codes":
            yield module.name
        elif module.ispkg and isinstance(module.module_finder, FileFinder):
            folder = f"{module.module_finder.path}/{module.name.removeprefix(prefix)}"
            yield from _find_modules([folder], f"{module.name}.")
