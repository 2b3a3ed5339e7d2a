"""Characters of Word's symbol fonts, as Unicode."""

from __future__ import annotations

import unicodedata

from sdconvert.formats.docx.names import W16SE, w
from sdconvert.symbols import symbol_table
from sdconvert.xmlio import Element

SYM, SYM_EX = w("sym"), f"{{{W16SE}}}symEx"
"""A character by the code in its font (17.3.3.30), and the same beyond four digits ([MS-DOCX] 2.7.4)."""

_PRIVATE_AREA = range(0xF000, 0xF100)
_MEANINGLESS_CATEGORIES = frozenset({"Cc", "Cn", "Co", "Cs"})


def symbol_of(element: Element) -> tuple[str, str]:
    """The font and the hexadecimal code of a symbol."""
    if element.tag == SYM_EX:
        return element.get(f"{{{W16SE}}}font", ""), element.get(f"{{{W16SE}}}char", "")
    return element.get(w("font"), ""), element.get(w("char"), "")


def symbol_text(font: str, char: str) -> str | None:
    """The Unicode text of a `w:sym`: its `w:font` and its hexadecimal `w:char`, or None where it cannot be told.

    Source: ECMA-376 Part 1, 17.3.3.30 (codes of symbol fonts are shifted by F000).
    """
    code = _parse_code(char)
    if code is None:
        return None
    mapped = _mapped(symbol_table(font) or {}, code)
    if mapped is not None:
        return mapped
    if code - _PRIVATE_AREA.start == ord(" "):
        return " "
    plain = chr(code)
    return None if unicodedata.category(plain) in _MEANINGLESS_CATEGORIES else plain


def symbol_font_text(font: str, text: str) -> str | None:
    """`text` typed in a symbol font as the characters it shows, or None when that is the text itself.

    A character the font has no Unicode for stays as it is.
    """
    table = symbol_table(font)
    if not table:
        return None
    shown = "".join(_mapped(table, ord(char)) or char for char in text)
    return None if shown == text else shown


def _mapped(table: dict[int, str], code: int) -> str | None:
    return table.get(code - _PRIVATE_AREA.start if code in _PRIVATE_AREA else code)


def _parse_code(char: str) -> int | None:
    try:
        code = int(char, 16)
    except ValueError:
        return None
    return code if 0 <= code <= 0x10FFFF else None
