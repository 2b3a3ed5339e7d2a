"""Content that stays in its file: what is read of it is what was there, or an error."""

from __future__ import annotations

import gc
import io
import os
import pickle
import random
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from sdconvert import Limits, UnreadableInput, UnsafeInput
from sdconvert.archive import Package, open_archive, read_archive
from sdconvert.backings import PIECE, BackedFile, FileBacking, joined
from sdconvert.handles import FileContent, Handle, HandledMembers, HeldContent, PatchedContent, handle_in

NOISE = random.Random(1).randbytes(3 * PIECE + 5)
TEXT = b"All work and no play. " * 20_000


def zipped(data: bytes, method: int = zipfile.ZIP_DEFLATED, name: str = "a.png") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def handle(package: bytes, name: str = "a.png", limits: Limits = Limits()) -> Handle:  # noqa: B008
    return read_archive(package, limits=limits).handle(name)


@pytest.mark.parametrize("data", [b"", b"x", TEXT, NOISE, b"\0" * PIECE, NOISE[: 2 * PIECE]])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_is_read_in_pieces_and_whole(data: bytes, method: int) -> None:
    member = handle(zipped(data, method))
    pieces = list(member.pieces())
    assert b"".join(pieces) == member.read() == data
    assert all(0 < len(piece) <= PIECE for piece in pieces)
    assert (member.size, member.crc, member.start(7)) == (len(data), zlib.crc32(data), data[:7])
    assert member == HeldContent(data)
    assert hash(member) == hash(HeldContent(data))
    assert member != HeldContent(data + b"!")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("data", [NOISE, b"", TEXT[:300]])
def test_a_member_is_copied_as_it_is_packed(method: int, data: bytes) -> None:
    source = zipped(data, method)
    copy = b"".join(Package({"a.png": handle(source)}).pieces())
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(io.BytesIO(copy)) as after:
        old, new = before.getinfo("a.png"), after.getinfo("a.png")
        assert after.testzip() is None
        assert after.read("a.png") == data
    assert (new.compress_type, new.compress_size, new.CRC) == (old.compress_type, old.compress_size, old.CRC)
    start, end = old.header_offset + 35, old.header_offset + 35 + old.compress_size
    assert source[start:end] in copy


def test_what_copying_would_carry_along_is_packed_anew() -> None:
    """A stream with something behind its end, one that is much larger than it looks, and content of no archive."""
    bomb = handle(zipped(b"\0" * 3_000_000), limits=Limits(ratio=10_000))
    package = zipped(b"\0" * 100_000, name="b.png")
    padded = with_packed_bytes(NOISE[:5_000], b"behind the end")
    parts = {"a.png": bomb, "b.png": handle(package, "b.png"), "c.png": handle(padded), "d.png": HeldContent(TEXT)}
    with zipfile.ZipFile(io.BytesIO(b"".join(Package(parts).pieces()))) as archive:
        assert archive.testzip() is None
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
        assert archive.read("a.png") == b"\0" * 3_000_000
        assert archive.read("c.png") == NOISE[:5_000]


