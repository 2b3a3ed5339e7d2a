"""The index: XE fields at the places that it names (ECMA-376 Part 1, 17.16.5.79)."""

from __future__ import annotations

from sdconvert.findings import Report, Severity, declare
from sdconvert.formats.docx.write.markup import FIELD_END, quote, write_instruction
from sdconvert.model.document import IndexEntry
from sdconvert.model.walk import walk_entries
from sdconvert.writing.words import Words

UNMARKED_ENTRY = declare(
    "DOCX-W030",
    Severity.WARNING,
    "The index entry “{title}” is marked nowhere in the text and is not in the result.",
    hint="Mark a place for the entry, or remove it from the index.",
    why="In Word an index is made of the marks in the text and has no entries besides.",
)


class IndexFields:
    """The entries of a document by id, each with the entries above it; of several with one id, the first counts."""

    def __init__(self, entries: tuple[IndexEntry, ...], words: Words) -> None:
        self._words = words
        self._paths: dict[str, tuple[IndexEntry, ...]] = {}
        for path in walk_entries(entries):
            self._paths.setdefault(path[-1].id, path)
        self._marked: set[str] = set()

    def mark(self, id: str) -> str | None:
        """The field that marks a place for an entry, None where the index has no such entry. The first mark of an
        entry carries what else is said about it."""
        path = self._paths.get(id)
        if path is None:
            return None
        entry = path[-1]
        titles = ":".join(_escape_title(each.title) for each in path)
        instruction = f'XE "{titles}"'
        if id not in self._marked:
            instruction += self._switches(entry)
        self._marked.add(id)
        return write_instruction(instruction) + FIELD_END

    def _switches(self, entry: IndexEntry) -> str:
        text = entry.description
        target = self._paths.get(entry.target)
        if not text and target is not None:
            text = f"{self._words.see.capitalize()} {target[-1].title}"
        switches = f" \\t {quote(text)}" if text else ""
        return switches + (f" \\y {quote(entry.sorting_key)}" if entry.sorting_key else "")

    def lines(self) -> list[tuple[int, str]]:
        """The level and title of each entry, in order."""
        return [(len(path) - 1, path[-1].title) for path in self._paths.values()]

    def report_unmarked(self, report: Report) -> None:
        """Every entry that neither a mark nor an entry below it brings into Word's index is a finding."""
        needed = {each.id for id in self._marked for each in self._paths[id]}
        for path in self._paths.values():
            if path[-1].id not in needed:
                report.add(UNMARKED_ENTRY, title=path[-1].title)


def _escape_title(title: str) -> str:
    """A title in the quotes of an XE field, where a colon leads to a sub-entry and a tab is no character."""
    return title.replace("\t", " ").replace("\\", "\\\\").replace('"', '\\"').replace(":", "\\:")
