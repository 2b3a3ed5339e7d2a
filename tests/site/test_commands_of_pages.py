"""The commands that pages show are those that there are, with options that they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from sdconvert.cli.main import cli

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
OPTION = re.compile(r"(?<!\S)(?:--[a-z][\w-]*|-[a-z])(?![\w-])")


OPTIONS_OF_OTHERS = {"--user", "--setup_file", "-u", "-g"}
"""Of docker, of runners of Beam, and of shells."""


def typed(page: Path) -> Iterator[str]:
    """What stands behind `sdconvert` in code: in a block, or between backticks."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```.*?^```|^(?: {4}.*\n?)+", text, re.DOTALL | re.MULTILINE)
    lines = (re.sub(r"\s#.*", "", line) for block in blocks for line in block.replace("\\\n", " ").splitlines())
    for code in (*lines, *re.findall(r"`([^`\n]+)`", text)):
        if found := re.match(r"(?:\$ |> | {4})?sdconvert ([a-z].*)", code):
            yield re.split(r" [|>&] | \[|\\\|", found[1])[0]


def resolve(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that they name, and what is left of them."""
    command: click.Command = cli
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        below = command.get_command(click.Context(command), words[0].rstrip(",.;:"))
        if below is None:
            break
        command, words = below, words[1:]
    return command, words


@cache
def options(command: click.Command) -> set[str]:
    known = {"-h", "--help"}
    for parameter in command.params:
        known.update((*parameter.opts, *parameter.secondary_opts))
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            known |= options(below)
    return known


def wrong_words(line: str) -> list[str]:
    """What is said behind `sdconvert` and is no command or no option of it."""
    command, rest = resolve(line.split())
    if command is cli and rest and not rest[0].isupper():
        return [f"sdconvert {line}: no command {rest[0]}"]
    if command.context_settings.get("ignore_unknown_options"):
        return []
    return [f"sdconvert {line}: no option {it}" for it in OPTION.findall(" ".join(rest)) if it not in options(command)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_commands_and_options_that_there_are(page: Path) -> None:
    assert [wrong for line in typed(page) for wrong in wrong_words(line)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_else_a_page_tells_to_run_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    scripts = re.findall(r"(?<![\w/])(?:tests|samples|tools)/[\w/]+\.py", text)
    targets = set(re.findall(r"(?:`|^\$ )make ([a-z][\w-]*)", text, re.MULTILINE))
    assert [script for script in scripts if not (ROOT / script).exists()] == []
    assert targets <= set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    said = {word for code in re.findall(r"`(-[^`\n]+)`", text) for word in OPTION.findall(code)}
    assert said - OPTIONS_OF_OTHERS <= options(cli)


def test_many_commands_are_looked_at() -> None:
    assert sum(1 for page in PAGES for _ in typed(page)) > 120


def test_the_tour_names_every_command() -> None:
    table = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8").partition("## The commands")[2]
    named = {code.split()[0] for code in re.findall(r"`([^`\n]+)`", table.partition("\n## ")[0])}
    assert set(cli.list_commands(click.Context(cli))) <= named


def test_the_page_on_options_names_those_that_there_are() -> None:
    codes = re.findall(r"`([^`\n]+)`", (ROOT / "docs" / "options.md").read_text(encoding="utf-8"))
    commands = cli.list_commands(click.Context(cli))
    lines = [code for code in codes if code.split()[0] in commands]
    assert [wrong for line in lines for wrong in wrong_words(line)] == []
    assert {word for code in codes for word in OPTION.findall(code)} <= options(cli)
    assert len(lines) > 15
