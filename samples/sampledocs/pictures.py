"""Pictures drawn in code: a small canvas of 16 colours, written as PNG or BMP without any compressor."""

from __future__ import annotations

import math
import struct
from itertools import pairwise
from zlib import adler32, crc32

WHITE, BLACK, GREY, SILVER, BLUE, SKY, GREEN, LIME, RED, ORANGE, YELLOW, BROWN, NAVY = range(13)
PALETTE = (
    (255, 255, 255), (34, 34, 34), (120, 120, 120), (214, 214, 214), (31, 90, 166), (150, 190, 230), (46, 125, 80),
    (160, 205, 140), (180, 50, 45), (226, 130, 40), (245, 205, 85), (120, 85, 60), (24, 45, 90), (0, 0, 0), (0, 0, 0),
    (0, 0, 0),
)  # fmt: skip
_STORED_BLOCK_LIMIT = 65535


class Canvas:
    """A picture of palette indexes; the origin is the upper left corner."""

    def __init__(self, width: int, height: int) -> None:
        """Start with a white picture; the width is even, since a byte holds two pixels."""
        self.width, self.height = width, height
        self.rows = [bytearray(width) for _ in range(height)]

    def dot(self, x: float, y: float, colour: int, size: int = 1) -> None:
        """Paint a square of the given size around a point."""
        left, top = round(x - size / 2), round(y - size / 2)
        self.box(left, top, left + size, top + size, colour)

    def box(self, left: int, top: int, right: int, bottom: int, colour: int) -> None:
        """Paint a filled rectangle, cut off at the picture's edges."""
        left, right = max(left, 0), min(right, self.width)
        for y in range(max(top, 0), min(bottom, self.height)):
            self.rows[y][left:right] = bytes([colour]) * max(right - left, 0)

    def frame(self, left: int, top: int, right: int, bottom: int, colour: int, fill: int = WHITE) -> None:
        """Paint a rectangle with a border of two pixels."""
        self.box(left, top, right, bottom, colour)
        self.box(left + 2, top + 2, right - 2, bottom - 2, fill)

    def line(self, points: list[tuple[float, float]], colour: int, size: int = 2) -> None:
        """Paint straight lines from point to point."""
        for (x1, y1), (x2, y2) in pairwise(points):
            steps = max(1, math.ceil(max(abs(x2 - x1), abs(y2 - y1))))
            for step in range(steps + 1):
                self.dot(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps, colour, size)

    def disc(self, x: int, y: int, radius: int, colour: int) -> None:
        """Paint a filled circle."""
        for dy in range(-radius, radius + 1):
            reach = math.isqrt(radius * radius - dy * dy)
            self.box(x - reach, y + dy, x + reach + 1, y + dy + 1, colour)

    def packed_rows(self) -> list[bytes]:
        """Return each row with two pixels a byte."""
        return [bytes(a << 4 | b for a, b in zip(row[::2], row[1::2], strict=True)) for row in self.rows]

    def png(self) -> bytes:
        """Return the picture as PNG; its deflate stream is of stored blocks, so no compressor's version shows."""
        header = struct.pack(">IIBBBBB", self.width, self.height, 4, 3, 0, 0, 0)
        palette = bytes(part for colour in PALETTE for part in colour)
        resolution = struct.pack(">IIB", 5906, 5906, 1)
        data = _stored_zlib(b"".join(b"\0" + row for row in self.packed_rows()))
        chunks = ((b"IHDR", header), (b"PLTE", palette), (b"pHYs", resolution), (b"IDAT", data), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)

    def bmp(self) -> bytes:
        """Return the picture as a Windows bitmap of four bits a pixel."""
        rows = [row + b"\0" * (-len(row) % 4) for row in reversed(self.packed_rows())]
        pixels = b"".join(rows)
        palette = b"".join(bytes((blue, green, red, 0)) for red, green, blue in PALETTE)
        offset = 14 + 40 + len(palette)
        info = struct.pack("<IiiHHIIiiII", 40, self.width, self.height, 1, 4, 0, len(pixels), 5906, 5906, 16, 0)
        return struct.pack("<2sIHHI", b"BM", offset + len(pixels), 0, 0, offset) + info + palette + pixels


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", crc32(kind + content))


