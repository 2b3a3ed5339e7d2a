"""Tracked changes (ECMA-376 Part 1, 17.13.5): a part becomes what it is when all are accepted, or all rejected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sdconvert.formats.docx.read.revisions.controls import is_control_gone
from sdconvert.formats.docx.read.revisions.properties import report_former_numbers, resolve_properties
from sdconvert.late import call_late

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.revisions.resolving import resolve_content, resolve_structure
else:
    resolve_content = call_late("sdconvert.formats.docx.read.revisions.resolving", "resolve_content")
    resolve_structure = call_late("sdconvert.formats.docx.read.revisions.resolving", "resolve_structure")


__all__ = ["is_control_gone", "report_former_numbers", "resolve_content", "resolve_properties", "resolve_structure"]
