"""The index of a document."""

from __future__ import annotations

from sdconvert.formats.sdxml.attributes import is_uuid
from sdconvert.formats.sdxml.read import spellings
from sdconvert.formats.sdxml.read.context import Reading
from sdconvert.model.document import IndexEntry
from sdconvert.model.extra import Extra
from sdconvert.xmlio import Element


def read_indexes(reading: Reading, element: Element) -> tuple[IndexEntry, ...]:
    """The entries, each with its sub-entries.

    Source: DTD, `indexes` and `index-node`. Loses: SDXML-R010, SDXML-R011.
    """
    return _read_entries(reading, element, set())


def _read_entries(reading: Reading, parent: Element, seen: set[str]) -> tuple[IndexEntry, ...]:
    reading.lose_text(parent)
    entries = []
    for element in parent:
        if element.tag == "index-node":
            entries.append(_read_entry(reading, element, seen))
        else:
            reading.lose_element(element)
    return tuple(entries)


def _read_entry(reading: Reading, element: Element, seen: set[str]) -> IndexEntry:
    own = element.get("id", "")
    reading.entries.add(own)
    extra: Extra = () if is_uuid(own) and own not in seen else (("id", own),)
    seen.add(own)
    return IndexEntry(
        own,
        element.get("title", ""),
        _read_entries(reading, element, seen),
        element.get("target-reference-id", ""),
        element.get("description", ""),
        element.get("sorting-key", ""),
        extra + reading.carry_attributes(element, spellings.INDEX_NODE),
    )
