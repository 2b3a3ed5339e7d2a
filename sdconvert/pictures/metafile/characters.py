"""Characters in records: how they are encoded, what they look like in fonts of symbols, and what may stand for them."""

from __future__ import annotations

import codecs
import unicodedata

from PIL import features

from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.pictures.metafile.typefaces import is_known
from sdconvert.symbols import symbol_table

SYMBOL_CHARSET = 2
_PRIVATE_AREA = range(0xF000, 0xF100)
_CODE_PAGES: dict[int, str] = {
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "big5hkscs",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
"""Source: [MS-WMF] 2.1.1.5, CharacterSet."""
EAST_ASIAN_CHARSETS = frozenset({128, 129, 130, 134, 136})

Characters = list[tuple[str, int]]
"""Characters, each with how many units of the record's string it took."""


def decode_bytes(raw: bytes, charset: int, family: str = "") -> Characters:
    """The characters of a string of bytes, by the character set of its font."""
    if charset == SYMBOL_CHARSET or symbol_table(family) is not None:
        return [(chr(byte), 1) for byte in raw]
    decoder = codecs.getincrementaldecoder(_CODE_PAGES.get(charset, "cp1252"))("replace")
    characters: Characters = []
    waiting = 0
    for index, byte in enumerate(raw):
        waiting += 1
        text = decoder.decode(bytes([byte]), final=index == len(raw) - 1)
        if text:
            characters += [(char, 0 if place else waiting) for place, char in enumerate(text)]
            waiting = 0
    return characters


def decode_wide(raw: bytes) -> Characters:
    """The characters of a string in UTF-16."""
    return [(char, 1 + (char > "\uffff")) for char in raw.decode("utf-16-le", "replace")]


def shown_characters(family: str, is_symbolic: bool, text: str, notes: DrawingNotes) -> str:
    """What characters look like in their font: fonts of symbols show others than they are called. A font of symbols
    whose characters are not known is noted."""
    table = symbol_table(family)
    if table is None:
        if is_symbolic and text.strip() and not is_known(family):
            notes.unmapped_families.add(family)
        return "".join(chr(_code(char)) for char in text)
    shown = [_symbol(table, char) for char in text]
    if None in shown:
        notes.unmapped_families.add(family)
    return "".join(char or " " for char in shown)


def _code(char: str) -> int:
    """The code of a character, which fonts of symbols shift into the private area."""
    return ord(char) - _PRIVATE_AREA.start if ord(char) in _PRIVATE_AREA else ord(char)


def _symbol(table: dict[int, str], char: str) -> str | None:
    code = _code(char)
    if code in table:
        return table[code]
    if code <= 0x20 or code == 0xA0:
        return " "
    return char if code > 0xFF else None


# -------------------------------------------------------------------------------------------------------- relatives

_ARROWS = "←↑→↓"
_ARROWS_WITH_CORNERS = "←↑→↓↖↗↘↙"
_RELATIVES = {
    **{
        chr(start + place): _ARROWS[place]
        for start in (*range(0x1F800, 0x1F80C, 4), *range(0x1F810, 0x1F848, 4))
        for place in range(4)
    },
    **{
        chr(start + place): arrow
        for start in (0x1F850, 0x1F860, 0x1F868, 0x1F870, 0x1F878, 0x1F880)
        for place, arrow in enumerate(_ARROWS_WITH_CORNERS)
    },
    **dict(zip("⭠⭡⭢⭣⭤⭥⭦⭧⭨⭩🡘🡙⮜⮝⮞⮟⭮⭯", "←↑→↓↔↕↖↗↘↙↔↕◀▲▶▼↻↺", strict=True)),
    **dict(zip("⏴⏵⏶⏷🞀🞁🞂🞃⯅⯆⯇⯈", "◀▶▲▼◂▴▸▾▲▼◀▶", strict=True)),
    **dict(zip("⬛◼⬜🞎🞏🞐⬝🞍⬩⧫⬥🞘⬧⬪", "■■□□□□▪▪◆◆◆◈◆▪", strict=True)),
    **dict(zip("⚫⬤🔾🔿⭘🞅🞇🞉⦿⦁🞄🞌", "●●○◉○○◉◉◉•·•", strict=True)),
    **dict(zip("🗸🗹🗵🗷⮽🗴🗶🗙✓☑☒✗✘✕", "✓☑☒☒☒✗✘✕√■■xxx", strict=True)),
    **dict(zip("⏞⏟⎴⎵⤡⤢▁ˋˆ˜˙⌣⌢", "⌢⌣⌢⌣↘↗_`^~·‿⁀", strict=True)),
}
"""What looks alike and is in more fonts."""


def relative(char: str) -> str | None:
    """A character that looks like another one, for fonts that lack that one."""
    plain = unicodedata.normalize("NFKC", char)
    return _RELATIVES.get(char) or (plain if len(plain) == 1 and plain != char else None)


# ----------------------------------------------------------------------------------------------------- joined scripts

_JOINED = (range(0x0590, 0x1100), range(0x1780, 0x1800), range(0xFB1D, 0xFE00), range(0xFE70, 0xFF00))
"""Hebrew, Arabic, the scripts of India and their neighbours: letters that run to the left, join or change."""


def is_joined(text: str) -> bool:
    """Whether a text is one of whole words, not of characters that stand side by side."""
    return not text.isascii() and any(ord(char) in part for char in text for part in _JOINED)


def can_join() -> bool:
    """Whether Pillow can shape such words here."""
    return bool(features.check("raqm"))
