"""Zip bytes <-> Archive: the only room that opens zips. Limits on what comes in, reproducible bytes out."""

from __future__ import annotations

import codecs
import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, TypeAlias

from sdconvert.backings import BackedFile, Backing, FileBacking, MemoryBacking, joined
from sdconvert.errors import UnreadableInput, UnsafeInput
from sdconvert.frozen import dataclass
from sdconvert.handles import Handle, MemberContent, Members

_STORED = (".png", ".jpg", ".jpeg", ".gif")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How members may be packed: what Word and browsers write. Others unpack to gigabytes before they can be stopped."""
_MEMBER, _END, _LOCATOR = b"PK\1\2", b"PK\5\6", b"PK\6\7"
_END_SIZE, _LOCATOR_SIZE, _END64_SIZE = 22, 20, 76
_LONGEST_COMMENT = 0xFFFF
_LOCAL, _LOCAL_SIZE, _LENGTHS = b"PK\3\4", 30, 26
_USUAL_FLAGS = 0x80E
"""How hard it was packed, a size behind the content, a name in UTF-8."""
_LEVEL = 4
_PIECE = 1 << 20
_FOLDER_MODE = 0o40755 << 16 | 0x10
_EPOCH = (1980, 1, 1, 0, 0, 0)
_OWN_MODE = 0o644 << 16
_OWN_SYSTEM = 3
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")
_OLE = "an OLE file, such as an old .doc"
_OLD_WORD = "a Word file of the old format (.doc)"
_RTF = "an RTF file"
_LOCKED = "a Word file encrypted with a password"
_AS_DOCX = " Save it as .docx: in Word by File, Save As, or by `soffice --headless --convert-to docx FILE`."
_ADVICE = {
    **dict.fromkeys((_OLE, _OLD_WORD, _RTF), _AS_DOCX),
    _LOCKED: " Save it without a password: in Word by File, Info, Protect Document.",
}
_KINDS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLE),
    (b"{\\rtf", _RTF),
    (b"%pdf", "a PDF file"),
    (b"<?xml", "a bare XML file"),
    (b"<html", "an HTML file"),
    (b"<!doctype html", "an HTML file"),
    (b"mime-version:", "a web archive (.mht)"),
)
_DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(EOFError, OSError, NotImplementedError, ValueError, OverflowError, IndexError),
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What an archive may hold. Sizes in bytes; `ratio` is unpacked to packed size, judged above 1 MB unpacked."""

    members: int = 10_000
    total_size: int = 1_000_000_000
    member_size: int = 250_000_000
    ratio: int = 400


DEFAULT_LIMITS = Limits()


