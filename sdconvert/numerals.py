"""Numbers in Roman numerals and in letters, as Word, browsers and notes count."""

from __future__ import annotations

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def lower_roman(number: int) -> str:
    """A number above 0: 4 is `iv`. Thousands are repeated, however many there are."""
    return write_additive(_ROMAN, number)


def write_additive(parts: tuple[tuple[int, str], ...], number: int) -> str:
    """A number as the sum of its parts, which are given from the greatest to the least."""
    text = []
    for size, sign in parts:
        count, number = divmod(number, size)
        text.append(sign * count)
    return "".join(text)


def repeat_sign(signs: str, number: int) -> str:
    """A sign, which is repeated once the signs are used up: of the alphabet 27 is `aa`, 28 `bb`."""
    times, index = divmod(number - 1, len(signs))
    return signs[index] * (times + 1)
