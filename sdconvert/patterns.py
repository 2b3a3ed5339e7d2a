"""Regular expressions for what few documents have: they are compiled when they are first applied, since to compile one
takes as long as to load a module."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def compile_late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The pattern as `re.compile` gives it, but that each use of it takes 0.03 µs longer: what is applied to each
    paragraph or run of any document is compiled at once."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))


class _Attribute:
    """What is asked of the pattern once and then stands in the instance itself."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: _Late, owner: type) -> Any:
        value = getattr(instance.compile(), self._name)
        setattr(instance, self._name, value)
        return value


class _Late:
    match, fullmatch, search = _Attribute(), _Attribute(), _Attribute()
    sub, subn, split, findall, finditer = _Attribute(), _Attribute(), _Attribute(), _Attribute(), _Attribute()
    pattern, flags, groups, groupindex = _Attribute(), _Attribute(), _Attribute(), _Attribute()

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._given = pattern, flags

    def compile(self) -> re.Pattern[Any]:
        return re.compile(*self._given)
