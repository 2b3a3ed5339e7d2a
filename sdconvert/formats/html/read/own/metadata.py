"""What our own page says about itself, its index, and its author's styles."""

from __future__ import annotations

import json

from sdconvert.formats.html.names import (
    DATA_DESCRIPTION,
    DATA_ID,
    DATA_OWN_STYLES,
    DATA_SORTING_KEY,
    DATA_TARGET,
    DATA_UNTITLED,
    INDEX,
    SUBTITLE,
    TITLE,
)
from sdconvert.formats.html.read.elements import classes, text_in
from sdconvert.formats.html.read.metadata import language_of, meta_values
from sdconvert.model.document import IndexEntry, Metadata
from sdconvert.xmlio import Element


def read_own_metadata(root: Element) -> Metadata:
    """The metadata of a page."""
    values = meta_values(root)
    footer = root.find("body/footer/p")
    return Metadata(
        "" if root.get(DATA_UNTITLED) is not None else _read_line(root, TITLE),
        _read_line(root, SUBTITLE),
        "".join(values.get("description", [])[:1]),
        "" if footer is None else text_in(footer),
        "".join(values.get("author", [])[:1]),
        language_of(root),
        "".join(values.get("filename", [])[:1]),
        tuple(values.get("keywords", [])),
    )


def _read_line(root: Element, name: str) -> str:
    header = root.find("body/header")
    lines = [] if header is None else header.findall("p")
    return next((text_in(line) for line in lines if name in classes(line)), "")


def read_own_styles(root: Element) -> frozenset[str]:
    """The names of the author's styles."""
    body = root.find("body")
    text = "" if body is None else body.get(DATA_OWN_STYLES, "")
    try:
        styles = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(style for style in styles if isinstance(style, str)) if isinstance(styles, list) else frozenset()


def read_index(root: Element) -> tuple[IndexEntry, ...]:
    """The index."""
    section = next((part for part in root.iterfind("body/section") if INDEX in classes(part)), None)
    return () if section is None else _read_entries(section)


def _read_entries(holder: Element) -> tuple[IndexEntry, ...]:
    return tuple([_read_entry(item) for item in holder.iterfind("ul/li")])


def _read_entry(item: Element) -> IndexEntry:
    title = item.find("span")
    return IndexEntry(
        item.get(DATA_ID, ""),
        "" if title is None else text_in(title),
        _read_entries(item),
        item.get(DATA_TARGET, ""),
        item.get(DATA_DESCRIPTION, ""),
        item.get(DATA_SORTING_KEY, ""),
    )
