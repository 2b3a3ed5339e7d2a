"""The instruction of a field: its keyword, its switches and its formats stay, what a person wrote does not."""

from __future__ import annotations

import re
from collections.abc import Callable

from sdconvert.sharing.words import StandIns, format_words

_PIECE = re.compile(r'"[^"]*"?|\\[^\s"]{0,2}|[^\s"\\]+|\s+')
_NAMES = frozenset(
    ("REF", "PAGEREF", "NOTEREF", "ASK", "SET", "GOTOBUTTON", "MERGEFIELD", "DOCPROPERTY", "DOCVARIABLE")
)
_ADDRESSES = frozenset(
    ("HYPERLINK", "INCLUDEPICTURE", "INCLUDETEXT", "INCLUDE", "IMPORT", "LINK", "RD", "TEMPLATE", "DATABASE", "DDE")
)
_VALUES = frozenset(
    ("TOC", "SEQ", "STYLEREF", "INDEX", "SYMBOL", "LISTNUM", "FORMTEXT", "TOA", "=", "NUMPAGES", "PAGE")
)
_FORMAT_SWITCHES = frozenset(("\\*", "\\@", "\\#", "\\f", "\\b", "\\c", "\\t"))


def anonymise_instruction(text: str, standins: StandIns) -> str:
    """An instruction as long as it was. Names of bookmarks, of styles and of sequences get the stand-ins that they have
    at their other end."""
    keyword, switch, pieces = "", "", []
    for piece in _PIECE.findall(text):
        if piece.isspace():
            pieces.append(piece)
        elif not keyword:
            keyword = piece.upper()
            pieces.append(_anonymise_keyword(piece, standins))
        elif piece.startswith("\\"):
            switch = piece.lower()
            pieces.append(piece if len(piece) <= 2 or piece.startswith("\\\\") else standins.words(piece))
        else:
            pieces.append(_way(keyword, switch, standins)(piece))
            switch = ""
    return "".join(pieces)


def _anonymise_keyword(piece: str, standins: StandIns) -> str:
    """A first word that is no field is the name of a bookmark."""
    return piece if piece.lower() in format_words() or not piece[0].isalpha() else standins.name(piece)


def _way(keyword: str, switch: str, standins: StandIns) -> Callable[[str], str]:
    if switch in _FORMAT_SWITCHES or keyword in _VALUES:
        return standins.words
    if switch == "\\l" and keyword == "HYPERLINK":
        return standins.name
    if keyword in _ADDRESSES:
        return standins.address
    if switch in ("\\o", "\\n", "\\l", "\\s"):
        return standins.words
    return standins.name if keyword in _NAMES else standins.text
