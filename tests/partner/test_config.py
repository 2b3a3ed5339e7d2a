"""Settings: arguments before the environment before a profile, and secrets from where they are kept."""

from __future__ import annotations

import json
import os
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from partner_kit import DOCUMENT, SECRET, Reply, Script, word_file

from sdconvert.errors import BadConfiguration
from sdconvert.http.secret import Secret
from sdconvert.partner import Profile, User, load_profile
from sdconvert.partner.errors import ServerError, TooLarge

LIVE = f"""
[live]
url = "https://live.example"
client_id = "c-live"
client_secret = "{SECRET}"
user_id = "u-live"
group_id = "g-live"
email = "a@b.c"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "partner.toml"
    path.write_text(LIVE)
    path.chmod(0o600)
    return path


def test_arguments_go_before_the_environment_and_that_before_the_profile(file: Path) -> None:
    env = {"SDCONVERT_USER_ID": "u-env", "SDCONVERT_GROUP_ID": "g-env", "SDCONVERT_CLIENT_SECRET": "e" * 64}
    profile = load_profile("live", file=file, environment=env, user_id="u-argument", group_id=None)
    assert (profile.user_id, profile.group_id, profile.url) == ("u-argument", "g-env", "https://live.example")
    assert profile.client_secret is not None
    assert profile.client_secret.reveal() == "e" * 64


KEYS = {
    "url": ("https://a", "https://b", "https://c"),
    "client_id": ("a", "b", "c"),
    "client_secret": ("a", "b", "c"),
    "user_id": ("a", "b", "c"),
    "group_id": ("a", "b", "c"),
    "role": ("reader", "editor", "approver"),
    "algorithm": ("HS256", "HS384", "HS512"),
    "certificates": ("a", "b", "c"),
    "read_timeout": (1.5, 2.5, 3.5),
    "total_time": (1.5, 2.5, 3.5),
    "attempts": (1, 2, 3),
    "largest_upload": (1, 2, 3),
    "largest_export": (1, 2, 3),
    "least_version": ("1.0", "2.0", "3.0"),
    "commenter_word": ("commenter", "commentator", "commenter"),
    "fingerprint": (False, True, False),
    "sign_in": ("users", "partner", "users"),
    "email": ("a", "b", "c"),
    "firstname": ("a", "b", "c"),
    "lastname": ("a", "b", "c"),
    "company": ("a", "b", "c"),
    "login": ("a", "b", "c"),
    "api_key": ("a", "b", "c"),
    "password": ("a", "b", "c"),
}


def setting(profile: Profile, key: str) -> object:
    value = profile.person.get(key) or getattr(profile, key, None)
    if isinstance(value, tuple):
        return ".".join(map(str, value))
    return value.reveal() if isinstance(value, Secret) else value


@pytest.mark.parametrize("key", KEYS)
def test_each_setting_is_taken_from_the_first_place_that_has_it(file: Path, key: str) -> None:
    argument, variable, kept = KEYS[key]
    file.write_text(f"[live]\n{key} = {json.dumps(kept)}\n")
    env = {f"SDCONVERT_{key.upper()}": str(variable)}
    places: list[tuple[dict[str, str], dict[str, Any], object]] = [
        (env, {key: argument}, argument),
        (env, {}, variable),
        ({}, {}, kept),
    ]
    for environment, arguments, expected in places:
        profile = load_profile("live", file=file, environment=environment, **arguments)
        assert setting(profile, key) == expected


def test_every_setting_of_a_profile_is_among_those_tested(file: Path) -> None:
    file.write_text("[live]\nnothing = 1\n")
    with pytest.raises(BadConfiguration) as caught:
        load_profile("live", file=file, environment={})
    known = str(caught.value).partition("known are ")[2].rstrip(". …").split(", ")
    assert {*KEYS, "proxies"} == set(known)


def test_a_setting_that_is_none_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="no setting clientid"):
        load_profile(environment={}, clientid="c")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("read_timeout", "soon"),
        ("read_timeout", "0"),
        ("total_time", "nan"),
        ("total_time", "inf"),
        ("attempts", "0"),
        ("attempts", "2.5"),
        ("largest_upload", "25 MB"),
        ("least_version", "two"),
        ("least_version", "2..6"),
    ],
)
def test_a_number_that_is_none_is_named(key: str, text: str) -> None:
    with pytest.raises(BadConfiguration, match=f"setting {key} is {text!r}; .* is needed"):
        load_profile(environment={f"SDCONVERT_{key.upper()}": text})


def test_the_numbers_of_a_profile_count_for_its_client(tmp_path: Path) -> None:
    env = {"URL": "https://a", "CLIENT_ID": "c", "CLIENT_SECRET": SECRET, "USER_ID": "u1"}
    numbers = {"LARGEST_UPLOAD": "10", "ATTEMPTS": "2", "LEAST_VERSION": "1.5", "READ_TIMEOUT": "7", "TOTAL_TIME": "50"}
    profile = load_profile(environment={f"SDCONVERT_{name}": value for name, value in {**env, **numbers}.items()})
    script = Script(Reply({}, 500), Reply([], headers={"x-api-version": "1.6"}))
    with profile.client(transport=script, sleep=lambda _: None) as client:
        assert client.word_templates() == ()
        assert [request.read_timeout for request in script.requests] == [7.0, 7.0]
        with pytest.raises(TooLarge, match="10 are allowed"):
            client.import_word(word_file(tmp_path), DOCUMENT)
    script = Script(Reply({}, 500))
    with profile.client(transport=script, sleep=lambda _: None) as client, pytest.raises(ServerError):
        client.word_templates()
    assert len(script.requests) == 2


@pytest.mark.parametrize("value", ["'http://user:pw@proxy'", "{ https = 3 }"])
def test_proxies_that_are_no_table_are_refused_without_being_shown(file: Path, value: str) -> None:
    file.write_text(f"[live]\nproxies = {value}\n")
    with pytest.raises(BadConfiguration, match="proxies has to be a table") as caught:
        load_profile("live", file=file, environment={})
    assert "pw" not in str(caught.value)


def test_the_environment_alone_is_enough() -> None:
    env = {"SDCONVERT_URL": "https://a", "SDCONVERT_CLIENT_ID": "c", "SDCONVERT_CLIENT_SECRET": "s" * 64}
    with load_profile(environment=env).client(transport=Script(Reply())) as client:
        assert "https://a" in repr(client)


def test_the_environment_names_the_profile_and_its_file(file: Path) -> None:
    profile = load_profile(environment={"SDCONVERT_PROFILE": "live", "SDCONVERT_CONFIG": str(file)})
    assert profile.client_id == "c-live"
    home = file.parent / "sdconvert" / "partner.toml"
    home.parent.mkdir()
    file.rename(home)
    assert load_profile("live", environment={"XDG_CONFIG_HOME": str(file.parent)}).client_id == "c-live"


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_can_read_is_refused(file: Path, mode: int) -> None:
    file.chmod(mode)
    with pytest.raises(BadConfiguration, match="chmod 600"):
        load_profile("live", file=file, environment={})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[live", "no TOML"),
        ("[other]", "no profile 'live'; it has other"),
        ("live = 3", "no profile"),
        ("[live]\nclient_sekret = 'x'", "client_sekret"),
        ("[live]\nclient_secret_command = 'pass x'", "has to be a list"),
        ("[live]\nclient_secret_command = ['/no/such/program']", "failed"),
        ("[live]\nalgorithm = 'none'", "cannot be signed by 'none'"),
        ('[live]\nclient_secret = "a\\nb"', "cannot be sent"),
    ],
)
def test_a_profile_that_cannot_be_used_says_why(file: Path, text: str, words: str) -> None:
    file.write_text(text)
    with pytest.raises(BadConfiguration, match=words):
        load_profile("live", file=file, environment={})


def test_a_link_is_judged_by_the_file_that_it_leads_to(file: Path) -> None:
    link = file.with_name("link.toml")
    link.symlink_to(file)
    assert load_profile("live", file=link, environment={}).client_id == "c-live"
    file.chmod(0o644)
    with pytest.raises(BadConfiguration, match="chmod 600"):
        load_profile("live", file=link, environment={})


def test_a_file_of_another_user_is_refused_since_it_names_programs(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = file.stat().st_uid or 1
    os.chown(file, owner, -1) if os.geteuid() == 0 else None
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(BadConfiguration, match="belongs to another user"):
        load_profile("live", file=file, environment={})


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadConfiguration, match="cannot be read"):
        load_profile("live", file=tmp_path / "none", environment={})


def test_a_secret_can_be_printed_by_a_program(file: Path) -> None:
    file.write_text(f"[live]\nclient_secret_command = [{sys.executable!r}, '-c', 'print(\"x\" * 64)']\n")
    profile = load_profile("live", file=file, environment={})
    assert profile.client_secret is not None
    assert profile.client_secret.reveal() == "x" * 64


def test_the_output_of_a_program_that_fails_is_not_shown(file: Path) -> None:
    script = f"print({SECRET!r}); raise SystemExit(1)"
    file.write_text(f"[live]\nclient_secret_command = [{sys.executable!r}, '-c', {script!r}]\n".replace('"', "'''"))
    with pytest.raises(BadConfiguration) as caught:
        load_profile("live", file=file, environment={})
    assert SECRET not in str(caught.value)


def test_a_secret_can_come_from_the_keyring(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ring = types.ModuleType("keyring")
    ring.get_password = lambda service, name: {("sdconvert", "c1"): "k" * 64}.get((service, name))  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", ring)
    file.write_text("[live]\nclient_id = 'c1'\nclient_secret_keyring = 'sdconvert'\n")
    secret = load_profile("live", file=file, environment={}).client_secret
    assert secret is not None
    assert secret.reveal() == "k" * 64
    with pytest.raises(BadConfiguration, match="holds no client_secret of c2"):
        load_profile("live", file=file, environment={"SDCONVERT_CLIENT_ID": "c2"})


def test_what_is_missing_is_named() -> None:
    with pytest.raises(BadConfiguration, match="SDCONVERT_URL"):
        load_profile(environment={}).client()
    with pytest.raises(BadConfiguration, match="SDCONVERT_CLIENT_SECRET"):
        load_profile(environment={"SDCONVERT_URL": "https://a"}).client()
    with pytest.raises(BadConfiguration, match="email, firstname, lastname, company"):
        load_profile(environment={"SDCONVERT_USER_ID": "u"}).user()


def test_the_acting_user_comes_from_the_same_places() -> None:
    names = {"EMAIL": "e", "FIRSTNAME": "f", "LASTNAME": "l", "COMPANY": "c", "USER_ID": "u"}
    profile = load_profile(environment={f"SDCONVERT_{name}": value for name, value in names.items()})
    assert profile.user(lastname="other", company=None) == User("u", "e", "f", "other", "c")


def test_the_legacy_scheme_is_chosen_by_its_settings() -> None:
    env = {
        "SDCONVERT_URL": "https://a",
        "SDCONVERT_LOGIN": "a@b.c",
        "SDCONVERT_API_KEY": "k",
        "SDCONVERT_PASSWORD": "p",
    }
    with load_profile(environment=env).client(transport=Script(Reply())) as client:
        assert "LegacyAuth" in repr(client)
