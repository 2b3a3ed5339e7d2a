"""A comparison of two runs for a person: one HTML file that needs no network, no server and no script."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sdconvert.batch.rehearsal.changes import Change
from sdconvert.batch.rehearsal.comparison import RunComparison
from sdconvert.batch.report import formatting
from sdconvert.pages import base_style, hash_inline, make_environment, table_style, trust

_HERE = Path(__file__).parent
_EXTRA = "batch"
MOST_SHOWN = 1_000
"""How many documents of each kind of change are listed; the JSON has all."""


def comparison_page(comparison: RunComparison, redlines: Mapping[str, str]) -> str:
    """The page of a comparison. `redlines` has the address of the redline of a document, by its name.

    Raises: BadConfiguration when Jinja2 is not installed.
    """
    style = base_style() + table_style() + (_HERE / "page.css").read_text("utf-8")
    environment = make_environment(_HERE, _EXTRA)
    environment.filters |= {"shown": formatting.visible, "count": formatting.count, "time": formatting.time}
    kinds = [(change, [one for one in comparison.documents if change in one.changes]) for change in Change]
    return str(
        environment.get_template("page.html").render(
            comparison=comparison,
            changed=len(comparison.changed()),
            kinds=[(change, documents) for change, documents in kinds if documents],
            most=MOST_SHOWN,
            redlines=redlines,
            style=trust(style, _EXTRA),
            style_hash=hash_inline(style),
        )
    )
