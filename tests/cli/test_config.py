"""The project file on the command line: what goes before what, what is wrong, and what `config` shows."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from sdconvert.cli import main as main_module
from sdconvert.cli.main import cli
from sdconvert.cli.project_defaults import SHARED, options_of


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "inner").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("SDCONVERT_GROUP_ID", "SDCONVERT_PROFILE", "SDCONVERT_PROJECT_FILE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def write(text: str, name: str = "sdconvert.toml") -> None:
    Path(name).write_text(text, "utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="sdconvert")


def shown(*arguments: str) -> dict[str, dict[str, object]]:
    """What `config --json` shows of each option."""
    result = run("config", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return {row["option"]: row for row in json.loads(result.stdout)["options"]}


def test_what_is_decided_later_is_shown_as_the_help_says_it() -> None:
    rows = shown("convert")
    held = {name: rows[f"--{name}"]["value"] for name in ("labels", "revisions", "from", "max-ratio", "mapping")}
    assert held == {
        "labels": "auto",
        "revisions": "accept",
        "from": "told by the content",
        "max-ratio": 400,
        "mapping": None,
    }


def test_the_command_line_goes_before_the_environment_before_the_file_before_the_built_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = ("upload", "a.docx")
    assert shown(*at)["--group"] == {"option": "--group", "value": None, "source": "built in", "place": ""}
    write("[upload]\ngroup = 'of-file'\n")
    found = {"option": "--group", "value": "of-file", "source": "project file", "place": "sdconvert.toml, line 2"}
    assert shown(*at)["--group"] == found
    monkeypatch.setenv("SDCONVERT_GROUP_ID", "of-env")
    found = {"option": "--group", "value": "of-env", "source": "environment", "place": "SDCONVERT_GROUP_ID"}
    assert shown(*at)["--group"] == found
    found = {"option": "--group", "value": "of-line", "source": "command line", "place": ""}
    assert shown(*at, "--group", "of-line")["--group"] == found


@pytest.fixture
def act(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command `act` that prints what it gets, and one within a group."""
    options = [
        click.Option(["--group"], envvar="SDCONVERT_GROUP_ID"),
        click.Option(["--fail-on"], type=click.Choice(["error", "warning"]), default="error"),
        click.Option(["--report"], type=click.Path()),
        click.Option(["--out", "outputs"], type=click.Path(), multiple=True),
        click.Option(["--shows/--hides"], default=False),
    ]
    command = click.Command("act", params=options, callback=lambda **said: click.echo(json.dumps(said)))
    monkeypatch.setattr(main_module.LazyGroup, "get_command", lambda self, ctx, name: command)
    monkeypatch.setattr(main_module.LazyGroup, "list_commands", lambda self, ctx: ["act"])


@pytest.mark.usefixtures("act")
def test_a_command_gets_what_config_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"group": None, "fail_on": "error", "report": None, "outputs": [], "shows": False}
    assert json.loads(run("act").stdout) == said
    write("[defaults]\nfail-on = 'warning'\n[act]\ngroup = 'g'\nshows = true\nout = ['a', 'b']\n")
    told = {"group": "g", "fail_on": "warning", "report": None, "outputs": ["a", "b"], "shows": True}
    assert json.loads(run("act").stdout) == told
    assert json.loads(run("act", "--hides", "--fail-on", "error", "--out", "c").stdout) == {
        **told,
        "fail_on": "error",
        "outputs": ["c"],
        "shows": False,
    }
    monkeypatch.setenv("SDCONVERT_GROUP_ID", "e")
    assert json.loads(run("act").stdout)["group"] == "e"
    assert json.loads(run("--isolated", "act").stdout) == {**said, "group": "e"}


@pytest.mark.usefixtures("act")
def test_the_table_of_a_command_goes_before_that_of_all() -> None:
    write("[act]\nfail-on = 'error'\n[defaults]\nfail-on = 'warning'\n")
    assert json.loads(run("act").stdout)["fail_on"] == "error"


@pytest.mark.usefixtures("act")
def test_paths_start_from_the_folder_of_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(f"[act]\nreport = 'r.json'\nout = ['x', 's3://b/x', '-', '{folder.as_posix()}/y']\n")
    assert json.loads(run("act").stdout)["report"] == "r.json"
    monkeypatch.chdir(folder / "inner")
    said = json.loads(run("act").stdout)
    assert said["report"] == str(folder / "r.json")
    assert said["outputs"] == [str(folder / "x"), "s3://b/x", "-", str(folder / "y")]


