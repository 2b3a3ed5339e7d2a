"""Records into documents: a Word template is filled once for each record.

The modules here import the template engine (the extra `merge`) when they are used.
"""

from sdconvert.merging.errors import RecordRefused, TemplateRefused
from sdconvert.merging.filling import Missing
from sdconvert.merging.merge import merge
from sdconvert.merging.template import MergeTemplate, load_template

__all__ = ["MergeTemplate", "Missing", "RecordRefused", "TemplateRefused", "load_template", "merge"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
