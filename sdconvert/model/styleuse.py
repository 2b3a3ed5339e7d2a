"""How a document uses a paragraph style: what a person needs to know to decide what the style means."""

from __future__ import annotations

from sdconvert.frozen import dataclass


@dataclass(frozen=True, slots=True)
class StyleUse:
    """One paragraph style as one document uses it. Sizes are in points, levels count from 0.

    What the style says: `name` as stored, `is_own` when the author made it, `is_default` when it is the style of
    paragraphs that name none; `based_on` is its chain of parents, the nearest first. `outline_level` is stated by
    `outline_style`; when that is named and there is no level, it states that this is body text. `numbering` is the
    counting of the style's list (`decimal`, `bullet` …) at `number_level`; `is_numbered_with_headings` when a heading
    counts in the same list, `has_dropped_number` when the style takes away the numbering that it inherits.
    `body_size` is the size of most of the text.

    What its `count` paragraphs are: `listed` by numbering of their own, `unlisted` when they take the style's away,
    `outlined` by an outline level of their own, `in_tables`, `sentences` when they end like one; `average_length` is
    the characters of those with text, `example` the first words of one. `formatted` are lines of text that look like
    headings by their own formatting alone, of which `formatted_example` is the first.
    """

    name: str
    is_own: bool = False
    is_default: bool = False
    based_on: tuple[str, ...] = ()
    outline_level: int | None = None
    outline_style: str = ""
    numbering: str | None = None
    number_level: int = 0
    is_numbered_with_headings: bool = False
    has_dropped_number: bool = False
    is_bold: bool = False
    size: float | None = None
    body_size: float | None = None
    count: int = 0
    example: str = ""
    average_length: float = 0.0
    listed: int = 0
    unlisted: int = 0
    outlined: int = 0
    in_tables: int = 0
    sentences: int = 0
    formatted: int = 0
    formatted_example: str = ""
