"""What the source showed before its blocks and in its references, and what SMASHDOCs will show: one account of both.

It is a step from document to document, between restyling and writing. After it, what a block is numbered with and what
a reference shows follow from the document alone, and every writer shows the same.
"""

from sdconvert.labelling.settle import settle

__all__ = ["settle"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
