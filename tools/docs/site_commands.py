"""The pages of the commands and of their options, from the tree of click."""

from __future__ import annotations

import inspect
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

import click
from site_text import escape, fence, table

from sdconvert.cli.main import cli

_BLOCK = "\b"


class Command(NamedTuple):
    """A command with its whole name, such as `sdconvert batch run`."""

    name: str
    command: click.Command
    context: click.Context

    @property
    def page(self) -> str:
        """The page that it stands on: that of the first word behind `sdconvert`."""
        return f"{self.name.split()[1]}.md"

    @property
    def options(self) -> list[tuple[str, str]]:
        """What `--help` shows: the spellings with their values, and the sentence with default and variable."""
        records = (parameter.get_help_record(self.context) for parameter in self.command.get_params(self.context))
        return [record for record in records if record is not None and record[0].startswith("-")]


_ROOT = Command("sdconvert", cli, click.Context(cli, info_name="sdconvert", **cli.context_settings))


def all_commands() -> list[Command]:
    """Every command of the tree but the root, in the order of the help."""
    return list(_walk(cli, _ROOT.context))


def _walk(group: click.Group, context: click.Context) -> Iterator[Command]:
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        own = click.Context(command, info_name=name, parent=context, **command.context_settings)
        yield Command(f"{context.command_path} {name}", command, own)
        if isinstance(command, click.Group):
            yield from _walk(command, own)


def command_pages() -> dict[str, str]:
    """The pages by their names below `commands/`."""
    sections: dict[str, list[str]] = defaultdict(list)
    for command in all_commands():
        sections[command.page].append(_section(command, "#" if command.name.count(" ") == 1 else "##"))
    pages = {name: "\n\n".join(section) + "\n" for name, section in sections.items()}
    return {"index.md": _index(), "options.md": _options_page(), **pages}


def _section(command: Command, level: str) -> str:
    usage = command.command.get_usage(command.context).removeprefix("Usage: ")
    parts = [f"{level} {command.name}", fence(" ".join(usage.split())), *_help(command.command)]
    if command.options:
        parts.append(_table_of(command.options))
    return "\n\n".join(parts)


def _table_of(options: list[tuple[str, str]]) -> str:
    return table(("option", "meaning"), [(f"`{names}`", escape(" ".join(text.split()))) for names, text in options])


def _help(command: click.Command) -> Iterator[str]:
    """The paragraphs of the help; examples are blocks of code."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    for paragraph in paragraphs:
        if paragraph.startswith(_BLOCK):
            lines = paragraph.removeprefix(_BLOCK).strip("\n").split("\n")
            yield fence("\n".join(f"$ {line.strip()}" for line in lines), "console")
        elif paragraph.strip():
            yield escape(" ".join(paragraph.split()))


def _index() -> str:
    rows = [(f"[`{it.name}`]({_place(it)})", escape(_first_sentence(it.command))) for it in all_commands()]
    listed = table(("command", "does"), rows)
    return "\n\n".join(["# Commands", _INTRODUCTION, listed, "## Before any command", _table_of(_ROOT.options)]) + "\n"


_INTRODUCTION = """Every command with its usage, options and examples, as `--help` shows them. [The command
line](../command-line.md) is the tour, [which option when](../options.md) goes from what you see to the option, and
[all options](options.md) are a table."""


def _place(command: Command) -> str:
    is_own = command.name.count(" ") == 1
    return command.page if is_own else f"{command.page}#{command.name.replace(' ', '-')}"


def _first_sentence(command: click.Command) -> str:
    text = " ".join((command.help or "").split("\n\n")[0].split())
    return re.split(r"(?<=\.)\s", text)[0]


def _options_page() -> str:
    found: dict[str, list[tuple[str, Command]]] = defaultdict(list)
    for command in all_commands():
        for names, text in command.options:
            found[names].append((text, command))
    rows = [
        (f"`{names}`", escape(" ".join(uses[0][0].split())), _users([it for _, it in uses]))
        for names, uses in sorted(found.items(), key=lambda item: item[0].lstrip("-").lower())
    ]
    head = "# All options\n\nEach spelling with the sentence of the first command that has it.\n\n"
    return head + table(("option", "meaning", "commands"), rows) + "\n"


def _users(commands: list[Command]) -> str:
    pages = dict.fromkeys(it.page for it in commands)
    return ", ".join(f"[{page.removesuffix('.md')}]({page})" for page in pages)
