"""Template + record -> the bytes of a Word file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

from sdconvert.archive import write_archive
from sdconvert.errors import UnreadableInput
from sdconvert.faults import reporting_faults
from sdconvert.findings import Result
from sdconvert.merging.errors import RecordRefused
from sdconvert.merging.filling import Filling
from sdconvert.merging.records import clean
from sdconvert.merging.template import MergeTemplate, TemplatePart
from sdconvert.merging.template_source import as_markup, with_even_columns
from sdconvert.merging.tidy import tidy
from sdconvert.merging.values import put_values
from sdconvert.xmlio import Element, parse

_WHOLE = "record"
"""The name by which a template reaches the record itself, for fields whose names are no names in a tag."""


@reporting_faults
def merge(template: MergeTemplate, record: Mapping[str, Any], place: str = "record") -> Result[bytes]:
    """The template filled with the fields of a record: a .docx. The same template and record give the same bytes; the
    dates of the document are those of the template. `place` is what findings call the record.

    Raises: RecordRefused when the record lacks a field and that is an error, or when a tag fails on what it holds.
    """
    return clean(record, place).then(lambda cleaned: fill(template, Filling(cleaned, place, template.missing)))


def fill(template: MergeTemplate, filling: Filling) -> Result[bytes]:
    """The same for a record that is clean, into a filling that may have more to report.

    Raises: RecordRefused.
    """
    parts = dict(template.others)
    for part in template.parts:
        root = _fill_part(part, filling)
        parts[part.source.part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    filling.check_complete()
    return filling.report.result(write_archive(parts))


def _fill_part(part: TemplatePart, filling: Filling) -> Element:
    root = _tree(part, as_markup(_render(part, filling)))
    if part.is_word:
        tidy(root, part.source.part, filling.report)
    put_values(root, filling.values, part.source.part, is_word=part.is_word)
    return root


def _render(part: TemplatePart, filling: Filling) -> str:
    from sdconvert.merging.engine import use_filling

    with use_filling(filling):
        try:
            return part.template.render({_WHOLE: filling.record, **filling.record})
        except Exception as error:
            place = part.source.location_of(error)
            raise RecordRefused(f"{place}: {str(error).rstrip('.') or type(error).__name__}.") from error


def _tree(part: TemplatePart, markup: str) -> Element:
    """The tree of a filled part.

    Raises: RecordRefused when its tags do not leave whole elements.
    """
    name = part.source.part
    try:
        root = parse(markup.encode("utf-8"), name)
        return with_even_columns(markup) if part.source.changes_columns else root
    except UnreadableInput as error:
        raise RecordRefused(
            f"{name} is no whole document when it is filled: a tag begins in one paragraph, cell or row and ends in "
            f"another. Write {{%p …%}}, {{%tc …%}} or {{%tr …%}} for such tags. ({error})"
        ) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise RecordRefused(f"{name} has a table whose columns cannot be counted after filling: {error}.") from error
