"""The fate of each element and attribute that Word may write: a table for people and for tests; no conversion asks it.

Each `.tsv` beside this module is one area. A line names elements that share a fate; what stands in them at certain
places only, or their attributes, has lines of its own. The columns:

- elements, by their usual prefixes; `*` stands for all elements, where a place as a whole has a fate;
- where: names of ancestors, outermost first, with `/` between them; empty for every place. The line whose last name is
  nearest to the element counts;
- what: `.` for the element itself, and names of attributes;
- fate, one of `Fate`;
- by: the functions that read it (`module:name`, below `formats.docx.read`), or the codes that tell of it;
- words: what it is or why it has no effect, for people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from functools import cache
from importlib.resources import files

from sdconvert.frozen import dataclass

ITSELF = "."
EVERY_ELEMENT = "*"


class Fate(StrEnum):
    """What becomes of an element or attribute."""

    READ = "read"
    TOLD = "told"
    WHOLE = "told as a whole"
    """A finding tells of what it stands in, as that is left out or changed as a whole."""
    OPEN = "open"
    """Nothing is told yet of what changes for a reader."""
    NO_EFFECT = "no effect"
    """A reader of the text sees nothing of it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    area: str
    elements: tuple[str, ...]
    where: tuple[str, ...]
    what: tuple[str, ...]
    fate: Fate
    by: tuple[str, ...]
    words: str


class FateTable:
    """The lines of all areas, found by element, attribute and place."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self._by_name: dict[tuple[str, str], list[Line]] = {}
        for line in lines:
            for element in line.elements:
                for what in line.what:
                    self._by_name.setdefault((element, what), []).append(line)

    def find(self, element: str, path: Sequence[str], attribute: str = "") -> Line | None:
        """The line for an element, or an attribute of it, below the ancestors in `path`, outermost first."""
        lines = self._by_name.get((element, attribute or ITSELF), ())
        ranked = [(rank, line) for line in lines if (rank := _rank(line.where, path)) is not None]
        return max(ranked, key=lambda found: found[0])[1] if ranked else None

    def find_place(self, path: Sequence[str]) -> Line | None:
        """The line for the place as a whole, None where there is none."""
        return self.find(EVERY_ELEMENT, path)


def _rank(where: Sequence[str], path: Sequence[str]) -> tuple[int, int] | None:
    """How near a place is: the depth of its last name and the number of its names, None where it is another place."""
    depth = -1
    for name in where:
        after = [index for index in range(depth + 1, len(path)) if path[index] == name]
        if not after:
            return None
        depth = after[-1] if name == where[-1] else after[0]
    return depth, len(where)


@cache
def read_fates() -> FateTable:
    """The whole table."""
    return FateTable(list(_read_lines()))


def _read_lines() -> Iterator[Line]:
    for file in sorted(files(__name__).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".tsv"):
            for text in file.read_text("utf-8").splitlines():
                if text and not text.startswith("#"):
                    elements, where, what, fate, by, words = text.split("\t")
                    yield Line(
                        file.name.removesuffix(".tsv"),
                        tuple(elements.split()),
                        tuple(name for name in where.split("/") if name),
                        tuple(what.split()),
                        Fate(fate),
                        tuple(by.split()),
                        words,
                    )
