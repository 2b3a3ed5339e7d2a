"""A survey for a person: one HTML file that needs no network, no server and no script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from sdconvert.batch.report import formatting
from sdconvert.batch.survey.survey import Affected, Survey
from sdconvert.codes import known_codes
from sdconvert.pages import base_style, hash_inline, make_environment, table_style, trust
from sdconvert.stylemap.proposal import ProposedRow
from sdconvert.stylemap.render import one_line

_HERE = Path(__file__).parent
_EXTRA = "batch"


class _DocumentRow(NamedTuple):
    """What a conversion of one document would lose, and what the proposed mapping would change in it."""

    name: str
    losses: int
    characters: int
    codes: Sequence[str]
    changes: Sequence[str]


def survey_page(survey: Survey) -> str:
    """The page of a survey. Raises: BadConfiguration when Jinja2 is not installed."""
    style = base_style() + table_style() + (_HERE / "page.css").read_text("utf-8")
    known = known_codes()
    environment = make_environment(_HERE, _EXTRA)
    environment.filters |= {"line": one_line, "shown": formatting.visible}
    environment.filters |= {"count": formatting.count, "percent": formatting.percent}
    return str(
        environment.get_template("page.html").render(
            survey=survey,
            proposal=survey.proposal,
            documents=_document_rows(survey),
            hints={code: known[code].hint for code in survey.codes if code in known},
            most=max((row.count for row in survey.proposal.rows), default=0),
            style=trust(style, _EXTRA),
            style_hash=hash_inline(style),
        )
    )


def _document_rows(survey: Survey) -> list[_DocumentRow]:
    """Those that lose or change something, those that lose most first."""
    losing = {one.number: one for one in survey.losers}
    changes = _changes_by_document(survey.proposal.rows)
    numbers = [*losing, *(number for number in changes if number not in losing)]
    return [_document_row(survey, number, losing.get(number), changes.get(number, ())) for number in numbers]


def _document_row(survey: Survey, number: int, lost: Affected | None, changes: Sequence[str]) -> _DocumentRow:
    if lost is None:
        return _DocumentRow(survey.names[number], 0, 0, (), changes)
    return _DocumentRow(survey.names[number], lost.losses, lost.characters, lost.codes, changes)


def _changes_by_document(rows: Sequence[ProposedRow]) -> dict[int, list[str]]:
    changes: dict[int, list[str]] = {}
    for row in rows:
        for change in row.changes:
            for number in change.files:
                changes.setdefault(number, []).append(f"{row.style}: {change.words}")
    return dict(sorted(changes.items()))
