"""What a plain walk over a Word file does not tell: structure that stands in other parts or has another place in SDXML.

Words are measured in all files; of a structure that the file holds in such a form the measure says nothing.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

_LOOKS = frozenset(("bold", "italic", "underline", "strike", "sub", "sup", "smallcaps"))
_STRUCTURE = frozenset(("headings", "items", "cells", "pictures", "links", "notes", "alignment"))
_UNTOLD: dict[str, frozenset[str]] = {
    # the numbers of charts are tables, the texts of diagrams lists with their pictures, and both stand in other parts
    "//*[local-name() = 'graphicData']/*[local-name() = 'chart']": frozenset(("cells", "links", "alignment")),
    "//*[local-name() = 'relIds']": frozenset(("items", "pictures")),
    # so do embedded documents, with everything
    "//*[local-name() = 'altChunk']": _STRUCTURE | _LOOKS,
    # SDXML has no tables in cells: they are lines, or tables of their own
    "//*[local-name() = 'tc']//*[local-name() = 'tbl']": frozenset(("cells",)) | _LOOKS,
    # what is cut or turned in Word becomes another picture
    "//*[local-name() = 'srcRect'][@l or @t or @r or @b]": frozenset(("pictures",)),
    "//*[local-name() = 'xfrm'][@rot or @flipH or @flipV]": frozenset(("pictures",)),
    "//*[local-name() = 'imagedata'][@cropleft or @cropright or @croptop or @cropbottom]": frozenset(("pictures",)),
    # simple formulas are letters in italics
    "//*[local-name() = 'oMath']": frozenset(("italic",)),
}


def untold_measures(path: Path) -> frozenset[str]:
    """The measures that say nothing of a Word file."""
    with zipfile.ZipFile(path) as archive:
        trees = [
            etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False, huge_tree=True))
            for name in archive.namelist()
            if name.endswith(("document.xml", "footnotes.xml", "endnotes.xml", "document2.xml"))
        ]
    return frozenset().union(
        *(untold for tree in trees for place, untold in _UNTOLD.items() if tree.xpath(f"boolean({place})"))
    )
