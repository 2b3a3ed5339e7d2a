"""JSON of a server -> values. What is missing though its documentation promises it is a fault of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sdconvert.http.secret import Secret, hide

T = TypeVar("T")
_DEEPEST = 200
_NOTHING: dict[type, Any] = {str: "", int: 0, bool: False}


class Unexpected(ValueError):
    """The answer is not what the guide describes; the text says where."""


class JsonFields:
    """The fields of a JSON object, each checked when it is asked for. Fields that nobody asks for are ignored."""

    def __init__(self, value: object, where: str) -> None:
        if not isinstance(value, Mapping):
            raise Unexpected(f"{where} is no object")
        self._value = value
        self._where = where

    def need(self, name: str, kind: type[T]) -> T:
        """Raises: Unexpected when the field is missing or of another type."""
        value = self._value.get(name)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
            raise Unexpected(f"{name} of {self._where} is {'missing' if value is None else 'no ' + kind.__name__}")
        return value

    def take(self, name: str, kind: type[T]) -> T:
        """The field, or the empty value of its type where it is missing or null."""
        if self._value.get(name) is None:
            empty: T = _NOTHING[kind]
            return empty
        return self.need(name, kind)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self._value.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Unexpected(f"{name} of {self._where} is no list of texts")
        return tuple(value)

    def objects(self, name: str, parse: Callable[[object], T]) -> tuple[T, ...]:
        return parse_list(parse)(self._value.get(name) or [])


def parse_json(body: bytes) -> object:
    """Raises: Unexpected for what is no JSON, such as NaN: behind it stands no error, which would hold the body."""
    with suppress(ValueError, RecursionError):
        return json.loads(body, parse_constant=_refuse_constant)
    raise Unexpected("it is no JSON")


def without_secrets(value: Any, secrets: Sequence[Secret], depth: int = 0) -> Any:
    """A JSON value of a server without these secrets, which it may have said back, in its texts and names.

    Raises: Unexpected for one that nests too deeply.
    """
    if depth > _DEEPEST:
        raise Unexpected("it nests too deeply")
    if isinstance(value, dict):
        return {hide(name, secrets): without_secrets(item, secrets, depth + 1) for name, item in value.items()}
    if isinstance(value, list):
        return [without_secrets(item, secrets, depth + 1) for item in value]
    return hide(value, secrets) if isinstance(value, str) else value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def parse_list(parse: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A parser for a list of what `parse` parses."""

    def parse_items(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Unexpected("a list is expected")
        return tuple(parse(item) for item in value)

    return parse_items
