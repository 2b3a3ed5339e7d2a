"""The settings of a document (ECMA-376 Part 1, 17.15.1)."""

from __future__ import annotations

from lxml import etree

from sdconvert.formats.docx.names import VAL, w
from sdconvert.xmlio import parse

_UPDATE_FIELDS = w("updateFields")
_BEHIND = frozenset(
    w(name)
    for name in (
        *("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "attachedSchema"),
        *("themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures"),
        *("forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "shapeDefaults"),
        *("doNotEmbedSmartTags", "decimalSymbol", "listSeparator"),
    )
)
"""What stands behind `w:updateFields`, with everything of another namespace."""


def with_update_of_fields(settings: bytes) -> bytes:
    """The settings part with the wish that fields are computed when the document is opened. Word asks its reader first.

    Source: ECMA-376 Part 1, 17.15.1.90 (updateFields).
    """
    root = parse(settings, "settings.xml")
    wish = root.find(_UPDATE_FIELDS)
    if wish is None:
        wish = etree.Element(_UPDATE_FIELDS)
        namespace = root.tag.rpartition("}")[0]
        behind = (child for child in root if child.tag in _BEHIND or str(child.tag).rpartition("}")[0] != namespace)
        place = next(behind, None)
        root.append(wish) if place is None else place.addprevious(wish)
    wish.set(VAL, "true")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
