"""Document -> Word package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from sdconvert.archive import write_archive
from sdconvert.findings import Kind, Result, Severity, declare
from sdconvert.formats.docx.write.body import BodyWriter
from sdconvert.formats.docx.write.context import Context
from sdconvert.formats.docx.write.labels import Labels
from sdconvert.formats.docx.write.options import (
    DEFAULT_OPTIONS,
    DocxWriteOptions,
    WordSettings,
    parse_settings,
)
from sdconvert.formats.docx.write.package import Package
from sdconvert.formats.docx.write.references import directory_names, find_targets
from sdconvert.formats.docx.write.survey import survey, with_directories
from sdconvert.formats.docx.write.template import our_template, read_template
from sdconvert.model.blocks import DirectoryKind, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.measure import measure
from sdconvert.model.tables import Table
from sdconvert.xmlio import strip_illegal

__all__ = ["DEFAULT_OPTIONS", "DocxWriteOptions", "WordSettings", "parse_settings", "write"]

ILLEGAL_CHARACTERS = declare(
    "DOCX-W003",
    Severity.WARNING,
    "{count} character(s) that XML cannot hold are not in the result.",
    hint="Remove control characters from the source.",
    why="XML 1.0 has no place for most control characters, for lone surrogates and for U+FFFE and U+FFFF.",
)
CAPTIONS_LEFT_OUT = declare(
    "DOCX-W004",
    Severity.INFO,
    "The captions of pictures or tables are left out, as the settings say so.",
    hint="Set imageCaption and tableCaption to true.",
    why="The settings of a word export choose whether captions are written.",
)

T = TypeVar("T")


def write(document: Document, options: DocxWriteOptions = DEFAULT_OPTIONS) -> Result[bytes]:
    """A .docx package. Equal documents and options give equal bytes.

    Source: ECMA-376 Parts 1 and 2. Loses: DOCX-W003, DOCX-W004, and what the parts of the document lose.
    Raises: BadConfiguration for a template that cannot be used, UnsafeInput.
    """
    wanted = _as_settings_say(document, options.settings)
    try:
        context, parts = _write(wanted, options)
    except (UnicodeEncodeError, _IllegalText):
        context, parts = _write(_legal(wanted), options)
    _book_before(context, document, wanted)
    return context.report.result(write_archive(parts))
