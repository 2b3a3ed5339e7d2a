"""What a shell is offered behind options and arguments whose values are not in their types: codes, profiles, styles,
names of commands. Completion never fails: what cannot be found is not offered."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from sdconvert.errors import SdconvertError
from sdconvert.late import call_late
from sdconvert.patterns import compile_late

if TYPE_CHECKING:
    from html import unescape
else:
    unescape = call_late("html", "unescape")


_LARGEST = 5_000_000
_PARAGRAPH_STYLE = compile_late(
    rb'<w:style\b(?=[^<>]*w:type="paragraph")[^<>]*>(?:(?!</?w:style\b).)*?<w:name w:val="([^"<]*)"', re.DOTALL
)


def complete_codes(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of findings with their messages."""
    from sdconvert.codes import known_codes

    begun = incomplete.upper()
    return [CompletionItem(id, help=code.pattern) for id, code in known_codes().items() if id.startswith(begun)]


def complete_severities(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """`CODE=LEVEL`: the codes, then the levels of the one that is named."""
    from sdconvert.findings import Severity

    code, sign, level = incomplete.partition("=")
    if sign:
        return [CompletionItem(f"{code}={one}") for one in Severity if one.startswith(level)]
    return [CompletionItem(f"{item.value}=", help=item.help) for item in complete_codes(ctx, param, incomplete)]


def complete_profiles(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The profiles of the user's configuration file."""
    import tomllib

    from sdconvert.http.settings import config_file

    try:
        stated = ctx.params.get("config") or os.environ.get("SDCONVERT_CONFIG")
        file = config_file(str(stated) if stated else None, os.environ, "partner.toml")
        names = tomllib.loads(file.read_text("utf-8"))
    except (SdconvertError, OSError, ValueError):
        return []
    return _offer(names, incomplete)


def complete_styles(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The paragraph styles of the Word file that is named."""
    paths = (*(ctx.params.get("paths") or ()), *ctx.args)  # those before an option without its value are left there
    names = [name for path in paths for name in _style_names(Path(path))]
    return _offer(dict.fromkeys(names), incomplete)


def _style_names(path: Path) -> Sequence[str]:
    from sdconvert.archive import read_archive

    try:
        if path.stat().st_size > _LARGEST:
            return ()
        styles = read_archive(path.read_bytes(), path.name).get("word/styles.xml", b"")
    except (SdconvertError, OSError):
        return ()
    return [unescape(name.decode("utf-8", "replace")) for name in _PARAGRAPH_STYLE.findall(styles)]


def complete_commands(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The commands below those that are named already."""
    inner = ctx.find_root()
    for name in ctx.params.get("command") or ():
        found = inner.command.get_command(inner, name) if isinstance(inner.command, click.Group) else None
        if found is None:
            return []
        inner = click.Context(found, inner, name)
    return _offer(inner.command.list_commands(inner), incomplete) if isinstance(inner.command, click.Group) else []


def _offer(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.casefold().startswith(incomplete.casefold())]
