"""The body of an upload: multipart, streamed from disk, and built anew as often as it is sent."""

from __future__ import annotations

import io
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from sdconvert.archive import read_archive
from sdconvert.errors import BadConfiguration, UnreadableInput
from sdconvert.faults import reporting_faults
from sdconvert.files import Source, has_name, load, name_of, path_of
from sdconvert.partner.types import NewDocument, StyleMapping, mapping_as_json

Progress = Callable[[int, int], None]
"""Is told how many bytes of how many are sent."""

_CHUNK = 65_536
_WORD_MEMBER = "[Content_Types].xml"


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


class UploadFile(NamedTuple):
    """A file to be sent: what it is called, and how it is opened, as often as it is sent. Raises: OSError."""

    name: str
    open: Callable[[], BinaryIO]


def upload_file(source: Source) -> UploadFile:
    """A source as a file to be sent. A path is read when it is sent; what can be read only once is read now.

    Raises: UnreadableInput, InvalidSource.
    """
    path = path_of(source)
    if path is not None:
        return UploadFile(path.name, lambda: path.open("rb"))
    data = load(source)
    return UploadFile(name_of(source) if has_name(source) else name_by_content(data), lambda: io.BytesIO(data))


def name_by_content(data: bytes) -> str:
    """A name for a Word file or a package that has none.

    Raises: UnreadableInput for what is no zip and so neither a Word file nor a package.
    """
    return "document.docx" if _WORD_MEMBER in read_archive(data, "What is to be sent") else "document.zip"


class MultipartBody:
    """A multipart body that reads its file while it is sent. `read` gives the next bytes; iterating begins anew each
    time and gives the same bytes as long as the file does not change, so that one body serves any number of attempts.
    """

    def __init__(
        self, file: Source, data: Mapping[str, Any], boundary: str | None = None, progress: Progress | None = None
    ) -> None:
        """Raises: UnreadableInput when the file cannot be opened."""
        self.file = upload_file(file)
        self.data = json.dumps(data)
        self._boundary = boundary or secrets.token_hex(16)
        self._progress = progress
        self._opened: BinaryIO | None = None
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
        from requests_toolbelt import MultipartEncoder

        self.close()
        try:
            self._opened = self.file.open()
        except OSError as error:
            raise UnreadableInput(f"{self.file.name} cannot be read: {error.strerror or error}.") from error
        parts = [
            ("data", (None, self.data, "application/json")),
            ("file", (self.file.name.encode("utf-8", "replace").decode(), self._opened, "application/octet-stream")),
        ]
        return MultipartEncoder(parts, boundary=self._boundary)

    def read(self, size: int = -1) -> bytes:
        """The next bytes, at most `size`; none at the end, or when it is closed.

        Raises: UnreadableInput, also for a file that got another length meanwhile: what was announced cannot be sent.
        """
        if self._encoder is None:
            self._encoder = self._begin()
        elif self._opened is None:
            return b""
        chunk: bytes = self._encoder.read(size)
        self._sent += len(chunk)
        if self._sent > self._length or (not chunk and size and self._sent < self._length):
            self.close()
            raise UnreadableInput(f"{self.file.name} was changed while it was sent; send it again.")
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
    def file_size(self) -> int:
        """The size of the file in bytes."""
        with self.file.open() as opened:
            return opened.seek(0, io.SEEK_END)

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
        if self._opened is not None:
            self._opened.close()
            self._opened = None


class PackedUpload(NamedTuple):
    """An upload, ready to be sent by any HTTP client that adds the address and the credentials."""

    headers: dict[str, str]
    body: MultipartBody


@reporting_faults
def pack_upload(
    file: Source,
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

    Raises: UnreadableInput, InvalidSource, BadConfiguration.
    """
    if not isinstance(data, (NewDocument, Mapping)):
        raise BadConfiguration(f"The data of an upload is a NewDocument or an object, not {data!r:.60}.")
    settings = data.as_json() if isinstance(data, NewDocument) else dict(data)
    if mapping is not None and not isinstance(mapping, Mapping):
        raise BadConfiguration(f"A mapping is an object of rows by style, not {mapping!r:.60}.")
    if mapping is not None:
        settings["mapping"] = mapping_as_json(mapping)
    body = MultipartBody(file, settings, boundary, progress)
    return PackedUpload({"content-type": body.content_type, "content-length": str(len(body))}, body)
