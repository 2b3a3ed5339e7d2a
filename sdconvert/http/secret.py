"""Secrets that do not show, and texts without them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sdconvert.errors import BadConfiguration
from sdconvert.patterns import compile_late

_HIDDEN = "•••"
_TOKENS = compile_late(r"(?i)(bearer\s+)\S+|(otpt=)[0-9a-z]+")
_DOTTED_WORDS = compile_late(r"(?<![\w.-])[\w.-]++")
_TOKEN_START = compile_late("eyj", re.IGNORECASE)
_DOTS_OF_TOKENS = 2


class Secret:
    """A text that is shown nowhere: only `reveal` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str, what: str = "The secret") -> None:
        """Raises: BadConfiguration for what cannot stand in a header."""
        self._text = text.strip()
        if not self._text or not self._text.isascii() or not self._text.isprintable():
            raise BadConfiguration(f"{what} is empty or holds signs that cannot be sent.")

    def reveal(self) -> str:
        """The text itself, for the one place that sends it."""
        return self._text

    def __repr__(self) -> str:
        return f"Secret({_HIDDEN})"

    def __str__(self) -> str:
        return _HIDDEN

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret cannot be pickled")


def as_secret(value: str | Secret, what: str) -> Secret:
    """The value as a secret. Raises: BadConfiguration."""
    return value if isinstance(value, Secret) else Secret(value, what)


def hide(text: str, secrets: Iterable[Secret]) -> str:
    """The text without these secrets."""
    for secret in secrets:
        text = text.replace(secret.reveal(), _HIDDEN)
    return text


def redact(text: str, secrets: Iterable[Secret] = ()) -> str:
    """The text without these secrets and without anything that looks like a token."""
    hidden = _DOTTED_WORDS.sub(lambda word: _hide_web_token(word[0]), hide(text, secrets))
    return _TOKENS.sub(lambda match: (match[1] or match[2] or "") + _HIDDEN, hidden)


def _hide_web_token(word: str) -> str:
    """What stands before a JSON web token in a word, and a sign for the token."""
    start = _TOKEN_START.search(word)
    is_token = start is not None and word.count(".", start.end()) >= _DOTS_OF_TOKENS
    return word[: start.start()] + _HIDDEN if start is not None and is_token else word
