"""What a process and the one that works for it say to each other: JSON and bytes, each after its length."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

Header = Mapping[str, Any]
Message = tuple[dict[str, Any], bytes]

_LENGTH = 8


def write(stream: IO[bytes], header: Header, content: bytes = b"") -> None:
    """Say something. Raises: OSError where nobody hears it."""
    for part in (json.dumps(header).encode(), content):
        stream.write(len(part).to_bytes(_LENGTH, "big"))
        stream.write(part)
    stream.flush()


def read(stream: IO[bytes]) -> Message | None:
    """What is said next, None at the end, or where it breaks off."""
    header, content = _part(stream), _part(stream)
    return None if header is None or content is None else (json.loads(header), content)


def _part(stream: IO[bytes]) -> bytes | None:
    start = stream.read(_LENGTH)
    length = int.from_bytes(start, "big")
    part = stream.read(length) if len(start) == _LENGTH else b""
    return part if len(start) == _LENGTH and len(part) == length else None
