"""The grammar of SDXML 2.6."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

from lxml import etree

_NAME = "sdxml-2.6.dtd"


@cache
def grammar() -> etree.DTD:
    """The grammar, parsed once per process."""
    return etree.DTD(io.BytesIO(grammar_file()))


def grammar_file() -> bytes:
    """The declarations as they are written. An installed package carries them as `sdconvert/dtd/`; in the source tree
    they stand beside the package."""
    package = files("sdconvert")
    homes = (package / "dtd" / _NAME, package / ".." / "dtd" / _NAME)
    home = next((home for home in homes if home.is_file()), homes[0])
    return home.read_bytes()
