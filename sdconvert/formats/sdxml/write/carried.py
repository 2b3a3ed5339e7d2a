"""What a document that was read from SDXML brings along, for the way back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sdconvert.formats.sdxml.attributes import (
    parse_background,
    parse_col_span,
    parse_digits,
    parse_height,
    parse_row_span,
    parse_share,
    parse_size,
)
from sdconvert.formats.sdxml.names import MAX_INDENT
from sdconvert.model.extra import Extra

_SHADING = ("background-color", "background-intensity")


def _flag(text: str | None) -> bool:
    return text == "1"


def _indent(text: str | None) -> int:
    return parse_digits(text, MAX_INDENT) or 0


def _text(text: str | None) -> str:
    return text or ""


_MEANINGS: Mapping[str, Callable[[str | None], Any]] = {
    "border-bottom": _flag,
    "border-left": _flag,
    "border-right": _flag,
    "border-top": _flag,
    "caption": _text,
    "colspan": parse_col_span,
    "description": _text,
    "font-size": parse_size,
    "indent": _indent,
    "min-height": parse_height,
    "rowspan": parse_row_span,
    "sorting-key": _text,
    "stylename": _text,
    "target-reference-id": _text,
    "width": parse_share,
}
"""What the attributes say that the model has a field for. The others are the source's own."""

_UNSAID = frozenset({"indent", "level", "restartNumbering"})
"""What we say of some blocks; where we do not, it is the source's own: an indent, the level of a numbered heading, the
restart of what is not numbered."""


def carried(extra: Extra, name: str) -> str | None:
    """The first value of that name."""
    return next((value for key, value in extra if key == name), None)


def restore(ours: Mapping[str, str], extra: Extra) -> dict[str, str]:
    """The attributes of an element as we say them, and as the source had them as far as these mean what ours do."""
    theirs = {name: value for name, value in extra if not name.startswith("<")}
    if _is_other_shading(ours, theirs):
        theirs = {name: value for name, value in theirs.items() if name not in _SHADING}
    said = dict(ours)
    for name, value in theirs.items():
        if not _means_the_same(name, ours.get(name), value):
            continue
        if value is None:
            said.pop(name, None)
        else:
            said[name] = value
    return said


def _means_the_same(name: str, ours: str | None, theirs: str | None) -> bool:
    if ours is None and name in _UNSAID:
        return True
    if name == "level":
        return theirs is None and ours == "0"
    meaning = _MEANINGS.get(name)
    return meaning is None or bool(meaning(ours) == meaning(theirs))


def _is_other_shading(ours: Mapping[str, str], theirs: Mapping[str, str | None]) -> bool:
    if not any(name in theirs for name in _SHADING):
        return False
    seen, said = ([attributes.get(name) for name in _SHADING] for attributes in (ours, {**ours, **theirs}))
    return parse_background(*seen) != parse_background(*said)
