"""The text of a page: which characters it can hold, and how they are escaped."""

from __future__ import annotations

import re

from sdconvert.xmlio import escape_attribute, escape_text

_ILLEGAL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(17))
    + "]"
)
_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A}) + b"\x7f"
_SUSPECT = (re.compile(b"\xc2[\x80-\x9f]"), re.compile(b"\xef\xb7[\x90-\xaf]"), re.compile(b"\xbf[\xbe\xbf]"))


def encode_legal(page: str) -> bytes | None:
    """The bytes of a page, None when HTML cannot hold it: a look at bytes is faster than one at characters."""
    try:
        data = page.encode()
    except UnicodeEncodeError:
        return None
    if len(data.translate(None, _CONTROLS)) != len(data):
        return None
    if any(pattern.search(data) for pattern in _SUSPECT) and _ILLEGAL.search(page):
        return None
    return data


class Escaper:
    """Escapes text, and where `strips` says so leaves out what HTML cannot hold: `lost` counts the characters that
    the ledger counts, `stripped` all."""

    __slots__ = ("attribute", "content", "lost", "stripped", "uncounted")

    def __init__(self, strips: bool) -> None:
        self.lost = 0
        self.stripped = 0
        self.content = self._strip_content if strips else escape_text
        self.uncounted = self._strip_uncounted if strips else escape_text
        self.attribute = self._strip_attribute if strips else escape_attribute

    def _strip(self, text: str) -> tuple[str, int]:
        text, count = _ILLEGAL.subn("", text)
        self.stripped += count
        return text, count

    def _strip_content(self, text: str) -> str:
        text, count = self._strip(text)
        self.lost += count
        return escape_text(text)

    def _strip_uncounted(self, text: str) -> str:
        return escape_text(self._strip(text)[0])

    def _strip_attribute(self, text: str) -> str:
        return escape_attribute(self._strip(text)[0])
