"""Pictures as bytes: what kind they are, how large, whether they are whole, and how they become PNG.

Kinds are told by content, never by name. Sizes and wholeness are read from the headers here, without a library; only
`to_png` needs one, and imports it when it is called.
"""

import io
import re
import struct
import threading
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import TYPE_CHECKING

from sdconvert.errors import SdconvertError

if TYPE_CHECKING:
    from PIL.Image import Image as PillowImage

MAX_PIXELS = 50_000_000
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
METAFILE_DPI = 200

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PLACEABLE_WMF = b"\xd7\xcd\xc6\x9a"
_PLAIN_WMF_HEADERS = frozenset(struct.pack("<HHH", where, 9, version) for where in (1, 2) for version in (0x100, 0x300))
_SVG_ROOT = re.compile(rb"<(?:\w+:)?svg[\s>/]")
_GZIP_SIGNATURE = b"\x1f\x8b\x08"
_SNIFFED_BYTES = 4096
_BITMAP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_PNG_MODES = frozenset({"1", "L", "LA", "I;16", "P", "RGB", "RGBA"})
_JPEG_SIZE_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_LONE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_JPEG_START_OF_SCAN = 0xDA


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


class PictureUnconvertible(SdconvertError):
    """A picture cannot become PNG: `reason` says why, `missing_extra` which optional extra would have helped."""

    def __init__(self, reason: str, missing_extra: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.missing_extra = missing_extra

    @property
    def advice(self) -> str:
        """What would help, behind a sentence; empty where nothing would."""
        return f" Install sdconvert[{self.missing_extra}] to convert it." if self.missing_extra else ""


def extension(kind: PictureKind) -> str:
    """The usual file name extension of a kind, without the dot."""
    return "jpg" if kind is PictureKind.JPEG else str(kind)


# ---------------------------------------------------------------------------------------------------------- kind


def sniff(data: bytes) -> PictureKind | None:
    """The kind of picture that `data` is by its first bytes, or None. Gzip (.emz, .wmz) is looked through."""
    if data.startswith(_GZIP_SIGNATURE):
        return _sniff_plain(_gunzip_start(data))
    return _sniff_plain(data)


def _sniff_plain(data: bytes) -> PictureKind | None:
    return next((kind for kind, is_kind in _SIGNATURES.items() if is_kind(data)), None)


def _is_bitmap(data: bytes) -> bool:
    return data.startswith(b"BM") and len(data) >= 18 and _uint32_le(data, 14) in _BITMAP_HEADER_SIZES


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
    PictureKind.PNG: lambda data: data.startswith(_PNG_SIGNATURE),
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


# ------------------------------------------------------------------------------------------- size and wholeness


def pixel_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, JPEG or GIF as its header has them; None for other kinds and broken headers.

    Units: pixels.
    """
    kind = sniff(data)
    read_size = _SIZE_READERS.get(kind) if kind else None
    try:
        size = read_size(data) if read_size else None
    except (struct.error, IndexError):
        return None
    return size if size and min(size) > 0 else None


def is_readable(data: bytes, kind: PictureKind) -> bool:
    """Whether `data` is of that kind and whole as far as its structure tells: header and end marker in their places.

    PNG, JPEG and GIF are followed to their end; for other kinds only the header is looked at.
    """
    if sniff(data) is not kind:
        return False
    has_end = _END_CHECKS.get(kind)
    if has_end is None:
        return True
    try:
        return has_end(data) and pixel_size(data) is not None
    except (struct.error, IndexError):
        return False


def _png_size(data: bytes) -> tuple[int, int] | None:
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    return width, height


def _png_has_end(data: bytes) -> bool:
    position = len(_PNG_SIGNATURE)
    while True:
        length, name = struct.unpack_from(">I4s", data, position)
        position += 12 + length
        if name == b"IEND":
            return bool(position <= len(data))


def _gif_size(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack_from("<HH", data, 6)
    return width, height


def _gif_has_end(data: bytes) -> bool:
    position = 13 + _gif_colour_table_length(data[10])
    while (introducer := data[position]) != 0x3B:
        if introducer == 0x21:
            position = _after_gif_blocks(data, position + 2)
        elif introducer == 0x2C:
            position = _after_gif_blocks(data, position + 11 + _gif_colour_table_length(data[position + 9]))
        else:
            return False
    return True


def _gif_colour_table_length(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_gif_blocks(data: bytes, position: int) -> int:
    while length := data[position]:
        position += length + 1
    return position + 1


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    for marker, position in _jpeg_segments(data):
        if marker in _JPEG_SIZE_MARKERS:
            height, width = struct.unpack_from(">HH", data, position + 3)
            return width, height
    return None


def _jpeg_has_end(data: bytes) -> bool:
    scan = next((position for marker, position in _jpeg_segments(data) if marker == _JPEG_START_OF_SCAN), None)
    return scan is not None and data.find(b"\xff\xd9", scan) > 0


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """Marker and position of the length field of each segment, up to the first scan."""
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker == 0xFF:
            position += 1
        elif marker in _JPEG_LONE_MARKERS:
            position += 2
        else:
            yield marker, position + 2
            if marker == _JPEG_START_OF_SCAN:
                return
            (length,) = struct.unpack_from(">H", data, position + 2)
            position += 2 + length


_SIZE_READERS: dict[PictureKind, Callable[[bytes], tuple[int, int] | None]] = {
    PictureKind.PNG: _png_size,
    PictureKind.JPEG: _jpeg_size,
    PictureKind.GIF: _gif_size,
}
_END_CHECKS: dict[PictureKind, Callable[[bytes], bool]] = {
    PictureKind.PNG: _png_has_end,
    PictureKind.JPEG: _jpeg_has_end,
    PictureKind.GIF: _gif_has_end,
}


def _uint32_le(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 4], "little")


# ---------------------------------------------------------------------------------------------------- conversion


def to_png(data: bytes, kind: PictureKind) -> bytes:
    """The picture as PNG; the same bytes for the same picture. Of several pages or frames, the first.

    Raises: PictureUnconvertible for kinds that are never converted, broken or oversized pictures, missing extras.
    """
    convert = _CONVERTERS.get(kind)
    if convert is None:
        raise PictureUnconvertible(f"{kind} pictures cannot be converted to PNG")
    plain = _gunzip(data) if data.startswith(_GZIP_SIGNATURE) else data
    with _without_warnings():
        return convert(plain)


def _gunzip(data: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(data, MAX_UNPACKED_BYTES)
    except zlib.error as error:
        raise PictureUnconvertible(f"its compressed data are broken: {error}") from error
    if unpacker.unconsumed_tail:
        raise PictureUnconvertible(f"it unpacks to more than {MAX_UNPACKED_BYTES} bytes")
    return plain


_warning_filters = threading.Lock()  # Python keeps the filters for the whole process


@contextmanager
def _without_warnings() -> Iterator[None]:
    with _warning_filters, warnings.catch_warnings(action="ignore"):
        yield


def _bitmap_to_png(data: bytes) -> bytes:
    try:
        from PIL import Image
    except ImportError as error:
        raise PictureUnconvertible("Pillow is not installed", missing_extra="images") from error
    try:
        with Image.open(io.BytesIO(data), formats=_PILLOW_FORMATS) as image:
            _refuse_oversized(*image.size)
            return _save_png(image)
    except PictureUnconvertible:
        raise
    except Exception as error:  # a decoder's own errors are of any class: struct.error, SyntaxError, EOFError …
        raise PictureUnconvertible(f"it cannot be decoded: {_describe(error)}") from error


def _refuse_oversized(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise PictureUnconvertible(f"it has {width} x {height} pixels, more than {MAX_PIXELS}")


def _save_png(image: "PillowImage") -> bytes:
    image.load()
    image.info = {key: value for key, value in image.info.items() if key in ("transparency", "icc_profile")}
    output = io.BytesIO()
    _in_png_mode(image).save(output, format="PNG")
    return output.getvalue()


def _in_png_mode(image: "PillowImage") -> "PillowImage":
    if image.mode in _PNG_MODES:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").convert("I;16")
    image.info.pop("icc_profile", None)  # a CMYK or Lab profile says nothing about the RGB that comes out
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _metafile_to_png(data: bytes) -> bytes:
    try:
        from metafile_render import render_metafile
    except ImportError as error:
        raise PictureUnconvertible("metafile-render is not installed", missing_extra="metafile") from error
    try:
        # "replay" draws alike on every system; its sizes and work are bounded by the library
        return render_metafile(data, output_format="png", dpi=METAFILE_DPI, backend="replay").data
    except Exception as error:  # a broken file reaches Pillow, font and geometry code, with errors of any class
        raise PictureUnconvertible(f"it cannot be drawn: {_describe(error)}") from error


def _describe(error: Exception) -> str:
    return str(error) or type(error).__name__


_PILLOW_FORMATS = ("BMP", "TIFF", "WEBP")
_CONVERTERS: dict[PictureKind, Callable[[bytes], bytes]] = {
    PictureKind.BMP: _bitmap_to_png,
    PictureKind.TIFF: _bitmap_to_png,
    PictureKind.WEBP: _bitmap_to_png,
    PictureKind.EMF: _metafile_to_png,
    PictureKind.WMF: _metafile_to_png,
}
