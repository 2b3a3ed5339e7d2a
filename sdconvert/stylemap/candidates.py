"""Styles that only look like headings: short, bold, larger than the text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sdconvert.frozen import replace
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.choice import HEADINGS
from sdconvert.stylemap.proposal import Ground, ProposedRow
from sdconvert.stylemap.rows import MAX_LEVEL, MappingRow, TextType

SHORT = 80
CLEARLY_LARGER = 1.25
LARGER = 1.05


def find_candidates(rows: list[ProposedRow], leading: Mapping[str, StyleUse]) -> Iterator[ProposedRow]:
    """The rows that map to a paragraph though they look like a heading, as the heading they may be meant as.
    `leading` is for each style the use of the file that has the most of it.

    Their level is that of the real headings of their size, or without such their own order by size.
    """
    sizes = _heading_sizes(rows, leading)
    looks = {
        proposed.style: look
        for proposed in rows
        if proposed.row.text_type is TextType.PARAGRAPH
        and proposed.ground is not Ground.NAME
        and (look := _look_of_a_heading(leading[proposed.style]))
    }
    own_sizes = sorted({leading[style].size or 0.0 for style in looks}, reverse=True)
    for proposed in rows:
        if proposed.style in looks:
            size = leading[proposed.style].size or 0.0
            level = _level_by_size(size, sizes) if sizes else min(own_sizes.index(size), MAX_LEVEL)
            text_type = TextType.HEADING_OL if leading[proposed.style].listed else TextType.HEADING
            yield replace(
                proposed,
                row=MappingRow(text_type, level),
                ground=Ground.APPEARANCE,
                reason=looks[proposed.style],
                agreement=None,
            )


def _heading_sizes(rows: list[ProposedRow], leading: Mapping[str, StyleUse]) -> dict[int, float]:
    """The size of the headings of each level, as far as it is known; a title stands above all of them."""
    sizes: dict[int, float] = {}
    for proposed in rows:
        size = leading[proposed.style].size
        is_heading = proposed.row.text_type in HEADINGS and proposed.style.lower() != "title"
        if is_heading and proposed.row.level is not None and size:
            sizes[proposed.row.level] = max(size, sizes.get(proposed.row.level, 0.0))
    return sizes


def _level_by_size(size: float, sizes: dict[int, float]) -> int:
    """The highest level whose headings are not larger, or one below all of them."""
    fitting = [level for level, heading in sizes.items() if heading <= size]
    return min(fitting) if fitting else min(max(sizes) + 1, MAX_LEVEL)


def _look_of_a_heading(use: StyleUse) -> str:
    """Why paragraphs of this style look like headings, empty when they do not."""
    if use.is_default or not use.example:
        return ""
    if 2 * use.outlined > use.count:
        return f"{use.outlined} of its {use.count} paragraphs have an outline level of their own"
    if use.average_length > SHORT or 2 * use.sentences > use.count or 2 * use.in_tables > use.count:
        return ""
    if use.size is None or not use.body_size:
        return ""
    ratio = use.size / use.body_size
    if ratio < CLEARLY_LARGER and not (use.is_bold and ratio > LARGER):
        return ""
    pieces = [f"short (on average {use.average_length:.0f} characters)"]
    if use.is_bold:
        pieces.append("bold")
    pieces.append(f"larger than the text ({use.size:g} against {use.body_size:g} pt)")
    return ", ".join(pieces)
