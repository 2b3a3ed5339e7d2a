"""Whether the value of an attribute is spelled as the writer does it. What is not is carried along."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from sdconvert.formats.sdxml.attributes import (
    is_uuid,
    parse_col_span,
    parse_colour,
    parse_height,
    parse_row_span,
    parse_share,
    parse_size,
)
from sdconvert.formats.sdxml.read.context import Spelling

_MM_PER_POINT = 25.4 / 72


def _always(_: str) -> bool:
    return True


def _never(_: str) -> bool:
    return False


@lru_cache(maxsize=256)
def _is_share(value: str) -> bool:
    return f"{parse_share(value):.2f}%" == value


@lru_cache(maxsize=256)
def _is_size(value: str) -> bool:
    return f"{parse_size(value) or 0:.2f}pt" == value != "0.00pt"


@lru_cache(maxsize=256)
def _is_height(value: str) -> bool:
    return f"{(parse_height(value) or 0) * _MM_PER_POINT:.2f}mm" == value != "0.00mm"


def _is_col_span(value: str) -> bool:
    return value == str(parse_col_span(value)) != "1"


def _is_row_span(value: str) -> bool:
    return value == str(parse_row_span(value)) != "1"


def _is_colour(value: str) -> bool:
    return parse_colour(value) == value


def _is_no_level(value: str) -> bool:
    return value not in ("0", "1", "2", "3", "4", "5")


HEADING: Mapping[str, Spelling] = {
    "origin_ids": _never,
    "level": _always,
    "enumeration": _always,
    "restartNumbering": _always,
    "indent": _always,
    "alignment": _always,
}
PARAGRAPH: Mapping[str, Spelling] = {
    "origin_ids": _never,
    "stylename": bool,
    "enumeration": _always,
    "restartNumbering": _always,
    "indent": _always,
    "alignment": _always,
}
LIST_ITEM: Mapping[str, Spelling] = {
    "origin_ids": _never,
    "list-id": is_uuid,
    "enumeration": _is_no_level,
    "indent": _always,
    "alignment": _always,
}
DIRECTORY: Mapping[str, Spelling] = {"origin_ids": _never, "type": _always}
PICTURE: Mapping[str, Spelling] = {
    "origin_ids": _never,
    "stylename": bool,
    "caption": bool,
    "num-enabled": _always,
    "width": _is_share,
    "indent": _always,
    "alignment": _always,
}
TABLE: Mapping[str, Spelling] = {**PICTURE, "border-color": _is_colour}
ROW: Mapping[str, Spelling] = {"row-id": _never, "min-height": _is_height}
CELL: Mapping[str, Spelling] = {
    "col-ids": _never,
    "colspan": _is_col_span,
    "rowspan": _is_row_span,
    "border-top": _always,
    "border-right": _always,
    "border-bottom": _always,
    "border-left": _always,
    "font-size": _is_size,
    "text-align": _always,
    "vertical-align": _always,
    "background-color": _always,
    "background-intensity": _always,
}
INDEX_NODE: Mapping[str, Spelling] = {
    "title": _always,
    "target-reference-id": bool,
    "description": bool,
    "sorting-key": bool,
}
