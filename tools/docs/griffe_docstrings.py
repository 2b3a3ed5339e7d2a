"""Makes Markdown of each docstring before mkdocstrings shows it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import griffe

sys.path.insert(0, str(Path(__file__).parent))

from site_text import docstring_as_markdown


class MarkdownDocstrings(griffe.Extension):
    """Asked for each object that is read."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = docstring_as_markdown(obj.docstring.value)
