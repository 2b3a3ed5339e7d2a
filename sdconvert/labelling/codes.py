"""The modules that declare codes."""

from sdconvert.labelling import references, settle

__all__ = ["references", "settle"]
