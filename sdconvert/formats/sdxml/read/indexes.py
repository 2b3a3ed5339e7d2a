"""The index of a document."""

from __future__ import annotations

from itertools import count

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
    entries = []
    for element in reading.take_children(parent):
        if element.tag == "index-node":
            entries.append(_read_entry(reading, element, seen))
        else:
            reading.lose_element(element)
    return tuple(entries)


def _read_entry(reading: Reading, element: Element, seen: set[str]) -> IndexEntry:
    own, extra = _take_id(reading, element.get("id", ""), seen)
    reading.entries.add(own)
    return IndexEntry(
        own,
        element.get("title", ""),
        _read_entries(reading, element, seen),
        element.get("target-reference-id", ""),
        element.get("description", ""),
        element.get("sorting-key", ""),
        extra + reading.carry_attributes(element, spellings.INDEX_NODE),
    )


def _take_id(reading: Reading, own: str, seen: set[str]) -> tuple[str, Extra]:
    """The id of an entry, and what is to be carried of it. Of several entries with one id the first has it; the others
    get one by their place, which no mark names. One with the id of a block keeps its marks, and gets another one when
    it is written. Loses: SDXML-R017."""
    if own in seen:
        reading.tell_repeated(own)
        own = next(name for number in count(len(seen)) if (name := f"{own} {number}") not in seen)
        seen.add(own)
        return own, ()
    seen.add(own)
    if reading.is_taken(own):
        reading.tell_repeated(own)
        return own, ()
    is_said_again = not is_uuid(own) and (own or own not in reading.marks)
    return own, (("id", own),) if is_said_again else ()
