"""How numbers, times and names are written in the report."""

from __future__ import annotations

import re
from itertools import pairwise

from sdconvert.batch.report.json_report import iso_time

_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ud800-\udfff]")


def visible(name: str) -> str:
    """A name in which signs that cannot be seen, or turn the direction of what follows, stand as U+FFFD."""
    return _UNSEEN.sub("\ufffd", name)


def count(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def size(number: int) -> str:
    """Bytes in the unit that gives one to three digits before the point."""
    value = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.{0 if unit == 'bytes' else 1}f} {unit}"
        value /= 1000
    return f"{value:,.1f} TB"


def seconds(value: float) -> str:
    """`0.12 s`, `4 min 10 s`, `2 h 5 min`."""
    if value < 60:
        return f"{value:.2f} s"
    minutes, rest = divmod(round(value), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60} min"


def percent(part: float, whole: float) -> str:
    """The part of the whole in percent, never 0 or 100 when it is only nearly so."""
    if not whole or part == whole or not part:
        return "100%" if whole and part else "0%"
    return f"{min(max(100 * part / whole, 0.01), 99.99):.2f}%"


def time(since_1970: float) -> str:
    """`2026-11-28 15:14:14 UTC`."""
    return iso_time(since_1970).replace("T", " ").replace("Z", " UTC")


def classes(ends: tuple[float, ...]) -> list[str]:
    """The names of classes of seconds by their upper ends, the last one open."""
    names = [f"{end:g}" for end in ends]
    return [f"< {names[0]}", *(f"{low}–{high}" for low, high in pairwise(names)), f"≥ {names[-1]}"]
