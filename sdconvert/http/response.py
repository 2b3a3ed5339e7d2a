"""A response as it comes in: its body within limits, its words without secrets, and what breaks on the way."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sdconvert.frozen import dataclass
from sdconvert.http.errors import (
    CallError,
    CallTimedOut,
    CertificateRefused,
    ConnectionFailed,
    ErrorClasses,
    Failure,
)
from sdconvert.http.json_fields import Unexpected, parse_json, without_secrets
from sdconvert.http.secret import Secret, redact
from sdconvert.http.server_words import message_in
from sdconvert.http.transport import Broken, Response, TimedOut, Untrusted

T = TypeVar("T")

log = logging.getLogger("sdconvert.http")

_LARGEST_ANSWER = 64_000_000
_BODY_SHOWN = 500
_BODY_READ = 16_000
_HEADER_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ResponseBody:
    """The body of a 200, which is read within the total time. `secrets` are hidden in what is kept of its words."""

    response: Response
    deadline: float
    monotonic: Callable[[], float]
    secrets: tuple[Secret, ...] = ()

    def chunks(self) -> Iterator[bytes]:
        """It in pieces. Raises: Broken."""
        for chunk in self.response.chunks():
            if self.monotonic() > self.deadline:
                raise TimedOut("the answer did not come to its end in time")
            yield chunk

    def read(self) -> bytes:
        """The whole of it. Raises: Broken, Unexpected when it is too large."""
        pieces = []
        size = 0
        for chunk in self.chunks():
            size += len(chunk)
            if size > _LARGEST_ANSWER:
                raise Unexpected("it is too large")
            pieces.append(chunk)
        return b"".join(pieces)


def json_reader(parse: Callable[[Any], T]) -> Callable[[ResponseBody], T]:
    """A reader that gives what `parse` makes of the JSON of a body."""
    return lambda body: parse(without_secrets(parse_json(body.read()), body.secrets))


def discard(body: ResponseBody) -> None:
    """Read a body to its end and forget it."""
    body.read()


def broken_call_error(classes: ErrorClasses, operation: str, broken: Broken, request_id: str = "") -> CallError:
    """The error of a service that a broken request or answer stands for."""
    failure = Failure(operation, request_id=request_id, may_have_acted=broken.was_sent)
    return classes[_cause_of(broken)](str(broken), failure)


def _cause_of(broken: Broken) -> type[CallError]:
    if isinstance(broken, Untrusted):
        return CertificateRefused
    return CallTimedOut if isinstance(broken, TimedOut) else ConnectionFailed


def words_of(response: Response, secrets: Iterable[Secret]) -> str:
    """What the body says to a person, on one line and without secrets."""
    body = beginning_of(response.chunks(), _BODY_READ).decode("utf-8-sig", "replace")
    return as_words(message_in(body), secrets)


def header_words(response: Response, name: str, secrets: Iterable[Secret]) -> str:
    """What a header says, on one line and without secrets: it may say back what was sent. Empty where it is missing."""
    return as_words(response.headers.get(name, ""), secrets)[:_HEADER_SHOWN]


def beginning_of(chunks: Iterable[bytes], enough: int) -> bytes:
    """What comes until it is enough, or breaks off."""
    data = b""
    try:
        for chunk in chunks:
            data += chunk
            if len(data) > enough:
                break
    except Broken:
        log.debug("The body of the response is cut short.")
    return data


def as_words(text: str, secrets: Iterable[Secret]) -> str:
    """The text for a sentence: on one line, trimmed, without secrets and without signs that steer a terminal."""
    line = " ".join(redact(text, secrets).split())
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in line[: _BODY_SHOWN + 1])
    return shown if len(shown) <= _BODY_SHOWN else shown[:_BODY_SHOWN] + "…"
