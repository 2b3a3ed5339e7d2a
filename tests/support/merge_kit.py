"""Templates of a few lines, and the text of what they become, told by our own Word reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from docx_builder import build_docx

from sdconvert.findings import Finding
from sdconvert.merging import MergeTemplate, load_template, merge
from sdconvert.model.blocks import Paragraph
from sdconvert.model.inlines import LineBreak, Run
from sdconvert.pipeline import read_document


def p(*runs: str) -> str:
    """A paragraph of runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{escape(run)}</w:t></w:r>" for run in runs) + "</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"


def table(columns: int, *rows: str) -> str:
    grid = '<w:gridCol w:w="1000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{p('')}"


def template(body: str, **options: Any) -> MergeTemplate:
    """The template with this body, or with this text as its one paragraph."""
    return load_template(build_docx(body if body.startswith("<") else p(body)), **options)


def texts(docx: bytes) -> list[str]:
    """The texts of the paragraphs, a line break as `\\n`."""
    return [_text(block) for block in read_document(docx).value.blocks if isinstance(block, Paragraph)]


def _text(paragraph: Paragraph) -> str:
    signs = {Run: lambda node: node.text, LineBreak: lambda _node: "\n"}
    return "".join(signs[type(node)](node) for node in paragraph.content)


def filled(body: str, record: Mapping[str, Any], **options: Any) -> list[str]:
    """The texts of the paragraphs of a template filled with a record."""
    return texts(merge(template(body, **options), record).value)


def findings(body: str, record: Mapping[str, Any], **options: Any) -> list[Finding]:
    return list(merge(template(body, **options), record).findings)


def codes(body: str, record: Mapping[str, Any], **options: Any) -> list[str]:
    return [finding.code.id for finding in findings(body, record, **options)]
