"""What a mapping changes in any number of documents, summed up by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sdconvert.effects.effect import Effect, EffectKind, Effects
from sdconvert.frozen import dataclass

_WORDS = {
    EffectKind.HEADING_ADDED: "makes headings of {what}",
    EffectKind.HEADING_REMOVED: "makes text of {what}",
    EffectKind.LEVEL_CHANGED: "changes the level of {what}",
    EffectKind.NUMBER_ADDED: "adds a number to {what}",
    EffectKind.NUMBER_REMOVED: "takes the number from {what}",
    EffectKind.NUMBER_CHANGED: "changes the number of {what}",
    EffectKind.BULLET_ADDED: "adds a bullet to {what}",
    EffectKind.BULLET_REMOVED: "takes the bullet from {what}",
    EffectKind.REFERENCE_TYPED: "makes text of {what}",
    EffectKind.REFERENCE_COUNTED: "lets {what} follow what they refer to",
    EffectKind.CAPTION_ADDED: "makes captions of {what}",
    EffectKind.NUMBER_TYPED: "writes the number of {what} as text",
    EffectKind.NUMBER_COUNTED: "counts {what} whose number was text",
}
_ORDER = {kind: number for number, kind in enumerate(EffectKind)}


@dataclass(frozen=True, slots=True)
class EffectCount:
    """How often one kind of change falls under one row, or where there is none under one style: `files` are the
    numbers of the documents, `first` is the first of these changes."""

    style: str
    row: str
    kind: EffectKind
    noun: str
    count: int
    files: tuple[int, ...]
    first: Effect

    @property
    def words(self) -> str:
        """The change in words, such as “adds a number to 4 headings of 2 files”."""
        what = _number(self.count, self.noun)
        return _WORDS[self.kind].format(what=f"{what} of {_number(len(self.files), 'file')}")

    @property
    def words_of_one(self) -> str:
        """The same where there is but one document."""
        return _WORDS[self.kind].format(what=_number(self.count, self.noun))


def summarise(effects: Effects, file: int = 0) -> tuple[EffectCount, ...]:
    """The changes in one document of this number, small enough to travel between processes."""
    counts: dict[tuple[str, EffectKind, str], EffectCount] = {}
    for effect in effects:
        key = (effect.row or effect.style, effect.kind, effect.noun)
        known = counts.get(key)
        counts[key] = (
            EffectCount(effect.style, effect.row, effect.kind, effect.noun, 1, (file,), effect)
            if known is None
            else replace(known, count=known.count + 1)
        )
    return tuple(counts.values())


class EffectTally:
    """The changes in all documents; it grows with rows and kinds, and by a number for each document that changes."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, EffectKind, str], EffectCount] = {}

    def add(self, counts: Iterable[EffectCount]) -> None:
        """Count what changes in one more document."""
        for new in counts:
            key = (new.row or new.style, new.kind, new.noun)
            old = self._counts.get(key)
            self._counts[key] = new if old is None else _joined(old, new)

    def counts(self) -> tuple[EffectCount, ...]:
        """Row by row, in each the kinds in the order in which `EffectKind` has them."""
        order = sorted(self._counts, key=lambda key: (key[0].casefold(), key[0], _ORDER[key[1]], key[2]))
        return tuple(self._counts[key] for key in order)

    def by_row(self) -> dict[str, tuple[EffectCount, ...]]:
        """The counts under the name of their row, or of the style where there is no row."""
        rows: dict[str, tuple[EffectCount, ...]] = {}
        for one in self.counts():
            name = one.row or one.style
            rows[name] = (*rows.get(name, ()), one)
        return rows


def _joined(old: EffectCount, new: EffectCount) -> EffectCount:
    earlier = old if old.files[0] <= new.files[0] else new
    files = tuple(sorted({*old.files, *new.files}))
    return replace(earlier, count=old.count + new.count, files=files)


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
