"""A file -> the smallest found that still shows a finding, an error or the exit code of a command (delta debugging:
Zeller and Hildebrandt 2002, by levels of the tree as Misherghi and Su 2006)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from sdconvert.archive import DEFAULT_LIMITS, Limits
from sdconvert.errors import UnreadableInput
from sdconvert.files import Source, load, name_of
from sdconvert.frozen import dataclass
from sdconvert.sharing import cutting
from sdconvert.sharing.cutting import Cut, Piece
from sdconvert.sharing.keeping import Keep
from sdconvert.sharing.parts import Part, Parts, count_blocks, main_name, read_parts, write_parts
from sdconvert.sharing.tidying import law_of, tidy

_MOST_PLACES = 4
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Progress:
    """How far shrinking is: what is cut now, tries so far, bytes and blocks that are left."""

    stage: str
    tries: int
    size: int
    blocks: int


@dataclass(frozen=True, slots=True)
class Shrunk:
    """The smaller file. Blocks are paragraphs and tables; `is_smallest` says that nothing more could be taken out by
    itself, and not that the time was over."""

    data: bytes
    blocks: int
    blocks_before: int
    size_before: int
    tries: int
    seconds: float
    is_smallest: bool


def shrink(
    source: Source,
    keep: Keep,
    *,
    time_limit: float = 60,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[Progress], None] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Shrunk:
    """The smallest Word file or SDXML package that is found in `time_limit` seconds and shows what is to be kept:
    `KeepsCode`, `KeepsError` or `KeepsExitCode`. Blocks are taken out first, then parts, rows, cells, runs, styles,
    definitions of lists and properties, attributes and texts, many at once before few. Every file that is tried is a
    whole package: relationships, content types, notes, fields and tables are in order. The same file gives the same
    result, if the time is not over first.

    Raises: UnreadableInput for what is no intact package, UnsafeInput, NotShown where the file itself does not show it.

    >>> from sdconvert.sharing import KeepsCode
    >>> shrunk = shrink("samples/docx/minutes.docx", KeepsCode("LABEL-003"))
    >>> shrunk.blocks < shrunk.blocks_before
    True
    """
    data, what = load(source, limits), name_of(source)
    parts = read_parts(data, what, limits)
    if not main_name(parts):
        raise UnreadableInput(
            f"{what} is neither a Word file nor an SDXML package, which are those that can be shrunk."
        )
    work = _Work(keep, parts, data, clock() + time_limit, clock, on_progress)
    begun = clock()
    try:
        keep.begin(data)
        is_smallest = work.run()
    finally:
        keep.end()
    return Shrunk(
        work.data,
        count_blocks(work.parts),
        count_blocks(parts),
        len(data),
        work.tries,
        clock() - begun,
        is_smallest,
    )


class _TimeOver(Exception):
    pass


class _Work:
    """The smallest file so far, and what was done to find it."""

    def __init__(
        self,
        keep: Keep,
        parts: Parts,
        data: bytes,
        deadline: float,
        clock: Callable[[], float],
        on_progress: Callable[[Progress], None] | None,
    ) -> None:
        self.parts, self.data = parts, data
        self.tries = 0
        self._keep, self._deadline, self._clock = keep, deadline, clock
        self._on_progress = on_progress
        self._law = law_of(parts)
        self._stage = ""

    def run(self) -> bool:
        """Make it as small as the time allows; whether that is as small as it can be."""
        try:
            self._guess_blocks()
            for _ in range(_MOST_ROUNDS):
                before = self.data
                self._go_round()
                if self.data == before:
                    return True
        except _TimeOver:
            return False
        return True

    def _guess_blocks(self) -> None:
        """Try a file with nothing in it, then with the blocks where the findings are, then with ever more around them:
        small files are tried fast."""
        self._stage = "blocks"
        pieces = cutting.blocks(self.parts)
        for first, last in _windows(self._find_blocks(pieces), len(pieces)):
            if self._try(self.parts, cutting.take_out, [*pieces[:first], *pieces[last:]]):
                return

    def _find_blocks(self, pieces: Sequence[Piece]) -> list[int]:
        found = [cutting.block_at(self.parts, pieces, place) for place in self._keep.places()[:_MOST_PLACES]]
        return [pieces.index(piece) for piece in dict.fromkeys(found) if piece is not None]

    def _go_round(self) -> None:
        self._minimise("blocks", cutting.blocks(self.parts), cutting.take_out)
        self._minimise("parts", cutting.loose_parts(self.parts), cutting.take_out)
        depth = 1
        while depth <= cutting.deepest(self.parts):
            self._minimise("elements", cutting.elements_at(self.parts, depth), cutting.take_out)
            depth += 1
        self._minimise("wrappers", cutting.wrappers(self.parts), cutting.unwrap)
        self._minimise("attributes", cutting.attributes(self.parts), cutting.strip)
        self._minimise("texts", cutting.texts(self.parts), cutting.shorten)

    def _minimise(self, stage: str, pieces: Sequence[Piece], cut: Cut) -> None:
        """Cut as many of the pieces as can be: all at once, then halves, and so on to each alone."""
        self._stage = stage
        before, cut_so_far, left = self.parts, list[Piece](), list(pieces)
        size = len(left)
        while size >= 1:
            at = 0
            while at < len(left):
                wanted = left[at : at + size]
                if self._try(before, cut, [*cut_so_far, *wanted]):
                    cut_so_far += wanted
                    del left[at : at + size]
                else:
                    at += size
            size //= 2

    def _try(self, parts: Parts, cut: Cut, pieces: Sequence[Piece]) -> bool:
        """Whether the file without these pieces is smaller and shows it still; it is the smallest then."""
        if not pieces:
            return False
        if self._clock() > self._deadline:
            raise _TimeOver
        smaller: dict[str, Part] = tidy(cut(parts, pieces), self._law, {piece.part for piece in pieces})
        data = write_parts(smaller)
        if data == self.data:
            return False
        self.tries += 1
        if not self._keep.holds(data):
            return False
        self.parts, self.data = smaller, data
        if self._on_progress is not None:
            self._on_progress(Progress(self._stage, self.tries, len(data), count_blocks(smaller)))
        return True


def _windows(places: Sequence[int], length: int) -> Iterator[tuple[int, int]]:
    """Which blocks to keep: none, then one at each place, then twice as many around each, as long as these are few."""
    yield 0, 0
    radius = 0
    while places and 4 * radius < length:
        yield from ((max(0, place - radius), min(length, place + radius + 1)) for place in places)
        radius = 2 * radius or 1
