"""Text between tags: each set of looks has one order of nesting, and from one to the next as little is closed and
opened as it takes."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sdconvert.findings import Location
from sdconvert.model.inlines import Inline, LineBreak, Run
from sdconvert.writing.context import WriteContext
from sdconvert.writing.inlines import InlineWriter


class Tag(NamedTuple):
    """An element around text, as its start tag and its end tag."""

    start: str
    end: str


Tags = tuple[Tag, ...]
"""Elements that stand in each other, outside in."""

NO_TAGS: Tags = ()


def common_tags(first: Tags, second: Tags) -> Tags:
    """The elements that both begin with."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return first[:count]


def shift(out: list[str], opened: Tags, wanted: Tags) -> None:
    """Close and open no more elements than it takes to get from one nesting to another."""
    if opened:
        kept = len(common_tags(opened, wanted)) if wanted else 0
        for tag in reversed(opened[kept:]):
            out.append(tag.end)
        wanted = wanted[kept:]
    for tag in wanted:
        out.append(tag.start)


class MarkupWriter(InlineWriter):
    """Writes the content of one element and knows which elements are open in it: `base` are those around a link's text,
    within which its looks stand. `escape` makes markup of text that the ledger counts."""

    __slots__ = ("at", "base", "context", "escape", "opened", "out")

    def __init__(
        self, context: WriteContext, out: list[str], escape: Callable[[str], str], at: Location | None
    ) -> None:
        self.context = context
        self.out = out
        self.escape = escape
        self.at = at
        self.base: Tags = NO_TAGS
        self.opened: Tags = NO_TAGS

    @abstractmethod
    def tags_of(self, node: Run | LineBreak) -> Tags:
        """The elements for the looks of a node, within the base. What has no place there is reported."""

    def write(self, content: Sequence[Inline]) -> None:
        """Write all of it and close what was opened."""
        self.write_nodes(content)
        self.shift(NO_TAGS)

    def write_run(self, run: Run) -> None:
        text = run.text
        if not text:
            return
        tags = self.base + self.tags_of(run) if run.marks or run.style else self.base
        if tags is not self.opened:
            self.shift(tags)
        self.out.append(self.escape(text))
        self.context.characters += len(text)

    def write_within(self, tag: Tag, content: Sequence[Inline]) -> None:
        """Write content in an element of its own that stands within no look."""
        self.shift(NO_TAGS)
        self.base = self.opened = (tag,)
        self.out.append(tag.start)
        self.write_nodes(content)
        self.base = NO_TAGS
        self.shift(NO_TAGS)

    def write_outside(self, piece: str) -> None:
        """Write a piece of markup that stands within no look."""
        if self.opened:
            self.shift(NO_TAGS)
        self.out.append(piece)

    def shift(self, tags: Tags) -> None:
        """Close and open what it takes for these elements to be open."""
        if tags != self.opened:
            shift(self.out, self.opened, tags)
            self.opened = tags
