import json

from click.testing import CliRunner, Result

from sdconvert.cli.main import cli


def formats(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["formats", *arguments])


def test_the_table_names_every_format_once() -> None:
    result = formats("--no-codes")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["format", "docx", "sdxml", "html", "parsx"]


def test_each_direction_names_what_it_cannot_carry_the_losses_first() -> None:
    text = formats().stdout
    directions = [line for line in text.splitlines() if line.endswith("cannot carry:")]
    assert len(directions) == 8
    section = text.partition("Writing parsx cannot carry:\n")[2].splitlines()
    assert section[0].startswith("  PARSX-W019  error")
    assert any(line.startswith("  PARSX-W030  warning  A comment by ‹author›") for line in section)
    assert "PARSX-W051" not in text


def test_json_holds_the_same() -> None:
    rows = {row["name"]: row for row in json.loads(formats("--json").stdout)["formats"]}
    assert rows["docx"]["suffixes"][0] == ".docx"
    assert "SDXML-W029" in {code["code"] for code in rows["sdxml"]["writing"]}
    assert "reading" not in json.loads(formats("--json", "--no-codes").stdout)["formats"][0]