def _stored_zlib(data: bytes) -> bytes:
    starts = range(0, len(data), _STORED_BLOCK_LIMIT)
    blocks = [data[start : start + _STORED_BLOCK_LIMIT] for start in starts]
    stored = b"".join(
        struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks, 1)
    )
    return b"\x78\x01" + stored + struct.pack(">I", adler32(data))


def bar_chart(groups: list[tuple[int, ...]], colours: tuple[int, ...]) -> Canvas:
    """Return a bar chart: one group of bars a value tuple (values 0 to 100)."""
    canvas = Canvas(360, 190)
    for level in range(5):
        canvas.box(30, 15 + level * 35, 350, 16 + level * 35, SILVER)
    width = 300 // len(groups)
    bar = (width - 14) // len(colours)
    for index, values in enumerate(groups):
        for number, value in enumerate(values):
            left = 40 + index * width + number * bar
            canvas.box(left, 165 - value * 3 // 2, left + bar - 2, 165, colours[number])
    canvas.box(30, 165, 350, 167, BLACK)
    canvas.box(29, 10, 31, 167, BLACK)
    return canvas


def curve_chart(curves: list[tuple[list[float], int]]) -> Canvas:
    """Return a chart of curves through evenly spaced values (0 to 100)."""
    canvas = Canvas(360, 190)
    for level in range(5):
        canvas.box(30, 15 + level * 35, 350, 16 + level * 35, SILVER)
    for values, colour in curves:
        step = 310 / (len(values) - 1)
        points = [(34 + number * step, 165 - value * 1.5) for number, value in enumerate(values)]
        canvas.line(points, colour, 3)
        for x, y in points:
            canvas.dot(x, y, colour, 7)
    canvas.box(30, 165, 350, 167, BLACK)
    canvas.box(29, 10, 31, 167, BLACK)
    return canvas


def pump_scheme() -> Canvas:
    """Return a sketch: a tank, a pump, a valve and the pipe between them."""
    canvas = Canvas(320, 150)
    canvas.frame(20, 30, 90, 120, NAVY, SKY)
    canvas.box(22, 32, 88, 60, WHITE)
    canvas.box(90, 98, 300, 104, GREY)
    canvas.disc(160, 101, 26, NAVY)
    canvas.disc(160, 101, 23, YELLOW)
    canvas.line([(150, 88), (176, 101), (150, 114), (150, 88)], NAVY, 3)
    canvas.line([(226, 88), (226, 114), (252, 88), (252, 114), (226, 88)], RED, 3)
    canvas.line([(239, 100), (239, 78), (229, 78), (249, 78)], RED, 3)
    canvas.frame(290, 86, 312, 118, NAVY, LIME)
    return canvas


def warning_sign() -> Canvas:
    """Return a small yellow triangle to stand in a line of text."""
    canvas = Canvas(32, 28)
    for y in range(26):
        canvas.box(16 - y * 15 // 26, y + 1, 16 + y * 15 // 26 + 1, y + 2, BLACK)
    for y in range(5, 24):
        canvas.box(16 - (y - 4) * 13 // 26, y + 1, 16 + (y - 4) * 13 // 26 + 1, y + 2, YELLOW)
    canvas.box(15, 10, 18, 19, BLACK)
    canvas.box(15, 21, 18, 24, BLACK)
    return canvas


def signature() -> Canvas:
    """Return a scribble that passes for a signature."""
    canvas = Canvas(220, 80)
    loops = [(20 + t * 1.7 + 16 * math.sin(t / 5), 42 + 22 * math.cos(t / 4.2) * math.exp(-t / 70)) for t in range(100)]
    canvas.line([(round(x, 2), round(y, 2)) for x, y in loops], NAVY, 2)
    canvas.line([(30, 66), (120, 62), (205, 55)], NAVY, 2)
    return canvas


def logo() -> Canvas:
    """Return the sign of an invented company: three waves in a disc."""
    canvas = Canvas(80, 80)
    canvas.disc(40, 40, 38, BLUE)
    for level in (26, 40, 54):
        wave = [(float(x), level + round(5 * math.sin(x / 6), 2)) for x in range(14, 67)]
        canvas.line(wave, WHITE, 4)
    return canvas
