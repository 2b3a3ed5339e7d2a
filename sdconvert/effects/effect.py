"""One thing that a reader sees changed, and all of one document."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from sdconvert.findings import Location
from sdconvert.frozen import dataclass


class EffectKind(StrEnum):
    """What changes. A number is any label that counts; it is typed where it becomes text that reads the same, and
    counted where such text becomes a number."""

    HEADING_ADDED = "heading added"
    HEADING_REMOVED = "heading removed"
    LEVEL_CHANGED = "level changed"
    NUMBER_ADDED = "number added"
    NUMBER_REMOVED = "number removed"
    NUMBER_CHANGED = "number changed"
    BULLET_ADDED = "bullet added"
    BULLET_REMOVED = "bullet removed"
    REFERENCE_TYPED = "reference typed"
    REFERENCE_COUNTED = "reference counted"
    CAPTION_ADDED = "caption added"
    NUMBER_TYPED = "number typed"
    NUMBER_COUNTED = "number counted"

    @property
    def is_seen(self) -> bool:
        """Whether a reader of the text sees it; what only counts from now on, or no longer, shows in later changes."""
        return self not in (EffectKind.NUMBER_TYPED, EffectKind.NUMBER_COUNTED, EffectKind.REFERENCE_COUNTED)


@dataclass(frozen=True, slots=True)
class Effect:
    """A block or a reference that reads otherwise. `style` is that of the block or of the target, `row` the name of the
    row that it falls under, empty where there is none; `place` is where it stands, `text` how it begins. `before` and
    `after` are the labels, the levels in words, or what the reference shows. `noun` says what the block is."""

    kind: EffectKind
    style: str
    row: str
    place: Location | None
    before: str
    after: str
    text: str = ""
    noun: str = "paragraph"


@dataclass(frozen=True, slots=True)
class Effects:
    """All that changes in one document, in reading order, references last."""

    effects: tuple[Effect, ...] = ()

    def __iter__(self) -> Iterator[Effect]:
        return iter(self.effects)

    def __len__(self) -> int:
        return len(self.effects)

    @property
    def seen(self) -> Effects:
        """Those that a reader of the text sees."""
        return Effects(tuple(effect for effect in self.effects if effect.kind.is_seen))
