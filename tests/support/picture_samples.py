"""A small picture of every kind."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Callable

from metafiles import RED, emf, emf_fill, wmf, wmf_fill, wmf_record
from PIL import Image

from sdconvert.pictures import PictureKind


def encoded(image_format: str, mode: str = "RGB", size: tuple[int, int] = (3, 2), **options: object) -> bytes:
    output = io.BytesIO()
    Image.new(mode, size).save(output, format=image_format, **options)
    return output.getvalue()


SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>'
SAMPLES: dict[PictureKind, Callable[[], bytes]] = {
    PictureKind.PNG: lambda: encoded("PNG"),
    PictureKind.JPEG: lambda: encoded("JPEG"),
    PictureKind.GIF: lambda: encoded("GIF"),
    PictureKind.BMP: lambda: encoded("BMP"),
    PictureKind.TIFF: lambda: encoded("TIFF"),
    PictureKind.WEBP: lambda: encoded("WEBP"),
    PictureKind.EMF: lambda: emf(emf_fill(RED, 10, 10, 80, 40)),
    PictureKind.WMF: lambda: wmf(wmf_fill(RED, 10, 10, 80, 40)),
    PictureKind.SVG: lambda: SVG,
}
MEASURED = [PictureKind.PNG, PictureKind.JPEG, PictureKind.GIF]
CONVERTED = [PictureKind.BMP, PictureKind.TIFF, PictureKind.WEBP, PictureKind.EMF, PictureKind.WMF]


def named_picture(words: str) -> bytes:
    """The picture that an example of a finding names: `jpeg`, `jpeg of 20 × 900`, `jpeg without its end`, or
    `wmf with an unknown record`; `text` is none."""
    kind, _, rest = words.partition(" ")
    if kind == "text":
        return b"This is no picture."
    if rest == "with an unknown record":
        return wmf(wmf_fill(RED, 10, 10, 80, 40), wmf_record(0x0429, "H", 1))
    if rest.startswith("of "):
        width, height = rest.removeprefix("of ").split(" × ")
        return encoded(kind, size=(int(width), int(height)))
    data = SAMPLES[PictureKind(kind)]()
    return data[:-12] if rest else data


def photo(orientation: int | None, order: str = "II") -> bytes:
    """A picture, white above and black below, with an Exif orientation."""
    image = Image.new("L", (32, 32), 0)
    image.paste(255, (0, 0, 32, 16))
    exif = Image.Exif()
    exif.endian = "<" if order == "II" else ">"
    exif[0x010F] = "a maker of cameras"
    if orientation is not None:
        exif[0x0112] = orientation
    output = io.BytesIO()
    image.save(output, format="JPEG", exif=exif.tobytes())
    return output.getvalue()


def noise_png(size: int, seed: int) -> bytes:
    """A PNG of about so many bytes that does not get smaller."""
    width, chance = 500, random.Random(seed)
    rows = b"".join(b"\0" + chance.randbytes(3 * width) for _ in range(size // (3 * width)))
    header = struct.pack(">IIBBBBB", width, size // (3 * width), 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
