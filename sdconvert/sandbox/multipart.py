"""The parts of an upload, in every form that clients send.

The part headers may come in any order and case, `data` with or without a type and as a file, `file` under any name and
of any type; unknown fields are ignored.
Source: RFC 7578; Partner API guide, Importing Word Documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from sdconvert.sandbox.refusal import invalid, too_large

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

DATA_LIMIT = 1_000_000
_IN_MEMORY = 1_000_000


class Upload:
    """Takes the body of an upload piece by piece. `data` and `file` are None until their parts have begun."""

    def __init__(self, content_types: Iterable[str], limit: int, folder: Path) -> None:
        """`folder` is where a large file is kept meanwhile, without a name.

        Raises: Refusal where none of the content types names a boundary.
        """
        from python_multipart.multipart import MultipartParser

        self.data: bytearray | None = None
        self.file: BinaryIO | None = None
        self._limit = limit
        self._folder = folder
        self._size = 0
        self._is_complete = False
        self._name = b""
        self._header_field = bytearray()
        self._header_value = bytearray()
        callbacks: dict[str, Callable[..., None]] = {
            "on_part_begin": self._begin_part,
            "on_part_data": self._take,
            "on_header_field": self._take_header_field,
            "on_header_value": self._take_header_value,
            "on_header_end": self._end_header,
            "on_headers_finished": self._begin_content,
            "on_end": self._end,
        }
        self._parser = MultipartParser(_boundary(content_types), cast("MultipartCallbacks", callbacks))

    def write(self, piece: bytes) -> None:
        """Take the next piece of the body.

        Raises: Refusal.
        """
        from python_multipart.exceptions import FormParserError

        if self._is_complete:
            return
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise invalid({"body": f"is no multipart/form-data: {error}"}) from error

    def finish(self) -> tuple[bytes | None, BinaryIO | None]:
        """The two parts, None for one that is not there.

        Raises: Refusal for a body that is not complete.
        """
        if not self._is_complete:
            raise invalid({"body": "ends before the closing boundary"})
        return None if self.data is None else bytes(self.data), self.file

    def close(self) -> None:
        """Forget the file."""
        if self.file is not None:
            self.file.close()

    def _begin_part(self) -> None:
        self._name = b""

    def _take_header_field(self, piece: bytes, start: int, end: int) -> None:
        self._header_field += piece[start:end]

    def _take_header_value(self, piece: bytes, start: int, end: int) -> None:
        self._header_value += piece[start:end]

    def _end_header(self) -> None:
        from python_multipart.multipart import parse_options_header

        if bytes(self._header_field).strip().lower() == b"content-disposition":
            self._name = parse_options_header(bytes(self._header_value))[1].get(b"name", b"")
        self._header_field.clear()
        self._header_value.clear()

    def _begin_content(self) -> None:
        if self._name == b"data":
            self.data = bytearray()
        elif self._name == b"file":
            self.close()
            self._size = 0
            self.file = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY, dir=str(self._folder)))  # noqa: SIM115

    def _take(self, piece: bytes, start: int, end: int) -> None:
        if self._name == b"data" and self.data is not None:
            self.data += piece[start:end]
            if len(self.data) > DATA_LIMIT:
                raise invalid({"data": f"has more than {DATA_LIMIT:,} bytes"})
        elif self._name == b"file" and self.file is not None:
            self._size += end - start
            if self._size > self._limit:
                raise too_large(self._limit)
            self.file.write(memoryview(piece)[start:end])

    def _end(self) -> None:
        self._is_complete = True


def _boundary(content_types: Iterable[str]) -> bytes:
    """The boundary of the first type that has one: a client sends two types, of which only one is complete."""
    from python_multipart.exceptions import FormParserError
    from python_multipart.multipart import MultipartParser, parse_options_header

    for content_type in content_types:
        kind, options = parse_options_header(content_type)
        boundary = options.get(b"boundary", b"")
        if kind != b"multipart/form-data" or not boundary:
            continue
        try:
            MultipartParser(boundary)
        except FormParserError as error:
            raise invalid({"content-type": f"names an unusable boundary: {error}"}) from error
        return boundary
    raise invalid({"content-type": "is not multipart/form-data with a boundary"})
