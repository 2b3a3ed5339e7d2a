"""The modules that declare codes."""

from sdconvert.labelling import notes, references, settle

__all__ = ["notes", "references", "settle"]
