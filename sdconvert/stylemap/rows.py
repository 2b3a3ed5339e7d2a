"""A style mapping: what the paragraphs of a style become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from sdconvert.frozen import dataclass

MAX_LEVEL = 5


class TextType(StrEnum):
    """What a paragraph style can become. Source: partner API, importing Word documents, `textType`."""

    PARAGRAPH = "paragraph"
    PARAGRAPH_OL = "paragraph-ol"
    HEADING = "heading"
    HEADING_OL = "heading-ol"
    CAPTION = "caption"
    LIST_OL = "list-ol"
    LIST_UL = "list-ul"

    @property
    def has_level(self) -> bool:
        """Whether the API takes a level with it."""
        return self in _WITH_LEVEL


_WITH_LEVEL = frozenset((TextType.PARAGRAPH, TextType.PARAGRAPH_OL, TextType.HEADING, TextType.HEADING_OL))


@dataclass(frozen=True, slots=True)
class MappingRow:
    """What the paragraphs of one style become; `level` counts from 0, None leaves it to what the paragraph is."""

    text_type: TextType
    level: int | None = None

    def __str__(self) -> str:
        return str(self.text_type) if self.level is None else f"{self.text_type} {self.level}"


@dataclass(frozen=True, slots=True)
class StyleMap:
    """Rows by the name of the paragraph style. In a name, `*` stands for any signs: a row for a family of styles."""

    rows: Mapping[str, MappingRow]
    _folded: Mapping[str, str] = field(init=False, repr=False, compare=False)
    _families: Sequence[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folded", {name.casefold(): name for name in reversed(list(self.rows))})
        families = sorted(filter(is_family, self.rows), key=lambda name: (name.count("*") - len(name), name))
        object.__setattr__(self, "_families", families)

    def key(self, style: str, is_own: bool) -> str | None:
        """The name under which this style has a row: own styles exactly, Word's built-in ones in any case. A row of its
        own goes before one for a family, and of these the one whose name has the most signs."""
        if style in self.rows:
            return style
        if not is_own and style.casefold() in self._folded:
            return self._folded[style.casefold()]
        fold = str if is_own else str.casefold
        return next((name for name in self._families if _fits(fold(name), fold(style))), None)

    @property
    def has_families(self) -> bool:
        """Whether any row is for a family of styles."""
        return bool(self._families)


def is_family(name: str) -> bool:
    """Whether the name of a row stands for a family of styles."""
    return "*" in name


def _fits(family: str, style: str) -> bool:
    """Whether a style is of a family: what stands between its signs `*` is found in the name, one after the other."""
    head, *middle, tail = family.split("*")
    at, end = len(head), len(style) - len(tail)
    if at > end or not style.startswith(head) or not style.endswith(tail):
        return False
    for part in middle:
        found = style.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
