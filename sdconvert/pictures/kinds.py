"""The kinds of pictures, told by content, never by name."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from enum import StrEnum

from sdconvert.patterns import compile_late

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
GZIP_SIGNATURE = b"\x1f\x8b\x08"
_PLACEABLE_WMF = b"\xd7\xcd\xc6\x9a"
_PLAIN_WMF_HEADERS = frozenset(struct.pack("<HHH", where, 9, version) for where in (1, 2) for version in (0x100, 0x300))
_SVG_ROOT = compile_late(rb"<(?:[^\s<>/:]+:)?svg[\s>/]")
_SNIFFED_BYTES = 4096
_BITMAP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


class PictureKind(StrEnum):
    """A picture format that Word documents hold."""

    PNG = "png"
    JPEG = "jpeg"
    GIF = "gif"
    BMP = "bmp"
    TIFF = "tiff"
    WEBP = "webp"
    EMF = "emf"
    WMF = "wmf"
    SVG = "svg"


METAFILES = frozenset({PictureKind.EMF, PictureKind.WMF})


def extension(kind: PictureKind) -> str:
    """The usual file name extension of a kind, without the dot."""
    return "jpg" if kind is PictureKind.JPEG else str(kind)


def sniff(data: bytes) -> PictureKind | None:
    """The kind of picture that `data` is by its first bytes, or None. Gzip (.emz, .wmz) is looked through."""
    if data.startswith(GZIP_SIGNATURE):
        return _sniff_plain(_gunzip_start(data))
    return _sniff_plain(data)


def _sniff_plain(data: bytes) -> PictureKind | None:
    return next((kind for kind, is_kind in _SIGNATURES.items() if is_kind(data)), None)


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and len(data) >= 18 and int.from_bytes(data[14:18], "little") in _BITMAP_HEADER_SIZES


def _is_emf(data: bytes) -> bool:
    return data.startswith(b"\x01\x00\x00\x00") and data[40:44] == b" EMF"


def _is_wmf(data: bytes) -> bool:
    return data.startswith(_PLACEABLE_WMF) or data[:6] in _PLAIN_WMF_HEADERS


def _is_svg(data: bytes) -> bool:
    start = data[:_SNIFFED_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    return start.startswith(b"<") and _SVG_ROOT.search(start) is not None and not _is_html(start)


def _is_html(start: bytes) -> bool:
    return b"<html" in start.lower()


_SIGNATURES: dict[PictureKind, Callable[[bytes], bool]] = {
    PictureKind.PNG: lambda data: data.startswith(PNG_SIGNATURE),
    PictureKind.JPEG: lambda data: data.startswith(b"\xff\xd8\xff"),
    PictureKind.GIF: lambda data: data.startswith((b"GIF87a", b"GIF89a")),
    PictureKind.BMP: _is_bitmap,
    PictureKind.TIFF: lambda data: data.startswith((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    PictureKind.WEBP: lambda data: data.startswith(b"RIFF") and data[8:12] == b"WEBP",
    PictureKind.EMF: _is_emf,
    PictureKind.WMF: _is_wmf,
    PictureKind.SVG: _is_svg,
}


def _gunzip_start(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _SNIFFED_BYTES)
    except zlib.error:
        return b""
