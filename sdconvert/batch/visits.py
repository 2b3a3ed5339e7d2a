"""All documents that came to their end in a run, read in the order of their names with what was done with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sdconvert.batch.journal_schema import (
    COUNT_DOCUMENTS,
    COUNT_VISITS,
    SELECT_ALL_DONE,
    SELECT_ALL_FACTS,
    SELECT_VISITED_DONE,
    SELECT_VISITED_FACTS,
    SELECT_VISITS,
)

Row = Sequence[Any]

_MOST = 0.5
"""From which part of the documents on all rows are read and not those of the documents of the run alone: to go through
a table takes half of the time that it takes to look rows up in it one by one."""
_last_column = itemgetter(-1)


def visits(ask: Callable[..., Any], run: int) -> Iterator[tuple[str, Iterable[Row], Iterable[Row]]]:
    """The name of each document; the row of what is known of it, if any; and rows of what was done with it until then,
    by step and run. The rows have to be looked at before the next document. `ask` gives the rows that answer a query of
    the journal with its parameters."""
    (number,) = ask(COUNT_VISITS, (run,)).fetchone()
    (known,) = ask(COUNT_DOCUMENTS).fetchone()
    is_most = number > _MOST * known
    chosen = (SELECT_ALL_FACTS, SELECT_ALL_DONE) if is_most else (SELECT_VISITED_FACTS, SELECT_VISITED_DONE)
    facts, done = (groupby(ask(query, {"run": run}), _last_column) for query in chosen)
    find_facts, find_done = _Ordered(facts), _Ordered(done)
    for (name,) in ask(SELECT_VISITS, (run,)):
        yield name, find_facts.rows_of(name), find_done.rows_of(name)


class _Ordered:
    """Rows in groups by name, looked up in the order of the names: SQLite orders texts as Python does, by the numbers
    of their characters."""

    __slots__ = ("_groups", "_name", "_rows")

    def __init__(self, groups: Iterator[tuple[str, Iterable[Row]]]) -> None:
        self._groups = groups
        self._name, self._rows = next(groups, _END)

    def rows_of(self, name: str) -> Iterable[Row]:
        while self._name is not None and self._name < name:
            self._name, self._rows = next(self._groups, _END)
        return self._rows if self._name == name else ()


_END: tuple[str | None, Iterable[Row]] = (None, ())
