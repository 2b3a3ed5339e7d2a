"""JSON of the Partner API -> values. What is missing though the guide promises it is a fault of the answer."""

from __future__ import annotations

from collections.abc import Callable

from sdconvert.http.json_fields import JsonFields
from sdconvert.partner.types import Access, DocumentInfo, GroupCounts, UnseenCounts, WordTemplate


def parse_access(value: object) -> Access:
    """The answer to create, open and both imports."""
    fields = JsonFields(value, "the answer")
    return Access(fields.need("documentId", str), fields.take("userIdSD", str), fields.need("documentAccessLink", str))


def parse_token(name: str) -> Callable[[object], str]:
    """A parser for the answer to a sign-in of the legacy scheme, whose access token has this name."""
    return lambda value: JsonFields(value, "the answer").need(name, str)


def parse_copy(value: object) -> str:
    """The id of a duplicate."""
    return JsonFields(value, "the answer").need("documentId", str)


def parse_info(value: object) -> DocumentInfo:
    """A document in a list, or by itself."""
    fields = JsonFields(value, "a document")
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
    fields = JsonFields(value, "the counts")
    return UnseenCounts(
        fields.need("numWithAnyChange", int),
        fields.need("numWithConversationChange", int),
        fields.need("numWithSectionChange", int),
        fields.objects("groups", _parse_group),
    )


def _parse_group(value: object) -> GroupCounts:
    fields = JsonFields(value, "a group")
    return GroupCounts(
        fields.need("groupId", str),
        fields.need("numWithAnyChange", int),
        fields.need("numWithConversationChange", int),
        fields.need("numWithSectionChange", int),
    )


def parse_template(value: object) -> WordTemplate:
    """A template for Word exports."""
    fields = JsonFields(value, "a template")
    return WordTemplate(fields.need("id", str), fields.take("name", str), fields.take("description", str))
