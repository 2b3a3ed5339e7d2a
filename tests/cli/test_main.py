import subprocess
import sys
from importlib.metadata import version

import click
import pytest
from click.testing import CliRunner

from sdconvert.cli import main as main_module
from sdconvert.cli.main import cli
from sdconvert.errors import UnsafeInput


def run(*arguments: str):
    return CliRunner().invoke(cli, arguments, prog_name="sdconvert")


def with_command(monkeypatch: pytest.MonkeyPatch, action) -> None:
    command = click.Command("act", callback=action)
    monkeypatch.setattr(main_module.LazyGroup, "get_command", lambda self, ctx, name: command)


def raising(error: BaseException):
    def action() -> None:
        raise error

    return action


def test_the_version_is_that_of_the_installed_package() -> None:
    assert run("--version").output == f"sdconvert {version('sdconvert')}\n"


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_names_every_command_without_importing_it(option: str) -> None:
    result = run(option)
    assert result.exit_code == 0
    assert all(name in result.output for name in ("convert", "validate", "mapping", "inspect", "explain"))


@pytest.mark.parametrize("name", ["validate", "explain"])
def test_every_command_has_short_help(name: str) -> None:
    assert run(name, "-h").exit_code == 0


@pytest.mark.parametrize("group", [(), ("api",), ("batch",), ("fetch", "smartsettle")])
def test_a_group_without_a_command_shows_its_help_and_nothing_else(group: tuple[str, ...]) -> None:
    result = run(*group)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == run(*group, "--help").stdout


def test_the_list_of_options_holds_options_alone() -> None:
    shown = run("convert", "-h").stdout.partition("Options:\n")[2]
    assert [line for line in shown.splitlines() if line.startswith("  ") and line.strip().startswith("[IN]")] == []


def test_an_unknown_command_is_a_usage_error() -> None:
    assert run("transmogrify").exit_code == 2


def test_an_error_of_ours_is_one_line_and_exit_code_2(monkeypatch: pytest.MonkeyPatch) -> None:
    with_command(monkeypatch, raising(UnsafeInput("The file is too large.")))
    result = run("act")
    assert result.exit_code == 2
    assert result.stderr == "sdconvert: error: The file is too large.\n"
    assert result.stdout == ""


def test_an_interrupt_ends_quietly_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    with_command(monkeypatch, raising(KeyboardInterrupt()))
    result = run("act")
    assert (result.exit_code, result.output) == (130, "")


def test_a_reader_that_goes_away_ends_the_run_without_a_word() -> None:
    script = (
        "import os, sys\n"
        "import click\n"
        "from sdconvert.cli.main import LazyGroup, cli\n"
        "endless = click.Command('act', callback=lambda: [click.echo('x' * 1000) for _ in range(10_000)])\n"
        "LazyGroup.get_command = lambda self, ctx, name: endless\n"
        "cli(['act'])\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 141


def test_the_version_loads_no_xml_library() -> None:
    script = "import sys; from sdconvert.cli.main import cli; cli(['--version'], standalone_mode=False); "
    script += "sys.exit('lxml' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, check=False).returncode == 0


def test_the_module_runs_as_the_command_does() -> None:
    done = subprocess.run([sys.executable, "-m", "sdconvert", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"sdconvert {version('sdconvert')}\n"
