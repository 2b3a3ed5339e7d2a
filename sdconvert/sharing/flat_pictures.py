"""Pictures -> flat ones of their kind and size, made byte by byte: the same size gives the same picture."""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from collections.abc import Callable

from sdconvert.pictures.headers import is_readable, pixel_size
from sdconvert.pictures.kinds import GZIP_SIGNATURE, PNG_SIGNATURE, PictureKind, sniff

_GREY = 0xC0
_MOST_PIXELS = 200_000_000
_LARGEST_UNPACKED = 50_000_000
_JPEG_QUANTA = b"\xff\xdb\x00\x43\x00" + b"\x10" * 64
_ONE_CODE = b"\x01" + b"\0" * 15 + b"\0"
_APP14 = b"\xff\xee\x00\x0eAdobe\x00\x64\x00\x00\x00\x00\x00"
_SVG_SIZE = re.compile(rb"""\s(?:width|height|viewBox)=(?:"[\d.,\s%a-z-]{1,80}"|'[\d.,\s%a-z-]{1,80}')""")
_SVG_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?svg\b[^>]{0,4000}>")


def flatten_picture(data: bytes) -> bytes | None:
    """The flat picture in the place of one; None for what is none. One that is damaged stays damaged."""
    kind = sniff(data)
    if kind is None:
        return None
    is_packed = data.startswith(GZIP_SIGNATURE)
    plain = _unpack(data) if is_packed else data
    try:
        flat = _MAKERS[kind](plain)
    except (struct.error, IndexError, ValueError):
        flat = plain[:4]
    return gzip.compress(flat, mtime=0) if is_packed else flat


def _unpack(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, _LARGEST_UNPACKED)
    except zlib.error:
        return b""


def _size_of(data: bytes, kind: PictureKind) -> tuple[int, int]:
    """Raises: ValueError for a picture that is damaged, or larger than any that is made here."""
    size = pixel_size(data)
    if size is None or not is_readable(data, kind) or size[0] * size[1] > _MOST_PIXELS:
        raise ValueError("no size")
    return size


def _flatten_png(data: bytes) -> bytes:
    try:
        width, height = _size_of(data, PictureKind.PNG)
    except ValueError:
        return data[:33] if data[12:16] == b"IHDR" else PNG_SIGNATURE
    row = b"\0" * (1 + (width + 7) // 8)
    header = struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)
    resolution = _png_chunk_of(data, b"pHYs")
    return b"".join(
        (
            *(PNG_SIGNATURE, _png_chunk(b"IHDR", header), _png_chunk(b"pHYs", resolution) if resolution else b""),
            *(_png_chunk(b"PLTE", bytes([_GREY] * 3)), _png_chunk(b"IDAT", zlib.compress(row * height, 6))),
            _png_chunk(b"IEND", b""),
        )
    )


def _png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _png_chunk_of(data: bytes, wanted: bytes) -> bytes:
    position = len(PNG_SIGNATURE)
    while position + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, position)
        if name == wanted:
            return data[position + 8 : position + 8 + length]
        position += 12 + length
    return b""


