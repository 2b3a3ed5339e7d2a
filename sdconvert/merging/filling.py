"""The filling of one document: what was missing, and the values that wait for their places in it.

A value never becomes part of the markup. The template prints a mark in its place, and when the markup is a tree again,
the value is put there as text. So nothing in a record can be taken for markup or for a tag of the template.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.merging.errors import RecordRefused
from sdconvert.patterns import compile_late

MISSING_FIELD = declare(
    "MERGE-002",
    Severity.WARNING,
    "“{name}” is asked for, and the record does not have it; its place is left empty.",
    "Correct the name in the template, or give the record this field; “{{ name|default('') }}” may go without.",
    "A field that is misspelt leaves a gap that nobody sees before the document is signed. A field that is there and "
    "null is empty on purpose.",
)
NO_SINGLE_VALUE = declare(
    "MERGE-003",
    Severity.WARNING,
    "“{name}” is {kind}, not a single value; it is written as JSON.",
    "Name a field in it, or write a loop over it.",
    "An object or a list has no text of its own.",
)

MARK = "\ufdd0"
"""The sign around the number of a value. It is a noncharacter, which no text holds that is made for exchange; a
template that has it is refused."""
MARKS = compile_late(f"{MARK}(\\d+){MARK}")


class Missing(StrEnum):
    """What becomes of a field that is asked for and not there: a finding, no document, or nothing but a gap."""

    FINDING = "finding"
    ERROR = "error"
    BLANK = "blank"


class Filling:
    """The account of one record while it is filled in. `place` is what findings call the record."""

    def __init__(self, record: Mapping[str, Any], place: str, missing: Missing = Missing.FINDING) -> None:
        self.record = record
        self.place = place
        self.report = Report()
        self.values: list[str] = []
        self._policy = missing
        self._missed: dict[str, None] = {}

    def miss(self, name: str) -> None:
        """Note a field that was asked for and is not there, once."""
        if name not in self._missed:
            self._missed[name] = None
            if self._policy is Missing.FINDING:
                self.report.add(MISSING_FIELD, self.at(name), name=name)

    def check_complete(self) -> None:
        """Raises: RecordRefused when a field was missing and that is an error; all of them are named."""
        if self._missed and self._policy is Missing.ERROR:
            names = ", ".join(self._missed)
            raise RecordRefused(f"The record lacks what is asked for: {names}.")

    def at(self, name: str) -> Location:
        """The place of a field in the record."""
        return Location(self.place, path=name)

    def mark(self, text: str) -> str:
        """The mark that stands for a text until it is put in its place."""
        self.values.append(text)
        return f"{MARK}{len(self.values) - 1}{MARK}"

    def text(self, value: object, name: str) -> str:
        """The text of a value: null is empty, true and false are spelt as in JSON, an object is a finding.

        Raises: TypeError for what is no value at all, such as a function.
        """
        match value:
            case None:
                return ""
            case bool():
                return str(value).lower()
            case str() | int() | float() | Decimal():
                return str(value)
            case Mapping() | list() | tuple():
                kind = "an object" if isinstance(value, Mapping) else "a list"
                self.report.add(NO_SINGLE_VALUE, self.at(name), name=name, kind=kind)
                return json.dumps(value, ensure_ascii=False, default=str)
            case _:
                raise TypeError(f"a tag prints a {type(value).__name__}, which is no value; a list needs |join")
