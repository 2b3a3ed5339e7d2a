"""A style mapping: what the paragraphs of a style become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

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
    """Rows by the name of the paragraph style."""

    rows: Mapping[str, MappingRow]
    _folded: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folded", {name.casefold(): name for name in reversed(list(self.rows))})

    def key(self, style: str, is_own: bool) -> str | None:
        """The name under which this style has a row: own styles exactly, Word's built-in ones in any case."""
        if style in self.rows:
            return style
        return None if is_own else self._folded.get(style.casefold())
