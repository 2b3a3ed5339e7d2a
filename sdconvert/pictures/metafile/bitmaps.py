"""Bitmaps in records: device-independent ones with their headers and palettes, and the plain ones of old Windows.

Source: [MS-WMF] 2.2.2.9, DeviceIndependentBitmap; 2.2.2.1, Bitmap16.
"""

from __future__ import annotations

import io
import struct

from PIL import Image

from sdconvert.pictures.metafile.budget import MAX_PIXELS_OF_A_BITMAP

_CORE_HEADER = 12
_INFO_HEADER = 40
_RLE8, _RLE4, _BITFIELDS, _JPEG, _PNG, _ALPHA_BITFIELDS = 1, 2, 3, 4, 5, 6
_PALETTE_INDICES = 1


class BrokenBitmap(ValueError):
    """A bitmap that is not what its header says, or larger than a bitmap may be."""


def decode_packed(dib: bytes, usage: int = 0) -> Image.Image:
    """A bitmap whose pixels follow its header and palette.

    Raises: BrokenBitmap.
    """
    if len(dib) < _CORE_HEADER:
        raise BrokenBitmap("no header")
    length = _header_length(dib, usage)
    return decode(dib[:length], dib[length:], usage)


def _header_length(dib: bytes, usage: int) -> int:
    """How many bytes header, masks and palette take."""
    (size,) = struct.unpack_from("<I", dib)
    entry = 2 if usage == _PALETTE_INDICES else 3 if size == _CORE_HEADER else 4
    if size == _CORE_HEADER:
        (depth,) = struct.unpack_from("<H", dib, 10)
        return _CORE_HEADER + (entry << depth if depth <= 8 else 0)
    if size < _INFO_HEADER or len(dib) < _INFO_HEADER:
        raise BrokenBitmap("no header")
    depth, compression, colours = struct.unpack_from("<HI12xI", dib, 14)
    masks = {_BITFIELDS: 12, _ALPHA_BITFIELDS: 16}.get(compression, 0) if size == _INFO_HEADER else 0
    count = min(colours, 1 << 16) or (1 << depth if depth <= 8 else 0)
    return int(size + masks + entry * count)


def decode(header: bytes, bits: bytes, usage: int = 0) -> Image.Image:
    """A bitmap by its header, with the palette, and its pixels.

    Raises: BrokenBitmap.
    """
    try:
        return _decode(header, bits, usage)
    except BrokenBitmap:
        raise
    except Exception as error:  # a decoder's own errors are of any class
        raise BrokenBitmap(str(error)) from error


def _decode(header: bytes, bits: bytes, usage: int) -> Image.Image:
    (size,) = struct.unpack_from("<I", header)
    if size == _CORE_HEADER:
        width, height, depth = struct.unpack_from("<HH2xH", header, 4)
        compression = 0
    else:
        width, height, depth, compression = struct.unpack_from("<ii2xHI", header, 4)
    if not 0 < width * abs(height) <= MAX_PIXELS_OF_A_BITMAP or width < 0:
        raise BrokenBitmap(f"{width} x {height} pixels")
    if compression in (_JPEG, _PNG):
        return _load(bits, ("JPEG", "PNG"))
    if compression in (0, _BITFIELDS, _ALPHA_BITFIELDS):
        bits = bits.ljust((width * depth + 31) // 32 * 4 * abs(height), b"\0")
    if usage == _PALETTE_INDICES and depth <= 8:
        header = _with_grey_palette(header, size, depth)
    start = struct.pack("<2sIHHI", b"BM", 14 + len(header) + len(bits), 0, 0, 14 + len(header))
    return _load(start + header + bits, ("BMP",))


def _load(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=formats) as image:
        if image.width * image.height > MAX_PIXELS_OF_A_BITMAP:
            raise BrokenBitmap(f"{image.width} x {image.height} pixels")
        image.load()
        return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _with_grey_palette(header: bytes, size: int, depth: int) -> bytes:
    """A header whose indices into a palette that nobody knows have become shades of grey."""
    count = 1 << depth
    greys = (index * 255 // (count - 1) for index in range(count))
    palette = b"".join(bytes((grey,) * 3) + (b"" if size == _CORE_HEADER else b"\0") for grey in greys)
    fixed = bytearray(header[:size])
    if size >= _INFO_HEADER:
        struct.pack_into("<II", fixed, 32, count, count)
    return bytes(fixed) + palette


def decode_with_opacity(header: bytes, bits: bytes) -> Image.Image:
    """A bitmap of 32 bits whose fourth byte is opacity and whose colours are multiplied by it.

    Raises: BrokenBitmap.
    """
    image = decode(header, bits)
    if len(header) < _INFO_HEADER:
        return image
    width, height, depth = struct.unpack_from("<ii2xH", header, 4)
    if depth != 32 or len(bits) < width * abs(height) * 4:
        return image
    bottom_up = -1 if height > 0 else 1
    size = (width, abs(height))
    return Image.frombytes("RGBa", size, bits[: width * abs(height) * 4], "raw", "BGRa", 0, bottom_up).convert("RGBA")


def decode_bitmap16(data: bytes) -> Image.Image:
    """A bitmap as the devices of old Windows had them; only the kinds that every device knew.

    Raises: BrokenBitmap.
    """
    try:
        _kind, width, height, row, planes, depth = struct.unpack_from("<hhhhBB", data)
    except struct.error as error:
        raise BrokenBitmap("no header") from error
    if width <= 0 or height <= 0 or width * height > MAX_PIXELS_OF_A_BITMAP or planes != 1 or row <= 0:
        raise BrokenBitmap(f"{width} x {height} pixels")
    modes = {1: ("1", "1"), 8: ("L", "L"), 16: ("RGB", "BGR;15"), 24: ("RGB", "BGR"), 32: ("RGB", "BGRX")}
    if depth not in modes or row * 8 < width * depth:
        raise BrokenBitmap(f"{depth} bits a pixel")
    mode, raw = modes[depth]
    bits = data[10:].ljust(row * height, b"\0")
    return Image.frombytes(mode, (width, height), bits[: row * height], "raw", raw, row).convert("RGB")
