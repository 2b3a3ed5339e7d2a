import pytest
from metafiles import NEEDS_FONTS, drawn, ink, picture, wmf, wmf_font, wmf_record, wmf_select, wmf_text

from sdconvert.pictures.metafile import characters, typefaces
from sdconvert.pictures.metafile.characters import decode_bytes, decode_wide, relative, shown_characters
from sdconvert.pictures.metafile.lettering import Typeface
from sdconvert.pictures.metafile.notes import DrawingNotes
from sdconvert.symbols import symbol_table

SYMBOLIC = ("Symbol", "MT Extra", "Marlett", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings")


def shown(family: str, text: str, is_symbolic: bool = True) -> tuple[str, set[str]]:
    notes = DrawingNotes()
    return shown_characters(family, is_symbolic, text, notes), notes.unmapped_families


@pytest.mark.parametrize(
    ("family", "text", "expected"),
    [
        ("Symbol", "ab", "αβ"),
        ("Symbol", "\uf061\uf0a5", "α∞"),
        ("SymbolMT", "S", "Σ"),
        ("MT Extra", "KLMrhl", "…⋯⋮→ℏℓ"),
        ("Marlett", "ar", "✔✕"),
        ("Wingdings", "\xfc\xe0", "✔→"),
        ("Webdings", "\uf061", "✔"),
        ("Symbol", "a b\xa0", "α β€"),
        ("MT Extra", "K \xa0", "…  "),
    ],
)
def test_fonts_of_symbols_show_other_characters_than_they_are_called(family: str, text: str, expected: str) -> None:
    assert shown(family, text) == (expected, set())


@pytest.mark.parametrize("family", SYMBOLIC)
def test_most_codes_of_symbols_have_a_character(family: str) -> None:
    table = symbol_table(family)
    assert table is not None
    assert len(table) > {"MT Extra": 100, "Marlett": 30}.get(family, 180)


def test_a_code_of_symbols_without_a_character_is_noted() -> None:
    assert shown("MT Extra", "K\x90") == ("… ", {"MT Extra"})


def test_a_font_of_symbols_that_nobody_knows_is_noted() -> None:
    assert shown("House Logos", "A") == ("A", {"House Logos"})
    assert shown("House Logos", " ") == (" ", set())
    assert shown("House Logos", "A", is_symbolic=False) == ("A", set())
    assert shown("Times New Roman", "A") == ("A", set())


def test_codes_that_are_shifted_mean_themselves_in_other_fonts() -> None:
    assert shown("Arial", "\uf041b", is_symbolic=False) == ("Ab", set())


@pytest.mark.parametrize(
    ("charset", "raw", "expected"),
    [
        (0, b"\xe4\x80", [("ä", 1), ("€", 1)]),
        (204, b"\xc6", [("Ж", 1)]),
        (128, "日a".encode("cp932"), [("日", 2), ("a", 1)]),
        (134, b"a\xd6", [("a", 1), ("\ufffd", 1)]),
        (2, b"\xb7", [("·", 1)]),
        (99, b"x", [("x", 1)]),
    ],
)
def test_bytes_are_characters_of_a_set(charset: int, raw: bytes, expected: list[tuple[str, int]]) -> None:
    assert decode_bytes(raw, charset) == expected


def test_bytes_in_a_font_of_symbols_are_codes() -> None:
    assert decode_bytes(b"\x80\xff", 0, "Symbol") == [("\x80", 1), ("\xff", 1)]


def test_a_character_beyond_the_first_plane_takes_two_units() -> None:
    assert decode_wide("a😀".encode("utf-16-le")) == [("a", 1), ("😀", 2)]


@pytest.mark.parametrize(
    ("char", "other"), [("Ａ", "A"), ("🠒", "→"), ("🡖", "↘"), ("⬛", "■"), ("🗸", "✓"), ("中", None)]
)
def test_some_characters_have_relatives(char: str, other: str | None) -> None:
    assert relative(char) == other


def test_a_relative_stands_for_what_no_font_has(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Typeface, "lacks", lambda _, char: char in "🗸✓中")
    assert Typeface("Arial").displayable("a🗸中") == "a√中"


@NEEDS_FONTS
def test_a_character_that_no_font_has_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "covers", lambda _path, char: char != "Ж")
    typefaces.face_with.cache_clear()
    try:
        data = wmf(wmf_font(b"Arial", charset=204), wmf_select(0), wmf_text("Жук".encode("cp1251")))
        assert drawn(data).notes.missing_characters == {"Ж"}
    finally:
        typefaces.face_with.cache_clear()


@NEEDS_FONTS
def test_letters_that_join_are_drawn_as_wide_as_the_record_says() -> None:
    text = "وثيقة".encode("cp1256")
    record = wmf_record(0x0A32, f"hhHH{len(text)}sx5h", 50, 0, len(text), 0, text, 18, 18, 18, 18, 18)
    data = wmf(wmf_font(b"Arial", -20, charset=178), wmf_select(0), wmf_record(0x0102, "H", 1), record)
    left, _, right, _ = ink(data)
    assert right - left == pytest.approx(90, abs=16)
    assert not drawn(data).notes.missing_characters


def test_letters_that_cannot_be_joined_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(characters.features, "check", lambda _: False)
    data = wmf(wmf_font(b"Arial", charset=178), wmf_select(0), wmf_text("وثيقة".encode("cp1256")))
    assert drawn(data).notes.has_unjoined_words


def test_text_can_be_underlined_and_struck() -> None:
    def drawn_rows(look: str) -> int:
        image = picture(wmf(wmf_font(b"Arial", -30, look=look), wmf_select(0), wmf_text(b"i    i", 5, 20)))
        middle = image.width * 2 // 7
        return sum(image.getpixel((middle, y)) != (255, 255, 255) for y in range(image.height))

    plain, underlined, both = drawn_rows(""), drawn_rows("u"), drawn_rows("us")
    assert plain == 0 < underlined < both


@NEEDS_FONTS
def test_slanted_and_bold_text_is_imitated_where_there_is_no_such_font(monkeypatch: pytest.MonkeyPatch) -> None:
    def width(look: str) -> float:
        left, _, right, _ = ink(wmf(wmf_font(b"Arial", -60, look=look), wmf_select(0), wmf_text(b"I", 10, 10)))
        return right - left

    face = typefaces.find_face("Arial", False, False, False, False)
    assert face is not None
    upright = width("")
    for look, wanted in (("i", (False, True)), ("b", (True, False))):
        imitated = typefaces.Face(face.path, *wanted)
        monkeypatch.setattr(typefaces, "find_face", lambda *_, imitated=imitated: imitated)
        assert width(look) > upright + 2
