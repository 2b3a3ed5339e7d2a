"""What a page says about itself, its index, and its author's styles."""

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
from sdconvert.formats.html.read.reading import Reading
from sdconvert.model.document import IndexEntry, Metadata
from sdconvert.xmlio import Element


def read_metadata(reading: Reading) -> Metadata:
    """The metadata of a page; its tags are the keywords."""
    named = _named(reading.root)
    body = reading.root.find("body")
    language = reading.root.get("lang") or reading.root.get("xml:lang") or ""
    if reading.is_own:
        return Metadata(
            "" if reading.root.get(DATA_UNTITLED) is not None else _own_line(body, TITLE),
            _own_line(body, SUBTITLE),
            "".join(named.get("description", [])[:1]),
            _own_footer(body),
            "".join(named.get("author", [])[:1]),
            language,
            "".join(named.get("filename", [])[:1]),
            tuple(named.get("keywords", [])),
        )
    title = reading.root.find("head/title")
    keywords = [word.strip() for words in named.get("keywords", []) for word in words.split(",")]
    return Metadata(
        title=" ".join(text_in(title).split()) if title is not None else "",
        description="".join(named.get("description", named.get("dcterms.description", []))[:1]).strip(),
        creator="".join(named.get("author", named.get("dcterms.creator", []))[:1]).strip(),
        language=language or ("" if body is None else body.get("lang", "")),
        tags=tuple(filter(None, keywords)),
    )


def _named(root: Element) -> dict[str, list[str]]:
    named: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        name = element.get("name")
        if name:
            named.setdefault(name.lower(), []).append(element.get("content", ""))
    return named


def _own_line(body: Element | None, name: str) -> str:
    header = None if body is None else body.find("header")
    if header is None:
        return ""
    return next((text_in(line) for line in header.iterchildren("p") if name in classes(line)), "")


def _own_footer(body: Element | None) -> str:
    line = None if body is None else body.find("footer/p")
    return "" if line is None else text_in(line)


def read_own_styles(reading: Reading) -> frozenset[str]:
    """The names of the author's styles in a page of our own."""
    body = reading.root.find("body")
    text = "" if body is None or not reading.is_own else body.get(DATA_OWN_STYLES, "")
    try:
        styles = json.loads(text or "[]")
    except (ValueError, RecursionError):
        return frozenset()
    return frozenset(style for style in styles if isinstance(style, str)) if isinstance(styles, list) else frozenset()


def read_index(reading: Reading) -> tuple[IndexEntry, ...]:
    """The index of a page of our own."""
    if not reading.is_own:
        return ()
    section = next((part for part in reading.root.iterfind("body/section") if INDEX in classes(part)), None)
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
