"""The index of a document, as pieces of XML."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sdconvert.findings import Severity, declare
from sdconvert.formats.sdxml.attributes import is_uuid
from sdconvert.formats.sdxml.write.carried import carried
from sdconvert.formats.sdxml.write.context import Context
from sdconvert.formats.sdxml.write.ids import free_uuid
from sdconvert.formats.sdxml.write.tags import Attributes, start_tag
from sdconvert.model.document import IndexEntry
from sdconvert.model.walk import walk_entries

INDEX_TARGET_UNKNOWN = declare(
    "SDXML-W085",
    Severity.WARNING,
    "The index entry “{title}” refers to an entry that the index does not have; the reference is lost.",
    hint="Check the “see …” of the index entry.",
    why="In SDXML `target-reference-id` names the id of another entry of the index.",
)
INDEX_ENTRY_TWICE = declare(
    "SDXML-W086",
    Severity.INFO,
    "Two index entries have one id; the marks of both lead to the first. The second is “{title}”.",
    why="In SDXML each entry of the index has an id of its own.",
)


def entry_ids(entries: Iterable[IndexEntry], others: Collection[str | None]) -> dict[str, str]:
    """The written id of each entry by its id in the model, which is none of `others`; of several with one id, the first
    counts."""
    walked = [entry for *_, entry in walk_entries(entries)]
    taken = {*others, *map(_own_id, walked)}
    ids: dict[str, str] = {}
    for number, entry in enumerate(walked):
        if entry.id not in ids:
            own = _own_id(entry)
            ids[entry.id] = own if own and own not in others else free_uuid(f"index {number}\n{entry.title}", taken)
    return ids


def _own_id(entry: IndexEntry) -> str | None:
    """The id that the entry had in SDXML."""
    return entry.id if is_uuid(entry.id) else carried(entry.extra, "id")


def write_indexes(context: Context, entries: tuple[IndexEntry, ...], *, is_kept: bool = False) -> None:
    """Write the tree of the index; when it is empty, nothing, unless it `is_kept`.

    Source: DTD, `indexes` and `index-node`. Loses: SDXML-W085, SDXML-W086.
    """
    if entries or is_kept:
        context.out.append("<indexes>")
        _write_entries(context, entries, dict(context.entries))
        context.out.append("</indexes>")


def _write_entries(context: Context, entries: tuple[IndexEntry, ...], unwritten: dict[str, str]) -> None:
    for entry in entries:
        entry_id = unwritten.pop(entry.id, None)
        if entry_id is None and carried(entry.extra, "id") is None:
            context.report.add(INDEX_ENTRY_TWICE, title=entry.title)
        if entry_id is None:
            entry_id = context.new_id(entry.title)
        context.out.append(start_tag("index-node", {"id": entry_id, **_attributes(context, entry)}, entry.extra))
        _write_entries(context, entry.children, unwritten)
        context.out.append("</index-node>")


def _attributes(context: Context, entry: IndexEntry) -> Attributes:
    attributes = {
        "title": entry.title,
        "target-reference-id": _resolve_target(context, entry),
        "description": entry.description,
        "sorting-key": entry.sorting_key,
    }
    return {name: value for name, value in attributes.items() if value or name == "title"}


def _resolve_target(context: Context, entry: IndexEntry) -> str:
    if not entry.target:
        return ""
    target = context.entries.get(entry.target)
    if target is None:
        context.report.add(INDEX_TARGET_UNKNOWN, title=entry.title)
    return target or ""
