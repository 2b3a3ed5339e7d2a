"""Text that XML can hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar, cast

from sdconvert.xmlio import strip_illegal

T = TypeVar("T")

_CONTROLS = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D})
_NO_CHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")  # U+FFFE and U+FFFF


class IllegalText(Exception):
    """What was written holds characters that XML 1.0 cannot hold."""


def check_legal(parts: Iterable[bytes]) -> None:
    """Look at the bytes of XML parts, which is faster than a look at each text.

    Raises: IllegalText.
    """
    for data in parts:
        if len(data.translate(None, _CONTROLS)) != len(data) or any(piece in data for piece in _NO_CHARACTERS):
            raise IllegalText


def without_illegal(value: T) -> tuple[T, int]:
    """The value with every text in it stripped of what XML cannot hold, and how many characters that were."""
    stripper = _Stripper()
    return cast(T, stripper.strip(value)), stripper.count


class _Stripper:
    def __init__(self) -> None:
        self.count = 0

    def strip(self, value: object) -> object:
        if isinstance(value, str) and type(value) is str:
            text, count = strip_illegal(value)
            self.count += count
            return text
        if type(value) is tuple:
            return tuple(map(self.strip, value))
        if isinstance(value, frozenset):
            return frozenset(map(self.strip, value))
        if isinstance(value, Mapping):
            return {self.strip(key): item for key, item in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            changes = {field.name: self.strip(getattr(value, field.name)) for field in fields(value)}
            return replace(value, **changes)
        return value
