"""`sdconvert explain`: the page of a code."""

from __future__ import annotations

import difflib

import click

from sdconvert.cli.output import echo, escape
from sdconvert.codes import known_codes
from sdconvert.findings import Code


@click.command()
@click.argument("code", required=False)
@click.option("--list", "list_all", is_flag=True, help="List every code with its severity and message.")
def explain(code: str | None, list_all: bool) -> None:
    """Explain a finding by its CODE, such as SDXML-V021."""
    if (code is None) == (not list_all):
        raise click.UsageError("Name one code, or give --list.")
    codes = known_codes()
    if code is None:
        echo(*(f"{known.id}  {known.severity:<7}  {known.pattern}" for known in codes.values()))
    else:
        echo(*_page(_find(code, codes)))


def _find(id: str, codes: dict[str, Code]) -> Code:
    code = codes.get(id.upper())
    if code is None:
        near = difflib.get_close_matches(id.upper(), codes, n=3)
        raise click.UsageError(f"There is no code {escape(id)}." + (f" Near it are {', '.join(near)}." if near else ""))
    return code


def _page(code: Code) -> list[str]:
    lines = [f"{code.id} ({code.severity})", "", code.pattern]
    if code.why:
        lines += ["", *code.why.split("\n")]
    if code.hint:
        lines += ["", f"Hint: {code.hint}"]
    return lines
