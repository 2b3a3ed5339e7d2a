"""Bytes that stay where they are until they are asked for: a file, a member of an archive, a part of either.

What a handle gives is read from the place itself each time, in pieces where it is large. A file that is changed
meanwhile is an error, never another file's bytes.
"""

from __future__ import annotations

import hashlib
import zlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from sdconvert.backings import PIECE, Backing, joined, stretch
from sdconvert.errors import UnreadableInput, UnsafeInput

_START = 4096
_UNLIMITED = 1 << 62


class Packed(NamedTuple):
    """Content as it stands packed in an archive: `pieces` gives it anew for each call."""

    is_deflated: bool
    size: int
    pieces: Callable[[], Iterator[bytes]]


class Handle(ABC):
    """Content that is read when asked for. `size` is in bytes, `name` what errors call it.

    Two are equal when what they hold is equal. One that is pickled takes its bytes along. `facts` is room for what
    somebody found out about the content and need not find out again.
    """

    __slots__ = ("_checked", "_stated_crc", "facts", "name", "size")

    def __init__(self, name: str, size: int, stated_crc: int | None = None) -> None:
        self.name = name
        self.size = size
        self._stated_crc = stated_crc
        self.facts: object = None
        self._checked: tuple[bytes, int, int] | None = None

    @abstractmethod
    def pieces(self) -> Iterator[bytes]:
        """The content in order, in pieces, the last of which comes only if all of them are sound.

        Raises: UnreadableInput for damage, UnsafeInput for more than a limit allows.
        """

    def read(self) -> bytes:
        """The whole content. Raises: as `pieces`."""
        return joined(self.pieces())

    def start(self, count: int = _START) -> bytes:
        """The first bytes, which are not checked. Raises: as `pieces`."""
        found = b""
        for piece in self.pieces():
            found += piece[: count - len(found)]
            if len(found) >= count:
                break
        return found

    def check(self, watch: Callable[[Iterator[bytes]], object] | None = None) -> None:
        """Read the content to its end, and remember its size, checksum and hash; `watch` sees the pieces, and need not
        see them all. Raises: as `pieces`."""
        digest, crc, size = hashlib.sha256(), self._stated_crc or 0, 0
        is_stated = self._stated_crc is not None  # and compared by `pieces`

        def passing() -> Iterator[bytes]:
            nonlocal crc, size
            for piece in self.pieces():
                digest.update(piece)
                crc = crc if is_stated else zlib.crc32(piece, crc)
                size += len(piece)
                yield piece

        pieces = passing()
        if watch is not None:
            watch(pieces)
        for _ in pieces:
            continue
        self.size = size
        self._checked = digest.digest(), crc, size

    def _facts_of_pass(self) -> tuple[bytes, int, int]:
        if self._checked is None:
            self.check()
        assert self._checked is not None
        return self._checked

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the content. Raises: as `pieces`."""
        return self._facts_of_pass()[0]

    @property
    def crc(self) -> int:
        """The CRC-32 of the content. Raises: as `pieces`."""
        return self._facts_of_pass()[1]

    def packed(self) -> Packed | None:
        """How the content stands in an archive, checked, where it may be copied from there as it is."""
        return None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Handle):
            return NotImplemented
        return self is other or self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.name or 'content'}: {self.size:,} bytes>"

    def __reduce__(self) -> tuple[object, ...]:
        return HeldContent, (self.read(), self.name)


class HeldContent(Handle):
    """Content in memory."""

    __slots__ = ("_data",)

    def __init__(self, data: bytes, name: str = "") -> None:
        super().__init__(name, len(data))
        self._data = data

    def pieces(self) -> Iterator[bytes]:
        yield self._data

    def read(self) -> bytes:
        return self._data

    def start(self, count: int = _START) -> bytes:
        return self._data[:count]


class FileContent(Handle):
    """The content of a file."""

    __slots__ = ("_backing",)

    def __init__(self, backing: Backing, name: str) -> None:
        super().__init__(name, backing.length)
        self._backing = backing

    def pieces(self) -> Iterator[bytes]:
        return stretch(self._backing, 0, self._backing.length)


class PatchedContent(Handle):
    """The content of another handle with another beginning, of the same length."""

    __slots__ = ("_start", "_whole")

    def __init__(self, start: bytes, whole: Handle) -> None:
        super().__init__(whole.name, whole.size)
        self._start = start
        self._whole = whole

    def pieces(self) -> Iterator[bytes]:
        passed = 0
        yield self._start
        for piece in self._whole.pieces():
            rest = piece[max(0, len(self._start) - passed) :]
            passed += len(piece)
            if rest:
                yield rest


class MemberContent(Handle):
    """The content of a member of an archive.

    `crc` and `size` are what the directory of the archive states; no more than `most` bytes are unpacked.
    """

    __slots__ = ("_backing", "_is_deflated", "_is_exact", "_most", "_offset", "_packed_size", "_stated_size")

    def __init__(
        self,
        backing: Backing,
        name: str,
        place: tuple[int, int],
        size: int,
        crc: int,
        *,
        is_deflated: bool,
        most: int = _UNLIMITED,
    ) -> None:
        super().__init__(name, size, crc)
        self._backing = backing
        self._offset, self._packed_size = place
        self._stated_size = size
        self._is_deflated = is_deflated
        self._most = most
        self._is_exact = False

    def _packed_pieces(self) -> Iterator[bytes]:
        return stretch(self._backing, self._offset, self._packed_size)

    def pieces(self) -> Iterator[bytes]:
        size = crc = 0
        held = b""
        for piece in self._inflate() if self._is_deflated else self._cut():
            crc = zlib.crc32(piece, crc)
            size += len(piece)
            if size > self._most:
                raise UnsafeInput(f"The member {self.name} unpacks to more than the {self._most:,} bytes allowed.")
            if held:
                yield held
            held = piece
        if crc != self._stated_crc:
            raise self._damage(f"Bad CRC-32 for file {self.name!r}")
        if held:
            yield held

    def _cut(self) -> Iterator[bytes]:
        """What is stored, no more of it than is stated."""
        self._is_exact = self._packed_size == self._stated_size
        return stretch(self._backing, self._offset, min(self._packed_size, self._stated_size))

    def _inflate(self) -> Iterator[bytes]:
        """What is packed, no more of it than is stated."""
        unpacker, left, taken = zlib.decompressobj(-15), self._stated_size, 0
        try:
            for packed in self._packed_pieces():
                taken += len(packed)
                while left and not unpacker.eof:
                    wanted = min(PIECE, left)
                    piece = unpacker.decompress(packed, wanted)
                    packed = unpacker.unconsumed_tail
                    left -= len(piece)
                    if piece:
                        yield piece
                    if not packed and len(piece) < wanted:
                        break
                if unpacker.eof or (not left and unpacker.decompress(packed, 1)):
                    break
        except zlib.error as error:
            raise self._damage(str(error)) from error
        is_used_up = taken == self._packed_size and not unpacker.unused_data
        self._is_exact = unpacker.eof and is_used_up and not left

    def _damage(self, why: str) -> UnreadableInput:
        return UnreadableInput(f"The member {self.name} is damaged: {why.rstrip('.')}.")

    def packed(self) -> Packed | None:
        self._facts_of_pass()
        is_small_bomb = self._is_deflated and self.size > _MOST_UNPACKED * self._packed_size
        if not self._is_exact or is_small_bomb:
            return None
        return Packed(self._is_deflated, self._packed_size, self._packed_pieces)


_MOST_UNPACKED = 100
"""How many times its packed size a member may be to be copied: results are held to limits as sources are."""


class Members(Mapping[str, bytes]):
    """Files by name: `members[name]` is what one holds, `members.handle(name)` what reads it when asked."""

    __slots__ = ()

    @abstractmethod
    def handle(self, name: str) -> Handle:
        """Raises: KeyError for a name that is not among them, UnreadableInput, UnsafeInput."""


def handle_in(members: Mapping[str, bytes], name: str) -> Handle:
    """What reads a file when asked. Raises: as `Members.handle`."""
    return members.handle(name) if isinstance(members, Members) else HeldContent(members[name], name)


class HandledMembers(Members):
    """Files by name, each behind a handle."""

    __slots__ = ("_handles",)

    def __init__(self, files: Mapping[str, bytes | Handle]) -> None:
        self._handles: dict[str, Handle] = {
            name: content if isinstance(content, Handle) else HeldContent(content, name)
            for name, content in files.items()
        }

    def __getitem__(self, name: str) -> bytes:
        return self._handles[name].read()

    def handle(self, name: str) -> Handle:
        """What reads a file when asked. Raises: KeyError."""
        return self._handles[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._handles)

    def __len__(self) -> int:
        return len(self._handles)

    def __contains__(self, name: object) -> bool:
        return name in self._handles
