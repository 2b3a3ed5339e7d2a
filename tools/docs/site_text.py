"""Words in Markdown: what would be markup is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_SIGNS = re.compile(r"([\\`*_\[\]<>|#])")
_EXAMPLE = re.compile(r"(?:^>>> .*\n?(?:^(?!\s*$|>>> ).*\n?)*)+", re.MULTILINE)
_LABEL = re.compile(r"^(Raises|Units|Source|Loses|Wrong|Why):", re.MULTILINE)
_CODE = re.compile(r"(`[^`\n]+`)")


def escape(text: str) -> str:
    """Plain text; what stands between backticks stays code."""
    return "".join(piece if at % 2 else _SIGNS.sub(r"\\\1", piece) for at, piece in enumerate(_CODE.split(text)))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def fence(text: str, language: str = "text") -> str:
    """A block of code."""
    return f"```{language}\n{text.strip(chr(10))}\n```"


def free_bars(text: str) -> str:
    """A page in which no bar in code is escaped: other Markdown needs that in tables, that of the site shows it."""
    return "".join(piece.replace("\\|", "|") if at % 2 else piece for at, piece in enumerate(_CODE.split(text)))


def docstring_as_markdown(text: str) -> str:
    """A docstring whose examples are blocks of code and whose labels, such as `Raises:`, are bold."""
    fenced = _EXAMPLE.sub(lambda match: fence(match[0], "pycon") + "\n", text)
    return _LABEL.sub(r"**\1:**", fenced)
