import unicodedata

import pytest

from sdconvert.formats.docx.read.symbols import symbol_font_text, symbol_text

SYMBOL_FONTS = ["Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"]


@pytest.mark.parametrize(
    ("font", "char", "expected"),
    [
        ("Symbol", "F061", "α"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "F0A2", "′"),
        ("Symbol", "F0CE", "∈"),
        ("Symbol", "F0C6", "∅"),
        ("Symbol", "F07E", "∼"),
        ("Symbol", "F05C", "∴"),
        ("Symbol", "F022", "∀"),
        ("Wingdings", "F0FC", "✔"),
        ("Wingdings", "F0A7", "▪"),
        ("Wingdings", "F0E0", "→"),
        ("Wingdings", "F04A", "☺"),
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F054", "☒"),
        ("Wingdings 3", "F070", "▲"),
        ("Webdings", "F061", "✔"),
        ("Webdings", "F0FF", "🕊"),
    ],
)
def test_a_character_of_a_symbol_font_is_its_unicode_twin(font: str, char: str, expected: str) -> None:
    assert symbol_text(font, char) == expected


def test_a_code_may_come_without_the_shift_into_the_private_area() -> None:
    assert symbol_text("Symbol", "00B7") == symbol_text("Symbol", "B7") == "•"


def test_font_names_are_compared_without_case_and_extra_spaces() -> None:
    assert symbol_text(" wingdings  2 ", "f052") == "☑"


def test_a_logo_has_no_text() -> None:
    assert symbol_text("Wingdings", "F0FF") is None
    assert symbol_text("Symbol", "F0F0") is None


def test_a_character_of_an_ordinary_font_is_itself() -> None:
    assert symbol_text("Calibri", "20AC") == "€"
    assert symbol_text("Symbol", "2022") == "•"


@pytest.mark.parametrize("char", ["F041", "0081", "FFFF", "D800", "E000", "0000", "", "xyz", "-1", "110000"])
def test_a_code_that_says_nothing_gives_none(char: str) -> None:
    assert symbol_text("UniversalMath1 BT", char) is None


def test_a_blank_is_a_blank_in_every_font() -> None:
    assert symbol_text("Calibri", "F020") == " "


@pytest.mark.parametrize("font", SYMBOL_FONTS)
def test_every_mapped_character_is_visible_text(font: str) -> None:
    mapped = [text for code in range(0xF021, 0xF100) if (text := symbol_text(font, f"{code:04X}"))]
    assert len(mapped) > 180
    assert all(len(text) == 1 and unicodedata.category(text)[0] not in "CZ" for text in mapped)


def test_letters_typed_in_a_symbol_font_are_what_they_show() -> None:
    assert symbol_font_text("Symbol", "D x") == "Δ ξ"
    assert symbol_font_text("Wingdings", "\uf0fc") == "✔"
    assert symbol_font_text("Wingdings", "¨") == "◻"


def test_a_character_without_unicode_stays_in_the_text() -> None:
    assert symbol_font_text("Wingdings", "\uf0ff\uf0fc") == "\uf0ff✔"


def test_text_in_another_font_needs_no_mapping() -> None:
    assert symbol_font_text("Arial", "abc\uf0fc") is None


def test_text_that_shows_itself_needs_no_mapping() -> None:
    assert symbol_font_text("Symbol", "12 (3)") is None


@pytest.mark.parametrize("font", [*SYMBOL_FONTS, "MT Extra", "Marlett"])
def test_a_symbol_becomes_one_character(font):
    shown = [text for code in range(256) if (text := symbol_text(font, f"F0{code:02X}")) is not None]
    assert shown
    assert {len(text) for text in shown} == {1}
