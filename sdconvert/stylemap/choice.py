"""One style as one document uses it -> what it should become, by the first rule that knows."""

from __future__ import annotations

from sdconvert.frozen import dataclass
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap.builtin import heading_level, is_apparatus, is_generated
from sdconvert.stylemap.forms import FormCounts, changes_by, rows_as_they_are
from sdconvert.stylemap.proposal import Ground
from sdconvert.stylemap.rows import MAX_LEVEL, MappingRow, TextType

HEADINGS = (TextType.HEADING, TextType.HEADING_OL)


@dataclass(frozen=True, slots=True)
class Choice:
    """A row with what it rests on; `reason` is for a person."""

    row: MappingRow
    ground: Ground
    reason: str


def choose(use: StyleUse, forms: FormCounts | None = None) -> Choice:
    """What a style should become, judged by this one document: by what the style says, unless another row changes fewer
    of its paragraphs, where `forms` tells what these are without any mapping."""
    choice = _choose_by_style(use)
    if not forms:
        return choice
    row = min((choice.row, *rows_as_they_are(forms)), key=lambda row: changes_by(row, forms))
    return choice if row == choice.row else _choose_by_forms(choice, row, forms)


def _choose_by_forms(choice: Choice, row: MappingRow, forms: FormCounts) -> Choice:
    share = "most" if any(changes_by(row, {form: 1}) for form in forms) else "all"
    if any(form.is_clause and not changes_by(row, {form: 1}) for form in forms):
        return Choice(row, Ground.WORDING, f"{choice.reason}, but {share} of it reads like clauses")
    if row.text_type is TextType.PARAGRAPH:
        return Choice(row, Ground.NUMBERING, "partly list items, which the import finds by itself")
    numbered = "not numbered" if row.text_type is TextType.HEADING else "numbered"
    if choice.row.text_type is row.text_type:
        return Choice(row, choice.ground, f"{choice.reason}, {share} of it at level {(row.level or 0) + 1}")
    return Choice(row, choice.ground, f"{choice.reason}, {share} of it {numbered} in Word")


def _choose_by_style(use: StyleUse) -> Choice:
    for rule in _RULES:
        choice = rule(use)
        if choice is not None:
            return choice
    return _body(use)


def _heading_by_name(use: StyleUse) -> Choice | None:
    level = heading_level(use.name)
    return None if level is None else _heading(use, level, Ground.NAME, "Word's own heading")


def _caption(use: StyleUse) -> Choice | None:
    if use.name.lower() == "caption" and not use.is_own:
        return Choice(MappingRow(TextType.CAPTION), Ground.NAME, "Word's own caption")
    if "caption" in (parent.lower() for parent in use.based_on):
        return Choice(MappingRow(TextType.CAPTION), Ground.INHERITANCE, "based on “caption”")
    return None


def _title(use: StyleUse) -> Choice | None:
    if use.is_own:
        return None
    match use.name.lower():
        case "title":
            return Choice(MappingRow(TextType.HEADING, 0), Ground.NAME, "Word's own title")
        case "subtitle":
            return Choice(MappingRow(TextType.PARAGRAPH, 0), Ground.NAME, "Word's own subtitle")
    return None


def _apparatus(use: StyleUse) -> Choice | None:
    if use.is_own:
        return None
    if is_generated(use.name):
        return Choice(MappingRow(TextType.PARAGRAPH, 0), Ground.NAME, "Word's own, for a generated directory")
    if is_apparatus(use.name):
        return Choice(MappingRow(TextType.PARAGRAPH, 0), Ground.NAME, f"Word's own {use.name.lower()}")
    return None


def _by_outline_level(use: StyleUse) -> Choice | None:
    if use.outline_level is None or heading_level(use.outline_style) is not None:
        return None
    origin = f", from “{use.outline_style}”" if use.outline_style not in ("", use.name) else ""
    return _heading(use, use.outline_level, Ground.OUTLINE_LEVEL, f"outline level {use.outline_level + 1}{origin}")


def _by_inheritance(use: StyleUse) -> Choice | None:
    if use.outline_style and use.outline_level is None:
        return None
    level = _inherited_level(use)
    if level is None:
        return None
    return _heading(use, level, Ground.INHERITANCE, f"based on “heading {level + 1}”")


def _by_heading_list(use: StyleUse) -> Choice | None:
    if not use.is_numbered_with_headings or not _is_list(use) or use.numbering == "bullet":
        return None
    level = min(use.number_level, MAX_LEVEL)
    reason = f"numbered in one list with the headings, at its level {use.number_level + 1}"
    return Choice(MappingRow(TextType.PARAGRAPH_OL, level), Ground.NUMBERING, reason)


def _by_numbering(use: StyleUse) -> Choice | None:
    if not _is_list(use) or use.numbering is None:
        return None
    if use.numbering == "bullet":
        return Choice(MappingRow(TextType.LIST_UL), Ground.NUMBERING, "its style gives it a bullet")
    return Choice(MappingRow(TextType.LIST_OL), Ground.NUMBERING, f"its style numbers it ({_in_words(use.numbering)})")


def _body(use: StyleUse) -> Choice:
    if use.listed and 2 * use.listed >= use.count:
        share = "all" if use.listed == use.count else "most"
        reason = f"{share} are list items by numbering of their own, which the import finds by itself"
        return Choice(MappingRow(TextType.PARAGRAPH, 0), Ground.NUMBERING, reason)
    reason = "plain text by its definition"
    if use.is_default:
        reason = "text of the document"
    elif use.outline_style:
        reason = f"“{use.outline_style}” says that it is body text"
    return Choice(MappingRow(TextType.PARAGRAPH, 0), Ground.NOTHING_SPECIAL, reason)


_RULES = (
    _heading_by_name,
    _caption,
    _title,
    _apparatus,
    _by_outline_level,
    _by_inheritance,
    _by_heading_list,
    _by_numbering,
)


def _is_list(use: StyleUse) -> bool:
    """Whether the style numbers its paragraphs and most of them leave it at that."""
    return use.numbering not in (None, "none") and 2 * use.unlisted <= use.count


def _heading(use: StyleUse, level: int, ground: Ground, reason: str) -> Choice:
    level = min(level, MAX_LEVEL)
    if use.is_own and use.has_dropped_number and not use.listed:
        return Choice(MappingRow(TextType.HEADING, level), ground, f"{reason}, whose number it takes away")
    if not _is_list(use) and not use.listed:
        return Choice(MappingRow(TextType.HEADING, level), ground, f"{reason}, not numbered in Word")
    return Choice(MappingRow(TextType.HEADING_OL, level), ground, reason)


def depth_of_heading(use: StyleUse) -> int | None:
    """The level of a heading as deep as Word has it, None for anything else."""
    level = heading_level(use.name)
    if level is not None:
        return level
    if _choose_by_style(use).row.text_type not in HEADINGS:
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
