"""A mapping file for a command that uses it: what is wrong with it is told once, however many documents follow."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sdconvert.cli.messages import tell
from sdconvert.late import call_late

if TYPE_CHECKING:
    from sdconvert.stylemap.parse import read_stylemap
    from sdconvert.stylemap.rows import StyleMap
else:
    read_stylemap = call_late("sdconvert.stylemap.parse", "read_stylemap")


def load_mapping(path: Path) -> StyleMap:
    """The style map in a file; findings about its rows go to standard error.

    Raises: BadConfiguration when the file cannot be read, or naming every fault that makes it unusable.
    """
    result = read_stylemap(path)
    for finding in result.findings:
        tell(str(finding))
    return result.value
