"""Two documents -> what became of the one in the other, whole, as good to read as a redline of Word: pure.

`compare_documents` gives the blocks of both beside each other, with the words that were deleted and inserted;
`write_page` makes an HTML page of it, `write_fragment` the part of a page that shows the blocks, for which `style` is.
"""

from sdconvert.redline.page import redline_page, style, write_fragment, write_page
from sdconvert.redline.rows import Redline, compare_documents

__all__ = ["Redline", "compare_documents", "redline_page", "style", "write_fragment", "write_page"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