class Archive(Members):
    """The members of a zip by name; each is unpacked and checked when asked for."""

    def __init__(self, zipped: zipfile.ZipFile, limits: Limits, backing: Backing) -> None:
        self._zip = zipped
        self._backing = backing
        self._limits = limits
        self._infos = {info.filename: info for info in zipped.infolist() if not info.is_dir()}
        self._unpacked: dict[str, int] = {}
        self._total = 0
        self._handles: dict[str, Handle] = {}

    def __getitem__(self, name: str) -> bytes:
        info = self._infos[name]
        others = self._total - self._unpacked.get(name, 0)
        allowed = min(self._limits.member_size, self._limits.total_size - others)
        data = self._read_usual(info) if info.file_size <= allowed else None
        if data is None:
            with self._open(info) as member:
                data = member.read(allowed + 1)
        if len(data) > allowed:
            raise UnsafeInput(f"The member {name} unpacks to more than the {allowed:,} bytes allowed.")
        self._unpacked[name] = len(data)
        self._total = others + len(data)
        return data

    def _read_usual(self, info: zipfile.ZipInfo) -> bytes | None:
        """A member that is in every way as it should be, None for any other. To open one by `zipfile`, which knows them
        all and says what is wrong, takes longer than to unpack a small one."""
        start = self._content_start(info)
        if start is None or not info.file_size:
            return None
        data = self._backing.read_at(start, info.compress_size)
        if info.compress_type == zipfile.ZIP_DEFLATED:
            unpacker = zlib.decompressobj(-15)
            try:
                data = unpacker.decompress(data, info.file_size + 1)
            except zlib.error:
                return None
        return data if len(data) == info.file_size and zlib.crc32(data) == info.CRC else None

    def _content_start(self, info: zipfile.ZipInfo) -> int | None:
        """Where the content of a member begins, None where what stands before it is in any way unusual."""
        at, name = info.header_offset, info.orig_filename
        if at < 0 or info.flag_bits & ~_USUAL_FLAGS or info.compress_type not in _METHODS or not name.isascii():
            return None
        header = self._backing.read_at(at, _LOCAL_SIZE + len(name))
        if not header.startswith(_LOCAL) or header[_LOCAL_SIZE:] != name.encode():
            return None
        name_size, extra_size = struct.unpack_from("<HH", header, _LENGTHS)
        start = at + _LOCAL_SIZE + len(name) + int(extra_size)
        end = getattr(info, "_end_offset", None)
        is_overlapping = end is not None and start + info.compress_size > end
        return None if name_size != len(name) or is_overlapping else start

    def handle(self, name: str) -> Handle:
        """What reads a member when asked. Raises: KeyError, UnreadableInput for one that cannot be unpacked."""
        if name not in self._handles:
            self._handles[name] = self._find(self._infos[name])
        return self._handles[name]

    def _find(self, info: zipfile.ZipInfo) -> Handle:
        """What reads the content behind the header of a member."""
        offset = self._content_start(info)
        if offset is None:
            with self._open(info):
                lengths = self._backing.read_at(info.header_offset + _LENGTHS, 4)
            offset = info.header_offset + _LOCAL_SIZE + sum(struct.unpack("<HH", lengths))
        return MemberContent(
            self._backing,
            info.filename,
            (offset, info.compress_size),
            info.file_size,
            info.CRC,
            is_deflated=info.compress_type == zipfile.ZIP_DEFLATED,
            most=self._limits.member_size,
        )

    @contextmanager
    def _open(self, info: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
        """A member, what stands before it checked. Raises: UnreadableInput, also for what is wrong while it is read."""
        if info.compress_type not in _METHODS:
            raise UnreadableInput(f"The member {info.filename} is packed by a method that is not known here.")
        try:
            with self._zip.open(info) as member:
                yield member
        except RuntimeError as error:
            raise UnreadableInput(f"The member {info.filename} is encrypted and cannot be read.") from error
        except _DAMAGE as error:
            raise UnreadableInput(f"The member {info.filename} is damaged: {str(error).rstrip('.')}.") from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._infos)

    def __len__(self) -> int:
        return len(self._infos)

    def __contains__(self, name: object) -> bool:
        return name in self._infos

    def size(self, name: str) -> int:
        """The unpacked size that the directory states, in bytes."""
        return self._infos[name].file_size


Archived: TypeAlias = bytes | FileBacking | Archive
"""What an archive is read from: bytes, a file, or the archive itself, which somebody opened before."""


def read_archive(data: Archived, what: str = "The file", limits: Limits = DEFAULT_LIMITS) -> Archive:
    """The archive in these bytes, or in a file, its directory checked.

    Raises: UnreadableInput for anything but an intact zip, UnsafeInput for more than the limits allow, names that
        leave the archive, links, or two members of one name.
    """
    if isinstance(data, Archive):
        return data
    if not data if isinstance(data, bytes) else not data.length:
        raise UnreadableInput(f"{what} is empty.")
    file = io.BytesIO(data) if isinstance(data, bytes) else BackedFile(data)
    try:
        _count_members(file, what, limits)
        zipped = zipfile.ZipFile(file)
        infos = zipped.infolist()
    except _DAMAGE as error:
        start = data if isinstance(data, bytes) else data.read_at(0, _PIECE)
        raise UnreadableInput(f"{what} is {_describe_kind(start, what)}") from error
    _check(infos, what, limits)
    return Archive(zipped, limits, MemoryBacking(data) if isinstance(data, bytes) else data)


