"""One way for the same thing: which command has which of the shared options, and why it lacks the others."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from command_tree import all_commands

from sdconvert.cli.main import cli
from sdconvert.options import OPTIONS

COMMANDS = all_commands()
CLI = Path(__file__).parents[2] / "sdconvert" / "cli"

ALWAYS = {"--json", "--quiet", "--verbose", "--color", "--help"}
SHARED = ("--output", "--jobs", "--progress", "--fail-on", "--from-file", "--max-size", "--force", "--mapping")

ONE = "it is about one document"
CALL = "it is one call of the server"
PRINTS = "it prints what it knows; a pipe or > takes it"
NONE_FOUND = "it has no findings"
UNREAD = "it opens no document"
UNMAPPED = "it does not convert"
UNWRITTEN = "it writes no file, or only where it was told to"
RECORDS = "its input is records"
SERVER = "it is a server"
OF_A_RUN = "it is about a run that was made"
IN_TURN = "the server is asked in turn; batch run uploads many at once"
LINES = "each document is told of as it ends"
FAULTLESS = "a file that does not show its fault is exit code 1"
SENT = "what is sent is on the server; what is held back is told as exit code 1"

_CALL = {
    "--output": PRINTS, "--jobs": CALL, "--progress": CALL, "--fail-on": NONE_FOUND, "--from-file": CALL,
    "--max-size": UNREAD, "--force": UNWRITTEN, "--mapping": UNMAPPED,
}  # fmt: skip
_STATE = {name: reason for name, reason in _CALL.items() if name != "--from-file"} | {"--progress": LINES}
_FETCH = {
    "--jobs": CALL, "--fail-on": NONE_FOUND, "--from-file": RECORDS, "--max-size": UNREAD,
    "--mapping": UNMAPPED,
}  # fmt: skip
_OF_A_RUN = {
    "--jobs": OF_A_RUN, "--progress": OF_A_RUN, "--fail-on": OF_A_RUN, "--from-file": OF_A_RUN, "--max-size": OF_A_RUN,
    "--force": OF_A_RUN, "--mapping": OF_A_RUN,
}  # fmt: skip
_KNOWN = {**_CALL, "--jobs": UNREAD, "--progress": UNREAD, "--from-file": UNREAD}
_ONE = {"--jobs": ONE, "--progress": ONE, "--from-file": ONE}

LACKING: dict[str, dict[str, str]] = {
    "convert": {},
    "validate": {},
    "annotate": {**_ONE},
    "anonymise": {**_ONE, "--fail-on": "a word that is left is exit code 1", "--mapping": UNMAPPED},
    "shrink": {"--jobs": ONE, "--from-file": ONE, "--fail-on": FAULTLESS},
    "report-bug": {"--jobs": ONE, "--from-file": ONE, "--fail-on": FAULTLESS},
    "unpack": {**_ONE, "--mapping": UNMAPPED},
    "pack": {**_ONE, "--mapping": UNMAPPED},
    "diff": {**_ONE, "--fail-on": "any difference is exit code 1", "--mapping": UNMAPPED},
    "reconcile": {**_ONE, "--mapping": UNMAPPED},
    "formats": {**_KNOWN},
    "cache": {**_KNOWN},
    "mapping propose": {"--mapping": "it makes one; --check judges one"},
    "mapping diff": {
        "--output": PRINTS, "--fail-on": "any difference is exit code 1", "--force": UNWRITTEN,
        "--mapping": "the two are arguments",
    },
    "review": {"--progress": SERVER, "--fail-on": SERVER},
    "inspect": {**_ONE, "--output": PRINTS, "--force": UNWRITTEN, "--mapping": "it shows what the file itself holds"},
    "merge": {"--jobs": "one template is filled in the order of the records", "--from-file": RECORDS},
    "upload": {"--output": SENT, "--jobs": IN_TURN, "--fail-on": SENT, "--force": "--if-exists says what is done"},
    "download": {"--jobs": IN_TURN, "--progress": LINES, "--mapping": "exports have no styles of Word to map"},
    **dict.fromkeys(
        ("api create", "api duplicate", "api info", "api list", "api metadata", "api open", "api templates"), _CALL
    ),
    "api unseen": _CALL,
    **dict.fromkeys(("api archive", "api delete", "api review", "api unarchive"), _STATE),
    "api export": {name: reason for name, reason in _CALL.items() if name not in ("--output", "--force")},
    "batch run": {},
    "batch plan": {
        "--jobs": UNREAD, "--progress": UNREAD, "--fail-on": NONE_FOUND,
        "--force": "it shows what is done already",
    },
    "batch retry": {
        "--output": "DEST is its argument", "--from-file": "the documents are those of the last run",
        "--max-size": "as in the last run", "--mapping": "as in the last run",
    },
    "batch status": {**_OF_A_RUN, "--output": PRINTS},
    "batch why": {**_OF_A_RUN, "--output": PRINTS},
    "batch report": {name: reason for name, reason in _OF_A_RUN.items() if name != "--force"},
    "batch compare": {name: reason for name, reason in _OF_A_RUN.items() if name != "--force"},
    "batch survey": {},

    "ping": _CALL,
    "whoami": _CALL,
    **dict.fromkeys(
        (
            "fetch smartsettle negotiations",
            *(f"fetch smoothschedule {name}" for name in ("bookings", "business", "customers", "resources")),
            "fetch smoothschedule services",
        ),
        _FETCH,
    ),
    "sandbox": dict.fromkeys(SHARED, SERVER),
    "config": _KNOWN,
    "completion install": {name: reason for name, reason in _KNOWN.items() if name != "--force"},
    "completion uninstall": _KNOWN,
    "completion show": {name: reason for name, reason in _KNOWN.items() if name not in ("--output", "--force")},
    "explain": _KNOWN,
}  # fmt: skip
"""For each command which of the shared options it lacks, and why."""

OTHER_MEANINGS = {
    "--output": "a file, a folder or either; batch calls it DEST, which may be a URL",
    "--severity": "validate gives a code another one, annotate takes the lowest",
    "--template": "a file of this machine, one of the server by its id, or several for the sandbox",
    "--status": "of a document of SMASHDOCs, or of a booking",
    "--baseline": "a file of known findings in validate, a run in batch",
    "--to": "merge writes Word and SDXML only",
    "--title": "a pattern over records in merge, needed where there is no file to take it from",
    **dict.fromkeys(("--description", "--group", "--supplemental", "--name"), "a pattern over records in merge"),
    "--email": "the account of another system in fetch",
}
"""Spellings that more than one kind of value goes with, and why that is so."""

OTHER_THINGS = {"codes", "form", "page"}
"""Names of parameters in the code that stand for several things: codes and whether they are shown, forms of uploads and
of exports, pages as files and as numbers."""

ANOTHER_WORD_FOR = {
    "--out": "-o", "--out-file": "-o", "--output-dir": "-o", "--destination": "-o", "--output-format": "--json",
    "--findings": "-v", "--silent": "-q", "--debug-log": "-v", "--no-colour": "--no-color", "--colour": "--color",
    "--workers": "--jobs", "--threads": "--jobs", "--parallel": "--jobs", "--overwrite": "--force",
    "--replace": "--force", "--files-from": "--from-file", "--list-file": "--from-file", "--no-progress": "--progress",
    "--style-map": "--mapping", "--table": "", "--text": "", "--simulate": "--dry-run",
}  # fmt: skip


def options(name: str) -> list[click.Option]:
    return [param for param in COMMANDS[name][0].params if isinstance(param, click.Option)]


def spellings(name: str) -> set[str]:
    return {spelling for option in options(name) for spelling in option.opts} | {"--help"}


def test_every_command_has_a_row_and_no_row_is_of_none() -> None:
    assert set(LACKING) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_the_shared_options_but_those_it_lacks_for_a_reason(name: str) -> None:
    assert spellings(name) >= ALWAYS
    assert {option for option in SHARED if option not in spellings(name)} == set(LACKING[name])
    assert all(LACKING[name].values())


def test_what_is_spelled_alike_takes_the_same_and_what_takes_the_same_is_spelled_alike() -> None:
    kinds, names = defaultdict(set), defaultdict(set)
    for name, (_, context) in COMMANDS.items():
        for option in options(name):
            long = max(option.opts, key=len)
            value = "flag" if option.is_flag else option.make_metavar(context)
            kinds[long].add((value, tuple(option.secondary_opts), option.multiple, option.required))
            names[option.name].add(tuple(option.opts))
    assert {long for long, found in kinds.items() if len(found) > 1} == set(OTHER_MEANINGS)
    assert {name for name, found in names.items() if len(found) > 1} == OTHER_THINGS


def test_no_option_is_a_second_word_for_a_shared_one() -> None:
    used = {(name, spelling) for name in COMMANDS for spelling in spellings(name) if spelling in ANOTHER_WORD_FOR}
    assert used == set()
    assert [name for name in COMMANDS if "--strict" in spellings(name)] == ["sandbox"]
    assert [name for name in COMMANDS if "--format" in spellings(name)] == ["download", "api export"]


@pytest.mark.parametrize("name", COMMANDS)
def test_values_are_called_by_the_words_of_the_field(name: str) -> None:
    for option in options(name):
        shown = option.make_metavar(COMMANDS[name][1])
        assert option.is_flag or re.fullmatch(r"[A-Z]+([:=_][A-Z]+)*|\[\w[\w|]*\]", shown), (option.opts, shown)
        assert option.is_flag or not re.search("RANGE|INTEGER|FLOAT|BOOLEAN|DIRECTORY|FILENAME|^_", shown)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_has_examples_and_exit_codes_and_says_what_each_option_does_and_its_default(name: str) -> None:
    command, _ = COMMANDS[name]
    called = name.removesuffix(" propose")
    assert re.search(rf"^ *sdconvert ((?!sdconvert).)*\b{called}\b", command.help or "", re.MULTILINE), "an example"
    for option in options(name):
        assert option.help, option.opts
        has_default = option.default not in (None, "", ()) and "UNSET" not in repr(option.default)
        if option.secondary_opts or (has_default and not option.is_flag):
            assert option.show_default or "efault" in option.help, option.opts


# ---------------------------------------------------------------------------------------------------------- in errors


@pytest.mark.parametrize("name", [name for name, option in OPTIONS.items() if option.writing or option.reading])
def test_an_error_about_an_option_of_a_conversion_names_it_as_it_is_typed(name: str, tmp_path: Path) -> None:
    (option,) = (one for one in options("convert") if one.name == name)
    value = [] if option.is_flag else [_value(option, tmp_path)]
    source = tmp_path / "a.html"
    source.write_text("<!DOCTYPE html><title>a</title><p>b</p>", "utf-8")
    other = next(form for form in ("parsx", "docx") if form not in OPTIONS[name].writing)
    result = CliRunner().invoke(
        cli, ["convert", str(source), "-o", str(tmp_path), "--to", other, option.opts[0], *value]
    )
    assert result.exit_code == 2
    assert name == "revisions" or f"The option {option.opts[0]} is for" in result.stderr
    assert "_" not in result.stderr.replace(str(tmp_path), "")


def _value(option: click.Option, folder: Path) -> str:
    if isinstance(option.type, click.Choice):
        return str(option.type.choices[0])
    return {"settings": "{}", "dialect": "2.6"}.get(str(option.name), str(folder / "a.docx"))


def test_messages_name_options_as_they_are_typed() -> None:
    inner = {str(option.name) for name in COMMANDS for option in options(name) if "_" in str(option.name)}
    told = [
        (path.name, text, word)
        for path in sorted(CLI.glob("*.py"))
        for text in _texts_of_errors(ast.parse(path.read_text("utf-8")))
        for word in inner
        if re.search(rf"\b{word}\b", text)
    ]
    assert told == []


def _texts_of_errors(tree: ast.AST) -> list[str]:
    """The constant pieces of what is raised."""
    raised = (node for node in ast.walk(tree) if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call))
    return [
        piece.value
        for node in raised
        for text in node.exc.args  # type: ignore[union-attr]
        for piece in ast.walk(text)
        if isinstance(piece, ast.Constant) and isinstance(piece.value, str)
    ]


@pytest.mark.parametrize("option", ["-q", "-v"])
def test_less_and_more_exclude_each_other(option: str) -> None:
    other = {"-q": "--verbose", "-v": "--quiet"}[option]
    result = CliRunner().invoke(cli, ["formats", option, other])
    assert (result.exit_code, "Give -q or -v, not both" in result.stderr) == (2, True)
