"""A redline as an HTML page that needs no network and no server, and that says the same without a script."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from sdconvert.faults import reporting_faults
from sdconvert.model.document import Document
from sdconvert.pages import base_style, hash_inline, make_environment, trust
from sdconvert.patterns import compile_late
from sdconvert.redline.markup import MarkupWriter
from sdconvert.redline.rows import ComparedRow, Redline, RowChange, compare_documents
from sdconvert.redline.wording import is_plain, name_change, tell_changes

_HERE = Path(__file__).parent
_EXTRA = "redline"
_CONTEXT = 2
_SHORTEST_FOLD = 4
_LANGUAGE = compile_late(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_SHOWN_COUNTS = (RowChange.CHANGED, RowChange.ADDED, RowChange.REMOVED, RowChange.MOVED_HERE, RowChange.LABEL)


@reporting_faults
def redline_page(
    before: Document, after: Document, names: tuple[str, str] = ("before", "after"), *, as_shown: bool = False
) -> bytes:
    """An HTML page with what became of a document: the same documents and names give the same bytes. `as_shown` is as
    for `compare_documents`.

    Raises: BadConfiguration when Jinja2 is not installed.

    >>> before, after = (read_document(f"samples/docx/{name}.docx").value for name in ("minutes", "letter"))
    >>> redline_page(before, after).startswith(b"<!doctype html>")
    True
    """
    return write_page(compare_documents(before, after, as_shown=as_shown), names)


@reporting_faults
def write_page(redline: Redline, names: tuple[str, str]) -> bytes:
    """A page with a summary, a list of the changes, a switch between one column and two, and keys to go on by.

    Raises: BadConfiguration when Jinja2 is not installed.
    """
    script = (_HERE / "page.js").read_text("utf-8")
    own = base_style() + style()
    page = (
        _environment()
        .get_template("page.html")
        .render(
            **_values(redline),
            names=names,
            script=trust(script, _EXTRA),
            style=trust(own, _EXTRA),
            script_hash=hash_inline(script),
            style_hash=hash_inline(own),
        )
    )
    return str(page).encode("utf-8", "backslashreplace")


@reporting_faults
def write_fragment(redline: Redline) -> str:
    """The blocks alone, as markup for a page that has `style` and a content security policy without inline scripts and
    styles, but with pictures as data. They stand side by side in an element of the class `side`, else in one column.

    Raises: BadConfiguration when Jinja2 is not installed.
    """
    return str(_environment().get_template("fragment.html").render(**_values(redline)))


def style() -> str:
    """The style of the blocks, in the colours that `sdconvert.pages.base_style` declares."""
    return (_HERE / "redline.css").read_text("utf-8")


def _environment() -> Any:
    environment = make_environment(_HERE, _EXTRA)
    environment.globals |= {"RowChange": RowChange}
    return environment


def _values(redline: Redline) -> Mapping[str, Any]:
    changes = redline.changes
    return {
        "redline": redline,
        "changes": len(changes),
        "groups": list(_fold(redline.rows)),
        "jumps": list(_jumps(changes)),
        "counts": [(name_change(change), redline.counts.get(change, 0)) for change in _SHOWN_COUNTS],
        "same": redline.counts.get(RowChange.SAME, 0),
        "tell": tell_changes,
        "is_plain": is_plain,
        "write": MarkupWriter(redline, lambda text: trust(text, _EXTRA)).write_words,
        "language": redline.language if _LANGUAGE.fullmatch(redline.language) else "",
    }


class Group(NamedTuple):
    """Rows in order; where they are folded away, none of them has a change."""

    rows: Sequence[ComparedRow]
    is_folded: bool


def _fold(rows: Sequence[ComparedRow]) -> Iterator[Group]:
    """The rows, those far from any change folded away."""
    for is_same, run in groupby(rows, key=lambda row: not row.number):
        group = list(run)
        head = _CONTEXT if is_same and group[0] is not rows[0] else 0
        tail = _CONTEXT if is_same and group[-1] is not rows[-1] else 0
        if not is_same or len(group) < head + tail + _SHORTEST_FOLD:
            yield Group(group, False)
            continue
        yield Group(group[:head], False)
        yield Group(group[head : len(group) - tail], True)
        yield Group(group[len(group) - tail :], False)


class Jump(NamedTuple):
    """An entry of the list of changes, for one change or for several in a row that are other labels alone."""

    number: int
    last: int
    what: str
    words: str
    heading: str


def _jumps(changes: Sequence[ComparedRow]) -> Iterator[Jump]:
    for is_label, run in groupby(changes, key=lambda row: row.change is RowChange.LABEL):
        group = list(run)
        for row in group[:1] if is_label else group:
            last = group[-1].number if is_label else row.number
            what = name_change(row.change) if is_label else "; ".join(tell_changes(row))
            yield Jump(row.number, last, what, _start(row), row.heading)


def _start(row: ComparedRow, longest: int = 70) -> str:
    text = row.block.shown_text
    return text if len(text) <= longest else f"{text[:longest].rstrip()}…"
