"""JSON of the Partner API -> values. What is missing though the guide promises it is a fault of the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sdconvert.partner.types import Access, DocumentInfo, GroupCounts, Template, UnseenCounts

T = TypeVar("T")
_NOTHING: dict[type, Any] = {str: "", int: 0, bool: False}


class Unexpected(ValueError):
    """The answer is not what the guide describes; the text says where."""


class _Fields:
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
    """Raises: Unexpected for what is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Unexpected("it is no JSON") from error


def parse_list(parse: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    """A parser for a list of what `parse` parses."""

    def parse_items(value: object) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise Unexpected("a list is expected")
        return tuple(parse(item) for item in value)

    return parse_items


def parse_access(value: object) -> Access:
    """The answer to create, open and both imports."""
    fields = _Fields(value, "the answer")
    return Access(fields.need("documentId", str), fields.take("userIdSD", str), fields.need("documentAccessLink", str))


def parse_copy(value: object) -> str:
    """The id of a duplicate."""
    return _Fields(value, "the answer").need("documentId", str)


def parse_info(value: object) -> DocumentInfo:
    """A document in a list, or by itself."""
    fields = _Fields(value, "a document")
    return DocumentInfo(
        fields.need("id", str),
        fields.take("title", str),
        fields.take("subtitle", str),
        fields.take("description", str),
        fields.texts("tags"),
        fields.take("supplemental", str),
        fields.take("creatorIdSD", str),
        fields.take("creatorId", str),
        fields.take("status", str),
        fields.take("createdDate", int),
        fields.take("hasUnreadSectionChanges", bool),
        fields.take("hasUnreadConversationChanges", bool),
        fields.take("hasOpenedDocument", bool),
        fields.take("archived", bool),
        fields.take("groupId", str),
    )


def parse_counts(value: object) -> UnseenCounts:
    """The counts of unseen changes, in all and for each group."""
    fields = _Fields(value, "the counts")
    return UnseenCounts(
        fields.need("numWithAnyChange", int),
        fields.need("numWithConversationChange", int),
        fields.need("numWithSectionChange", int),
        fields.objects("groups", _parse_group),
    )


def _parse_group(value: object) -> GroupCounts:
    fields = _Fields(value, "a group")
    return GroupCounts(
        fields.need("groupId", str),
        fields.need("numWithAnyChange", int),
        fields.need("numWithConversationChange", int),
        fields.need("numWithSectionChange", int),
    )


def parse_template(value: object) -> Template:
    """A template for Word exports."""
    fields = _Fields(value, "a template")
    return Template(fields.need("id", str), fields.take("name", str), fields.take("description", str))
