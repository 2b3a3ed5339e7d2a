"""What a picture is, found out in one pass over its content, which is at no time in memory as a whole."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from itertools import chain

from sdconvert.frozen import dataclass
from sdconvert.handles import Handle
from sdconvert.pictures.headers import (
    JPEG_LONE_MARKERS,
    JPEG_SIZE_MARKERS,
    JPEG_START_OF_SCAN,
    gif_colour_table_length,
    pixel_size,
)
from sdconvert.pictures.kinds import GZIP_SIGNATURE, PNG_SIGNATURE, PictureKind, sniff

_SNIFFED_BYTES = 8192


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """`is_whole` says whether the picture goes to its end as far as its structure tells, `is_packed` whether it begins
    as what gzip packs (.emz, .wmz), `pixels` width and height of a PNG, JPEG or GIF as its header has them, `head` how
    many bytes of a JPEG stand before its picture, where it has no more than segments there."""

    kind: PictureKind | None
    is_whole: bool
    is_packed: bool = False
    pixels: tuple[int, int] | None = None
    head: int | None = None


def facts_of(content: Handle) -> PictureFacts:
    """What `sniff`, `is_readable` and `pixel_size` say of the content, which is checked to its end; found out once.

    Raises: UnreadableInput, UnsafeInput for content that cannot be read.
    """
    if not isinstance(content.facts, PictureFacts):
        content.facts = _find_facts(content)
    assert isinstance(content.facts, PictureFacts)
    return content.facts


def _find_facts(content: Handle) -> PictureFacts:
    look = _Look()
    content.check(look.watch)
    return look.facts()


class _Look:
    """What is seen of a picture while its pieces pass by."""

    def __init__(self) -> None:
        self._start = b""
        self._kind: PictureKind | None = None
        self._walk: _Walk | None = None

    def watch(self, pieces: Iterator[bytes]) -> None:
        first = next(pieces, b"")
        while len(first) < _SNIFFED_BYTES and (piece := next(pieces, b"")):
            first += piece
        self._start = first[:_SNIFFED_BYTES]
        self._kind = sniff(self._start)
        follow = _WALKS.get(self._kind)
        if follow is not None:
            self._walk = _Walk(follow, pixel_size(self._start))
            self._walk.watch(chain((first,), pieces))

    def facts(self) -> PictureFacts:
        is_packed = self._start.startswith(GZIP_SIGNATURE[:2])
        walk = self._walk
        if walk is None:
            return PictureFacts(self._kind, self._kind is not None, is_packed)
        return PictureFacts(self._kind, walk.has_end and walk.pixels is not None, is_packed, walk.pixels, walk.head)


class _Walk:
    """The way through a picture. `pixels` and `head` are what is found on it."""

    def __init__(self, follow: Callable[[_Walk, PieceReader], bool], pixels: tuple[int, int] | None) -> None:
        self._follow = follow
        self.pixels = pixels
        self.head: int | None = None
        self.has_end = False

    def watch(self, pieces: Iterator[bytes]) -> None:
        try:
            self.has_end = self._follow(self, PieceReader(pieces))
        except EOFError:
            self.has_end = False


class PieceReader:
    """Goes through pieces as if they were one. Raises: EOFError behind the last of them."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = b""
        self._at = 0
        self.position = 0

    def take(self, count: int) -> bytes:
        """The next bytes."""
        data = self.peek(count)
        if len(data) < count:
            raise EOFError
        self._at += count
        self.position += count
        return data

    def peek(self, count: int) -> bytes:
        """The next bytes, which stay the next; fewer at the end."""
        while len(self._piece) - self._at < count and (piece := next(self._pieces, b"")):
            self._piece, self._at = self._piece[self._at :] + piece, 0
        return self._piece[self._at : self._at + count]

    def skip(self, count: int) -> None:
        """Pass over so many bytes, all of which have to be there."""
        self.position += count
        while count > (here := len(self._piece) - self._at):
            count -= here
            self._piece, self._at = next(self._pieces, b""), 0
            if not self._piece:
                raise EOFError
        self._at += count

    def find(self, pair: bytes) -> bool:
        """Whether two bytes stand somewhere behind."""
        while self._piece.find(pair, self._at) < 0:
            last = self._piece[max(self._at, len(self._piece) - 1) :]
            piece = next(self._pieces, b"")
            if not piece:
                return False
            self._piece, self._at = last + piece, 0
        return True


def _follow_png(_walk: _Walk, reader: PieceReader) -> bool:
    reader.skip(len(PNG_SIGNATURE))
    while True:
        length, name = struct.unpack(">I4s", reader.take(8))
        reader.skip(length + 4)
        if name == b"IEND":
            return True


def _follow_gif(_walk: _Walk, reader: PieceReader) -> bool:
    reader.skip(gif_colour_table_length(reader.take(13)[10]))
    while (introducer := reader.take(1)) != b";":
        if introducer == b"!":
            reader.skip(1)
        elif introducer == b",":
            reader.skip(gif_colour_table_length(reader.take(9)[8]) + 1)
        else:
            return False
        while length := reader.take(1)[0]:
            reader.skip(length)
    return True


def _follow_jpeg(walk: _Walk, reader: PieceReader) -> bool:
    has_size, is_plain = False, True
    reader.skip(2)
    while reader.take(1) == b"\xff":
        while (marker := reader.take(1)[0]) == 0xFF:
            is_plain = False
        if marker in JPEG_LONE_MARKERS:
            is_plain = False
            continue
        if marker == JPEG_START_OF_SCAN:
            walk.head = reader.position if is_plain else None
            return reader.find(b"\xff\xd9")
        if marker in JPEG_SIZE_MARKERS and not has_size:
            has_size = True
            height, width = struct.unpack(">HH", reader.peek(7)[3:].ljust(4, b"\0"))
            walk.pixels = (width, height) if width and height else None
        (length,) = struct.unpack(">H", reader.peek(2).ljust(2, b"\0"))
        reader.skip(length)
    return False


_WALKS: dict[PictureKind | None, Callable[[_Walk, PieceReader], bool]] = {
    PictureKind.PNG: _follow_png,
    PictureKind.JPEG: _follow_jpeg,
    PictureKind.GIF: _follow_gif,
}
