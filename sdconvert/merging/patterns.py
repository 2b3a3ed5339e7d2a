"""Patterns such as `{id}-{customer.name}`: names and texts from the fields of a record. Data only: a pattern reaches
the keys of objects and the places in lists, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sdconvert.errors import BadConfiguration
from sdconvert.frozen import dataclass
from sdconvert.merging.filling import Filling
from sdconvert.patterns import compile_late

_PIECE = compile_late(r"\{\{|\}\}|\{([^{}]*)\}|([{}])")
_INDEX = compile_late(r"\[(\d{1,9})\]")
_STEP = compile_late(r"[^\[\].]+")
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A field by the keys and places that lead to it."""

    name: str
    steps: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Texts and fields in turn."""

    pieces: tuple[str | Field, ...]

    def fill(self, filling: Filling) -> str:
        """The text for a record. A field that it lacks is left empty and reported, null is empty."""
        return "".join(piece if isinstance(piece, str) else _text(piece, filling) for piece in self.pieces)


def parse_pattern(text: str) -> Pattern:
    """A pattern from its text: `{customer.name}`, `{services[0].name}` or `{services.0.name}`; braces are doubled.

    Raises: BadConfiguration for braces that do not match, and for what is no path to a field.
    """
    return Pattern(tuple(_pieces(text)))


def _pieces(text: str) -> Iterator[str | Field]:
    end = 0
    for match in _PIECE.finditer(text):
        yield text[end : match.start()]
        end = match.end()
        if match[2]:
            raise BadConfiguration(f"The pattern {text!r} has a single brace; a brace itself is doubled.")
        yield match[0][0] if match[1] is None else _field(match[1], text)
    yield text[end:]


def _field(name: str, text: str) -> Field:
    steps: list[str | int] = []
    for number, part in enumerate(_INDEX.sub(r".\1", name).split(".")):
        if not _STEP.fullmatch(part) or part != part.strip():
            raise BadConfiguration(
                f"{{{name}}} in the pattern {text!r} names no field; write {{customer.name}} or {{services[0]}}."
            )
        steps.append(int(part) if part.isdecimal() and number else part)
    return Field(name, tuple(steps))


def _text(field: Field, filling: Filling) -> str:
    value = _lookup(filling.record, field.steps)
    if value is _ABSENT:
        filling.miss(field.name)
        return ""
    return filling.text(value, field.name)


def _lookup(value: Any, steps: tuple[str | int, ...]) -> Any:
    for step in steps:
        if isinstance(value, Mapping):
            value = value.get(step, value.get(str(step), _ABSENT))
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return _ABSENT
    return value
