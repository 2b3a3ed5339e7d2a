"""Functions that few documents need, from modules that are imported when one is first called.

The import itself stands where it would otherwise, for the eyes of type checkers and of whoever looks for circles:

    if TYPE_CHECKING:
        from sdconvert.formats.docx.read.math import read_math
    else:
        read_math = call_late("sdconvert.formats.docx.read.math", "read_math")
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any


def call_late(module: str, name: str) -> Callable[..., Any]:
    """A function that stands in for one of a module until it is first called; from then on that one itself stands under
    its name in the module that asked for it."""
    here = sys._getframe(1).f_globals
    found: list[Callable[..., Any]] = []

    def call(*given: Any, **named: Any) -> Any:
        if not found:
            found.append(getattr(import_module(module), name))
            if here.get(name) is call:
                here[name] = found[0]
        return found[0](*given, **named)

    return call
