"""Dates, numbers and money as a country writes them: the filters `date`, `datetime`, `number` and `money`.

Babel (the extra `merge`) is imported when a locale is chosen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sdconvert.errors import BadConfiguration
from sdconvert.findings import Severity, declare
from sdconvert.merging.filling import Filling
from sdconvert.patterns import compile_late

if TYPE_CHECKING:
    from babel import Locale

NOT_OF_THE_KIND = declare(
    "MERGE-004",
    Severity.WARNING,
    "“{value}” is {kind}, so it is written as it stands.",
    "Correct the record, name the currency with --currency, or take the filter out of the template.",
    "Dates are read in the form of ISO 8601 (2026-10-05, 2026-10-05T08:00:00Z), numbers as JSON writes them, money as "
    "a whole number of the smallest unit (cents) with a currency of three letters.",
)

_STYLES = ("short", "medium", "long", "full")
_CURRENCY = compile_late(r"[A-Za-z]{3}")
_DIGITS_LIMIT = 100


class Locales:
    """The ways of one locale.

    `timezone` is the zone that times with an offset are shown in, None to show them as they are written; `currency`
    is for amounts that name none.

    Raises: BadConfiguration for what is not known.
    """

    def __init__(self, locale: str = "en", timezone: str | None = None, currency: str | None = None) -> None:
        self._locale = _parse_locale(locale)
        self._zone = None if timezone is None else _parse_zone(timezone)
        if currency is not None and not self._is_currency(currency):
            raise BadConfiguration(f"{currency!r} is no currency; a code of three letters is needed, such as EUR.")
        self._currency = currency

    def filters(self) -> Mapping[str, Callable[..., str]]:
        """The filters by their names. Each takes the value and the filling that it reports to."""
        return {"date": self.date, "datetime": self.datetime, "number": self.number, "money": self.money}

    def date(self, value: Any, filling: Filling, format: str = "medium") -> str:
        """A date of an ISO text. `format` is short, medium, long, full, or a pattern such as `d. MMMM yyyy`."""
        from babel.dates import format_date

        moment = self._moment(value)
        if moment is None:
            return _as_it_stands(value, "no date", filling)
        return format_date(moment, _check_form(format), locale=self._locale)

    def datetime(self, value: Any, filling: Filling, format: str = "medium") -> str:
        """Date and time of an ISO text; `format` as for dates."""
        from babel.dates import format_datetime

        moment = self._moment(value)
        if not isinstance(moment, dt.datetime):
            return _as_it_stands(value, "no date with a time", filling)
        return format_datetime(moment, _check_form(format), tzinfo=moment.tzinfo, locale=self._locale)

    def number(self, value: Any, filling: Filling, decimals: int | None = None) -> str:
        """A number with the signs of the locale: with all its digits, or rounded to `decimals`."""
        from babel.numbers import format_decimal

        amount = _decimal(value)
        if amount is None:
            return _as_it_stands(value, "no number", filling)
        if decimals is None:
            return format_decimal(amount, locale=self._locale, decimal_quantization=False)
        pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
        return format_decimal(amount, pattern, locale=self._locale)

    def money(self, value: Any, filling: Filling, currency: str | None = None) -> str:
        """An amount with its currency. The amount is a whole number of the smallest unit: 5000 is 50.00 EUR, and
        5,000 JPY."""
        from babel.numbers import format_currency, get_currency_precision

        amount = _decimal(value)
        unit = currency or self._currency
        if amount is None or amount != amount.to_integral_value():
            return _as_it_stands(value, "no whole number of cents", filling)
        if not isinstance(unit, str) or not self._is_currency(unit):
            return _as_it_stands(value, f"an amount whose currency is {unit or 'not stated'}", filling)
        amount = amount.scaleb(-get_currency_precision(unit.upper()))
        return format_currency(amount, unit.upper(), locale=self._locale)

    def _moment(self, value: Any) -> dt.date | None:
        """The date, or the date and time in the zone that was asked for, None for what is neither."""
        if not isinstance(value, str):
            return None
        text = value.strip()
        try:
            if "T" not in text and " " not in text:
                return dt.date.fromisoformat(text)
            moment = dt.datetime.fromisoformat(text)
            return moment.astimezone(self._zone) if self._zone and moment.tzinfo else moment
        except (ValueError, OverflowError):
            return None

    @staticmethod
    def _is_currency(code: str) -> bool:
        from babel.numbers import is_currency

        return bool(_CURRENCY.fullmatch(code)) and is_currency(code.upper())


def _parse_locale(name: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(name.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise BadConfiguration(f"{name!r} is no known locale; write one such as de_DE or en_GB.") from error


def _parse_zone(name: str) -> dt.tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadConfiguration(f"{name!r} is no known time zone; write one such as Europe/Berlin.") from error


def _check_form(format: str) -> Any:
    if format in _STYLES or any(sign in format for sign in "yMdEHhms"):
        return format
    raise ValueError(
        f"{format!r} is no form of a date; write one of {', '.join(_STYLES)} or a pattern such as d.M.yyyy"
    )


def _decimal(value: Any) -> Decimal | None:
    """The number, None for what is none or has more digits than anybody writes out."""
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal, str)):
        return None
    try:
        number = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    return number if number.is_finite() and abs(number.adjusted()) < _DIGITS_LIMIT else None


def _as_it_stands(value: Any, kind: str, filling: Filling) -> str:
    text = filling.text(value, "A value")
    shown = text if len(text) <= 60 else f"{text[:59]}…"
    filling.report.add(NOT_OF_THE_KIND, filling.at(""), value=shown, kind=kind)
    return text
