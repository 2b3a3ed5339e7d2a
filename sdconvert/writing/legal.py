"""The characters that a format can hold, and documents without the others.

What was written is looked at once, as bytes, which costs next to nothing; only where it holds what the format cannot
hold is the document stripped and written again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from sdconvert.findings import Code
from sdconvert.frozen import dataclass
from sdconvert.model.assets import Assets
from sdconvert.model.document import Document
from sdconvert.model.measure import difference
from sdconvert.patterns import compile_late
from sdconvert.writing.context import WriteContext
from sdconvert.xmlio import ILLEGAL

C = TypeVar("C", bound=WriteContext)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Characters:
    """What a format cannot hold: `illegal` in text, and the same in UTF-8 as `controls` of one byte and `sequences` of
    more, each of which begins with a certain byte: that is found fastest."""

    illegal: re.Pattern[str]
    controls: bytes
    sequences: tuple[re.Pattern[bytes], ...]

    def holds(self, data: bytes) -> bool:
        """Whether the format can hold a text, given in UTF-8."""
        if len(data.translate(None, self.controls)) != len(data):
            return False
        return not any(sequence.search(data) for sequence in self.sequences)

    def encode(self, text: str) -> bytes | None:
        """The text in UTF-8, None when the format cannot hold it."""
        try:
            data = text.encode()
        except UnicodeEncodeError:
            return None
        return data if self.holds(data) else None


XML = Characters(ILLEGAL, bytes(set(range(0x20)) - set(b"\t\n\r")), (re.compile(b"\xef\xbf[\xbe\xbf]"),))

_LAST_TWO_OF_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
HTML = Characters(
    compile_late(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_LAST_TWO_OF_PLANES}]"),
    bytes(set(range(0x20)) - set(b"\t\n")) + b"\x7f",
    (
        compile_late(b"&#13;"),  # a carriage return, which HTML does not allow as a reference either
        compile_late(b"\xc2[\x80-\x9f]"),
        compile_late(b"\xef\xb7[\x90-\xaf]"),
        compile_late(b"\xbf[\xbe\xbf](?:(?<=\xef..)|(?<=[\xf0-\xf4][\x8f\x9f\xaf\xbf]..))", re.DOTALL),
    ),
)


def compose_legal(
    document: Document, compose: Callable[[Document], tuple[C, T] | None], characters: Characters, code: Code
) -> tuple[C, T]:
    """What `compose` makes of a document, or, where it gives None as there are characters that the format cannot hold,
    what it makes of the document without these; they are booked as dropped. Loses: `code`."""
    composed = compose(document)
    if composed is not None:
        return composed
    legal, count = without_illegal(document, characters)
    composed = compose(legal)
    assert composed is not None, "what was stripped of illegal characters has none"
    composed[0].report.drop(code, difference(document, legal), count=count)
    return composed


def without_illegal(document: Document, characters: Characters) -> tuple[Document, int]:
    """The document with every text in it stripped of what the format cannot hold, and how many characters that were."""
    stripper = _Stripper(characters.illegal)
    return cast(Document, stripper.strip(document)), stripper.count


class _Stripper:
    def __init__(self, illegal: re.Pattern[str]) -> None:
        self._illegal = illegal
        self.count = 0

    def strip(self, value: object) -> object:
        if type(value) is str:
            text, count = self._illegal.subn("", value)
            self.count += count
            return text
        if type(value) is tuple:
            return tuple(map(self.strip, value))
        if isinstance(value, frozenset):
            return frozenset(map(self.strip, value))
        if isinstance(value, Assets):
            return Assets({str(self.strip(name)): value.handle(name) for name in value})
        if is_dataclass(value) and not isinstance(value, type):
            changes = {field.name: self.strip(getattr(value, field.name)) for field in fields(value)}
            return replace(value, **changes)
        return value
