"""Word packages with something wrong, made member by member."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable

from docx_builder import build_docx

import sdconvert
from sdconvert.findings import Result

TEXT = "<w:r><w:t>Good day.</w:t></w:r>"
PARAGRAPH = f"<w:p>{TEXT}</w:p>"
PLAIN = build_docx(PARAGRAPH)
MAIN = "word/document.xml"


def members(package: bytes = PLAIN) -> dict[str, bytes]:
    """The members of a package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members in order, whatever their names."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in parts:
            archive.writestr(name, data)
    return target.getvalue()


def with_member(name: str | zipfile.ZipInfo, data: bytes = b"x") -> bytes:
    """A plain document with one more member."""
    return zipped([*members().items(), (name, data)])


def with_main(xml: str | bytes) -> bytes:
    """A plain document whose main part is this."""
    return build_docx("", files={MAIN: xml})


def damaged(package: bytes, name: str) -> bytes:
    """The package with one byte of the packed data of a member turned, so that its checksum fails."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        info = archive.getinfo(name)
    name_length, extra_length = struct.unpack_from("<HH", package, info.header_offset + 26)
    start = info.header_offset + 30 + name_length + extra_length
    place = start + info.compress_size // 2
    return package[:place] + bytes([package[place] ^ 0xFF]) + package[place + 1 :]


def with_header(package: bytes, name: str, offset: int, value: int, also_local: int | None = None) -> bytes:
    """The package with two bytes changed in a member's entry of the directory, and perhaps in its local header."""
    data = bytearray(package)
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        local = archive.getinfo(name).header_offset
        entry = archive.start_dir
    while data[entry + 46 : entry + 46 + len(name)] != name.encode():
        lengths = struct.unpack_from("<HHH", data, entry + 28)
        entry += 46 + sum(lengths)
    struct.pack_into("<H", data, entry + offset, value)
    if also_local is not None:
        struct.pack_into("<H", data, local + also_local, value)
    return bytes(data)


def codes(result: Result[bytes]) -> set[str]:
    """The ids of what was found."""
    return {finding.code.id for finding in result.findings}


def text_of(result: Result[bytes]) -> str:
    """The sd.xml of a result."""
    return members(result.value)["sd.xml"].decode()


def convert(package: bytes) -> Result[bytes]:
    """A conversion whose result is valid and whose ledger closes."""
    result = sdconvert.convert(package)
    assert result.ledger.imbalance() == {}
    broken = [f for f in sdconvert.validate(result.value) if f.severity is sdconvert.Severity.ERROR]
    assert broken == []
    return result