@pytest.mark.usefixtures("act")
def test_a_file_is_named_in_place_of_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    write("[act]\ngroup = 'near'\n")
    write("[act]\ngroup = 'named'\n", "inner/other.toml")
    assert json.loads(run("--project-file", "inner/other.toml", "act").stdout)["group"] == "named"
    monkeypatch.setenv("SDCONVERT_PROJECT_FILE", "inner/other.toml")
    assert json.loads(run("act").stdout)["group"] == "named"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[convert]\nlables = 'x'", "line 2: convert has no option 'lables'. Did you mean 'labels'?"),
        ("[convert]\nlabels = 'literl'", "not one of auto, structure, literal. Did you mean 'literal'?"),
        ("[convert]\nsingle-file = 'yes'", "single-file of convert is a text; true or false is needed."),
        ("[batch.run]\njobs = '4'", "line 2: jobs of batch run is a text; a whole number is needed."),
        ("[batch.run]\njobs = true", "jobs of batch run is true or false; a whole number is needed."),
        ("[batch.run]\njobs = 0", "line 2: jobs of batch run: 0 is not in the range"),
        ("[convert]\nlabels = 3", "labels of convert is a number; a text is needed."),
        ("[convert]\nmeta = 'title=x'", "meta of convert is a text; a list is needed."),
        ("[covert]\na = 1", "line 1: covert is no command. Did you mean 'convert'?"),
        ("[batch.rnu]\na = 1", "line 1: rnu is no command of batch. Did you mean 'run'?"),
        ("fail-on = 'error'", "line 1: fail-on is no command. An option stands in [defaults] or in [COMMAND]."),
        ("convert = 'x'", "line 1: convert is a table, [convert], with the defaults of its options;"),
        ("[defaults]\nfial-on = 'x'", "line 2: [defaults] has no 'fial-on'. Did you mean 'fail-on'?"),
        ("[defaults]\nfail-on = 'warn'", "line 2: fail-on of defaults is 'warn', not one of"),
        ("[defaults]\nlabels = 'auto'", "line 2: [defaults] has no 'labels'. It takes mapping,"),
        ("[upload]\nurl = 'https://a'", "url of upload cannot stand in a project file. Which server is called"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_names_file_line_and_key(text: str, told: str) -> None:
    write(text)
    result = run("config")
    assert result.exit_code == 2
    assert result.stderr.startswith("sdconvert: error: sdconvert.toml, line ")
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("name", ["convert", "batch"])
def test_a_broken_file_stops_commands_but_no_help_and_nothing_isolated(name: str) -> None:
    write("[covert]\n")
    assert run(name, "a.docx").exit_code == 2
    assert run(name, "--help").exit_code == 0
    assert run("--isolated", "explain", "SDXML-V021").exit_code == 0
    both = run("--isolated", "--project-file", "x.toml", "explain", "SDXML-V021")
    assert (both.exit_code, "not both" in both.stderr) == (2, True)


def test_tables_of_pairs_and_of_settings_are_what_the_options_take() -> None:
    write("[convert]\nmeta = { title = 'x', language = 'de' }\nsettings = { textToc = true }\n[mapping]\njobs = 2\n")
    told = shown("convert")
    assert told["--meta"]["value"] == ["title=x", "language=de"]
    assert json.loads(str(told["--settings"]["value"])) == {"textToc": True}
    assert shown("mapping")["--jobs"]["value"] == shown("mapping", "a.docx")["--jobs"]["value"] == 2
    assert shown("mapping", "diff")["--jobs"]["source"] == "built in"


def test_without_a_command_the_whole_file_is_shown_with_what_it_ignores() -> None:
    write("[defaults]\nmapping = 'm.json'\n[batch.run]\njobs = 3\n[[ignore]]\nfiles='a'\ncodes='MAP-*'\nreason='old'\n")
    result = run("config")
    assert result.exit_code == 0
    assert [line.split() for line in result.stdout.splitlines() if "line" in line] == [
        ["defaults.mapping", "m.json", "sdconvert.toml,", "line", "2"],
        ["batch.run.jobs", "3", "sdconvert.toml,", "line", "4"],
    ]
    assert "Ignored: MAP-* in a\n  reason: old\n" in result.stdout
    assert shown("batch", "run")["--mapping"]["value"] == "m.json"
    assert shown("validate")["--mapping"]["source"] == "built in"
    assert run("--isolated", "config").stdout == "Project file: none\n"


def test_settings_of_the_connection_are_shown_with_their_source_and_no_secret(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = folder / "partner.toml"
    profiles.write_text("[live]\nurl = 'https://a.example'\nclient_secret_command = ['pass', 'geheim']\n")
    profiles.chmod(0o600)
    monkeypatch.setenv("SDCONVERT_CONFIG", str(profiles))
    monkeypatch.setenv("SDCONVERT_API_KEY", "geheim")
    write("[defaults]\nprofile = 'live'\n")
    result = run("config", "ping", "--json")
    told = shown("ping")
    assert told["(url)"]["source"] == "profile live"
    assert told["(client_secret)"] == {
        "option": "(client_secret)",
        "value": "•••",
        "source": "profile live",
        "place": f"client_secret_command of live in {profiles}",
    }
    assert (told["(api_key)"]["value"], told["(api_key)"]["place"]) == ("•••", "SDCONVERT_API_KEY")
    assert "geheim" not in result.output


def test_credentials_in_an_address_are_masked() -> None:
    assert shown("batch", "run", "-o", "s3://key:geheim@bucket")["--output"]["value"] == "s3://key:•••@bucket"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("konvert",), "No such command 'konvert'. Did you mean 'convert'?"),
        (("batch", "rum"), "No such command 'rum'. Did you mean 'run'?"),
        (("batch",), "batch is a group; name one of its commands: run, plan,"),
        (("convert", "--lables", "x"), "No such option '--lables'."),
    ],
)
def test_what_is_no_command_is_told(arguments: tuple[str, ...], told: str) -> None:
    result = run("config", *arguments)
    assert (result.exit_code, told in result.stderr) == (2, True)


def test_what_is_for_all_commands_is_an_option_of_several() -> None:
    have: dict[str, int] = dict.fromkeys(SHARED, 0)
    with click.Context(cli) as ctx:
        for name in ("convert", "annotate", "review", "upload", "validate", "inspect", "mapping", "merge", "ping"):
            command = cli.get_command(ctx, name)
            assert command is not None
            found = command.get_command(ctx, "propose") if isinstance(command, click.Group) else command
            for option in options_of(found):
                have[option] = have.get(option, 0) + 1
    assert [option for option in SHARED if have[option] < 2] == []


def test_an_option_of_the_whole_program_behind_a_command_is_told_its_place() -> None:
    result = run("convert", "--isolated", "a.docx")
    assert (result.exit_code, "It stands before the command: sdconvert --isolated COMMAND." in result.stderr) == (
        2,
        True,
    )
