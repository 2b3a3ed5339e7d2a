"""A reconciliation as an HTML page of three columns: what each side changed, and what that makes of CURRENT."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sdconvert.faults import reporting_faults
from sdconvert.model.document import Document
from sdconvert.pages import base_style, hash_inline, make_environment, trust
from sdconvert.reconciling.result import Reconciliation
from sdconvert.redline import compare_documents
from sdconvert.redline.page import style, write_fragment

_HERE = Path(__file__).parent
_EXTRA = "redline"


class _Column(NamedTuple):
    key: str
    title: str
    about: str
    changes: int
    markup: object


@reporting_faults
def reconciliation_page(result: Reconciliation, names: tuple[str, str, str] = ("base", "current", "edited")) -> bytes:
    """A page with the conflicts and the proposals, and three redlines side by side: base to current, base to edited,
    current to the result. The same documents and names give the same bytes.

    Raises: BadConfiguration when Jinja2 is not installed.
    """
    own = base_style() + style() + (_HERE / "page.css").read_text("utf-8")
    page = (
        make_environment(_HERE, _EXTRA)
        .get_template("page.html")
        .render(
            names=names,
            result=result,
            columns=list(_columns(result, names)),
            style=trust(own, _EXTRA),
            style_hash=hash_inline(own),
        )
    )
    return str(page).encode("utf-8", "backslashreplace")


def _columns(result: Reconciliation, names: tuple[str, str, str]) -> Iterator[_Column]:
    versions = result.versions
    assert versions is not None
    base, current, edited = names
    yield _column("current", current, f"since {base}", versions.base, versions.current)
    yield _column("edited", edited, f"since {base}, as its format shows that", versions.shown, versions.edited)
    yield _column("merged", "Merged", f"against {current}", versions.current, result.document)


def _column(key: str, title: str, about: str, before: Document, after: Document) -> _Column:
    redline = compare_documents(before, after)
    markup = write_fragment(redline)
    for name in ('id="c', 'href="#c'):
        markup = markup.replace(name, f"{name[:-1]}{key}-c")
    return _Column(key, title, about, len(redline.changes), trust(markup, _EXTRA))
