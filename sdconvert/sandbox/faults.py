"""Faults on demand: what goes wrong with a call, by call, by probability and by count."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import asdict
from enum import StrEnum
from threading import Lock

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass
from sdconvert.sandbox.refusal import Refusal, invalid

ANY_CALL = "*"


class FaultKind(StrEnum):
    """`status`: another status. `delay`: the answer comes late. `reset`: the connection is reset. `truncate`: the
    answer ends in its middle. `garbage`: the body of the answer is noise."""

    STATUS = "status"
    DELAY = "delay"
    RESET = "reset"
    TRUNCATE = "truncate"
    GARBAGE = "garbage"


class When(StrEnum):
    """Whether the server acts on a call before the fault. What spoils an answer comes after."""

    BEFORE = "before"
    AFTER = "after"


_SPOILS_ANSWER = (FaultKind.TRUNCATE, FaultKind.GARBAGE)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the calls named `call`, or of all. `count` is how often it strikes, None without end."""

    kind: FaultKind
    call: str = ANY_CALL
    when: When = When.BEFORE
    status: int = 500
    retry_after: int | None = None
    delay: float = 0.0
    probability: float = 1.0
    count: int | None = None

    def as_dict(self) -> dict[str, object]:
        """The form in which it was asked for."""
        return {_NAMES.get(name, name): value for name, value in asdict(self).items()}


_NAMES = {"retry_after": "retryAfter"}


class Faults:
    """The faults that were asked for; the first that applies to a call and whose chance comes up strikes."""

    def __init__(self, seed: int | None = None) -> None:
        self._lock = Lock()
        self._faults: list[Fault] = []
        self._left: list[int | None] = []
        self._random = random.Random(seed)  # noqa: S311

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)
            self._left.append(fault.count)

    def clear(self, seed: int | None = None) -> None:
        """Forget all faults; with a seed, begin its chances anew."""
        with self._lock:
            self._faults.clear()
            self._left.clear()
            if seed is not None:
                self._random.seed(seed)

    def as_dicts(self) -> list[dict[str, object]]:
        """The faults with how often each still strikes."""
        with self._lock:
            return [{**fault.as_dict(), "left": left} for fault, left in zip(self._faults, self._left, strict=True)]

    def strike(self, call: str) -> Fault | None:
        """The fault that strikes this call."""
        with self._lock:
            for index, fault in enumerate(self._faults):
                left = self._left[index]
                if fault.call not in (call, ANY_CALL) or left == 0 or self._random.random() >= fault.probability:
                    continue
                self._left[index] = None if left is None else left - 1
                return fault
        return None


def parse_fault(body: Mapping[str, object], calls: tuple[str, ...]) -> Fault:
    """The fault that an object describes.

    Raises: Refusal, naming every wrong member.
    """
    faults = {name: "is not known" for name in body if name not in _MEMBERS}
    kind = _member(body, "kind", tuple(FaultKind), None, faults)
    when = _member(body, "when", tuple(When), "after" if kind in _SPOILS_ANSWER else "before", faults)
    call = _member(body, "call", (ANY_CALL, *calls), ANY_CALL, faults)
    if when == When.BEFORE and kind in _SPOILS_ANSWER:
        faults["when"] = f"is after for {kind}"
    status = _number(body, "status", 200, 599, 500, faults)
    retry_after = _number(body, "retryAfter", 0, 86_400, None, faults)
    delay = _number(body, "delay", 0, 600, 0, faults, is_whole=False)
    probability = _number(body, "probability", 0, 1, 1, faults, is_whole=False)
    count = _number(body, "count", 0, 1_000_000_000, None, faults)
    if faults:
        raise invalid(faults)
    return Fault(
        FaultKind(kind),
        call,
        When(when),
        int(status or 0),
        None if retry_after is None else int(retry_after),
        float(delay or 0),
        float(probability or 0),
        None if count is None else int(count),
    )


_MEMBERS = ("kind", "when", "call", "status", "retryAfter", "delay", "probability", "count")


def _member(
    body: Mapping[str, object], name: str, known: tuple[str, ...], default: str | None, faults: dict[str, str]
) -> str:
    value = body.get(name, default)
    if isinstance(value, str) and value in known:
        return str(value)
    faults[name] = f"is not one of {', '.join(known)}"
    return known[0]


def _number(
    body: Mapping[str, object],
    name: str,
    least: int,
    most: int,
    default: int | None,
    faults: dict[str, str],
    is_whole: bool = True,
) -> float | None:
    value = body.get(name)
    if value is None:
        return default
    if (
        isinstance(value, bool)
        or not isinstance(value, int if is_whole else (int, float))
        or not least <= value <= most
    ):
        faults[name] = f"is not a {'whole ' if is_whole else ''}number from {least} to {most}"
        return default
    return value


def parse_fault_words(text: str, calls: tuple[str, ...]) -> Fault:
    """The fault in a text such as `kind=status,status=503,call=create,count=2`.

    Raises: BadConfiguration.
    """
    body: dict[str, object] = {}
    for pair in text.split(","):
        name, _, value = pair.partition("=")
        body[name.strip()] = _word(value.strip())
    try:
        return parse_fault(body, calls)
    except Refusal as refusal:
        words = "; ".join(f"{name}: {problem}" for name, problem in refusal.fields.items())
        raise BadConfiguration(f"{text!r} is no fault: {words}.") from refusal


def _word(value: str) -> object:
    for kind in (int, float):
        try:
            return kind(value)
        except ValueError:
            continue
    return value
