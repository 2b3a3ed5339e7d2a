"""What is typewritten: the names of styles for code, and of fonts whose letters are of one width."""

from __future__ import annotations

import re

_CODE_STYLE = re.compile(
    r"((html|inline|in-line|source)[ -]?)?code( char| text| inline)?|html (typewriter|keyboard|sample)"
    r"|verbatim( char)?|source text|teletype|typewriter|monospaced?"
)
_MONOSPACED = re.compile(
    r"courier|consolas|menlo\b|monaco\b|\bmono(space(d)?)?\b|(?<!american )typewriter|lucida console|inconsolata"
    r"|source code|fira code|cascadia|fixedsys|letter gothic|prestige elite|\bocr[ -]?[ab]\b"
)


def is_code_style(key: str) -> bool:
    """Whether a character style is called, in lower case, as one for code."""
    return _CODE_STYLE.fullmatch(key) is not None


def is_monospaced(font: str) -> bool:
    """Whether the letters of a font are of one width."""
    return bool(font) and _MONOSPACED.search(font.lower()) is not None
