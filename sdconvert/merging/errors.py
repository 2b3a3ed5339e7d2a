"""Why a template or a record gave no document."""

from __future__ import annotations

from sdconvert.errors import UnreadableInput


class TemplateRefused(UnreadableInput):
    """The template is no Word file that can be filled, or a tag in it is wrong; the text names the place."""


class RecordRefused(UnreadableInput):
    """One record gives no document: its line is no record, it lacks what the template needs, or filling it failed."""
