"""Style mappings: from paragraph styles to what SMASHDOCs makes of them."""

from sdconvert.stylemap.rows import Row, StyleMap, TextType

__all__ = ["Row", "StyleMap", "TextType"]
