"""Cross-references and index marks: what names something of the document by its id."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Code, Severity, declare
from sdconvert.formats.sdxml.write.elements import ElementWriter
from sdconvert.ledger import Kind
from sdconvert.model.inlines import CrossReference, IndexMark
from sdconvert.xmlio import escape_attribute

REFERENCE_WITHOUT_TARGET = declare(
    "SDXML-W015",
    Severity.WARNING,
    "The cross-reference “{text}” leads to no block that can be referred to; its text is kept.",
    hint="Check the target in the source: it is missing, or within a table cell.",
    why="In SDXML a cross-reference names the id of a block. A paragraph in a table cell has none.",
)
REFERENCE_HAS_NO_PLACE = declare(
    "SDXML-W016",
    Severity.WARNING,
    "The cross-reference “{text}” stands in {place}; its text is kept without the reference.",
    why="In SDXML `xref` cannot stand in a footnote or a caption.",
)
REFERENCE_SHOWS_NEITHER = declare(
    "SDXML-W017",
    Severity.WARNING,
    "The cross-reference “{text}” shows neither the number nor the content of its target; its text is kept.",
    why="SMASHDOCs shows the number of a target, its content, or both. A page number, for one, it cannot show.",
)
REFERENCE_LOST = declare(
    "SDXML-W019",
    Severity.ERROR,
    "A cross-reference without a text leads to no block that can be referred to; it is not in the result.",
    hint="Update the fields in the source and check the reference's target.",
    why="Neither a target nor a text is there to write.",
)
INDEX_MARK_HAS_NO_PLACE = declare(
    "SDXML-W027",
    Severity.WARNING,
    "An index mark in {place} is lost; its entry stays in the index.",
    hint="Move the index mark into a paragraph nearby.",
    why="In SDXML `index` can stand in headings, paragraphs and list items, but not in paragraphs of table cells, "
    "notes and captions.",
)
INDEX_MARK_WITHOUT_ENTRY = declare(
    "SDXML-W028",
    Severity.WARNING,
    "An index mark names an entry that the index does not have; it is lost.",
    why="In SDXML `index` names the id of an entry of the index.",
)

_ONE_REFERENCE = {Kind.REFERENCES: 1}
_ONE_INDEX_MARK = {Kind.INDEX_MARKS: 1}


def write_reference(writer: ElementWriter, node: CrossReference) -> None:
    """Its text is what SMASHDOCs will show there: others were settled before.

    Source: DTD, `xref`. Loses: SDXML-W015 to SDXML-W019.
    """
    target = _resolve_id(writer.context.targets, node.target)
    if target is None:
        _write_reference_text(writer, node, REFERENCE_WITHOUT_TARGET)
    elif not writer.parent.has_references:
        _write_reference_text(writer, node, REFERENCE_HAS_NO_PLACE)
    elif node.text and not (node.show_number or node.show_content):
        _write_reference_text(writer, node, REFERENCE_SHOWS_NEITHER)
    else:
        shown = f'data-num-enabled="{node.show_number:d}" data-content-enabled="{node.show_content:d}"'
        writer.write_outside(f'<xref href="{escape_attribute(target)}" {shown}/>')
        writer.context.characters += len(node.text)
        writer.context.report.keep(_ONE_REFERENCE)


def _resolve_id(ids: Mapping[str, str], own: str) -> str | None:
    """What is written for an id of the model, None where it leads to nothing in this document."""
    return ids.get(own)


def _write_reference_text(writer: ElementWriter, node: CrossReference, code: Code) -> None:
    report = writer.context.report
    if not node.text:
        report.drop(REFERENCE_LOST, {Kind.REFERENCES: 1}, writer.at)
        return
    report.change(code, {Kind.REFERENCES: 1}, writer.at, text=node.text, place=writer.parent.name)
    writer.context.characters += len(node.text)
    writer.write_plain(node.text)


def write_index_mark(writer: ElementWriter, mark: IndexMark) -> None:
    """Source: DTD, `index`. Loses: SDXML-W027, SDXML-W028."""
    report = writer.context.report
    entry = _resolve_id(writer.context.entries, mark.entry)
    if entry is None:
        report.drop(INDEX_MARK_WITHOUT_ENTRY, {Kind.INDEX_MARKS: 1}, writer.at)
    elif not writer.parent.has_index_marks:
        report.drop(INDEX_MARK_HAS_NO_PLACE, {Kind.INDEX_MARKS: 1}, writer.at, place=writer.parent.name)
    else:
        writer.write_outside(f'<index data-id="{escape_attribute(entry)}"/>')
        report.keep(_ONE_INDEX_MARK)
