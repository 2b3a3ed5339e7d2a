"""`sdconvert completion`: the script is put where the shell looks for it, and offers what is known."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import CompletionItem, ShellComplete
from click.testing import CliRunner, Result
from docx_builder import build_docx

from sdconvert.cli.main import cli

BIN = Path(sys.executable).parent
PLACES = {
    "bash": ".local/share/bash-completion/completions/sdconvert",
    "zsh": ".zfunc/_sdconvert",
    "fish": ".config/fish/completions/sdconvert.fish",
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for name in (
        "XDG_DATA_HOME",
        "XDG_CONFIG_HOME",
        "ZDOTDIR",
        "BASH_COMPLETION_USER_DIR",
        "SHELL",
        "SDCONVERT_CONFIG",
    ):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["completion", *arguments], prog_name="sdconvert")


def offered(*words: str) -> list[CompletionItem]:
    """What a shell is offered for the last word."""
    *before, incomplete = words
    return ShellComplete(cli, {}, "sdconvert", "_X").get_completions(list(before), incomplete)


@pytest.mark.parametrize("shell", PLACES)
def test_a_script_is_installed_once_brought_up_to_date_and_taken_away(home: Path, shell: str) -> None:
    file = home / PLACES[shell]
    first = run("install", "--shell", shell)
    assert first.exit_code == 0
    assert f"The completion for {shell} is there: {file}\n" in first.stdout
    assert "Open a new shell" in first.stdout
    assert file.read_text() == run("show", "--shell", shell).stdout
    assert f"_SDCONVERT_COMPLETE={shell}_complete" in file.read_text()
    assert "was there already and is up to date" in run("install", "--shell", shell).stdout
    file.write_text("# _SDCONVERT_COMPLETE of an older release\n")
    assert "in place of the old one" in run("install", "--shell", shell).stdout
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert f"is gone: {file}" in run("uninstall", "--shell", shell).stdout
    gone = run("uninstall", "--shell", shell)
    assert (gone.exit_code, "There is no completion" in gone.stdout, file.exists()) == (0, True, False)


def test_what_somebody_else_wrote_stays_unless_asked(home: Path) -> None:
    file = home / PLACES["fish"]
    file.parent.mkdir(parents=True)
    file.write_text("# mine\n")
    for command in ("install", "uninstall"):
        refused = run(command, "--shell", "fish")
        assert (refused.exit_code, file.read_text()) == (2, "# mine\n")
        assert "not of sdconvert's making" in refused.stderr
    assert run("install", "--shell", "fish", "--force").exit_code == 0


def test_the_shell_is_that_of_the_variable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = "The variable SHELL does not say which shell you use; name one by --shell: bash, zsh, fish."
    assert told in run("install").stderr
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert (run("show").exit_code, "tcsh is not completed for" in run("show").stderr) == (2, True)
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("install").exit_code == 0
    assert (home / PLACES["fish"]).is_file()


def test_zsh_is_told_where_to_look_until_it_does(home: Path) -> None:
    assert f"    fpath+={home / '.zfunc'}\n" in run("install", "--shell", "zsh").stdout
    (home / ".zshrc").write_text("fpath+=~/.zfunc\n")
    assert "fpath+=" not in run("install", "--shell", "zsh").stdout


def test_without_a_home_or_a_place_to_write_it_is_one_sentence(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / ".config").write_text("a file")
    refused = run("install", "--shell", "fish")
    assert (refused.exit_code, "cannot be written" in refused.stderr) == (2, True)

    def fail(_kind: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(fail))
    for shell, variable in (("bash", "XDG_DATA_HOME"), ("zsh", "ZDOTDIR"), ("fish", "XDG_CONFIG_HOME")):
        refused = run("install", "--shell", shell)
        assert (refused.exit_code, f"set HOME or {variable}" in refused.stderr) == (2, True)


def test_bash_completes_by_what_was_installed(home: Path) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    run("install", "--shell", "bash")
    script = (
        f"source {PLACES['bash']}; COMP_WORDS=(sdconvert convert --labels l); COMP_CWORD=3; "
        '_sdconvert_completion sdconvert; echo "${COMPREPLY[@]}"; complete -p sdconvert'
    )
    variables = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run([bash, "--norc", "-c", script], capture_output=True, text=True, check=True, env=variables)
    assert done.stdout.splitlines() == ["literal", "complete -o nosort -F _sdconvert_completion sdconvert"]


# ------------------------------------------------------------------------------------------------------ what is offered


def test_codes_are_offered_with_their_messages() -> None:
    for words in (("explain", "sdxml-v02"), ("annotate", "a.docx", "--code", "SDXML-V02")):
        found = offered(*words)
        assert {"SDXML-V020", "SDXML-V021"} <= {item.value for item in found}
        assert all(item.help for item in found)
    assert "SDXML-V021=" in [item.value for item in offered("validate", "--severity", "SDXML-V021")]
    assert [item.value for item in offered("validate", "--severity", "SDXML-V021=w")] == ["SDXML-V021=warning"]


def test_profiles_are_offered_and_a_file_that_is_none_offers_nothing(home: Path) -> None:
    assert offered("ping", "--profile", "") == []
    file = home / ".config" / "sdconvert" / "partner.toml"
    file.parent.mkdir(parents=True)
    file.write_text("[live]\n[sandbox]\n")
    file.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert [item.value for item in offered("ping", "--profile", "L")] == ["live"]
    file.write_text("no = toml =")
    assert offered("ping", "--profile", "") == []


def test_styles_of_the_named_file_are_offered() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="Klausel &amp; mehr"/></w:style>'
    styles += '<w:style w:type="character" w:styleId="Z"><w:name w:val="Klein"/></w:style>'
    Path("a.docx").write_bytes(build_docx("<w:p/>", styles=styles))
    assert [item.value for item in offered("mapping", "a.docx", "--explain", "k")] == ["Klausel & mehr"]
    assert offered("mapping", "nothing.docx", "--explain", "") == []


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (("config", "con"), ["convert", "config"]),
        (("config", "batch", "re"), ["retry", "report"]),
        (("config", "convert", "x"), []),
        (("config", "nothing", "x"), []),
        (("convert", "--from", "p"), ["parsx"]),
    ],
)
def test_commands_and_formats_are_offered(words: tuple[str, ...], values: list[str]) -> None:
    assert [item.value for item in offered(*words)] == values


def test_a_broken_project_file_stops_no_completion() -> None:
    Path("sdconvert.toml").write_text("[covert]\n")
    assert [item.value for item in offered("convert", "--labels", "lit")] == ["literal"]


def test_all_is_documented_by_the_help() -> None:
    with click.Context(cli) as ctx:
        command = cli.get_command(ctx, "completion")
    assert isinstance(command, click.Group)
    assert set(command.commands) == {"install", "show", "uninstall"}
