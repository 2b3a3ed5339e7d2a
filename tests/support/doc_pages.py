"""What the README and the pages of docs/ tell people to type."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
_LINE = re.compile(r"^\$ (.*)\n((?:(?!\$).*\n)*)", re.MULTILINE)


class Line(NamedTuple):
    """A line behind `$`, and what is shown below it."""

    typed: str
    shown: str


def blocks(page: str, language: str) -> list[str]:
    """The blocks of code of a page that are marked with the language."""
    return re.findall(
        rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )


def typed_lines(page: str, *, begins: tuple[str, ...]) -> list[Line]:
    """The lines of the consoles of a page that begin with one of these words."""
    lines = (Line(*found) for found in _LINE.findall("".join(blocks(page, "console"))))
    return [line for line in lines if line.typed.split()[0] in begins]
