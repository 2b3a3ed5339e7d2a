"""The body of an upload: multipart, streamed from disk, and built anew as often as it is sent."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from sdconvert.errors import UnreadableInput
from sdconvert.extras import load_extra
from sdconvert.partner.types import NewDocument, StyleMapping, mapping_as_json

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many are sent."""

_CHUNK = 65_536


def forward_only(progress: Progress | None) -> Progress | None:
    """Tells of several attempts only what goes beyond the earlier ones, so that a bar never runs backwards."""
    if progress is None:
        return None
    tell, most = progress, 0

    def advance(sent: int, total: int) -> None:
        nonlocal most
        if sent > most:
            most = sent
            tell(sent, total)

    return advance


class MultipartBody:
    """A multipart body that reads its file while it is sent. `read` gives the next bytes; iterating begins anew each
    time and gives the same bytes as long as the file does not change, so that one body serves any number of attempts.
    """

    def __init__(
        self, path: Path, data: Mapping[str, Any], boundary: str | None = None, progress: Progress | None = None
    ) -> None:
        """Raises: UnreadableInput when the file cannot be opened."""
        self.path = path
        self.data = json.dumps(data)
        self._boundary = boundary or secrets.token_hex(16)
        self._progress = progress
        self._file: BinaryIO | None = None
        self._encoder: Any = None
        self._sent = 0
        self._length = int(self._begin().len)
        self.close()

    def rewind(self) -> None:
        """Begin anew."""
        self.close()
        self._encoder = None
        self._sent = 0

    def _begin(self) -> Any:
        self.close()
        encoder = load_extra("requests_toolbelt").MultipartEncoder
        try:
            self._file = self.path.open("rb")
        except OSError as error:
            raise UnreadableInput(f"{self.path} cannot be read: {error.strerror or error}.") from error
        parts = [
            ("data", (None, self.data, "application/json")),
            ("file", (self.path.name.encode("utf-8", "replace").decode(), self._file, "application/octet-stream")),
        ]
        return encoder(parts, boundary=self._boundary)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; none at the end, or when it is closed.

        Raises: UnreadableInput, also for a file that got another length meanwhile: what was announced cannot be sent.
        """
        if self._encoder is None:
            self._encoder = self._begin()
        elif self._file is None:
            return b""
        chunk: bytes = self._encoder.read(size)
        self._sent += len(chunk)
        if self._sent > self._length or (not chunk and size and self._sent < self._length):
            self.close()
            raise UnreadableInput(f"{self.path} was changed while it was sent; send it again.")
        if self._progress is not None and chunk:
            self._progress(self._sent, self._length)
        return chunk

    def __iter__(self) -> Iterator[bytes]:
        self.rewind()
        try:
            while chunk := self.read(_CHUNK):
                yield chunk
        finally:
            self.close()

    def __len__(self) -> int:
        return self._length

    @property
    def content_type(self) -> str:
        """The value of the header, with the boundary."""
        return f"multipart/form-data; boundary={self._boundary}"

    @property
    def is_sent(self) -> bool:
        """Whether all of it was read."""
        return self._sent >= self._length

    def close(self) -> None:
        """Close the file; it is read again after `rewind`."""
        if self._file is not None:
            self._file.close()
            self._file = None


class PackedUpload(NamedTuple):
    """An upload, ready to be sent by any HTTP client that adds the address and the credentials."""

    headers: dict[str, str]
    body: MultipartBody


def pack_upload(
    file: str | Path,
    data: NewDocument | Mapping[str, Any],
    mapping: StyleMapping | None = None,
    *,
    boundary: str | None = None,
    progress: Progress | None = None,
) -> PackedUpload:
    """The headers and the body of an import, for a client of your own. Nothing is checked and nothing is sent.

    The body streams from disk and iterates anew for each attempt; the parts are those of the guide: `data`, then
    `file`. Give a `boundary` where equal input has to give equal bytes.

    Source: guide, Importing Word Documents, Code example: multipart upload in Python.

    Raises: UnreadableInput, BadConfiguration when the extra `partner` is not installed.
    """
    settings = data.as_json() if isinstance(data, NewDocument) else dict(data)
    if mapping is not None:
        settings["mapping"] = mapping_as_json(mapping)
    body = MultipartBody(Path(file), settings, boundary, progress)
    return PackedUpload({"content-type": body.content_type, "content-length": str(len(body))}, body)
