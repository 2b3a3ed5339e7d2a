"""Dates in the form that a content control asks for (ECMA-376 Part 1, 17.5.2.7 and 17.16.4.1)."""

from __future__ import annotations

import re
from datetime import date

from sdconvert.patterns import compile_late

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_SHORT_IN = frozenset(("en",))
_PART = compile_late(r"'([^']*)'|(d{1,4}|M{1,4}|y{2,4})|([HhmsAaPp]+)|(.)", re.DOTALL)


def parse_date(text: str) -> date | None:
    """The day of a date of XML Schema, with or without a time; None for anything else."""
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def format_date(day: date, pattern: str, language: str) -> str:
    """The day in this form; an empty text where the form needs a time, or names in a language not known here."""
    pieces: list[str] = []
    for quoted, sign, clock, other in _PART.findall(pattern):
        piece = _write(day, sign, language.lower().partition("-")[0]) if sign else quoted or other
        if clock or (sign and not piece):
            return ""
        pieces.append(piece)
    return "".join(pieces)


def _write(day: date, sign: str, language: str) -> str:
    letter, length = sign[0], len(sign)
    if letter == "y":
        return f"{day.year:04}" if length > 2 else f"{day.year % 100:02}"
    number = day.day if letter == "d" else day.month
    if length < 3:
        return f"{number:0{length}}"
    if length == 3 and language not in _SHORT_IN:
        return ""
    names = (_DAYS if letter == "d" else _MONTHS).get(language, "").split()
    name = names[day.weekday() if letter == "d" else number - 1] if names else ""
    return name[:3] if length == 3 else name
