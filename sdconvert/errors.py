"""The error tree: an error means that no result could be made. Its text is one clear sentence for a person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class SdconvertError(Exception):
    """Root of every error that sdconvert raises on purpose."""


class UnreadableInput(SdconvertError):
    """The input is not what its reader reads: another format, truncated, encrypted, broken XML, a missing part."""


class InvalidSource(UnreadableInput):
    """What was given as a source is of no kind that can be read: neither a path nor bytes nor a binary file."""


class UnsafeInput(SdconvertError):
    """The input breaks a safety limit: too large when unpacked, too many members, paths that leave the archive."""


class UnresolvedRevisions(SdconvertError):
    """The document holds tracked changes and the caller asked to refuse them."""


class BadConfiguration(SdconvertError):
    """An option, a mapping file or a setting is not usable as given."""


class BadOption(BadConfiguration):
    """An option of a conversion is not usable as given; `option` is its name."""

    def __init__(self, message: str, option: str = "") -> None:
        super().__init__(message)
        self.option = option


class OutputRefused(SdconvertError):
    """The result cannot be written where it should go."""


class InternalFault(SdconvertError):
    """A fault of this program, which nobody foresaw: its cause is the error that was raised. Please report it."""


class ServiceError(SdconvertError):
    """A call to a server gave no result. Each service has an error below this one, and three kinds below that."""


class PartnerError(ServiceError):
    """A call of the Partner API gave no result."""


class PartnerUnreachable(PartnerError):
    """The server was not reached, or the connection ended before its answer."""


class PartnerRefused(PartnerError):
    """The server, or a check before the call, refused the request as it stands."""


class PartnerFailed(PartnerError):
    """The server failed, or its answer cannot be understood."""


class SourceError(ServiceError):
    """A call to a source of records gave no result."""


class SourceUnreachable(SourceError):
    """The source was not reached, or the connection ended before its answer."""


class SourceRefused(SourceError):
    """The source, or a check before the call, refused the request as it stands."""


class SourceFailed(SourceError):
    """The source failed, or its answer cannot be understood."""


_LONGEST_WORDS = 200


def one_line(error: object) -> str:
    """What an error says, to stand inside a sentence: without its full stop; its kind where it says nothing."""
    words = " ".join(str(error).split()).rstrip(".")
    return (words if len(words) <= _LONGEST_WORDS else f"{words[: _LONGEST_WORDS - 1]}…") or type(error).__name__


@contextmanager
def limited_nesting() -> Iterator[None]:
    """Turns what nests deeper than the interpreter's stack reaches into an error of ours.

    Raises: UnreadableInput.
    """
    try:
        yield
    except RecursionError as error:
        raise UnreadableInput("The document nests its elements too deeply to be read.") from error
