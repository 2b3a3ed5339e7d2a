"""Settings of sources: arguments before the environment before a profile, and tokens from where they are kept."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from source_servers import EMAIL, KEY, TOKEN

from sdconvert.errors import BadConfiguration
from sdconvert.sources import load_smartsettle, load_smoothschedule

FILE = f"""
[smartsettle]
email = "{EMAIL}"
token = "{KEY}"

[trial]
url = "https://trial.example/api"
email = "trial@example.com"
token_command = ["{sys.executable}", "-c", "print('{KEY}')"]

[smoothschedule]
subdomain = "demo"
token_keyring = "smooth"
"""
NO_HOME = {"XDG_CONFIG_HOME": "/nonexistent"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sources.toml"
    path.write_text(FILE)
    path.chmod(0o600)
    return path


def test_the_environment_alone_is_enough() -> None:
    env = {"SDCONVERT_SMARTSETTLE_EMAIL": EMAIL, "SDCONVERT_SMARTSETTLE_TOKEN": KEY, **NO_HOME}
    with load_smartsettle(environment=env) as source:
        assert repr(source) == f"Smartsettle({EMAIL!r}, base_url='https://go.smartsettle.com/api')"
    env = {"SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN": "demo", "SDCONVERT_SMOOTHSCHEDULE_TOKEN": TOKEN, **NO_HOME}
    with load_smoothschedule(environment=env) as other:
        assert other.base_url == "https://demo.smoothschedule.com/tenant-api/v1"
    with load_smoothschedule(environment={**env, "SDCONVERT_SMOOTHSCHEDULE_URL": "http://127.0.0.1:1/v1/"}) as other:
        assert other.base_url == "http://127.0.0.1:1/v1"


def test_arguments_go_before_the_environment_and_that_before_the_profile(file: Path) -> None:
    env = {"SDCONVERT_SMARTSETTLE_URL": "https://env.example/api", "SDCONVERT_SMARTSETTLE_EMAIL": "env@example.com"}
    with load_smartsettle("trial", file=file, environment=env, email="argument@example.com") as source:
        assert (source.email, source.base_url) == ("argument@example.com", "https://env.example/api")
    with load_smartsettle("trial", file=file, environment=env, url="https://argument.example/api") as source:
        assert source.base_url == "https://argument.example/api"
    with load_smartsettle("trial", file=file, environment={}) as source:
        assert (source.email, source.base_url) == ("trial@example.com", "https://trial.example/api")


def test_the_table_of_the_source_is_read_without_a_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with load_smartsettle(environment={"SDCONVERT_SOURCES": str(file)}) as source:
        assert source.email == EMAIL
    home = file.parent / "sdconvert"
    home.mkdir()
    file.rename(home / "sources.toml")
    kept = {("smooth", "demo"): TOKEN}
    keyring = types.SimpleNamespace(get_password=lambda service, user: kept.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    with load_smoothschedule(environment={"XDG_CONFIG_HOME": str(file.parent)}) as other:
        assert "demo.smoothschedule.com" in repr(other)


def test_a_file_without_the_table_leaves_it_to_the_environment(file: Path) -> None:
    file.write_text("[other]")
    env = {"SDCONVERT_SMARTSETTLE_EMAIL": EMAIL, "SDCONVERT_SMARTSETTLE_TOKEN": KEY}
    load_smartsettle(file=file, environment=env).close()
    with pytest.raises(BadConfiguration, match="no profile 'trial'; it has other"):
        load_smartsettle("trial", file=file, environment=env)


def test_a_file_that_others_can_read_is_refused(file: Path) -> None:
    file.chmod(0o644)
    with pytest.raises(BadConfiguration, match="chmod 600"):
        load_smartsettle(file=file, environment={})


def test_a_setting_that_is_none_is_named(file: Path) -> None:
    file.write_text("[smartsettle]\ntokken = 'x'")
    with pytest.raises(BadConfiguration, match="knows no tokken; known are url, email"):
        load_smartsettle(file=file, environment={})


def test_what_is_missing_is_said() -> None:
    with pytest.raises(BadConfiguration, match="set SDCONVERT_SMARTSETTLE_TOKEN"):
        load_smartsettle(environment={"SDCONVERT_SMARTSETTLE_EMAIL": EMAIL, **NO_HOME})
    with pytest.raises(BadConfiguration, match="e-mail address"):
        load_smartsettle(environment={"SDCONVERT_SMARTSETTLE_TOKEN": KEY, **NO_HOME})
    with pytest.raises(BadConfiguration, match="set SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN"):
        load_smoothschedule(environment={"SDCONVERT_SMOOTHSCHEDULE_TOKEN": TOKEN, **NO_HOME})
    with pytest.raises(BadConfiguration, match="set SDCONVERT_SMOOTHSCHEDULE_TOKEN"):
        load_smoothschedule(environment={"SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN": "demo", **NO_HOME})
