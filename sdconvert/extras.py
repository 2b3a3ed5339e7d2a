"""Libraries that come with an extra, imported when they are used."""

from __future__ import annotations

import importlib
from types import ModuleType

from sdconvert.errors import BadConfiguration


def load_extra(module: str, extra: str) -> ModuleType:
    """A library that comes with an extra, imported when it is used.

    Raises: BadConfiguration that names the extra.
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise BadConfiguration(f"This needs {module}: pip install 'sdconvert[{extra}]'.") from error
