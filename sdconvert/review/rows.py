"""The rows of the mapping editor: what is proposed for each style, what is chosen, and what is wrong with that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sdconvert.errors import BadConfiguration
from sdconvert.findings import Finding
from sdconvert.model.styleuse import StyleUse
from sdconvert.stylemap import MappingRow, StyleMap, TextType
from sdconvert.stylemap.check import STYLE_WITHOUT_ROW, check
from sdconvert.stylemap.proposal import Ground, Proposal, ProposedRow
from sdconvert.stylemap.render import to_json, to_toml
from sdconvert.stylemap.rows import is_family

ChosenRows = Mapping[str, MappingRow]
_MOST_ROWS = 5000
_BY_HAND = "chosen by hand"


def read_chosen(value: object) -> StyleMap:
    """The mapping of `{"style": {"textType": …, "level": …}}` as the page sends it.

    Raises: BadConfiguration for what is none.
    """
    if not isinstance(value, dict) or len(value) > _MOST_ROWS:
        raise BadConfiguration(f"A mapping is an object of at most {_MOST_ROWS} rows.")
    return StyleMap({str(style): _read_row(style, row) for style, row in value.items()})


def _read_row(style: object, value: object) -> MappingRow:
    if not isinstance(value, dict) or value.get("textType") not in tuple(TextType):
        raise BadConfiguration(f"The row {style!r} has no textType that is known.")
    level = value.get("level")
    if level is not None and type(level) is not int:
        raise BadConfiguration(f"The level of the row {style!r} is no whole number.")
    return MappingRow(TextType(value["textType"]), level)


def editor_rows(proposal: Proposal, stylemap: StyleMap, uses: Iterable[StyleUse]) -> list[dict[str, object]]:
    """A row for each style in use and each row of the mapping, ready for JSON: those in use in the proposal's order."""
    faults = _faults_by_style(check(stylemap, tuple(uses)))
    rows = [_editor_row(proposed, _chosen(stylemap, proposed), faults) for proposed in proposal.rows]
    known = {row[name] for row in rows for name in ("key", "family")}
    return rows + [_unused_row(style, row, faults) for style, row in stylemap.rows.items() if style not in known]


def _chosen(stylemap: StyleMap, proposed: ProposedRow) -> str | None:
    return stylemap.key(proposed.style, proposed.is_own)


def _faults_by_style(findings: Iterable[Finding]) -> dict[str, list[dict[str, object]]]:
    faults: dict[str, list[dict[str, object]]] = {}
    for finding in findings:
        if finding.code is not STYLE_WITHOUT_ROW:
            faults.setdefault(str(finding.details.get("style", "")), []).append(finding.as_dict())
    return faults


def _editor_row(
    proposed: ProposedRow, key: str | None, faults: Mapping[str, list[dict[str, object]]]
) -> dict[str, object]:
    family = key if key is not None and is_family(key) else ""
    name = proposed.style if family or key is None else key
    return {
        "key": name,
        "family": family,
        "style": proposed.style,
        "count": proposed.count,
        "files": proposed.files,
        "example": " ".join(proposed.example.split()),
        "confidence": str(proposed.confidence),
        "reason": proposed.reason,
        "agreement": proposed.agreement,
        "changes": [change.words for change in proposed.changes],
        "proposed": _row_as_dict(proposed.row),
        "faults": faults.get(name, []),
    }


def _unused_row(style: str, row: MappingRow, faults: Mapping[str, list[dict[str, object]]]) -> dict[str, object]:
    return {
        "key": style,
        "family": "",
        "style": style,
        "count": 0,
        "files": 0,
        "example": "",
        "confidence": "",
        "reason": "",
        "agreement": None,
        "changes": [],
        "proposed": None,
        "faults": faults.get(style, []),
    }


def _row_as_dict(row: MappingRow) -> dict[str, object]:
    return {"textType": str(row.text_type), "level": row.level}


def rows_as_dict(stylemap: StyleMap) -> dict[str, dict[str, object]]:
    """The rows of a mapping as the page takes them."""
    return {style: _row_as_dict(row) for style, row in stylemap.rows.items()}


def mapping_text(stylemap: StyleMap, proposal: Proposal, form: str) -> str:
    """The mapping as a file: `json`, or `toml` with the reason of each row that is as proposed."""
    if form == "json":
        return to_json(stylemap)
    known = {proposed.style: proposed for proposed in proposal.rows}
    rows = tuple(_with_reason(style, row, known.get(style)) for style, row in stylemap.rows.items())
    return to_toml(Proposal(rows))


def _with_reason(style: str, row: MappingRow, proposed: ProposedRow | None) -> ProposedRow:
    if proposed is None:
        return ProposedRow(style, row, Ground.NOTHING_SPECIAL, _BY_HAND, 0, 0)
    return proposed if proposed.row == row else replace(proposed, row=row, reason=_BY_HAND)
