"""`sdconvert completion`: the words of the command line in bash, zsh and fish, where these look for them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
from click.shell_completion import get_completion_class

from sdconvert.cli.groups import Group
from sdconvert.cli.output import echo, echo_json, json_text
from sdconvert.cli.shared_command import SharedCommand
from sdconvert.cli.shared_options import force_option, json_option, output_option
from sdconvert.cli.stdio import write_result
from sdconvert.errors import BadConfiguration, OutputRefused
from sdconvert.files import load, save
from sdconvert.home import home_folder, user_folder
from sdconvert.project import shown_path

_NAME = "sdconvert"
_VARIABLE = "_SDCONVERT_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")
_BASH_COMPLETION = (
    "/usr/share/bash-completion/bash_completion",
    "/etc/bash_completion",
    "/usr/local/share/bash-completion/bash_completion",
    "/usr/local/etc/profile.d/bash_completion.sh",
    "/opt/homebrew/etc/profile.d/bash_completion.sh",
)
"""Where the package is that loads a user's completions."""

_shell_option = click.option(
    "--shell", type=click.Choice(_SHELLS), help="The shell.  [default: what the variable SHELL names]"
)


class _Place(NamedTuple):
    """Where a shell looks for the script, and what is still to be done for it."""

    file: Path
    advice: tuple[str, ...] = ()


class _CompletionGroup(Group):
    command_class = SharedCommand


@click.group(cls=_CompletionGroup)
def completion() -> None:
    """Complete commands, options, formats, codes, profiles and styles in bash, zsh and fish.

    \b
    sdconvert completion install
    sdconvert completion show --shell fish
    sdconvert completion uninstall
    """


@completion.command()
@_shell_option
@force_option("Replace a file there that is not of sdconvert's making.")
@json_option("`shell`, `file` and `told`, the sentences that are shown")
def install(shell: str | None, force: bool, as_json: bool) -> None:
    """Put the script where your shell looks for it, and say what is left to do. Run it again after an update.

    Exit code: 0 fine, 2 it could not be written.

    \b
    sdconvert completion install
    sdconvert completion install --shell zsh
    """
    name = _shell(shell)
    place, script = _place_of(name), _script(name)
    if not place.file.exists():
        done = "is there"
    elif _is_ours(place.file) and load(place.file).decode("utf-8", "replace") == script:
        done = "was there already and is up to date"
    elif force or _is_ours(place.file):
        done = "is there in place of the old one"
    else:
        raise OutputRefused(f"{shown_path(place.file)} is not of sdconvert's making; --force replaces it.")
    if not done.startswith("was"):
        save(place.file, script.encode())
    told = [f"The completion for {name} {done}: {place.file}", *place.advice, "Open a new shell to use it."]
    _tell(name, place.file, told, as_json=as_json)


@completion.command()
@_shell_option
@output_option("Write the script to this file; - is standard output.  [default: -]")
@json_option("`shell` and `script`")
def show(shell: str | None, output: Path | None, as_json: bool) -> None:
    """Print the script, to be kept elsewhere.

    \b
    sdconvert completion show --shell fish -o sdconvert.fish
    """
    name = _shell(shell)
    script = _script(name)
    write_result(output, (json_text({"shell": name, "script": script}) + "\n" if as_json else script).encode())


@completion.command()
@_shell_option
@json_option("`shell`, `file` and `told`, the sentences that are shown")
def uninstall(shell: str | None, as_json: bool) -> None:
    """Take the script away that `install` put there.

    Exit code: 0 fine, 2 it could not be removed.

    \b
    sdconvert completion uninstall
    """
    name = _shell(shell)
    file = _place_of(name).file
    if not file.exists():
        _tell(name, file, [f"There is no completion for {name} at {file}."], as_json=as_json)
    elif not _is_ours(file):
        raise OutputRefused(f"{file} is not of sdconvert's making and stays.")
    else:
        try:
            file.unlink()
        except OSError as error:
            raise OutputRefused(f"{file} cannot be removed: {error.strerror or error}.") from error
        told = [f"The completion for {name} is gone: {file}", "Shells that are open still have it."]
        _tell(name, file, told, as_json=as_json)


def _tell(shell: str, file: Path, sentences: list[str], *, as_json: bool) -> None:
    if as_json:
        echo_json({"shell": shell, "file": str(file), "told": sentences})
    else:
        echo(*sentences)


def _shell(stated: str | None) -> str:
    """Raises: UsageError for a shell that is not known."""
    found = stated or Path(os.environ.get("SHELL", "")).name.removesuffix(".exe")
    if found not in _SHELLS:
        what = f"{found} is not completed for" if found else "The variable SHELL does not say which shell you use"
        raise click.UsageError(f"{what}; name one by --shell: {', '.join(_SHELLS)}.")
    return found


def _script(shell: str) -> str:
    from sdconvert.cli.main import cli

    kind = get_completion_class(shell)
    assert kind is not None
    return kind(cli, {}, _NAME, _VARIABLE).source().strip() + "\n"


def _is_ours(file: Path) -> bool:
    return _VARIABLE in load(file).decode("utf-8", "replace")


def _place_of(shell: str) -> _Place:
    """Raises: BadConfiguration where there is no home folder."""
    if shell == "fish":
        return _Place(user_folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / f"{_NAME}.fish")
    if shell == "bash":
        stated = os.environ.get("BASH_COMPLETION_USER_DIR")
        folder = Path(stated) if stated else user_folder("XDG_DATA_HOME", ".local/share") / "bash-completion"
        file = folder / "completions" / _NAME
        return _Place(file, tuple(_advice_of_bash(file)))
    home = os.environ.get("ZDOTDIR") or home_folder()
    if home is None:
        raise BadConfiguration("This user has no home folder: set HOME or ZDOTDIR.")
    folder = Path(home) / ".zfunc"
    return _Place(folder / f"_{_NAME}", tuple(_advice_of_zsh(Path(home) / ".zshrc", folder)))


def _advice_of_bash(file: Path) -> Iterator[str]:
    if not any(Path(path).exists() for path in _BASH_COMPLETION):
        yield "It is loaded by the package bash-completion, which is not installed. Without it, add to ~/.bashrc:"
        yield f"    source {file}"


def _advice_of_zsh(settings: Path, folder: Path) -> Iterator[str]:
    known = load(settings).decode("utf-8", "replace") if settings.is_file() else ""
    if str(folder) not in known and folder.name not in known:
        yield f"zsh does not look there yet. Add to {settings}:"
        yield f"    fpath+={folder}"
        yield "    autoload -Uz compinit && compinit"
