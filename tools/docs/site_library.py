"""The pages of the library: one for each package with public names, filled from the docstrings by mkdocstrings."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from types import ModuleType

from site_text import escape

import sdconvert

_BESIDES = ("sdconvert.exchange", "sdconvert.partner.errors", "sdconvert.sources.errors")
"""Modules without a list of public names that pages of docs/ tell people to import from."""


def public_modules() -> list[ModuleType]:
    """`sdconvert`, the packages in it that list their public names, and a few modules besides."""
    names = [found.name for found in pkgutil.iter_modules(sdconvert.__path__, "sdconvert.")]
    modules = [importlib.import_module(name) for name in names]
    listing = [module for module in modules if hasattr(module, "__all__")]
    return [sdconvert, *listing, *(importlib.import_module(name) for name in _BESIDES)]


def public_names(module: ModuleType) -> list[str]:
    """The names that a module lists, or else what it defines without an underscore."""
    own = (name for name, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__)
    return sorted(getattr(module, "__all__", None) or (name for name in own if not name.startswith("_")))


def library_pages() -> dict[str, str]:
    """The pages by their names below `library/`."""
    return {
        "index.md": "\n\n".join(_index()) + "\n",
        **{f"{module.__name__}.md": _page(module) for module in public_modules()},
    }


def _page(module: ModuleType) -> str:
    head, *rest = (module.__doc__ or "").strip().split("\n\n")
    sections = [f"::: {module.__name__}.{name}" for name in public_names(module)]
    about = [escape(" ".join(part.split())) for part in (head, *rest)]
    return "\n\n".join([f"# {module.__name__}", *about, *sections]) + "\n"


def _index() -> Iterator[str]:
    yield "# The names of the library"
    yield "All that is public, from the docstrings. [The library](../library.md) shows how it goes together."
    for module in public_modules():
        names = (f"[`{name}`]({module.__name__}.md#{module.__name__}.{name})" for name in public_names(module))
        yield f"## [{module.__name__}]({module.__name__}.md)"
        yield escape(" ".join((module.__doc__ or "").strip().split("\n\n")[0].split()))
        yield ", ".join(names)
