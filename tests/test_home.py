"""A user id without an entry in the list of users has no home, and needs none where its settings are elsewhere."""

from pathlib import Path

import pytest

from sdconvert.batch.storage import state_folder
from sdconvert.errors import BadConfiguration
from sdconvert.home import home_folder, user_folder
from sdconvert.partner import load_profile
from sdconvert.sources.settings import _SourceSettings


@pytest.fixture(autouse=True)
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_kind: type[Path]) -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", classmethod(fail))
    for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)


def test_nobody_has_no_home() -> None:
    assert home_folder() is None


def test_with_all_in_the_environment_none_is_needed() -> None:
    assert load_profile(environment={"SDCONVERT_URL": "https://a.example"}).url == "https://a.example"
    settings = _SourceSettings(
        "smoothschedule", ("subdomain",), None, None, {"SDCONVERT_SMOOTHSCHEDULE_SUBDOMAIN": "demo"}
    )
    assert settings.text("subdomain") == "demo"
    assert state_folder("out") == Path("out.batch").absolute()


def test_a_variable_names_a_folder_in_place_of_the_home() -> None:
    assert user_folder("XDG_CONFIG_HOME", ".config", {"XDG_CONFIG_HOME": "/etc/x"}) == Path("/etc/x")


def test_what_needs_a_home_says_what_to_set() -> None:
    with pytest.raises(BadConfiguration, match="no home folder: set HOME or XDG_CONFIG_HOME"):
        load_profile("live", environment={})
    with pytest.raises(BadConfiguration, match="set HOME or XDG_STATE_HOME, or give --state"):
        state_folder("s3://bucket/out")
