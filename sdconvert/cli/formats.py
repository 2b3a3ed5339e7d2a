"""`sdconvert formats`: the formats, and what each direction cannot carry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from sdconvert.cli.columns import Column, columns
from sdconvert.cli.output import echo, echo_json
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option
from sdconvert.codes import known_codes
from sdconvert.findings import Code, Severity
from sdconvert.pipeline import FORMATS

if TYPE_CHECKING:
    from sdconvert.pipeline import Format

_WIDTH = 110
_LAYOUT = (Column("format"), Column("suffixes"), Column("what it is", least=20))


@click.command(cls=SharedCommand)
@click.option(
    "--codes/--no-codes",
    default=True,
    show_default=True,
    help="Name what each direction cannot carry, or the table only.",
)
@json_option("`formats` with `name`, `suffixes`, `description`, and `reading` and `writing` with their codes")
def formats(codes: bool, as_json: bool) -> None:
    """Show the formats, and what reading and writing each of them cannot carry.

    Errors are losses, warnings are changes; `sdconvert explain CODE` tells more about one.

    \b
    sdconvert formats --no-codes
    sdconvert formats --json
    """
    if as_json:
        echo_json({"formats": [_row(row, codes) for row in FORMATS.values()]})
    else:
        echo(*_as_text(codes))


def _losses(rooms: str | tuple[str, ...]) -> list[Code]:
    """What a reader or a writer reports as lost or changed, the errors first."""
    found = [
        code for code in known_codes().values() if code.id.startswith(rooms) and code.severity is not Severity.INFO
    ]
    return sorted(found, key=lambda code: (code.severity.rank, code.id))


def _as_text(has_codes: bool) -> Iterator[str]:
    yield from columns(
        _LAYOUT, [[row.name, " ".join(row.suffixes), row.description] for row in FORMATS.values()], _WIDTH
    )
    for row in FORMATS.values() if has_codes else ():
        for direction, rooms in (("Reading", row.reading_rooms), ("Writing", row.writing_room)):
            yield ""
            yield f"{direction} {row.name} cannot carry:"
            yield from (f"  {code.id}  {code.severity:<7}  {code.pattern}" for code in _losses(rooms))


def _row(row: Format, has_codes: bool) -> dict[str, object]:
    facts: dict[str, object] = {"name": row.name, "suffixes": row.suffixes, "description": row.description}
    if has_codes:
        for direction, rooms in (("reading", row.reading_rooms), ("writing", row.writing_room)):
            facts[direction] = [
                {"code": code.id, "severity": str(code.severity), "message": code.pattern} for code in _losses(rooms)
            ]
    return facts
