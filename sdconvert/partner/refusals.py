"""What a refusal of the server stands for. The guide prints 400 for a state that does not allow a call, and 403 for
three things: rights that do not suffice, what is too large, and what is not found. The words of the answer tell them
apart, and where it has none, what is known of the call."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sdconvert.http.status import cause_of, reason_for
from sdconvert.partner.errors import CLASSES, CallError, InvalidState, NotFound, PermissionDenied, TooLarge
from sdconvert.patterns import compile_late

_SMALL = 1_000_000
"""Bytes: what usual limits of servers let pass."""

_ABOUT_SIZE = ("too large", "exceed")
_ABOUT_RIGHTS = ("client", "key", "right", "permission", "forbidden", "not allowed", "draft")
_ABOUT_ABSENCE = ("not found",)
_DOCUMENT = compile_late(r"/documents/[0-9a-f]{8}-")


class Refusal(NamedTuple):
    """The class of the error, and why, as a part of a sentence."""

    kind: type[CallError]
    reason: str


class _Cause(NamedTuple):
    kind: type[CallError]
    words: str


def judge_refusal(status: int, said: str, path: str, uploaded: int | None) -> Refusal:
    """What a status other than 200 means. `said` is what the server says, `uploaded` the size of the file that was sent
    in bytes, None where none was."""
    if status == 400:
        return Refusal(InvalidState, reason_for(status))
    if status != 403:
        return Refusal(CLASSES[cause_of(status)], reason_for(status))
    likely, *others = _causes_of_403(said.casefold(), path, uploaded)
    rest = f", else {', or '.join(cause.words for cause in others)}" if others else ""
    return Refusal(likely.kind, f"{reason_for(status)}; most likely {likely.words}{rest}")


def _causes_of_403(said: str, path: str, uploaded: int | None) -> list[_Cause]:
    """The likeliest first."""
    rights = _Cause(PermissionDenied, "the credentials are unknown or the rights of the user do not suffice")
    absence = _Cause(NotFound, "there is no document of this id")
    if uploaded is not None:
        size = _Cause(TooLarge, f"the {uploaded:,} bytes that were sent are too many")
        if _has(said, _ABOUT_SIZE):
            return [size]
        is_about_rights = _has(said, _ABOUT_RIGHTS) or uploaded < _SMALL
        return [rights, size] if is_about_rights else [size, rights]
    if _has(said, _ABOUT_ABSENCE):
        return [absence if _DOCUMENT.search(path) else _Cause(NotFound, "what was asked for is not there")]
    return [rights, absence] if _DOCUMENT.search(path) else [rights]


def _has(said: str, words: Iterable[str]) -> bool:
    return any(word in said for word in words)
