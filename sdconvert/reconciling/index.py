"""The index of CURRENT with the entries that are new in EDITED."""

from __future__ import annotations

from collections.abc import Collection

from sdconvert.comparison.description import plain, terms_of
from sdconvert.frozen import replace
from sdconvert.model.document import IndexEntry
from sdconvert.reconciling.context import Context
from sdconvert.reconciling.result import EditKind

Entries = tuple[IndexEntry, ...]


def merge_index(context: Context, shown: Entries, edited: Entries, current: Entries) -> Entries:
    """Entries that nobody made before, below those that they stood below. None is deleted: what has lost its marks is
    still a term of the index."""
    known = {path for _, path in terms_of(shown)}
    merged, added = _join(current, edited, known, "")
    for path in added:
        context.tell(EditKind.ADDED, f"index entry {path}")
    return merged


def _join(mine: Entries, theirs: Entries, known: Collection[str], above: str) -> tuple[Entries, list[str]]:
    """Our entries with the new ones of the others, and the paths of these."""
    entries, added = list(mine), list[str]()
    places = {plain(entry.title): place for place, entry in reversed(list(enumerate(mine)))}
    for entry in theirs:
        title = plain(entry.title)
        path, place = f"{above}{title}", places.get(title)
        own = () if place is None else entries[place].children
        children, new = _join(own, entry.children, known, f"{path} / ")
        if place is not None:
            entries[place] = replace(entries[place], children=children)
        elif new or path not in known:
            entries.append(replace(entry, children=children, extra=()))
            new = [path, *new]
        added += new
    return tuple(entries), added
