"""Cross-references as fields and links within the document (ECMA-376 Part 1, 17.16.5.51)."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.write.bookmarks import ReferenceTarget
from sdconvert.formats.docx.write.markup import write_field, write_run
from sdconvert.formats.docx.write.runs import RunWriter
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Picture
from sdconvert.model.inlines import CrossReference
from sdconvert.model.tables import Table

REFERENCE_WITHOUT_TARGET = declare(
    "DOCX-W023",
    Severity.WARNING,
    "A cross-reference leads to no block that has text; what it showed is kept: “{text}”.",
    hint="Check the reference's target.",
    why="In Word a reference leads to a bookmark in the text.",
)
REFERENCE_IN_TWO = declare(
    "DOCX-W025",
    Severity.INFO,
    "A cross-reference to “{text}” became two, one for the number and one for the content.",
    why="In Word one field shows the number of a paragraph, or its text.",
)
REFERENCE_WITHOUT_NUMBER = declare(
    "DOCX-W026",
    Severity.INFO,
    "A cross-reference shows the content of “{text}”, which has no number.",
    why="In Word a picture or table without a numbered caption has nothing else to show.",
)


def write_reference(writer: RunWriter, node: CrossReference) -> None:
    """Source: ECMA-376 Part 1, 17.16.5.51 (REF). Loses: DOCX-W023 to DOCX-W026."""
    target = writer.context.targets.get(node.target)
    report = writer.context.report
    if target is None:
        report.change(REFERENCE_WITHOUT_TARGET, {Kind.REFERENCES: 1}, writer.at, text=node.text)
        _write_reference_text(writer, node.text)
        return
    report.keep({Kind.REFERENCES: 1})
    writer.hear(node.text)
    if not (node.show_number or node.show_content):
        _write_jump(writer, node, target.first_name, target.shown.line)
    elif target.has_caption_number:
        _write_caption_reference(writer, node, target)
    elif isinstance(target.shown.block, (Picture, Table)):
        if node.show_number:
            report.add(REFERENCE_WITHOUT_NUMBER, writer.at, text=target.shown.content or target.shown.block.style)
        _write_jump(writer, node, target.whole, target.shown.content or _word_for(writer, target))
    else:
        _write_text_reference(writer, node, target)


def _write_caption_reference(writer: RunWriter, node: CrossReference, target: ReferenceTarget) -> None:
    shown = target.shown
    if node.show_number and node.show_content:
        _write_ref(writer, f"REF {target.whole} \\h", node, shown.line)
    elif node.show_number:
        _write_ref(writer, f"REF {target.number} \\h", node, shown.number)
    else:
        _write_jump(writer, node, target.content, shown.content or shown.number)


def _write_text_reference(writer: RunWriter, node: CrossReference, target: ReferenceTarget) -> None:
    shown = target.shown
    if node.show_number and node.show_content:
        report = writer.context.report
        counts = {Kind.CHARACTERS: len(node.text)} if node.text else {}
        report.change(REFERENCE_IN_TWO, counts, writer.at, text=shown.content)
        if shown.number:
            writer.out.append(_field(writer, f"REF {target.whole} \\r \\h", shown.number))
            writer.write_plain(" ")
        writer.out.append(_field(writer, f"REF {target.whole} \\h", shown.content))
    elif node.show_number and shown.number:
        _write_ref(writer, f"REF {target.whole} \\r \\h", node, shown.number)
    elif node.show_number:
        writer.context.report.add(REFERENCE_WITHOUT_NUMBER, writer.at, text=shown.content)
        _write_jump(writer, node, target.whole, shown.content)
    else:
        _write_ref(writer, f"REF {target.whole} \\h", node, shown.content)


def _write_ref(writer: RunWriter, instruction: str, node: CrossReference, shown: str) -> None:
    writer.context.characters += len(node.text)
    writer.out.append(_field(writer, instruction, node.text or shown))


def _write_jump(writer: RunWriter, node: CrossReference, bookmark: str, shown: str) -> None:
    """A link within the document, for what no REF field shows."""
    writer.context.characters += len(node.text)
    run = write_run(node.text if node.text.strip() else shown, writer.plain_look)
    writer.out.append(f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{run}</w:hyperlink>')


def _write_reference_text(writer: RunWriter, text: str) -> None:
    writer.context.characters += len(text)
    writer.hear(text)
    writer.write_plain(text)


def _word_for(writer: RunWriter, target: ReferenceTarget) -> str:
    words = writer.context.words
    return words.table if isinstance(target.shown.block, Table) else words.figure


def _field(writer: RunWriter, instruction: str, shown: str) -> str:
    return write_field(instruction, write_run(shown, writer.plain_look))
