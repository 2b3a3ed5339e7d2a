"""What is wrong with a style mapping, by itself and against the documents it is meant for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from sdconvert.findings import Finding, Severity, declare
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.builtin import built_in_name
from sdconvert.stylemap.rows import MAX_LEVEL, StyleMap

LEVEL_OUT_OF_RANGE = declare(
    "MAP-002",
    Severity.ERROR,
    "The row “{style}” has the level {level}; levels are whole numbers from 0 to 5.",
    hint="Level 0 is the highest: “heading 1” is a heading of level 0.",
    why="SMASHDOCs has six levels of headings and paragraphs.",
)
LEVEL_NOT_TAKEN = declare(
    "MAP-003",
    Severity.WARNING,
    "The row “{style}” gives a level, but {text_type} takes none.",
    hint="Remove the level: only paragraph, paragraph-ol, heading and heading-ol have one.",
    why="The import takes a level for paragraphs and headings only and refuses or ignores it elsewhere.",
)
STYLE_NOT_USED = declare(
    "MAP-007",
    Severity.WARNING,
    "The row “{style}” maps a style that no paragraph uses{guess}.",
    hint="Own styles are named exactly as in Word, built-in ones by their English names, whatever Word's language.",
    why="A row for a style that is not there is often a misspelt name.",
)
STYLE_WITHOUT_ROW = declare(
    "MAP-008",
    Severity.WARNING,
    "The style “{style}” has no row; {count} paragraphs use it, such as “{example}”.",
    hint="Add a row, or leave it to the import to decide.",
    why="Without a row the import decides by itself what such a paragraph becomes.",
)


ONE_STYLE = declare(
    "MAP-017",
    Severity.WARNING,
    "The rows {rows} are for one style, Word's own “{style}”, and say: {choices}.",
    hint="Keep the row with the English name in small letters, and remove the others.",
    why="Word's own styles have English names in every file, in whatever language Word shows them, and these are one "
    "style in capital and in small letters. Only one row can count.",
)
NAME_OF_WORD = declare(
    "MAP-018",
    Severity.WARNING,
    "The row “{style}” is named as Word shows its own style “{known}”; files and the API call that “{known}”.",
    hint="Write “{known}”, unless the documents have a style of their own of this name.",
    why="Word translates the names of its own styles on the screen only. A row with a translated name has no effect.",
)


def check_rows(stylemap: StyleMap, uses: Iterable[StyleUse] = ()) -> tuple[Finding, ...]:
    """The faults that the rows have by themselves; a name that an own style in use has is none of Word's."""
    own = {use.name for use in uses if use.is_own}
    return tuple(_row_faults(stylemap)) + tuple(_name_faults(stylemap, own))


def check(stylemap: StyleMap, uses: Iterable[StyleUse]) -> tuple[Finding, ...]:
    """The faults of the rows, the rows that nothing uses, and the styles in use that have no row."""
    uses = tuple(uses)
    return check_rows(stylemap, uses) + tuple(_unused_rows(stylemap, uses)) + tuple(_styles_without_row(stylemap, uses))


def _row_faults(stylemap: StyleMap) -> Iterator[Finding]:
    for style, row in stylemap.rows.items():
        if row.level is None:
            continue
        if not row.text_type.has_level:
            yield Finding(LEVEL_NOT_TAKEN, details={"style": style, "text_type": str(row.text_type)})
        elif not 0 <= row.level <= MAX_LEVEL:
            yield Finding(LEVEL_OUT_OF_RANGE, details={"style": style, "level": row.level})


def _name_faults(stylemap: StyleMap, own: Set[str]) -> Iterator[Finding]:
    """Names that Word's own styles do not have in files, and rows that are for one and the same of these."""
    rows: dict[str, list[str]] = {}
    for style in stylemap.rows:
        known = built_in_name(style)
        if known is not None and style not in own:
            rows.setdefault(known, []).append(style)
            if style.casefold() != known.casefold():
                yield Finding(NAME_OF_WORD, details={"style": style, "known": known})
    for known, names in rows.items():
        if len(names) > 1:
            listed = " and ".join(f"“{name}”" for name in names)
            choices = ", ".join(str(stylemap.rows[name]) for name in names)
            yield Finding(ONE_STYLE, details={"rows": listed, "style": known, "choices": choices})


def _unused_rows(stylemap: StyleMap, uses: Iterable[StyleUse]) -> Iterator[Finding]:
    used = {stylemap.key(use.name, use.is_own) for use in uses}
    without = sorted({use.name for use in uses if stylemap.key(use.name, use.is_own) is None})
    for style in stylemap.rows:
        if style not in used:
            yield Finding(STYLE_NOT_USED, details={"style": style, "guess": _guess(style, without)})


def _guess(style: str, names: list[str]) -> str:
    folded = {name.casefold(): name for name in names}
    from difflib import get_close_matches

    close = get_close_matches(style.casefold(), folded, n=1, cutoff=0.8)
    return f"; is “{folded[close[0]]}” meant?" if close else ""


def _styles_without_row(stylemap: StyleMap, uses: Iterable[StyleUse]) -> Iterator[Finding]:
    counts: dict[str, int] = {}
    examples: dict[str, str] = {}
    for use in uses:
        if stylemap.key(use.name, use.is_own) is None:
            counts[use.name] = counts.get(use.name, 0) + use.count
            examples[use.name] = examples.get(use.name) or use.example
    for style in sorted(counts, key=lambda name: (-counts[name], name)):
        yield Finding(STYLE_WITHOUT_ROW, details={"style": style, "count": counts[style], "example": examples[style]})