def is_zip_file(path: Path) -> bool:
    """Whether a file on disk is an intact zip, as far as its directory tells."""
    return path.is_file() and zipfile.is_zipfile(path)


def open_archive(path: Path, limits: Limits = DEFAULT_LIMITS) -> Archive:
    """The archive in a file, its directory checked. The file is not loaded: a member is read when it is asked for.

    Raises: as `read_archive`.
    """
    try:
        backing = FileBacking(path)
        file = BackedFile(backing)
        _count_members(file, path.name, limits)
        zipped = zipfile.ZipFile(file)
    except FileNotFoundError as error:
        raise UnreadableInput(f"{path} cannot be read: {error.strerror}.") from error
    except _DAMAGE as error:
        raise UnreadableInput(f"{path.name} is not an intact zip package.") from error
    _check(zipped.infolist(), path.name, limits)
    return Archive(zipped, limits, backing)


def _count_members(file: IO[bytes] | io.RawIOBase, what: str, limits: Limits) -> None:
    """Refuse a directory with more members than are allowed before it is parsed, which takes a kilobyte for each."""
    start, size = _directory(file)
    file.seek(start)
    found = 0
    while size > 0 and (piece := file.read(min(size, _PIECE))):
        found += piece.count(_MEMBER)
        size -= len(piece)
    if found > limits.members:
        raise UnsafeInput(f"{what} holds {found:,} members, more than the {limits.members:,} allowed.")


def _directory(file: IO[bytes] | io.RawIOBase) -> tuple[int, int]:
    """Where the directory of a zip begins, and its length; of no length where there is none. It is found as `zipfile`
    finds it: by the record at the end, before which one for large files may stand."""
    length = file.seek(0, os.SEEK_END)
    tail_start = max(0, length - _END_SIZE - _LONGEST_COMMENT)
    file.seek(tail_start)
    tail = file.read()
    is_last = tail[-_END_SIZE:].startswith(_END) and tail.endswith(b"\0\0")
    end = len(tail) - _END_SIZE if is_last else tail.rfind(_END)
    if not 0 <= end <= len(tail) - _END_SIZE:
        return 0, 0
    size = int.from_bytes(tail[end + 12 : end + 16], "little")
    if end >= _END64_SIZE and tail.startswith(_LOCATOR, end - _LOCATOR_SIZE):
        end -= _END64_SIZE
        size = int.from_bytes(tail[end + 40 : end + 48], "little")
    size = min(size, tail_start + end)
    return tail_start + end - size, size


def _describe_kind(data: bytes, what: str) -> str:
    """What it is, and how to make a .docx of it where that can be."""
    kind = _kind(data)
    if kind == _OLE and (what.lower().endswith((".doc", ".dot")) or _WORD_STREAM in data):
        kind = _OLD_WORD
    return f"{kind}, not an intact zip package.{_ADVICE.get(kind, '')}"


def _kind(data: bytes) -> str:
    start = data[:1024].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for magic, kind in _KINDS:
        if start.startswith(magic):
            return _LOCKED if _ENCRYPTED in data else kind
    return "truncated or damaged" if data.startswith(b"PK") else "of an unknown kind"


def _check(infos: list[zipfile.ZipInfo], what: str, limits: Limits) -> None:
    if len(infos) > limits.members:
        raise UnsafeInput(f"{what} holds {len(infos):,} members, more than the {limits.members:,} allowed.")
    seen: set[str] = set()
    total = packed = 0
    for info in infos:
        name = info.filename
        if not name:
            raise UnreadableInput(f"{what} is damaged: it holds a member without a name.")
        if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":":
            raise UnsafeInput(f"{what} holds a member whose name leaves the archive: {name!r}.")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise UnsafeInput(f"{what} holds a symbolic link: {name!r}.")
        if name in seen:
            raise UnsafeInput(f"{what} holds two members named {name!r}; which one counts is unclear.")
        seen.add(name)
        total += info.file_size
        packed += info.compress_size
    if total > limits.total_size:
        raise UnsafeInput(f"{what} unpacks to {total:,} bytes, more than the {limits.total_size:,} allowed.")
    if total > 1_000_000 and total > packed * limits.ratio:
        raise UnsafeInput(f"{what} unpacks to over {limits.ratio} times its size, which looks like a zip bomb.")