def with_packed_bytes(data: bytes, behind: bytes) -> bytes:
    """A zip of a member whose stream has bytes behind its end, which count as packed."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    packed = packer.compress(data) + packer.flush() + behind
    fields = struct.pack("<HHHHIIIHH", 0, 8, 0, 33, zlib.crc32(data), len(packed), len(data), 5, 0)
    local = b"PK\3\4" + struct.pack("<H", 20) + fields + b"a.png" + packed
    central = b"PK\1\2" + struct.pack("<HH", 20, 20) + fields + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a.png"
    return local + central + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_that_is_damaged_is_an_error_before_its_last_piece(method: int) -> None:
    package = bytearray(zipped(NOISE, method))
    package[len(package) // 2] ^= 0xFF
    damaged = handle(bytes(package))
    seen: list[bytes] = []
    with pytest.raises(UnreadableInput, match=r"^The member a\.png is damaged: "):
        seen.extend(damaged.pieces())
    assert len(b"".join(seen)) < len(NOISE)
    for use in (damaged.read, damaged.check, damaged.packed, lambda: damaged.digest):
        with pytest.raises(UnreadableInput):
            use()


def test_a_member_larger_than_is_allowed_is_an_error() -> None:
    with pytest.raises(UnsafeInput, match="more than the 1,000 bytes allowed"):
        handle(zipped(NOISE), limits=Limits(member_size=1_000)).read()


def test_a_package_of_handles_is_that_of_their_bytes() -> None:
    stored = handle(zipped(NOISE, zipfile.ZIP_STORED))
    held = Package({"images/a.png": NOISE, "b.xml": TEXT}, "images/")
    assert b"".join(Package({"images/a.png": stored, "b.xml": HeldContent(TEXT)}, "images/").pieces()) == b"".join(
        held.pieces()
    )
    assert b"".join(held.pieces()) == b"".join(held.pieces())
    held.check("It", Limits())
    with pytest.raises(UnsafeInput, match="It unpacks to"):
        held.check("It", Limits(total_size=1_000))


# ------------------------------------------------------------------------------------------------------------- files


@pytest.mark.parametrize("stays_open", [True, False])
def test_a_file_that_is_changed_is_never_read_as_what_it_was(tmp_path: Path, stays_open: bool) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(NOISE)
    content = FileContent(FileBacking(path, stays_open=stays_open), "a.bin")
    assert content.read() == NOISE
    with path.open("r+b") as file:
        file.write(b"other")
    os.utime(path, ns=(1, 1))
    with pytest.raises(UnreadableInput, match=r"a\.bin was changed while it was read"):
        content.read()


def test_a_file_that_is_replaced_or_deleted_is_read_as_it_was_or_not_at_all(tmp_path: Path) -> None:
    path, other = tmp_path / "a.bin", tmp_path / "b.bin"
    path.write_bytes(NOISE)
    other.write_bytes(NOISE[::-1])
    kept, reopened = (FileContent(FileBacking(path, stays_open=stays), "a.bin") for stays in (True, False))
    other.replace(path)
    assert kept.read() == NOISE
    with pytest.raises(UnreadableInput, match="was changed"):
        reopened.read()
    path.unlink()
    assert kept.read() == NOISE
    with pytest.raises(UnreadableInput, match="can no longer be read"):
        reopened.read()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="what is open is told by /proc")
def test_files_are_closed_with_the_last_handle(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(NOISE))
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    held = open_archive(path).handle("a.png")
    assert held.read() == NOISE
    assert len(os.listdir("/proc/self/fd")) == before + 1
    del held
    for _ in range(50):
        assert open_archive(path)["a.png"] == NOISE
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_backed_file_is_read_as_any(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(NOISE)
    file = BackedFile(FileBacking(path))
    assert (file.seek(-5, os.SEEK_END), file.read(), file.read(1)) == (len(NOISE) - 5, NOISE[-5:], b"")
    assert (file.seek(3), file.seek(4, os.SEEK_CUR), file.read(2), file.tell()) == (3, 7, NOISE[7:9], 9)
    assert (file.readable(), file.seekable(), file.read(-1)) == (True, True, NOISE[9:])
    with pytest.raises(OSError, match="Invalid"):
        file.seek(-1)


# ------------------------------------------------------------------------------------------------------- the others


def test_a_patched_beginning_leaves_the_rest() -> None:
    patched = PatchedContent(b"head", handle(zipped(NOISE)))
    assert patched.read() == b"head" + NOISE[4:]
    assert (patched.size, patched.packed()) == (len(NOISE), None)
    long = PatchedContent(NOISE[::-1][: PIECE + 9], HeldContent(NOISE))
    assert long.read() == NOISE[::-1][: PIECE + 9] + NOISE[PIECE + 9 :]


def test_what_is_pickled_takes_its_bytes_along(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(NOISE))
    data = pickle.dumps(open_archive(path).handle("a.png"))
    path.unlink()
    assert pickle.loads(data).read() == NOISE


def test_pieces_are_joined_whatever_is_among_them() -> None:
    assert [joined(iter(pieces)) for pieces in ((), (b"a",), (b"a", b"", b"b"), (b"", b"c"))] == [
        b"",
        b"a",
        b"ab",
        b"c",
    ]


def test_members_give_handles_or_are_given_them() -> None:
    held = HandledMembers({"a": b"x", "b": handle(zipped(TEXT))})
    assert (held["a"], held["b"], list(held), len(held), "c" in held) == (b"x", TEXT, ["a", "b"], 2, False)
    assert handle_in(held, "b") is held.handle("b")
    assert handle_in({"a": b"x"}, "a").read() == b"x"
    assert repr(held.handle("b")) == "<MemberContent of a.png: 440,000 bytes>"
