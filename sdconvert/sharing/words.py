"""Words -> stand-ins of the same shape: as long, of the same script and case, the same for the same word."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable, Collection
from functools import cache
from importlib.resources import files

_MARKS = "".join(chr(code) for code in range(0x300, 0x1E00) if unicodedata.category(chr(code))[0] == "M")
_MARKS += "\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\ufe20-\ufe2f"
TOKEN = re.compile(rf"(?:[^\W\d_]|[{_MARKS}])+|\d+")
"""A word, with the marks on its letters, or a number."""
_NUMBER = re.compile(r"\s*+[-+]?\d++(?:[.,]\d++)*+(?:[eE][-+]?\d++)?\s*+")
_HEX = re.compile(r"[#{]?(?:[0-9A-Fa-f]{2,40}|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})}?")
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:(?=T)T\d{2}:\d{2}:\d{2})?")
_ROMAN = re.compile("[ivxlcdm]{1,3}")
_SMALL_ROMAN = re.compile("(?:x{0,3}|xl|lx{0,3})(?:ix|iv|vi{0,3}|i{1,3})?", re.IGNORECASE)
_VOWELS, _CONSONANTS = "aeiou", "bdfghjklmnprstvwz"
_MOST_TRIES = 300
_LONG_NUMBER = 3
_BLOCK = 256


CAPTION_WORDS = frozenset(
    [
        "figure",
        "table",
        "equation",
        "listing",
        "abbildung",
        "tabelle",
        "formel",
        "gleichung",
        "figura",
        "tableau",
        "tabla",
        "tabella",
        "figuur",
        "tabel",
    ]
)
"""What Word calls that which it counts in captions."""


def _is_counter(token: str) -> bool:
    """Whether it is a number, a letter or a roman number, as labels have them."""
    return (token.isdigit() and len(token) <= 3) or len(token) == 1 or _SMALL_ROMAN.fullmatch(token) is not None


@cache
def format_words() -> frozenset[str]:
    """The words of the formats themselves, in small letters: names and values of their schemas, styles, fields, fonts,
    parts."""
    return frozenset(files(__package__).joinpath("format_words.txt").read_text("utf-8").split())


def is_hex(value: str) -> bool:
    """Whether a value is a colour, a GUID or another number in hexadecimal."""
    return _HEX.fullmatch(value) is not None and (len(value) in (6, 7, 8, 36, 38) or any(map(str.isdigit, value)))


class StandIns:
    """The stand-ins of one document. They follow from `secret`, which is a new one where none is given and kept nowhere
    else, so that there is no way back. None is one of `taken`, which are the words of the document in small letters,
    and none holds one of `forbidden`."""

    def __init__(
        self, secret: bytes | None = None, taken: Collection[str] = (), forbidden: Collection[str] = ()
    ) -> None:
        self._secret = secrets.token_bytes(32) if secret is None else secret
        self._taken = taken
        self._forbidden = tuple(forbidden)
        self._known: dict[str, str] = {}
        self._used: set[str] = set()

    def anew(self, taken: Collection[str], forbidden: Collection[str]) -> StandIns:
        """Others of the same secret."""
        return StandIns(self._secret, taken, forbidden)

    def text(self, text: str) -> str:
        """A text with a stand-in for each word and number. The letters of what is one number stay: `1.5E3`."""
        if _NUMBER.fullmatch(text):
            return re.sub(r"\d+", lambda found: self._number(found[0]), text)
        return TOKEN.sub(lambda found: self.token(found[0]), text)

    def words(self, text: str) -> str:
        """A value of the format: words that are not the format's own are replaced, numbers stay."""
        if text.isdigit() or is_hex(text):
            return text
        return TOKEN.sub(lambda found: self._foreign(found[0]), text)

    def name(self, text: str) -> str:
        """A name that a person gave or Word made, as of a bookmark: as `words`, and long numbers too where it is not
        one that Word makes, which begins with `_`."""
        if text.startswith("_") or is_hex(text):
            return self.words(text)
        return TOKEN.sub(lambda found: self._foreign(found[0], has_numbers=True), text)

    def address(self, text: str) -> str:
        """An address or a path: as `name`, and encoded signs become a fixed one."""
        return self._between(_ESCAPES, text, self.name, _stand_in_of_escapes)

    def label(self, text: str) -> str:
        """The pattern of a list's labels: `%1` stays, and a lone sign."""
        return text if len(text) == 1 else self._between(re.compile(r"%\d"), text, self.text, str)

    def count(self, text: str) -> str:
        """What a field shows that counts: numbers of up to three digits, letters and roman numbers stay, and so does a
        word for what is counted with its number, `Figure 1`, at the beginning; any other text is one as any."""
        tokens = list(TOKEN.finditer(text))
        end = 0
        if len(tokens) > 1 and tokens[0][0].lower() in CAPTION_WORDS and _is_counter(tokens[1][0]):
            end = tokens[1].end()
        rest = text[end:]
        return text if all(map(_is_counter, TOKEN.findall(rest))) else text[:end] + self.text(rest)

    @staticmethod
    def caption_before(text: str) -> str:
        """The word at the end of a text for what is counted behind it, with its spaces; empty for none."""
        words = text.split()
        if not words or words[-1].lower() not in CAPTION_WORDS:
            return ""
        return text[text.rindex(words[-1]) :]

    def date(self, text: str) -> str:
        """A text in which dates as XML has them became others; all else as `text`, but for the signs of time zones."""
        return self._between(
            _DATE, text, lambda between: between if between in ("", "Z") else self.text(between), self._day
        )

    def hexadecimal(self, value: str) -> str:
        """An id of eight signs in hexadecimal."""
        if int(value, 16) == 0:
            return value
        number = 1 + int.from_bytes(self._stream(f"hex {value.upper()}", 4)) % 0x7FFFFFFE
        return f"{number:0{len(value)}X}"

    def guid(self, value: str) -> str:
        """A GUID as another one."""
        drawn = self._stream(f"guid {value.upper()}", 16).hex().upper()
        return f"{{{drawn[:8]}-{drawn[8:12]}-{drawn[12:16]}-{drawn[16:20]}-{drawn[20:]}}}"

    @staticmethod
    def _between(
        pattern: re.Pattern[str], text: str, between: Callable[[str], str], within: Callable[[str], str]
    ) -> str:
        pieces, at = [], 0
        for found in pattern.finditer(text):
            pieces += [between(text[at : found.start()]), within(found[0])]
            at = found.end()
        return "".join([*pieces, between(text[at:])])

    def _foreign(self, token: str, *, has_numbers: bool = False) -> str:
        if token[0].isdigit():
            return self._number(token) if has_numbers and len(token) >= _LONG_NUMBER else token
        return token if token.lower() in format_words() else self.token(token)

    def token(self, token: str) -> str:
        """The stand-in of a word or a number."""
        if token[0].isdigit():
            return self._number(token)
        small = "".join(map(_small, token))
        if small not in self._known:
            self._known[small] = self._find(small, self._draw)
        return "".join(map(_with_case_of, token, self._known[small]))

    def _number(self, digits: str) -> str:
        if digits not in self._known:
            self._known[digits] = digits if not digits.strip("0") else self._find(digits, self._draw_number)
        return self._known[digits]

    def _find(self, key: str, draw: Callable[[str, int], str]) -> str:
        """The first that may stand for it; of very short words there may be too few."""
        drawn = ""
        for attempt in range(_MOST_TRIES):
            drawn = draw(key, attempt)
            if self._is_free(drawn, key):
                break
        self._used.add(drawn)
        return drawn

    def _is_free(self, drawn: str, key: str) -> bool:
        if drawn in self._used or drawn == key:
            return False
        if _ROMAN.fullmatch(drawn) and not _ROMAN.fullmatch(key):
            return False
        if len(drawn) < 4:
            return True
        folded = drawn.casefold()
        is_taken = folded in self._taken or folded in format_words()
        return not is_taken and not any(word in folded for word in self._forbidden)

    def _draw(self, word: str, attempt: int) -> str:
        chosen = self._stream(f"{attempt} {word}", 2 * len(word) + 1)
        is_vowel = bool(chosen[-1] & 1)
        drawn = []
        for place, sign in enumerate(word):
            pool = (_VOWELS if is_vowel else _CONSONANTS) if sign in _SMALL_ASCII else _pool(sign)
            is_vowel = not is_vowel
            drawn.append(pool[int.from_bytes(chosen[2 * place : 2 * place + 2]) % len(pool)])
        return "".join(drawn)

    def _draw_number(self, digits: str, attempt: int) -> str:
        chosen = self._stream(f"{attempt} {digits}", len(digits))
        drawn: list[str] = []
        is_leading = True
        for sign, byte in zip(digits, chosen, strict=True):
            value, zero = int(sign), ord(sign) - int(sign)
            is_leading = is_leading and value == 0
            new = 0 if is_leading else byte % 10 if drawn and drawn[-1] != chr(zero) else 1 + byte % 9
            drawn.append(chr(zero + new))
        return "".join(drawn)

    def _day(self, date: str) -> str:
        year, month, day, hour, minute, second = self._stream(f"date {date}", 6)
        time = f"T{hour % 24:02}:{minute % 60:02}:{second % 60:02}" if "T" in date else ""
        return f"{1990 + year % 30}-{1 + month % 12:02}-{1 + day % 28:02}{time}"

    def _stream(self, what: str, length: int) -> bytes:
        return hashlib.shake_256(self._secret + what.encode("utf-8", "surrogatepass")).digest(length)


