"""What a server says to a person in the body of an error: its message, never its JSON or its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from sdconvert.patterns import compile_late

_MESSAGES = (
    "message",
    "errorMessage",
    "error_description",
    "error",
    "detail",
    "description",
    "reason",
    "title",
    "errors",
)
"""Where APIs have their message, the likeliest first."""
_CUT_MESSAGE = compile_late(rf'"(?:{"|".join(_MESSAGES)})"\s*:\s*("(?:[^"\\]|\\.)*")')
_TITLE = compile_late(r"<(title|h1)\b[^<>]*>((?:(?!<(?:title|h1)\b).)*?)</\1>", re.IGNORECASE | re.DOTALL)
_DEEPEST = 4
_MOST_NAMES = 5


def message_in(body: str) -> str:
    """The words for a person in a body, which may be cut short: those of its JSON, the title of its page, or itself.
    Of JSON without a message the names of its fields are told."""
    text = body.strip()
    if text.startswith(("{", "[")):
        return _message_in_json(text)
    if text.startswith("<"):
        found = _TITLE.search(text)
        title = " ".join(unescape(found[2]).split()) if found is not None else ""
        return f"a page with the title “{title}”" if title else "a page without a title"
    return text


def _message_in_json(text: str) -> str:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        cut = _CUT_MESSAGE.search(text)
        return str(json.loads(cut[1], strict=False)) if cut is not None else "JSON that is cut short"
    message = next((words for words in _messages(value, 0) if words.strip()), "")
    if message:
        return message
    names = ", ".join(list(value)[:_MOST_NAMES]) if isinstance(value, dict) else ""
    return f"JSON without a message, with {names}" if names else "JSON without a message"


def _messages(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth < _DEEPEST and isinstance(value, list):
        for inner in value:
            yield from _messages(inner, depth + 1)
    elif depth < _DEEPEST and isinstance(value, dict):
        for name in _MESSAGES:
            if name in value:
                yield from _messages(value[name], depth + 1)
