"""What is printed: nothing that steers a terminal comes through from names and documents."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx_builder import build_docx

from sdconvert.cli.main import cli
from sdconvert.cli.output import echo, escape, json_text, style, unstyled

CLI = Path(__file__).parents[2] / "sdconvert" / "cli"
HOSTILE = "a\x1b]0;t\x07\u009b31m\u202egnp\rb\nc"
HARMFUL = set("\x1b\x07\u009b\u202e\r")


def run(*arguments: str, **options):
    return CliRunner().invoke(cli, arguments, prog_name="sdconvert", **options)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Straße, עברית, 漢字 – “x”", "Straße, עברית, 漢字 – “x”"),
        ("a\x1b[31mb", r"a\u001b[31mb"),
        ("a\nb\r\tc", r"a\nb\r c"),
        ("\u009b\u202e\u2066\x7f\u2028", r"\u009b\u202e\u2066\u007f\u2028"),
        ("\udcff\U000e0001", r"\udcff\udb40\udc01"),
        ("می\u200cخواهم, co\u00adop, 1\u00a0kg", "می\u200cخواهم, co\u00adop, 1\u00a0kg"),
    ],
)
def test_what_steers_a_terminal_is_escaped_and_words_of_all_scripts_stay(text: str, shown: str) -> None:
    assert escape(text) == shown


def test_colours_are_of_our_making_only(capsys: pytest.CaptureFixture[str]) -> None:
    echo(style("a\x1b[32m", "red") + " b", "\ufdd1c")
    assert capsys.readouterr().out == "a\\u001b[32m b\nc\n"
    assert unstyled(style("a", "red") + "\x1b") == "a\\u001b"


def test_a_line_that_is_coloured_ends_without_a_colour() -> None:
    result = run("validate", "no\ufdd1such.zip", color=True)
    assert "\x1b[31msuch" not in result.stdout or result.stdout.endswith("\x1b[0m\n")


def test_json_is_ascii_and_keeps_every_name() -> None:
    text = json_text({"name": "כהן\udcff\U0001f600"})
    assert text.isascii()
    assert json.loads(text) == {"name": "כהן\udcff\U0001f600"}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a Word file whose name and words hold what steers a terminal."""
    monkeypatch.chdir(tmp_path)
    name = f"{HOSTILE}.docx"
    words = HOSTILE.translate({0x1B: None, 0x07: None})  # XML cannot hold them
    Path(name).write_bytes(build_docx(f"<w:p><w:ins><w:r><w:t>{words}</w:t></w:r></w:ins></w:p>"))
    Path("plain.docx").write_bytes(build_docx("<w:p><w:r><w:t>b</w:t></w:r></w:p>"))
    return name


@pytest.mark.parametrize(
    "command",
    [
        ("validate", "{}"),
        ("validate", "{}.missing"),
        ("convert", "{}", "-v"),
        ("convert", "{}", "-o", "{}/under/a/file.zip"),
        ("inspect", "{}"),
        ("diff", "plain.docx", "{}"),
        ("batch", "plan", "{}", "-o", "out"),
        ("batch", "survey", "{}", "--progress", "none", "--jobs", "1"),
        ("mapping", "{}", "--jobs", "1"),
        ("explain", "{}"),
        ("{}",),
        ("--{}",),
        ("convert", "--labels", "{}", "plain.docx"),
    ],
)
def test_no_name_and_no_word_of_a_document_steers_the_terminal(hostile: str, command: tuple[str, ...]) -> None:
    result = run(*(word.format(hostile) for word in command), color=True)
    shown = result.output.replace("\x1b[0m", "")
    for colour in "1236":
        shown = shown.replace(f"\x1b[3{colour}m", "")
    assert shown
    assert not HARMFUL & set(shown)
    assert "\nc.docx" not in shown


def test_all_is_printed_by_the_functions_that_escape() -> None:
    direct = [
        f"{path.name}: {call}"
        for path in sorted(CLI.glob("*.py"))
        for call in ("click.echo(", "click.secho(", "click.style(", "print(", "sys.stdout.write(", "sys.stderr.write(")
        if path.name not in ("output.py", "streams.py") and f" {call}" in path.read_text("utf-8")
    ]
    assert direct == []


def test_a_name_of_bytes_that_are_no_text_is_shown(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.docx")
    Path(path).write_bytes(build_docx("<w:p/>"))
    result = run("validate", path)
    assert (result.exit_code, "\\udcff.docx: no findings" in result.stdout) == (0, True)
