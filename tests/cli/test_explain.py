import pytest
from click.testing import CliRunner

from sdconvert.cli.main import cli
from sdconvert.findings import CODES


def explain(*arguments: str):
    return CliRunner().invoke(cli, ["explain", *arguments])


def test_a_page_has_id_severity_message_reason_and_hint() -> None:
    result = explain("SDXML-V021")
    assert result.exit_code == 0
    assert result.output.startswith("SDXML-V021 (error)\n\nThe cross-reference names the id “‹id›”")
    assert "\nWhy: the reference leads nowhere" in result.output
    assert result.output.endswith("Hint: Give the target this id, or remove the xref.\n")


def test_the_case_of_the_code_does_not_matter() -> None:
    assert explain("sdxml-v021").output == explain("SDXML-V021").output


def test_an_unknown_code_is_a_usage_error_with_near_ones() -> None:
    result = explain("SDXML-V0211")
    assert result.exit_code == 2
    assert "SDXML-V021" in result.stderr.replace("SDXML-V0211", "")


def test_the_list_has_every_code_of_every_room_in_order() -> None:
    lines = explain("--list").output.splitlines()
    assert [line.split()[0] for line in lines] == sorted(CODES)
    assert {line.split("-")[0] for line in lines} >= {"SDXML"}


@pytest.mark.parametrize("arguments", [(), ("SDXML-V021", "--list")])
def test_neither_or_both_is_a_usage_error(arguments: tuple[str, ...]) -> None:
    assert explain(*arguments).exit_code == 2


@pytest.mark.parametrize("id", ["SDXML-V001", "SDXML-V032", "SDXML-V068", "SDXML-V080", "SDXML-V090"])
def test_pages_of_rules_say_why_show_what_is_wrong_and_name_the_source(id: str) -> None:
    page = explain(id).output
    assert "Why: " in page
    assert "Wrong: " in page
    assert "Source: " in page
