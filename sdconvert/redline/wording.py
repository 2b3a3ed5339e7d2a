"""What changed in a block, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from sdconvert.redline.rows import ComparedRow, RowChange
from sdconvert.redline.words import Fate

_NAMES: Mapping[RowChange, str] = {
    RowChange.SAME: "the same",
    RowChange.CHANGED: "changed",
    RowChange.LABEL: "only the label is another",
    RowChange.ADDED: "added",
    RowChange.REMOVED: "removed",
    RowChange.MOVED_AWAY: "moved away",
    RowChange.MOVED_HERE: "moved",
}


_WORDS = "words of"


def name_change(change: RowChange) -> str:
    """What became of a block."""
    return _NAMES[change]


def tell_changes(row: ComparedRow) -> list[str]:
    """What changed in a block, each change in some words."""
    return list(_tell(row)) or [name_change(row.change)]


def is_plain(row: ComparedRow) -> bool:
    """Whether the marked words alone say what changed."""
    if row.change in (RowChange.ADDED, RowChange.REMOVED):
        return bool(row.words.stretches) and not row.table
    return not row.partner and len(told := tell_changes(row)) == 1 and told[0].startswith(_WORDS)


def _tell(row: ComparedRow) -> Iterator[str]:
    before, after = row.before, row.after
    if before is None or after is None:
        yield f"{row.block.kind} {name_change(row.change)}"
        return
    if row.has_other_kind:
        yield f"{before.kind} → {after.kind}"
    if row.has_other_label:
        yield f"label {before.label or 'none'} → {after.label or 'none'}"
    if row.words.has_other_words:
        yield f"{_WORDS} a {row.block.kind}"
    looks = Counter((stretch.was, stretch.look) for stretch in row.words.stretches if stretch.fate is Fate.LOOK)
    for (was, now), _ in looks.most_common(2):
        yield f"look {', '.join(was) or 'plain'} → {', '.join(now) or 'plain'}"
    yield from _tell_table(row)
    for note in row.notes:
        if not note.words.is_same:
            yield note.kind


def _tell_table(row: ComparedRow) -> Iterator[str]:
    rows = Counter(one.change for one in row.table)
    cells = sum(cell.change is not RowChange.SAME for one in row.table for cell in one.cells)
    for change in (RowChange.ADDED, RowChange.REMOVED):
        if rows[change]:
            yield f"{rows[change]} row{'s' * (rows[change] > 1)} {name_change(change)}"
    if cells:
        yield f"{cells} cell{'s' * (cells > 1)} changed"