_SMALL_ASCII = frozenset("abcdefghijklmnopqrstuvwxyz")


def _stand_in_of_escapes(escapes: str) -> str:
    """Encoded letters as others of as many bytes, whatever they were; encoded punctuation stays."""
    codes = [int(escapes[at + 1 : at + 3], 16) for at in range(0, len(escapes), 3)]
    if all(code < 0x80 and not chr(code).isalnum() for code in codes):
        return escapes
    return "%78" * len(codes)


@cache
def _small(sign: str) -> str:
    small = sign.lower()
    return small if len(small) == 1 and small.upper() == sign else sign


@cache
def _with_case_of(sign: str, drawn: str) -> str:
    return drawn if _small(sign) == sign else drawn.upper()


@cache
def _pool(sign: str) -> str:
    """The signs that may stand for one: of the same script and kind, as wide, with a capital where it has one."""
    if unicodedata.category(sign)[0] == "M":
        return sign
    return _pool_of(_kind(sign), _block_of(ord(sign))) or sign


@cache
def _pool_of(kind: tuple[object, ...], block: range) -> str:
    return "".join(other for other in map(chr, block) if _kind(other) == kind)


def _block_of(code: int) -> range:
    start = code - code % _BLOCK
    return range(start or 0x80, start + _BLOCK)


def _kind(sign: str) -> tuple[object, ...]:
    return (
        unicodedata.name(sign, "").partition(" ")[0].partition("-")[0],
        unicodedata.category(sign),
        unicodedata.east_asian_width(sign),
        unicodedata.bidirectional(sign),
        unicodedata.combining(sign),
        len(sign.upper()) == 1 and sign.upper().lower() == sign and sign.upper() != sign,
        len(sign.casefold()),
    )
