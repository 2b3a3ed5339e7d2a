import struct

import pytest
from metafiles import RED, argb, drawn, ink, plus_emf, plus_object, plus_record

VERSION = 0xDBC01002
INLINE = 0x8000
FONT, FORMAT = 6, 7
WHOLE = (0.0, 0.0, 100.0, 100.0)


def font_object(size: float = 20.0, family: str = "Arial", style: int = 0, unit: int = 2) -> bytes:
    name = family.encode("utf-16-le")
    return plus_object(FONT, 6, struct.pack(f"<IfIIII{len(name)}s", VERSION, size, unit, style, 0, len(family), name))


def format_object(across: int = 0, down: int = 0, flags: int = 0, margin: float = 0.0) -> bytes:
    data = struct.pack("<IIIII4IfffIII", VERSION, flags, 0, across, down, 0, 0, 0, 0, margin, margin, 1.0, 0, 0, 0)
    return plus_object(FORMAT, 7, data)


def string(text: str, box: tuple[float, ...] = WHOLE, number: int = 7) -> bytes:
    raw = text.encode("utf-16-le")
    return plus_record(0x401C, INLINE | 6, f"III4f{len(raw)}s", argb(RED), number, len(text), *box, raw)


def test_a_string_is_drawn_and_read() -> None:
    result = drawn(plus_emf(font_object(), string("Word", number=0xFFFFFFFF)))
    assert result.notes.text == "Word"
    assert ink(plus_emf(font_object(), string("Word")))[2] > 30


@pytest.mark.parametrize(("across", "down", "side"), [(0, 0, (0, 0)), (1, 1, (50, 50)), (2, 2, (100, 100))])
def test_a_string_stands_in_its_box(across: int, down: int, side: tuple[int, int]) -> None:
    left, top, right, bottom = ink(plus_emf(font_object(), format_object(across, down), string("H")))
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx(side, abs=14)


def test_a_string_is_broken_at_its_spaces_and_breaks() -> None:
    def bottom(text: str, flags: int = 0) -> float:
        return ink(plus_emf(font_object(), format_object(flags=flags), string(text)))[3]

    assert bottom("HHHH HHHH HHHH") == pytest.approx(bottom("H\nH\nH"), abs=1)
    assert bottom("HHHH HHHH HHHH", 0x1000) == pytest.approx(bottom("H"), abs=1)


def test_a_string_is_bounded_by_its_box() -> None:
    data = plus_emf(font_object(), format_object(flags=0x1000), string("HHHHHHHH", (0, 0, 30, 100)))
    assert ink(data)[2] <= 31


def test_sizes_have_units_and_follow_the_world() -> None:
    def height(*records: bytes) -> float:
        _, top, _, bottom = ink(plus_emf(*records, string("H")))
        return bottom - top

    pixels = height(font_object(40.0))
    assert height(font_object(28.8, unit=3)) == pytest.approx(pixels, rel=0.05)
    assert height(plus_record(0x402E, 0, "2f", 2, 2), font_object(20.0)) == pytest.approx(pixels, rel=0.05)


def test_characters_have_their_own_places() -> None:
    raw = "ii".encode("utf-16-le")
    own = plus_record(0x4036, INLINE | 6, "IIII4s4f", argb(RED), 1, 0, 2, raw, 0, 50, 90, 50)
    assert ink(plus_emf(font_object(), own))[2] > 88
    together = plus_record(0x4036, INLINE | 6, "IIII4s2f", argb(RED), 5, 0, 2, raw, 0, 50)
    assert ink(plus_emf(font_object(), together))[2] < 20


def test_glyphs_by_number_are_not_known() -> None:
    glyphs = plus_record(0x4036, INLINE | 6, "IIII2s2x2f", argb(RED), 0, 0, 1, b"\3\0", 0, 50)
    assert drawn(plus_emf(font_object(family="Own"), glyphs)).notes.unmapped_families == {"Own"}


def test_symbols_are_characters() -> None:
    assert drawn(plus_emf(font_object(family="Symbol"), string("a"))).notes.text == "α"