def own_members(source: str | bytes) -> frozenset[str] | None:
    """The names of the members of a zip, at a path or as bytes, that `write_archive` wrote; None of another one's."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as zipped:
            members = zipped.infolist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return None
    names = [member.filename for member in members]
    is_ours = names == sorted(names) and all(
        (member.date_time, member.create_system) == (_EPOCH, _OWN_SYSTEM)
        and member.external_attr == (_FOLDER_MODE if member.is_dir() else _OWN_MODE)
        for member in members
    )
    return frozenset(names) if is_ours else None


def write_archive(parts: Mapping[str, bytes | Handle], folder: str | None = None) -> bytes:
    """The bytes of a package, as `Package` has them."""
    return joined(Package(parts, folder).pieces())


@dataclass(frozen=True, slots=True)
class Package:
    """A zip of these members to be written: sorted, with a fixed time, pictures stored and the rest deflated, so that
    equal parts give equal bytes; what a handle reads from an archive is copied as it is packed there. `folder` has an
    entry of its own, with its slash, whether anything stands in it or not."""

    parts: Mapping[str, bytes | Handle]
    folder: str | None = None

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the zip in order. Raises: UnreadableInput for a handle whose file was changed."""
        members = dict(self.parts) if self.folder is None else {**self.parts, self.folder: b""}
        rest = _Tail()
        with zipfile.ZipFile(rest, "w") as zipped:  # type: ignore[call-overload]  # it only writes, and asks where
            for name in sorted(members):
                info, content = self._entry(name, members[name])
                info.header_offset = rest.at
                zipped.filelist.append(info)
                for piece in chain((info.FileHeader(),), content):
                    rest.at += len(piece)
                    yield piece
            zipped.start_dir = rest.at
        yield from rest.written

    def check(self, what: str, limits: Limits) -> None:
        """Raises: UnsafeInput for what reading the zip would refuse; `what` is what errors call it."""
        _check([self._entry(name, content)[0] for name, content in self.parts.items()], what, limits)

    def _entry(self, name: str, content: bytes | Handle) -> tuple[zipfile.ZipInfo, Iterable[bytes]]:
        info = zipfile.ZipInfo(name, _EPOCH)
        info.external_attr = _FOLDER_MODE if name == self.folder else _OWN_MODE
        info.create_system = _OWN_SYSTEM
        info.compress_type = zipfile.ZIP_STORED if name.endswith((*_STORED, "/")) else zipfile.ZIP_DEFLATED
        if isinstance(content, bytes):
            data = _deflate(content) if info.compress_type == zipfile.ZIP_DEFLATED else content
            info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(data)
            return info, (data,)
        return info, _place(info, content)


class _Tail:
    """Takes what stands in a zip behind its members, as a file that knows how much stands before."""

    def __init__(self) -> None:
        self.at = 0
        self.written: list[bytes] = []

    def tell(self) -> int:
        return self.at

    def write(self, data: bytes) -> int:
        self.written.append(data)
        self.at += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""


def _place(info: zipfile.ZipInfo, content: Handle) -> Iterable[bytes]:
    """What stands in the zip of what a handle reads, which `info` tells."""
    info.CRC, info.file_size = content.crc, content.size
    packed = content.packed()
    if packed is not None:
        info.compress_type = zipfile.ZIP_DEFLATED if packed.is_deflated else zipfile.ZIP_STORED
        info.compress_size = packed.size
        return packed.pieces()
    if info.compress_type == zipfile.ZIP_STORED:
        info.compress_size = content.size
        return content.pieces()
    data = _deflate(content.read())
    info.compress_size = len(data)
    return (data,)


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()
