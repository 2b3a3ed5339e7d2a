"""A mapping as text: the object that the partner API takes, and TOML with the reasons as comments."""

from __future__ import annotations

import json

from sdconvert.stylemap.proposal import Proposal, ProposedRow
from sdconvert.stylemap.rows import MappingRow, StyleMap

ApiRow = dict[str, str | int]


def to_api(stylemap: StyleMap) -> dict[str, ApiRow]:
    """The `mapping` of the word import, sorted by name; a level only where the API takes one.

    Source: partner API, importing Word documents, style mapping.
    """
    return {style: _api_row(stylemap.rows[style]) for style in sorted(stylemap.rows, key=_name_order)}


def to_json(stylemap: StyleMap) -> str:
    """The `mapping` of the word import as JSON; equal maps give equal text."""
    return json.dumps(to_api(stylemap), ensure_ascii=False, indent=2) + "\n"


def to_toml(proposal: Proposal) -> str:
    """The mapping as TOML, each row under its reason; candidates are rows made comments."""
    lines = ["# What the Word import makes of each paragraph style.", ""]
    for proposed in proposal.rows:
        lines += [*_comments(proposed), _toml_row(proposed), ""]
    if proposal.candidates:
        lines += ["# These only look like headings. To map them so, put the row in place of the one above.", ""]
    for proposed in proposal.candidates:
        lines += [*_comments(proposed), f"# {_toml_row(proposed)}", ""]
    return "\n".join(lines)


def _api_row(row: MappingRow) -> ApiRow:
    if row.level is None or not row.text_type.has_level:
        return {"textType": str(row.text_type)}
    return {"textType": str(row.text_type), "level": row.level}


def _name_order(name: str) -> tuple[str, str]:
    return name.casefold(), name


def _comments(proposed: ProposedRow) -> list[str]:
    files = "1 file" if proposed.files == 1 else f"{proposed.files} files"
    comments = [f"# {proposed.count}× in {files}: {one_line(proposed.reason)}"]
    if proposed.example:
        comments.append(f"# “{one_line(proposed.example)}”")
    return [*comments, *(f"# It {change.words}." for change in proposed.changes)]


def _toml_row(proposed: ProposedRow) -> str:
    fields = (f"{key} = {json.dumps(value)}" for key, value in _api_row(proposed.row).items())
    return f"{_quote(proposed.style)} = {{ {', '.join(fields)} }}"


def _quote(name: str) -> str:
    """A TOML basic string: JSON's escapes are TOML's, which wants DEL escaped, too."""
    return json.dumps(name, ensure_ascii=False).replace("\x7f", "\\u007f")


def one_line(text: str) -> str:
    """The text without line breaks and what else a terminal would act on."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())
