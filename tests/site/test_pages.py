"""The pages that are made from the code have all that there is. mkdocs itself runs in `make docs`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest
from site_library import public_modules
from site_pages import all_files, all_pages, link_codes
from site_text import docstring_as_markdown, escape, free_bars

import sdconvert
from sdconvert.cli.main import cli
from sdconvert.codes import known_codes

ROOT = Path(__file__).parents[2]


@cache
def pages() -> dict[str, str]:
    return dict(all_pages())


def room(name: str) -> str:
    return "\n".join(text for page, text in pages().items() if page.startswith(name))


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command is not None
        if not command.hidden:
            yield f"{name} {word}", command
            if isinstance(command, click.Group):
                yield from commands(command, f"{name} {word}")


def test_every_command_has_a_section_with_all_its_options() -> None:
    listed = dict(re.findall(r"^##? (sdconvert .+)\n((?:(?!#).*\n?)*)", room("commands/"), re.MULTILINE))
    tree = dict(commands(cli, "sdconvert"))
    assert len(tree) > 35
    assert set(listed) == set(tree)
    for name, command in tree.items():
        options = [option for option in command.params if isinstance(option, click.Option) and not option.hidden]
        spelled = {word for option in options for word in (*option.opts, *option.secondary_opts)}
        cells = " ".join(re.findall(r"^\| `(-.*?)` \|", listed[name], re.MULTILINE))
        assert spelled <= set(re.findall(r"(?<![\w-])--?[\w-]+", cells)), name


def test_every_code_has_its_sentence() -> None:
    sections = dict(re.findall(r"^## (\S+)\n\n(\*\*.*)$", room("findings/"), re.MULTILINE))
    assert sections == {code.id: f"**{code.severity}**: {escape(code.pattern)}" for code in known_codes().values()}


def test_every_public_name_is_shown() -> None:
    shown = re.findall(r"^::: (\S+)$", room("library/"), re.MULTILINE)
    listed = {f"{module.__name__}.{name}" for module in public_modules() for name in getattr(module, "__all__", ())}
    assert {f"sdconvert.{name}" for name in sdconvert.__all__} <= listed <= set(shown)
    assert len(shown) == len(set(shown))


def test_every_sample_is_in_the_gallery_with_its_pictures() -> None:
    files = dict(map(reversed, all_files()))
    for sample in (ROOT / "samples" / "docx").glob("*.docx"):
        assert f"## {sample.stem}\n" in pages()["gallery.md"]
        assert {f"gallery/{sample.stem}-word.png", f"gallery/{sample.stem}-result.png"} <= set(files)


def test_links_lead_to_what_the_site_has() -> None:
    has = {*pages(), *dict(map(reversed, all_files()))}
    missing = [
        f"{page}: {target}"
        for page, text in pages().items()
        for target in re.findall(
            r"\]\((?!https?:|#)([^)\s#]+)", re.sub(r"```.*?```|`[^`]*`", "", text, flags=re.DOTALL)
        )
        if str(Path(page).parent.joinpath(target).as_posix()) not in has and "../" not in target
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see DOCX-R030.", "see [DOCX-R030](findings/docx-r.md#docx-r030)."),
        ("`DOCX-R030` and [DOCX-R030](x.md)", "`DOCX-R030` and [DOCX-R030](x.md)"),
        (
            "# DOCX-R030\n\n    DOCX-R030\n\nMAP-003",
            "# DOCX-R030\n\n    DOCX-R030\n\n[MAP-003](findings/map.md#map-003)",
        ),
        ("UTF-016 and DOCX-R999", "UTF-016 and DOCX-R999"),
    ],
)
def test_codes_lead_to_their_pages_where_they_stand_in_text(text: str, expected: str) -> None:
    assert link_codes(text, "labels.md") == expected


def test_text_is_shown_as_it_is() -> None:
    assert escape("a*b [x] <y> `c|d`") == r"a\*b \[x\] \<y\> `c|d`"
    assert free_bars(r"| `a\|b` | c\|d |") == r"| `a|b` | c\|d |"


def test_examples_of_docstrings_are_code() -> None:
    text = "Says.\n\n>>> f(1)\n2\n\nRaises: ValueError.\n"
    assert docstring_as_markdown(text) == "Says.\n\n```pycon\n>>> f(1)\n2\n```\n\n**Raises:** ValueError.\n"
