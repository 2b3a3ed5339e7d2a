"""What fields are computed from."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.list_fields import ListFields
from sdconvert.formats.docx.read.number_account import NumberAccount
from sdconvert.formats.docx.read.sequences import Sequences
from sdconvert.frozen import dataclass
from sdconvert.xmlio import Element


@dataclass(frozen=True, slots=True)
class FieldSources:
    """The numbers of paragraphs, of SEQ fields and of fields that are lists themselves, and the marks of notes."""

    numbers: NumberAccount
    sequences: Sequences
    list_fields: ListFields
    note_marks: Mapping[Element, str]

    @classmethod
    def of(cls, body: Element, note_marks: Mapping[Element, str], reading: Reading) -> FieldSources:
        """The sources of the fields of a body."""
        return cls(NumberAccount(body, reading), Sequences(body, reading), ListFields(reading), note_marks)
