"""The styles in use -> a mapping for the word import, each row with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from sdconvert.findings import Finding, Severity, declare
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.builtin import heading_level, is_apparatus, is_generated, style_key
from sdconvert.stylemap.candidates import find_candidates
from sdconvert.stylemap.proposal import Ground, Proposal, ProposedRow, reading_order
from sdconvert.stylemap.rows import MAX_LEVEL, Row, TextType

__all__ = ["Proposal", "propose"]

OUTLINED_PARAGRAPHS = declare(
    "MAP-009",
    Severity.WARNING,
    "{count} paragraphs of the style “{style}” are headings by an outline level of their own; the row makes them text.",
    hint="Leave the row out, or give these paragraphs a heading style in Word.",
    why="A style mapping speaks of styles only; it cannot tell one paragraph of a style from another.",
)
HEADING_TOO_DEEP = declare(
    "MAP-010",
    Severity.WARNING,
    "The style “{style}” is a heading of level {level}, counted from 1; the deepest that SMASHDOCs has is 6.",
    hint="Its paragraphs become headings of the deepest level; map the style to a paragraph when that is too high.",
    why="SMASHDOCs has six levels of headings, Word has nine.",
)
FILES_DISAGREE = declare(
    "MAP-011",
    Severity.WARNING,
    "The style “{style}” is not the same in all files: {choices}; the mapping says {chosen}.",
    hint="Give the files a mapping each, or change the row.",
    why="One mapping holds for all files that are imported with it.",
)


_HEADINGS = (TextType.HEADING, TextType.HEADING_OL)
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class _Choice:
    row: Row
    ground: Ground
    reason: str


def propose(uses: Iterable[StyleUse]) -> Proposal:
    """A row for every style in use; each `StyleUse` stands for one file.

    Source: partner API, importing Word documents, style mapping.
    """
    by_style = _by_style(uses)
    findings: list[Finding] = []
    rows = sorted((_propose_row(style, group, findings) for style, group in by_style.items()), key=reading_order)
    return Proposal(tuple(rows), tuple(find_candidates(rows, by_style)), tuple(findings))


def _by_style(uses: Iterable[StyleUse]) -> dict[str, list[StyleUse]]:
    groups: dict[str, list[StyleUse]] = {}
    built_in: dict[str, str] = {}
    for use in uses:
        key = style_key(use.name, use.is_own)
        if not use.is_own:
            key = built_in.setdefault(key.lower(), key)
        groups.setdefault(key, []).append(use)
    return groups


def _propose_row(style: str, uses: list[StyleUse], findings: list[Finding]) -> ProposedRow:
    choices = _votes((_choose(use), use.count) for use in uses)
    votes = _votes((choice.row, count) for choice, count in choices.items())
    row = next(iter(votes))
    chosen = next(choice for choice in choices if choice.row == row)
    if len(votes) > 1:
        listed = "; ".join(f"{other} for {count} paragraphs" for other, count in votes.items())
        findings.append(Finding(FILES_DISAGREE, details={"style": style, "choices": listed, "chosen": str(row)}))
    depth = max((_heading_level(use) or 0 for use in uses), default=0)
    if depth > MAX_LEVEL:
        findings.append(Finding(HEADING_TOO_DEEP, details={"style": style, "level": depth + 1}))
    outlined = sum(use.outlined for use in uses)
    if outlined and row.text_type not in _HEADINGS:
        findings.append(Finding(OUTLINED_PARAGRAPHS, details={"style": style, "count": outlined}))
    return ProposedRow(
        style,
        row,
        chosen.ground,
        chosen.reason,
        count=sum(use.count for use in uses),
        files=len(uses),
        example=next((use.example for use in uses if use.example), ""),
    )


def _votes(counted: Iterable[tuple[_V, int]]) -> dict[_V, int]:
    """How many paragraphs speak for each value, the one with the most first."""
    votes: dict[_V, int] = {}
    for value, count in counted:
        votes[value] = votes.get(value, 0) + max(1, count)
    return dict(sorted(votes.items(), key=lambda item: -item[1]))


def _choose(use: StyleUse) -> _Choice:
    for rule in _RULES:
        choice = rule(use)
        if choice is not None:
            return choice
    return _body(use)


def _heading_by_name(use: StyleUse) -> _Choice | None:
    level = heading_level(use.name)
    return None if level is None else _heading(use, level, Ground.NAME, "Word's own heading")


def _caption(use: StyleUse) -> _Choice | None:
    if use.name.lower() == "caption" and not use.is_own:
        return _Choice(Row(TextType.CAPTION), Ground.NAME, "Word's own caption")
    if "caption" in (parent.lower() for parent in use.based_on):
        return _Choice(Row(TextType.CAPTION), Ground.INHERITANCE, "based on “caption”")
    return None


def _title(use: StyleUse) -> _Choice | None:
    if use.is_own:
        return None
    match use.name.lower():
        case "title":
            return _Choice(Row(TextType.HEADING, 0), Ground.NAME, "Word's own title")
        case "subtitle":
            return _Choice(Row(TextType.PARAGRAPH, 0), Ground.NAME, "Word's own subtitle")
    return None


def _generated(use: StyleUse) -> _Choice | None:
    if use.is_own:
        return None
    if is_generated(use.name):
        return _Choice(Row(TextType.PARAGRAPH, 0), Ground.NAME, "Word's own, for a generated directory")
    if is_apparatus(use.name):
        return _Choice(Row(TextType.PARAGRAPH, 0), Ground.NAME, f"Word's own {use.name.lower()}")
    return None


def _by_outline_level(use: StyleUse) -> _Choice | None:
    if use.outline_level is None or heading_level(use.outline_style) is not None:
        return None
    origin = f", from “{use.outline_style}”" if use.outline_style not in ("", use.name) else ""
    return _heading(use, use.outline_level, Ground.OUTLINE_LEVEL, f"outline level {use.outline_level + 1}{origin}")


def _by_inheritance(use: StyleUse) -> _Choice | None:
    if use.outline_style and use.outline_level is None:
        return None
    level = _inherited_level(use)
    if level is None:
        return None
    return _heading(use, level, Ground.INHERITANCE, f"based on “heading {level + 1}”")


def _numbered_with_headings(use: StyleUse) -> _Choice | None:
    if not use.is_numbered_with_headings or not _is_list(use) or use.numbering == "bullet":
        return None
    level = min(use.number_level, MAX_LEVEL)
    reason = f"numbered in one list with the headings, at its level {use.number_level + 1}"
    return _Choice(Row(TextType.PARAGRAPH_OL, level), Ground.NUMBERING, reason)


def _by_numbering(use: StyleUse) -> _Choice | None:
    if not _is_list(use) or use.numbering is None:
        return None
    if use.numbering == "bullet":
        return _Choice(Row(TextType.LIST_UL), Ground.NUMBERING, "its style gives it a bullet")
    return _Choice(Row(TextType.LIST_OL), Ground.NUMBERING, f"its style numbers it ({_in_words(use.numbering)})")


def _body(use: StyleUse) -> _Choice:
    if use.listed and 2 * use.listed >= use.count:
        share = "all" if use.listed == use.count else "most"
        reason = f"{share} are list items by numbering of their own, which the import finds by itself"
        return _Choice(Row(TextType.PARAGRAPH, 0), Ground.NUMBERING, reason)
    reason = "plain text by its definition"
    if use.is_default:
        reason = "text of the document"
    elif use.outline_style:
        reason = f"“{use.outline_style}” says that it is body text"
    return _Choice(Row(TextType.PARAGRAPH, 0), Ground.NOTHING_SPECIAL, reason)


_RULES = (
    _heading_by_name,
    _caption,
    _title,
    _generated,
    _by_outline_level,
    _by_inheritance,
    _numbered_with_headings,
    _by_numbering,
)


def _is_list(use: StyleUse) -> bool:
    """Whether the style numbers its paragraphs and most of them leave it at that."""
    return use.numbering not in (None, "none") and 2 * use.unlisted <= use.count


def _heading(use: StyleUse, level: int, ground: Ground, reason: str) -> _Choice:
    level = min(level, MAX_LEVEL)
    if use.is_own and use.has_dropped_number and not use.listed:
        return _Choice(Row(TextType.HEADING, level), ground, f"{reason}, whose number it takes away")
    if not _is_list(use) and not use.listed:
        reason += ", not numbered in Word"
    return _Choice(Row(TextType.HEADING_OL, level), ground, reason)


def _heading_level(use: StyleUse) -> int | None:
    """The level of a heading as deep as Word has it, None for anything else."""
    level = heading_level(use.name)
    if level is not None:
        return level
    if _choose(use).row.text_type not in _HEADINGS:
        return None
    return use.outline_level if use.outline_level is not None else _inherited_level(use)


def _inherited_level(use: StyleUse) -> int | None:
    levels = (heading_level(parent) for parent in use.based_on)
    return next((level for level in levels if level is not None), None)


_COUNTING = {
    "decimal": "1, 2, 3",
    "decimalZero": "01, 02, 03",
    "lowerLetter": "a, b, c",
    "upperLetter": "A, B, C",
    "lowerRoman": "i, ii, iii",
    "upperRoman": "I, II, III",
}


def _in_words(numbering: str) -> str:
    return _COUNTING.get(numbering, numbering)
