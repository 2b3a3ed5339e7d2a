"""The items of lists that Word writes as paragraphs."""

from __future__ import annotations

from sdconvert.formats.html.read.css import Style, parse_points
from sdconvert.model.inlines import Inline, Run
from sdconvert.patterns import compile_late

_LIST = compile_late(r"(l\d+) level(\d+) (lfo\d+)")
_FILTERED_LABEL = compile_late(r"\s*([·•o§\-–]|\(?[0-9A-Za-z]{1,4}[.)])(?:\xa0| )+\s*")
_POINTS_PER_LEVEL = 36.0


def word_list(style: Style) -> tuple[str, int] | None:
    """The list and the level that Word gives to a paragraph in a page that it saved."""
    found = _LIST.search(style.get("mso-list", ""))
    if found is None:
        return None
    return f"{found[1]} {found[3]}", int(found[2]) - 1


def filtered_level(style: Style) -> int:
    """The level of a list paragraph in a filtered page of Word, by its indent."""
    margin = style.get("margin-left") or next(iter(style.get("margin", "").split()[3:4]), "")
    points = parse_points(margin)
    return max(round((points or _POINTS_PER_LEVEL) / _POINTS_PER_LEVEL) - 1, 0)


def split_label(content: tuple[Inline, ...]) -> tuple[str, int, tuple[Inline, ...]]:
    """The label that the text of a list paragraph begins with in a filtered page of Word, how many characters it takes
    with the white space around it, and the rest; no label where there is none."""
    first = content[0]
    found = _FILTERED_LABEL.match(first.text) if isinstance(first, Run) else None
    if found is None or not isinstance(first, Run):
        return "", 0, content
    text = first.text[found.end() :]
    rest = (Run(text, first.marks, first.style),) if text else ()
    return found[1], found.end(), (*rest, *content[1:])


def is_number(label: str) -> bool:
    """Whether a label counts: a bullet is a sign, or the `o` and `§` of Word's symbol fonts."""
    return label not in ("o", "§") and any(map(str.isalnum, label))
