"""Numbers as Word's list formats write them: 4 as `iv`, `d`, `Four`, `四`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from sdconvert.numerals import lower_roman, repeat_sign, write_additive
from sdconvert.patterns import compile_late

Numeral = Callable[[int], str]

GREATEST = 32767  # Word counts no further

_MOST_REPEATED = 30
_CARDINALS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = [".", ".", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_HEBREW = (
    *(
        (hundreds * 100, ["ק", "ר", "ש", "ת", "תק", "תר", "תש", "תת", "תתק"][hundreds - 1])
        for hundreds in range(9, 0, -1)
    ),
    *((tens * 10, "יכלמנסעפצ"[tens - 1]) for tens in range(9, 0, -1)),
    *((ones, "אבגדהוזחט"[ones - 1]) for ones in range(9, 0, -1)),
)
_HEBREW_LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
_KOREAN_ONES = [".", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"]
_KOREAN_TENS = [".", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]
_CUSTOM_ALPHABETS = ("αβγδεζηθικλμνξοπρστυφχψω", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ")
_CUSTOM_SAMPLE = compile_late(r"\s*(0{0,20})1\b")


def _upper_roman(value: int) -> str:
    return lower_roman(value).upper()


def _hebrew(value: int) -> str:
    if value > 999:
        return ""
    return write_additive(_HEBREW, value).replace("יה", "טו").replace("יו", "טז")


def _hebrew_letters(value: int) -> str:
    rounds, index = divmod(value - 1, len(_HEBREW_LETTERS))
    return _HEBREW_LETTERS[-1] * rounds + _HEBREW_LETTERS[index] if rounds < _MOST_REPEATED else ""


def _repeated(letters: str) -> Numeral:
    """a … z, aa, bb …"""

    def numeral(value: int) -> str:
        return repeat_sign(letters, value) if value <= _MOST_REPEATED * len(letters) else ""

    return numeral


def _listed(signs: str) -> Numeral:
    """One sign for each value, as far as they go."""

    def numeral(value: int) -> str:
        return signs[value - 1] if value <= len(signs) else ""

    return numeral


def _digits(signs: str) -> Numeral:
    """Decimal places in other digits, given from 0 to 9."""
    table = str.maketrans("0123456789", signs)
    return lambda value: str(value).translate(table)


def _counting(digits: str, units: str, *, zero: str = "", drops_one: int = 0) -> Numeral:
    """Spoken East Asian counting: digit and unit, place by place, up to 9999.

    `zero` is said for places left out inside a number. `drops_one`: 0 says every one, 1 drops that of a number from ten
    to nineteen, 2 drops it before each unit.
    """

    def numeral(value: int) -> str:
        if value > 9999:
            return ""
        text, has_gap = "", False
        for place, digit in zip(range(3, -1, -1), f"{value:04}", strict=True):
            if digit == "0":
                has_gap = bool(text)
                continue
            if has_gap:
                text += zero
            is_dropped = digit == "1" and place > 0 and (drops_one == 2 or (drops_one == 1 and not text and place == 1))
            text += ("" if is_dropped else digits[int(digit)]) + (units[place - 1] if place else "")
            has_gap = False
        return text

    return numeral


def _counting_to_99(digits: str, ten: str, zero: str) -> Numeral:
    """Counting up to 99, digit by digit from 100."""
    spoken = _counting(digits, ten + "..", drops_one=1)
    spelled = _digits(zero + digits[1:])
    return lambda value: spoken(value) if value < 100 else spelled(value)


def _zodiac_pair(value: int) -> str:
    return "甲乙丙丁戊己庚辛壬癸"[(value - 1) % 10] + "子丑寅卯辰巳午未申酉戌亥"[(value - 1) % 12]


def _korean_native(value: int) -> str:
    if value > 99:
        return ""
    tens, ones = divmod(value, 10)
    return (_KOREAN_TENS[tens] if tens else "") + (_KOREAN_ONES[ones] if ones else "")


def _words(value: int) -> str:
    if value < 20:
        return _CARDINALS[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens] + (f"-{_CARDINALS[ones]}" if ones else "")
    size, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    count, rest = divmod(value, size)
    return f"{_words(count)} {name}" + (f" {_words(rest)}" if rest else "")


def _ordinal_words(value: int) -> str:
    words = _words(value)
    last = re.split("[ -]", words)[-1]
    ordinal = _ORDINALS.get(last) or (last[:-1] + "ieth" if last.endswith("y") else last + "th")
    return words.removesuffix(last) + ordinal


def _ordinal(value: int) -> str:
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


_CHINESE = "零一二三四五六七八九"
_TRADITIONAL_LEGAL = "零壹貳參肆伍陸柒捌玖"
_KOREAN = "영일이삼사오육칠팔구"

_NUMERALS: dict[str, Numeral] = {
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02}",
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "upperRoman": _upper_roman,
    "lowerRoman": lower_roman,
    "upperLetter": _repeated("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "lowerLetter": _repeated("abcdefghijklmnopqrstuvwxyz"),
    "chicago": _repeated("*†‡§"),
    "ordinal": _ordinal,
    "cardinalText": lambda value: _words(value).capitalize(),
    "ordinalText": lambda value: _ordinal_words(value).capitalize(),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _listed("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _listed("①②③④⑤⑥⑦⑧⑨⑩"),
    "decimalEnclosedFullstop": _listed("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalEnclosedParen": _listed("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "ideographEnclosedCircle": _listed("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "ideographTraditional": _listed("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _listed("子丑寅卯辰巳午未申酉戌亥"),
    "ideographZodiacTraditional": _zodiac_pair,
    "ideographDigital": _digits("〇一二三四五六七八九"),
    "japaneseDigitalTenThousand": _digits("〇一二三四五六七八九"),
    "taiwaneseDigital": _digits("○一二三四五六七八九"),
    "koreanDigital": _digits(_KOREAN),
    "koreanDigital2": _digits(_CHINESE),
    "chineseCounting": _counting_to_99(_CHINESE, "十", "○"),
    "taiwaneseCounting": _counting_to_99(_CHINESE, "十", "○"),
    "chineseCountingThousand": _counting(_CHINESE, "十百千", zero="零", drops_one=1),
    "taiwaneseCountingThousand": _counting(_CHINESE, "十百千", zero="零", drops_one=1),
    "japaneseCounting": _counting(_CHINESE, "十百千", drops_one=2),
    "koreanCounting": _counting(_KOREAN, "십백천", drops_one=2),
    "koreanLegal": _korean_native,
    "japaneseLegal": _counting("零壱弐参四伍六七八九", "拾百阡"),
    "chineseLegalSimplified": _counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", zero="零"),
    "ideographLegalTraditional": _counting(_TRADITIONAL_LEGAL, "拾佰仟", zero="零"),
    "aiueo": _repeated("ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
    "aiueoFullWidth": _repeated(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    ),
    "iroha": _repeated("ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
    "irohaFullWidth": _repeated(
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
    ),
    "ganada": _repeated("가나다라마바사아자차카타파하"),
    "chosung": _repeated("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "hebrew1": _hebrew,
    "hebrew2": _hebrew_letters,
    "arabicAlpha": _repeated("أبتثجحخدذرزسشصضطظعغفقكلمنهوي"),
    "arabicAbjad": _repeated("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"),
    "russianLower": _repeated("абвгдежзиклмнопрстуфхцчшщыэюя"),
    "russianUpper": _repeated("АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"),
    "hindiNumbers": _digits("०१२३४५६७८९"),
    "thaiNumbers": _digits("๐๑๒๓๔๕๖๗๘๙"),
    "thaiLetters": _repeated("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"),
}


@lru_cache(maxsize=8192)
def numeral(value: int, num_fmt: str, custom: str = "") -> tuple[str, bool]:
    """The number as the format writes it, and whether that is certain: False where decimal stands in for a format.

    `custom` is the `w:format` of the format `custom`, such as `001, 002, 003, ...`.

    Source: ECMA-376 Part 1, 17.18.59 (ST_NumberFormat).
    """
    if num_fmt == "none":
        return "", True
    if num_fmt == "custom":
        return _custom(value, custom)
    write = _NUMERALS.get(num_fmt)
    if write is None:
        return str(value), False
    if value > GREATEST or (value < 1 and not num_fmt.startswith("decimal")):
        return str(value), True
    return write(value) or str(value), True


_GENERAL_FORMATS = {
    "arabic": "decimal",
    "alphabetic": "lowerLetter",
    "ALPHABETIC": "upperLetter",
    "roman": "lowerRoman",
    "ROMAN": "upperRoman",
    "Roman": "upperRoman",
    "ordinal": "ordinal",
    "cardtext": "cardinalText",
    "ordtext": "ordinalText",
}


def general_number(value: int, format: str) -> str:
    """The number as the switch `\\*` of a field writes it; decimal for what is no format of numbers.

    Source: ECMA-376 Part 1, 17.16.4.3.
    """
    num_fmt = _GENERAL_FORMATS.get(format) or _GENERAL_FORMATS.get(format.lower(), "decimal")
    written = numeral(value, num_fmt)[0]
    return written.lower() if num_fmt.endswith("Text") else written


def _custom(value: int, sample: str) -> tuple[str, bool]:
    letters = next((alphabet for alphabet in _CUSTOM_ALPHABETS if sample.startswith(alphabet[0] + ",")), "")
    if letters:
        return _repeated(letters)(value) or str(value), True
    match = _CUSTOM_SAMPLE.match(sample)
    return (str(value), False) if match is None else (f"{value:0{len(match[1]) + 1}}", True)
