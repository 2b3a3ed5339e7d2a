"""What becomes of the labels of the source."""

from __future__ import annotations

from collections.abc import Hashable

from sdconvert.choices import Labels
from sdconvert.findings import Location, Severity, declare
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.writing.numbering import compare_label

LABEL_DIFFERS = declare(
    "SDXML-W060",
    Severity.WARNING,
    "“{label}” in the source will be shown as “{shown}” by SMASHDOCs; this concerns {count} block(s) of this list and "
    "level.",
    hint="Use --labels literal to write such labels as text.",
    why="SDXML has no numbering format: SMASHDOCs counts headings and paragraphs as 1, 1.1, 1.2 and lists as 1, 2, 3. "
    "Letters, roman numbers, words such as “Art.” and other starts than 1 cannot be said.",
)
LABEL_AS_TEXT = declare(
    "SDXML-W061",
    Severity.INFO,
    "“{label}” is written as text, because SMASHDOCs would show “{shown}”; this concerns {count} block(s) of this list "
    "and level.",
    why="--labels literal asks for it. Such a block is no longer numbered by SMASHDOCs: a heading becomes a plain one, "
    "a list item an indented paragraph.",
)


def is_literal(context: Context, label: str, shown: str, numbered: tuple[Hashable, int], at: Location | None) -> bool:
    """Whether the label is to be written as text, because SMASHDOCs would show another one. Either way a difference
    is tallied for `numbered`, which is the list and the level."""
    literal = context.options.labels is Labels.LITERAL
    code = LABEL_AS_TEXT if literal else LABEL_DIFFERS
    return compare_label(context.report, code, label, shown, numbered, at) and literal


def label_text(label: str) -> str:
    """What stands before the text of a block whose label is literal: an addition, which the ledger does not count."""
    return f"{label}\t"