def _flatten_jpeg(data: bytes) -> bytes:
    try:
        width, height = _size_of(data, PictureKind.JPEG)
    except ValueError:
        return b"\xff\xd8\xff"
    parts, has_adobe = _jpeg_facts(data)
    frame = struct.pack(">BHHB", 8, height, width, parts) + b"".join(bytes((at, 0x11, 0)) for at in range(1, parts + 1))
    scan = bytes((parts,)) + b"".join(bytes((at, 0)) for at in range(1, parts + 1)) + b"\0\x3f\0"
    bits = 2 * parts * ((width + 7) // 8) * ((height + 7) // 8)
    entropy = b"\0" * (bits // 8) + (bytes((0xFF >> bits % 8,)) if bits % 8 else b"")
    return b"".join(
        (
            *(b"\xff\xd8", _jpeg_jfif(data), _orientation(data), _APP14 if has_adobe else b"", _JPEG_QUANTA),
            *(_jpeg_segment(0xC0, frame), _jpeg_segment(0xC4, b"\x00" + _ONE_CODE + b"\x10" + _ONE_CODE)),
            *(_jpeg_segment(0xDA, scan), entropy, b"\xff\xd9"),
        )
    )


def _jpeg_segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _jpeg_jfif(data: bytes) -> bytes:
    """What says the resolution."""
    return b"\xff\xe0\0\x10" + data[6:18] + b"\0\0" if data[2:4] == b"\xff\xe0" and data[6:11] == b"JFIF\0" else b""


def _jpeg_facts(data: bytes) -> tuple[int, bool]:
    """How many components there are, and whether Adobe's mark says how they are meant."""
    position, parts, has_adobe = 2, 3, False
    while data[position] == 0xFF and data[position + 1] != 0xDA:
        marker = data[position + 1]
        if marker in (0xC0, 0xC1, 0xC2):
            parts = min(4, max(1, data[position + 9]))
        has_adobe = has_adobe or marker == 0xEE
        position += 2 + int(struct.unpack_from(">H", data, position + 2)[0])
    return parts, has_adobe


def _orientation(data: bytes) -> bytes:
    """The part of Exif that says how the picture is turned, and nothing else of it."""
    start = data[:200_000].find(b"Exif\0\0")
    if start < 0:
        return b""
    tiff = data[start + 6 : start + 6 + 65_000]
    order = ">" if tiff.startswith(b"MM") else "<"
    (place,) = struct.unpack_from(f"{order}I", tiff, 4)
    (entries,) = struct.unpack_from(f"{order}H", tiff, place)
    for at in range(place + 2, place + 2 + 12 * entries, 12):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, at)
        if tag == 0x112:
            entry = struct.pack(">HHIHH", 0x112, 3, 1, value, 0)
            return _jpeg_segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0")
    return b""


def _flatten_gif(data: bytes) -> bytes:
    try:
        width, height = _size_of(data, PictureKind.GIF)
    except ValueError:
        return data[:10]
    header = b"GIF89a" + struct.pack("<HH", width, height) + b"\x80\0\0" + bytes([_GREY] * 3) + b"\0\0\0"
    image = b"\x2c\0\0\0\0" + struct.pack("<HH", width, height) + b"\0\x02"
    packed = _pack_run(width * height)
    blocks = b"".join(bytes((len(packed[at : at + 255]),)) + packed[at : at + 255] for at in range(0, len(packed), 255))
    return header + image + blocks + b"\0\x3b"


def _pack_run(length: int) -> bytes:
    """So many pixels of the colour 0, as GIF packs them: each code is a run one longer than the last."""
    bits = count = 0
    packed = bytearray()

    def put(code: int, width: int) -> None:
        nonlocal bits, count
        bits |= code << count
        count += width
        while count >= 8:
            packed.append(bits & 0xFF)
            bits, count = bits >> 8, count - 8

    left = length
    while left:
        put(4, 3)
        entries, run = 6, 1
        while left and entries < 4094:
            run = min(run, left)
            put(0 if run == 1 else 4 + run, max(3, (entries - 1 if entries > 6 else 6).bit_length()))
            left, run, entries = left - run, run + 1, entries + 1
    put(5, max(3, (entries - 1).bit_length()))
    if count:
        packed.append(bits & 0xFF)
    return bytes(packed)


def _flatten_bmp(data: bytes) -> bytes:
    if struct.unpack_from("<I", data, 14)[0] == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    rows = b"\0" * (_checked((width + 31) // 32 * 4 * abs(height)))
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 1, 0, len(rows), 2835, 2835, 1, 1)
    return b"BM" + struct.pack("<IHHI", 58 + len(rows), 0, 0, 58) + header + bytes([_GREY] * 3) + b"\0" + rows


def _checked(size: int) -> int:
    """Raises: ValueError for what no picture here has."""
    if not 0 < size < _LARGEST_UNPACKED:
        raise ValueError("no size")
    return size


def _flatten_tiff(data: bytes) -> bytes:
    order = ">" if data.startswith(b"MM") else "<"
    (place,) = struct.unpack_from(f"{order}I", data, 4)
    (entries,) = struct.unpack_from(f"{order}H", data, place)
    values = {}
    for at in range(place + 2, place + 2 + 12 * entries, 12):
        tag, kind, _ = struct.unpack_from(f"{order}HHI", data, at)
        values[tag] = struct.unpack_from(f"{order}{'H' if kind == 3 else 'I'}", data, at + 8)[0]
    width, height = values[256], values[257]
    strip = b"\xff" * _checked((width + 7) // 8 * height)
    rows = (
        *((256, 4, width), (257, 4, height), (258, 3, 1), (259, 3, 1), (262, 3, 1)),
        *((273, 4, 8 + 2 + 12 * 9 + 4), (277, 3, 1), (278, 4, height), (279, 4, len(strip))),
    )
    directory = b"".join(_tiff_entry(order, *row) for row in rows)
    start = b"MM\0*" if order == ">" else b"II*\0"
    return start + struct.pack(f"{order}IH", 8, len(rows)) + directory + b"\0\0\0\0" + strip


def _tiff_entry(order: str, tag: int, kind: int, value: int) -> bytes:
    return struct.pack(
        f"{order}HHI{'HH' if kind == 3 else 'I'}", tag, kind, 1, *((value, 0) if kind == 3 else (value,))
    )


def _flatten_webp(data: bytes) -> bytes:
    width, height = _webp_size(data)
    bits = (width - 1) | (height - 1) << 14
    position = 32
    for symbol in (_GREY, _GREY, _GREY, 0xFF):
        bits |= (0b101 | symbol << 3) << position + 3 if symbol else 0
        position += 11
    bits |= 0b0001 << position + 3
    body = b"\x2f" + bits.to_bytes((position + 7 + 7) // 8, "little")
    body += b"\0" * (len(body) % 2)
    return b"RIFF" + struct.pack("<I", 12 + len(body)) + b"WEBPVP8L" + struct.pack("<I", len(body)) + body


def _webp_size(data: bytes) -> tuple[int, int]:
    kind = data[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if kind == b"VP8L":
        (packed,) = struct.unpack_from("<I", data, 21)
        return 1 + (packed & 0x3FFF), 1 + (packed >> 14 & 0x3FFF)
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _flatten_wmf(data: bytes) -> bytes:
    placeable = data[:22] if data.startswith(b"\xd7\xcd\xc6\x9a") else b""
    left, top, right, bottom = struct.unpack_from("<hhhh", data, 6) if placeable else _wmf_window(data)
    records = (
        *(_wmf_record(0x20B, top, left), _wmf_record(0x20C, bottom - top, right - left)),
        *(_wmf_record(0x2FC, 0, _GREY | _GREY << 8, _GREY, 0), _wmf_record(0x12D, 0)),
        *(_wmf_record(0x41B, bottom, right, top, left), _wmf_record(0)),
    )
    size = 9 + sum(len(record) for record in records) // 2
    header = struct.pack("<HHHIHIH", 1, 9, 0x300, size, 1, max(len(record) for record in records) // 2, 0)
    return placeable + header + b"".join(records)


def _wmf_record(function: int, *words: int) -> bytes:
    return struct.pack("<IH", 3 + len(words), function) + b"".join(struct.pack("<H", word & 0xFFFF) for word in words)


def _wmf_window(data: bytes) -> tuple[int, int, int, int]:
    """The window that the first records state."""
    position, origin, extent = 18, (0, 0), (1000, 1000)
    while position + 6 <= len(data):
        size, function = struct.unpack_from("<IH", data, position)
        if function == 0x20B:
            origin = struct.unpack_from("<hh", data, position + 6)
        elif function == 0x20C:
            extent = struct.unpack_from("<hh", data, position + 6)
        if size < 3:
            break
        position += 2 * size
    return origin[1], origin[0], origin[1] + extent[1], origin[0] + extent[0]


def _flatten_emf(data: bytes) -> bytes:
    bounds = struct.unpack_from("<iiii", data, 8)
    records = (
        struct.pack("<IIIIII", 39, 24, 1, 0, _GREY | _GREY << 8 | _GREY << 16, 0),
        *(struct.pack("<III", 37, 12, 1), struct.pack("<IIiiii", 43, 24, *bounds)),
        struct.pack("<IIIII", 14, 20, 0, 0, 20),
    )
    size = 88 + sum(map(len, records))
    header = struct.pack("<II", 1, 88) + data[8:40] + b" EMF" + data[44:48]
    header += struct.pack("<IIHHIII", size, len(records) + 1, 2, 0, 0, 0, 0) + data[72:88]
    return header + b"".join(records)


def _flatten_svg(data: bytes) -> bytes:
    tag = _SVG_TAG.search(data)
    sizes = b"".join(_SVG_SIZE.findall(tag[0] if tag else b""))
    return (
        b'<svg xmlns="http://www.w3.org/2000/svg"' + sizes + b'><rect width="100%" height="100%" fill="#c0c0c0"/></svg>'
    )


_MAKERS: dict[PictureKind, Callable[[bytes], bytes]] = {
    PictureKind.PNG: _flatten_png,
    PictureKind.JPEG: _flatten_jpeg,
    PictureKind.GIF: _flatten_gif,
    PictureKind.BMP: _flatten_bmp,
    PictureKind.TIFF: _flatten_tiff,
    PictureKind.WEBP: _flatten_webp,
    PictureKind.WMF: _flatten_wmf,
    PictureKind.EMF: _flatten_emf,
    PictureKind.SVG: _flatten_svg,
}
