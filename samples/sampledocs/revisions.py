"""Tracked changes as Word writes them; every change of a document has a number of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from sampledocs.wordml import Row, Xml, p, rpr, run

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Reviser:
    """Someone who changes the text at one time."""

    author: str
    date: str
    numbers: Iterator[int]

    def _mark(self) -> str:
        return f'w:id="{next(self.numbers)}" w:author="{self.author}" w:date="{self.date}"'

    def inserted(self, *texts: str) -> Xml:
        """Return inserted text."""
        return Xml(f"<w:ins {self._mark()}>{_runs(texts)}</w:ins>")

    def deleted(self, *texts: str) -> Xml:
        """Return deleted text."""
        return Xml(f"<w:del {self._mark()}>{''.join(run(text, tag='delText') for text in texts)}</w:del>")

    def paragraph_mark(self, kind: str, **look: Any) -> Xml:
        """Return the properties of a paragraph mark that was inserted or deleted (`ins`, `del`)."""
        return rpr(**{kind: Xml(f"<w:{kind} {self._mark()}/>")}, **look)

    def inserted_paragraph(self, *texts: str, **values: Any) -> Xml:
        """Return a paragraph that is new as a whole."""
        return p(self.inserted(*texts), rPr=self.paragraph_mark("ins"), **values)

    def deleted_paragraph(self, *texts: str, **values: Any) -> Xml:
        """Return a paragraph that is deleted as a whole."""
        return p(self.deleted(*texts), rPr=self.paragraph_mark("del"), **values)

    def row(self, kind: str, row: Row) -> Row:
        """Return a table row marked as inserted or deleted (`ins`, `del`); its text is marked by the caller."""
        return Row(row.cells, row.properties | {kind: Xml(f"<w:{kind} {self._mark()}/>")})

    def moved(self, name: str, text: str, kind: str, **values: Any) -> Xml:
        """Return a paragraph that is one end of a move: `moveFrom` or `moveTo`."""
        number = next(self.numbers)
        start = (
            f'<w:{kind}RangeStart w:id="{number}" w:author="{self.author}" w:date="{self.date}" w:name="{name}"/>'
            f"<w:{kind} {self._mark()}>{run(text)}</w:{kind}>"
        )
        mark = rpr(**{kind: Xml(f"<w:{kind} {self._mark()}/>")})
        return p(Xml(start), Xml(f'<w:{kind}RangeEnd w:id="{number}"/>'), rPr=mark, **values)

    def reformatted(self, text: str, **look: Any) -> Xml:
        """Return text whose look changed from plain to the given one."""
        change = Xml(f"<w:rPrChange {self._mark()}><w:rPr/></w:rPrChange>")
        return run(text, **look, rPrChange=change)

    def paragraph_change(self, before: str) -> Xml:
        """Return the record that a paragraph's properties were different before."""
        return Xml(f"<w:pPrChange {self._mark()}>{before}</w:pPrChange>")


def revisers(*people: tuple[str, str]) -> tuple[Reviser, ...]:
    """Return people with their dates, sharing one count of changes."""
    numbers = count(101)
    return tuple(Reviser(author, date, numbers) for author, date in people)


def _runs(texts: tuple[str, ...]) -> str:
    return "".join(text if isinstance(text, Xml) else run(text) for text in texts)
