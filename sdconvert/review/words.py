"""The words of the page in the languages that it speaks: English in its sources, the others from catalogues."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "de")
Words = Mapping[str, tuple[str, ...]]


@lru_cache
def words_in(language: str) -> Words:
    """The words of a language by the English ones: one form, or two where a number decides. Empty for English, and for
    a language that the page does not speak."""
    if language not in LANGUAGES or language == "en":
        return {}
    from babel.messages.pofile import read_po

    text = files("sdconvert.review").joinpath("locale", f"{language}.po").read_bytes()
    messages = (message for message in read_po(io.BytesIO(text), language) if message.id)
    return {_key(message.id): _forms(message.string) for message in messages}


def _key(id: object) -> str:
    return str(id[0]) if isinstance(id, (list, tuple)) else str(id)


def _forms(string: object) -> tuple[str, ...]:
    return tuple(map(str, string)) if isinstance(string, (list, tuple)) else (str(string),)
