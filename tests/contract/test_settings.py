"""The options of a connection: each reaches the client, and none of them is a secret."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from sdconvert.cli.main import cli

Control = Callable[[str, dict[str, object]], None]
OURS = ("upload", "download", "api", "ping", "whoami")


def commands(group: click.Group, names: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in names:
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, tuple(command.list_commands(context)))
        else:
            yield name, command


ALL = dict(commands(cli, OURS))


def test_every_call_of_the_api_has_a_command() -> None:
    states = {"review", "archive", "unarchive", "delete"}
    others = {"create", "open", "info", "list", "unseen", "metadata", "duplicate", "templates", "export"}
    assert set(ALL) == {*states, *others, "upload", "download", "ping", "whoami"}


@pytest.mark.parametrize("name", ALL)
def test_a_command_explains_itself_and_its_options_and_prints_json(name: str) -> None:
    command = ALL[name]
    assert "." in (command.help or ""), "a sentence"
    options = [param for param in command.params if isinstance(param, click.Option)]
    assert [option.name for option in options if not option.help] == []
    assert "as_json" in {option.name for option in options}


@pytest.mark.parametrize("name", ALL)
def test_help_shows_what_a_command_does_before_how_it_connects(shell: Any, name: str) -> None:
    words = (name,) if name in OURS else ("api", name)
    text = shell(*words, "--help").stdout
    assert text.index("Options:") < text.index("\n  --json") < text.index("Connection:") < text.index("\n  --profile")


@pytest.mark.parametrize("name", ALL)
def test_no_secret_is_an_argument(name: str) -> None:
    words = " ".join(option for param in ALL[name].params for option in param.opts)
    assert not any(secret in words for secret in ("secret", "password", "key", "token"))


def test_a_profile_is_named_by_the_environment_and_overruled_by_arguments(shell: Any, tmp_path: Path) -> None:
    names = ("url", "client_id", "client_secret")
    kept = [f'{name} = "{shell.environment.pop(f"SDCONVERT_{name.upper()}")}"' for name in names]
    file = tmp_path / "partner.toml"
    file.write_text("\n".join(["[sandbox]", *kept, "[live]", 'url = "http://127.0.0.1:9"', *kept[1:]]))
    file.chmod(0o600)
    shell.environment |= {"SDCONVERT_CONFIG": str(file), "SDCONVERT_PROFILE": "sandbox"}
    assert shell("ping").exit_code == 0
    assert shell("ping", "--profile", "live", "--attempts", "1").exit_code == 2
    wrong = shell("ping", "--profile", "test")
    assert wrong.stderr.strip().endswith("has no profile 'test'; it has sandbox, live.")
    file.chmod(0o644)
    assert "chmod 600" in shell("ping").stderr


@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_the_algorithm_is_chosen(shell: Any, algorithm: str) -> None:
    assert shell("ping", "--algorithm", algorithm).exit_code == 0


def test_a_least_version_is_asked_for(shell: Any) -> None:
    assert "at least 99.0 is needed" in shell("ping", "--least-version", "99.0").stderr
    assert shell("ping", "--least-version", "1").exit_code == 0


def test_attempts_and_their_total_time_are_bounded(shell: Any, control: Control) -> None:
    control("faults", {"kind": "status", "status": 500, "count": 2})
    assert shell("ping", "--attempts", "2").exit_code == 2
    assert shell("ping", "--attempts", "1").exit_code == 0
    control("faults", {"kind": "status", "status": 429, "retryAfter": 5, "count": 1})
    began = time.monotonic()
    assert shell("ping", "--total-time", "1").exit_code == 2
    assert time.monotonic() - began < 1


def test_a_server_that_hangs_is_left_in_time(shell: Any, control: Control) -> None:
    control("faults", {"kind": "delay", "delay": 3, "count": 1})
    began = time.monotonic()
    result = shell("ping", "--read-timeout", "0.3", "--attempts", "1")
    assert (result.exit_code, "no answer in time" in result.stderr) == (2, True)
    assert time.monotonic() - began < 2


def test_certificates_that_are_not_there_are_one_line(shell: Any, tmp_path: Path) -> None:
    result = shell("ping", "--ca", tmp_path / "none.pem")
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
