"""`sdconvert explain`: the page of a code."""

from __future__ import annotations

import click

from sdconvert.cli.completers import complete_codes
from sdconvert.cli.output import echo, echo_json, echo_text
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import json_option
from sdconvert.codes import known_codes
from sdconvert.findings import Code
from sdconvert.suggestions import did_you_mean


@click.command(cls=SharedCommand)
@click.argument("code", required=False, shell_complete=complete_codes)
@click.option("--list", "list_all", is_flag=True, help="List every code with its severity and message.")
@json_option("`code`, `severity`, `message`, `why` and `hint`; with --list, `codes` of these")
def explain(code: str | None, list_all: bool, as_json: bool) -> None:
    """Explain a finding by its CODE, such as SDXML-V021.

    \b
    sdconvert explain SDXML-V021
    sdconvert explain --list
    """
    if (code is None) == (not list_all):
        raise click.UsageError("Name one code, or give --list.")
    codes = known_codes()
    if code is not None:
        found = _find(code, codes)
        echo_json(_as_dict(found)) if as_json else echo_text(_page(found))
    elif as_json:
        echo_json({"codes": [_as_dict(known) for known in codes.values()]})
    else:
        echo(*(f"{known.id}  {known.severity:<7}  {known.pattern}" for known in codes.values()))


def _find(id: str, codes: dict[str, Code]) -> Code:
    code = codes.get(id.upper())
    if code is None:
        raise click.UsageError(f"There is no code {id!r}.{did_you_mean(id, codes)}")
    return code


def _page(code: Code) -> str:
    lines = [f"{code.id} ({code.severity})", "", code.pattern]
    if code.why:
        lines += ["", code.why]
    if code.hint:
        lines += ["", f"Hint: {code.hint}"]
    return "\n".join(lines)


def _as_dict(code: Code) -> dict[str, object]:
    return {
        "code": code.id,
        "severity": str(code.severity),
        "message": code.pattern,
        "why": code.why,
        "hint": code.hint,
    }
