"""What a list can be asked for: each parameter with its kind, checked before it is sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import quote, urlencode

from sdconvert.frozen import dataclass
from sdconvert.sources.errors import Failure, InvalidRequest

_COMPARISONS = {"": "", "__lt": " (less than)", "__lte": " (at most)", "__gt": " (more than)", "__gte": " (at least)"}


class FilterKind(StrEnum):
    """What a parameter takes."""

    TEXT = "a text"
    WHOLE = "a whole number that is not negative"
    FLAG = "True or False"
    DATE = "a date"
    MOMENT = "a time with its time zone"
    CHOICE = "one of its values"


@dataclass(frozen=True, slots=True)
class Filter:
    """A parameter by its name on the wire. `choices` are the values of a CHOICE, `least` bounds a WHOLE."""

    name: str
    kind: FilterKind
    help: str
    choices: tuple[str, ...] = ()
    least: int = 0

    def encode(self, value: Any) -> str:
        """The value as it is sent. Raises: ValueError that says what is taken."""
        text = _ENCODERS[self.kind](value)
        if text is None or (self.kind is FilterKind.WHOLE and value < self.least):
            raise ValueError(f"{self.name} takes {self.kind}" + (f", at least {self.least}" if self.least else ""))
        if self.choices and text not in self.choices:
            raise ValueError(f"{self.name} is one of {', '.join(self.choices)}")
        return text


def comparisons(name: str, help: str) -> tuple[Filter, ...]:
    """A numeric parameter with its comparison suffixes."""
    return tuple(
        Filter(f"{name}{suffix}", FilterKind.WHOLE, f"{help}{words}.") for suffix, words in _COMPARISONS.items()
    )


def ordering(*fields: str) -> Filter:
    """The parameter that sorts, by these fields: ascending, and descending with `-` before."""
    choices = tuple(sign + name for name in fields for sign in ("", "-"))
    return Filter("ordering", FilterKind.CHOICE, f"Sort by {', '.join(fields)}; - before it for descending.", choices)


def query_string(operation: str, filters: Iterable[Filter], given: Mapping[str, Any]) -> str:
    """The query string of what is given and not None, in the order of the filters.

    Raises: InvalidRequest that names all faults; nothing is sent then.
    """
    known = {one.name: one for one in filters}
    faults = [f"there is no parameter {name}" for name in given if name not in known]
    encoded = {}
    for name, one in known.items():
        if given.get(name) is not None:
            try:
                encoded[name] = one.encode(given[name])
            except ValueError as error:
                faults.append(str(error))
    if faults:
        raise InvalidRequest("; ".join(faults), Failure(operation), faults)
    return urlencode(encoded, quote_via=quote, safe="")


def with_query(url: str, query: str) -> str:
    """The address with its query, where there is one."""
    return f"{url}?{query}" if query else url


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value and value.isprintable() else None


def _whole(value: Any) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(value: Any) -> str | None:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else None


def _date(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else None


def _moment(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, datetime) and value.utcoffset() is not None else None


def _choice(value: Any) -> str | None:
    return str(value) if isinstance(value, str) else None


_ENCODERS: Mapping[FilterKind, Callable[[Any], str | None]] = {
    FilterKind.TEXT: _text,
    FilterKind.WHOLE: _whole,
    FilterKind.FLAG: _flag,
    FilterKind.DATE: _date,
    FilterKind.MOMENT: _moment,
    FilterKind.CHOICE: _choice,
}
