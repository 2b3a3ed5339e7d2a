import unicodedata

import pytest

from sdconvert.sharing.fields import anonymise_instruction
from sdconvert.sharing.words import StandIns, format_words

TEXTS = (
    "Straße der Nationen 12, 09111 Chemnitz",
    "ΑΘΗΝΑ Αθήνα",
    "Москва МОСКВА",
    "北京市 東京 ひらがな カタカナ 서울",
    "مرحبا بالعالم שלום",
    "नमस्ते दुनिया สวัสดี",
    "Zu\u0308rich Zürich İstanbul ŁÓDŹ ǆ Ⅳ ½ ٣٤ 𠀀𠀁 𝒜",
    "O'Neill-Jones & Co. KG, t@x.org; 1.500,00 €",
)


def shape(text: str) -> list[tuple[str, str]]:
    names = [unicodedata.name(sign, "").split(" ")[0].split("-")[0] for sign in text]
    return [
        (unicodedata.category(sign), name if sign.isalpha() else "") for sign, name in zip(text, names, strict=True)
    ]


@pytest.mark.parametrize("text", TEXTS)
def test_a_stand_in_has_the_shape_of_its_word(text: str) -> None:
    drawn = StandIns(b"1").text(text)
    assert shape(drawn) == shape(text)
    assert drawn != text


@pytest.mark.parametrize("text", TEXTS)
def test_no_long_word_is_left(text: str) -> None:
    drawn = StandIns(b"1").text(text)
    assert not {word for word in text.split() if len(word) > 3 and word.isalpha()} & set(drawn.split())


def test_the_same_word_has_the_same_stand_in_whatever_its_case_and_another_word_another_one() -> None:
    standins = StandIns(b"1")
    drawn = standins.text("haftung Haftung HAFTUNG haftungen")
    first, title, capital, other = drawn.split()
    assert (first.title(), first.upper()) == (title, capital)
    assert not other.startswith(first)
    words = [f"{a}{b}" for a in "bcdfgh" for b in "aeiou"]
    assert len({standins.token(word) for word in words}) == len(words)


def test_stand_ins_follow_from_a_secret_that_is_another_one_each_time() -> None:
    text = "Haftung und Gewährleistung 4711"
    assert StandIns(b"1").text(text) == StandIns(b"1").text(text) != StandIns(b"2").text(text)
    assert StandIns().text(text) != StandIns().text(text)


def test_no_stand_in_is_a_word_of_the_document_or_of_the_format_or_holds_what_is_forbidden() -> None:
    words = [f"{a}{b}{c}{d}" for a in "bdfgh" for b in "aeiou" for c in "klmn" for d in "ae"]
    before = {StandIns(b"1").token(word) for word in words}
    drawn = {StandIns(b"1", before, ("ab", "eb")).token(word) for word in words}
    assert not drawn & (before | format_words())
    assert not any("ab" in word or "eb" in word for word in drawn)


def test_a_number_stays_a_number() -> None:
    drawn = StandIns(b"1").text("-1.5E3"), StandIns(b"1").text("0042")
    assert float(drawn[0]) != -1500
    assert drawn[1].startswith("00")
    assert drawn[1] != "0042"


def test_the_words_of_the_format_stay_in_values_and_long_numbers_go_in_names() -> None:
    standins = StandIns(b"1")
    assert standins.words("Heading 1") == "Heading 1"
    assert standins.words("Heading 1 Firma").startswith("Heading 1 ")
    assert "Firma" not in standins.words("Heading 1 Firma")
    assert standins.words("F2DBDB") == "F2DBDB"
    assert standins.name("_Ref280708892") == "_Ref280708892"
    assert standins.name("Vertrag4711") == f"{standins.token('Vertrag')}{standins.token('4711')}"
    assert standins.label("Artikel %1.") == f"{standins.token('Artikel')} %1."
    assert standins.label("o") == "o"


def test_an_address_keeps_its_scheme_and_its_signs() -> None:
    drawn = StandIns(b"1").address("https://www.firma.de/M%C3%BCller%20GmbH?x=1")
    assert drawn.startswith("https://www.")
    assert "%78%78" in drawn
    assert "%20" in drawn
    assert "firma" not in drawn


def test_a_date_is_another_date() -> None:
    drawn = StandIns(b"1").date("2024-02-29T10:11:12Z")
    assert drawn != "2024-02-29T10:11:12Z"
    assert drawn.endswith("Z")
    assert 1990 <= int(drawn[:4]) < 2020


def test_a_field_keeps_its_keyword_and_switches_and_its_bookmark_has_its_stand_in() -> None:
    standins = StandIns(b"1")
    assert anonymise_instruction(" PAGEREF _Toc12345 \\h  \\* MERGEFORMAT ", standins) == (
        " PAGEREF _Toc12345 \\h  \\* MERGEFORMAT "
    )
    assert anonymise_instruction("REF Klausel \\r", standins) == f"REF {standins.name('Klausel')} \\r"
    assert anonymise_instruction(' TOC \\o "1-3" \\t "Firma,1" ', standins) == (
        f' TOC \\o "1-3" \\t "{standins.token("Firma")},1" '
    )
    assert anonymise_instruction(" SEQ Figure \\* ARABIC ", standins) == " SEQ Figure \\* ARABIC "
    link = anonymise_instruction(' HYPERLINK "https://firma.de/a" \\l "Klausel" ', standins)
    assert link.startswith(' HYPERLINK "https://')
    assert link.endswith(f'\\l "{standins.name("Klausel")}" ')
    condition = anonymise_instruction(' IF "Geheim" = "Name" "ja" ', standins)
    assert "Geheim" not in condition
    assert len(condition) == len(' IF "Geheim" = "Name" "ja" ')


def test_what_a_field_counts_stays_and_words_do_not() -> None:
    standins = StandIns(b"1")
    assert standins.count("Figure 12.a") == "Figure 12.a"
    assert standins.count("(xiv)") == "(xiv)"
    assert "Haftung" not in standins.count("Haftung 3")
    assert standins.count("4711") != "4711"
    assert standins.caption_before("siehe Tabelle ") == "Tabelle "
    assert standins.caption_before("siehe Vertrag ") == ""
