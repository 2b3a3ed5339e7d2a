"""An answer as it comes in: its body within limits, its words without secrets, and what breaks on the way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from sdconvert.http.answers import Unexpected, parse_json
from sdconvert.http.errors import (
    CallError,
    CallTimedOut,
    CertificateRefused,
    ConnectionFailed,
    ErrorClasses,
    Failure,
)
from sdconvert.http.secret import Secret, redact
from sdconvert.http.transport import Answer, Broken, TimedOut, Untrusted

T = TypeVar("T")

log = logging.getLogger("sdconvert.http")

_LARGEST_ANSWER = 64_000_000
_BODY_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Received:
    """A 200 whose body is read within the total time."""

    answer: Answer
    deadline: float
    monotonic: Callable[[], float]

    def chunks(self) -> Iterator[bytes]:
        """The body in pieces. Raises: Broken."""
        for chunk in self.answer.chunks():
            if self.monotonic() > self.deadline:
                raise TimedOut("the answer did not come to its end in time")
            yield chunk

    def body(self) -> bytes:
        """The whole body. Raises: Broken, Unexpected when it is too large."""
        pieces = []
        size = 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > _LARGEST_ANSWER:
                raise Unexpected("it is too large")
            pieces.append(chunk)
        return b"".join(pieces)


def as_json(parse: Callable[[Any], T]) -> Callable[[Received], T]:
    """What `parse` makes of the JSON of an answer."""
    return lambda received: parse(parse_json(received.body()))


def ignored(received: Received) -> None:
    """Reads the answer to its end and forgets it."""
    received.body()


def broken_call(classes: ErrorClasses, operation: str, broken: Broken, request_id: str = "") -> CallError:
    """The error of a service that a broken request or answer stands for."""
    failure = Failure(operation, request_id=request_id, may_have_acted=broken.was_sent)
    return classes[_cause_of(broken)](str(broken), failure)


def _cause_of(broken: Broken) -> type[CallError]:
    if isinstance(broken, Untrusted):
        return CertificateRefused
    return CallTimedOut if isinstance(broken, TimedOut) else ConnectionFailed


def words_of(answer: Answer, secrets: Iterable[Secret]) -> str:
    """The beginning of the body, on one line and without secrets."""
    return as_words(beginning_of(answer.chunks(), 4 * _BODY_SHOWN).decode("utf-8", "replace"), secrets)


def beginning_of(chunks: Iterable[bytes], enough: int) -> bytes:
    """What comes until it is enough, or breaks off."""
    data = b""
    try:
        for chunk in chunks:
            data += chunk
            if len(data) > enough:
                break
    except Broken:
        log.debug("The body of the answer is cut short.")
    return data


def as_words(text: str, secrets: Iterable[Secret]) -> str:
    """The text for a sentence: on one line, trimmed, without secrets and without signs that steer a terminal."""
    line = " ".join(redact(text, secrets).split())
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line[: _BODY_SHOWN + 1])
    return shown if len(shown) <= _BODY_SHOWN else shown[:_BODY_SHOWN] + "…"
