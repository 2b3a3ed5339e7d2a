"""Style mappings: from paragraph styles to what SMASHDOCs makes of them."""

from sdconvert.stylemap.rows import MappingRow, StyleMap, TextType

__all__ = ["MappingRow", "StyleMap", "TextType"]


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
