import pytest

from sdconvert.formats.docx.read.formatting.numerals import numeral


@pytest.mark.parametrize(
    ("value", "num_fmt", "expected"),
    [
        (7, "decimal", "7"),
        (7, "decimalZero", "07"),
        (12, "decimalZero", "12"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (4999, "lowerRoman", "mmmmcmxcix"),
        (26, "lowerLetter", "z"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (22, "ordinal", "22nd"),
        (103, "ordinal", "103rd"),
        (21, "cardinalText", "Twenty-one"),
        (100, "cardinalText", "One hundred"),
        (1342, "cardinalText", "One thousand three hundred forty-two"),
        (3, "ordinalText", "Third"),
        (20, "ordinalText", "Twentieth"),
        (31, "ordinalText", "Thirty-first"),
        (212, "ordinalText", "Two hundred twelfth"),
        (255, "hex", "FF"),
        (6, "chicago", "††"),
        (3, "numberInDash", "- 3 -"),
        (20, "decimalEnclosedCircle", "⑳"),
        (12, "decimalFullWidth", "１２"),
        (10, "chineseCounting", "十"),
        (12, "chineseCounting", "十二"),
        (101, "chineseCounting", "一○一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (1342, "japaneseCounting", "千三百四十二"),
        (11, "japaneseLegal", "壱拾壱"),
        (20, "ideographDigital", "二〇"),
        (3, "ideographTraditional", "丙"),
        (13, "ideographZodiacTraditional", "丙子"),
        (15, "koreanDigital", "일오"),
        (23, "koreanLegal", "스물셋"),
        (2, "aiueo", "ｲ"),
        (2, "irohaFullWidth", "ロ"),
        (15, "hebrew1", "טו"),
        (23, "hebrew2", "תא"),
        (3, "russianUpper", "В"),
        (45, "thaiNumbers", "๔๕"),
        (3, "none", ""),
    ],
)
def test_a_number_is_written_in_its_format(value: int, num_fmt: str, expected: str) -> None:
    assert numeral(value, num_fmt) == (expected, True)


@pytest.mark.parametrize(
    ("value", "num_fmt"),
    [(0, "lowerRoman"), (0, "lowerLetter"), (781, "lowerLetter"), (21, "decimalEnclosedCircle"), (10**9, "lowerRoman")],
)
def test_what_a_format_cannot_say_is_decimal(value: int, num_fmt: str) -> None:
    assert numeral(value, num_fmt) == (str(value), True)


def test_a_format_that_is_not_known_is_decimal_and_says_so() -> None:
    assert numeral(5, "vietnameseCounting") == ("5", False)


def test_a_custom_format_may_count_in_another_alphabet() -> None:
    assert numeral(3, "custom", "α, β, γ, ...") == ("γ", True)


def test_a_custom_format_pads_as_its_sample_does() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == ("007", True)
    assert numeral(7, "custom", "?") == ("7", False)
