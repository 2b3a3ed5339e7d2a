"""Every command with each shared option that it has: it ends as promised, JSON is JSON in ASCII of one shape, -q says
nothing beside the result, -v says more, --no-color colours nothing."""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import click
import pytest
from click.testing import CliRunner, Result
from command_tree import all_commands
from docx_builder import build_docx
from source_servers import EMAIL, KEY, TOKEN, Told, in_turn, served, smartsettle_answer

from sdconvert.archive import write_archive
from sdconvert.batch.scheduler import Workers
from sdconvert.cli.main import cli
from sdconvert.review.server import ReviewServer
from sdconvert.sandbox.server import Foreground

from .conftest import Shell

COMMANDS = all_commands()
OWN_WORDS = re.compile(r"[a-z][a-z0-9_]*")
OF_THE_API = re.compile(r"[a-z]+([A-Z][a-zA-Z]*)+")
NAMES_OF_DATA = frozenset(
    ["details", "ledger", "features", "mapping", "codes", "content", "states", "changed", "records"]
)
"""Under these stand names that are data: styles, kinds, codes, and what others send."""
SDXML_BREAK = "<br/>"


class Run(NamedTuple):
    """A command as it is run: its arguments, where one word stands for a document of the server, and how it ends."""

    arguments: str
    code: int = 0
    output: str = ""


RUNS = {
    "convert": Run("a.docx lossy.docx -o out", 1, "out"),
    "validate": Run("a.docx bad.zip", 1, "found.txt"),
    "annotate": Run("a.docx -o noted.docx", 0, "noted.docx"),
    "anonymise": Run("a.docx -o nameless.docx", 0, "nameless.docx"),
    "shrink": Run("lossy.docx --keep DOCX-R005 -o small.docx", 0, "small.docx"),
    "report-bug": Run("lossy.docx -o report.zip", 0, "report.zip"),
    "unpack": Run("good.zip -o folder --force", 0, "folder"),
    "pack": Run("doc -o packed.zip --force", 0, "packed.zip"),
    "diff": Run("a.docx lossy.docx", 1, "changes.txt"),
    "reconcile": Run("good.zip good.zip a.docx -o merged.zip", 0, "merged.zip"),
    "formats": Run(""),
    "cache": Run(""),
    "mapping propose": Run("a.docx", 0, "map.json"),
    "mapping diff": Run("one.json two.json --on a.docx"),
    "review": Run("a.docx --no-browser --no-office", 0, "map.json"),
    "inspect": Run("lossy.docx"),
    "merge": Run("letter.docx --records records.jsonl -o letters", 0, "letters"),
    "upload": Run("a.docx"),
    "download": Run("ID -o exports --force", 0, "exports"),
    "api archive": Run("ID"),
    "api create": Run("--title T"),
    "api delete": Run("ID"),
    "api duplicate": Run("WORD --title T"),
    "api export": Run("ID -o export.docx --force", 0, "export.docx"),
    "api info": Run("ID"),
    "api list": Run(""),
    "api metadata": Run("ID --title T"),
    "api open": Run("ID"),
    "api review": Run("WORD"),
    "api templates": Run(""),
    "api unarchive": Run("ARCHIVED"),
    "api unseen": Run("--count"),
    "batch run": Run("a.docx bad.docx -o packages --jobs 1 --no-html", 1, "packages"),
    "batch plan": Run("a.docx bad.docx -o packages"),
    "batch retry": Run("packages --jobs 1 --no-html", 1),
    "batch status": Run("packages", 1),
    "batch why": Run("packages bad.docx"),
    "batch report": Run("packages", 0, "run.json"),
    "batch survey": Run("a.docx lossy.docx --jobs 1", 0, "survey.json"),
    "batch compare": Run("packages packages", 0, "compare.json"),
    "ping": Run(""),
    "whoami": Run(""),
    "fetch smartsettle negotiations": Run("", 0, "records.jsonl"),
    **{
        f"fetch smoothschedule {name}": Run("", 0, "records.jsonl")
        for name in ("bookings", "business", "customers", "resources", "services")
    },
    "sandbox": Run("--port 0 --ephemeral"),
    "config": Run(""),
    "completion install": Run("--shell fish --force"),
    "completion show": Run("--shell zsh", 0, "script.zsh"),
    "completion uninstall": Run("--shell fish"),
    "explain": Run("DOCX-R005"),
}


class Elsewhere(Executor):
    """Does jobs as a process of its own would, without its price: nothing is shared but what can be pickled."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        told = pickle.dumps((fn, args, kwargs))
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(self._do, told)

    @staticmethod
    def _do(told: bytes) -> Any:
        fn, args, kwargs = pickle.loads(told)
        return pickle.loads(pickle.dumps(fn(*args, **kwargs)))


@pytest.fixture(scope="module")
def sources() -> Iterator[dict[str, str]]:
    """The settings of two other systems, which answer."""
    records = Told({"count": 1, "next": None, "results": [{"id": 1}]})
    with served(smartsettle_answer) as settle, served(in_turn(records)) as schedule:
        yield {
            "SDCONVERT_SMARTSETTLE_URL": f"{settle.url}/api",
            "SDCONVERT_SMARTSETTLE_EMAIL": EMAIL,
            "SDCONVERT_SMARTSETTLE_TOKEN": KEY,
            "SDCONVERT_SMOOTHSCHEDULE_URL": f"{schedule.url}/tenant-api/v1",
            "SDCONVERT_SMOOTHSCHEDULE_TOKEN": TOKEN,
        }


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the commands work on."""
    folder = tmp_path_factory.mktemp("documents")
    text = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    (folder / "a.docx").write_bytes(build_docx(text.format("Ünder the rules")))
    (folder / "lossy.docx").write_bytes(build_docx(text.format("Good day.") + "<w:foo/>"))
    (folder / "bad.docx").write_bytes(b"PK")
    (folder / "letter.docx").write_bytes(build_docx(text.format("Dear {{ name }}")))
    (folder / "records.jsonl").write_text('{"id": 1, "name": "Ann"}\n{"id": 2, "name": "Bö"}\n', "utf-8")
    (folder / "one.json").write_text('{"Normal": {"textType": "paragraph", "level": 0}}', "utf-8")
    (folder / "two.json").write_text('{"Normal": {"textType": "heading", "level": 0}}', "utf-8")
    run = CliRunner()
    assert run.invoke(cli, ["convert", str(folder / "a.docx"), "-o", str(folder / "good.zip")]).exit_code == 0
    assert run.invoke(cli, ["unpack", str(folder / "good.zip"), "-o", str(folder / "doc")]).exit_code == 0
    torn = (folder / "doc" / "sd.xml").read_text("utf-8").replace("</paragraph>", f"{SDXML_BREAK}</paragraph>", 1)
    (folder / "bad.zip").write_bytes(write_archive({"sd.xml": torn.encode()}))
    return folder


@pytest.fixture
def run(
    documents: Path, shell: Shell, sources: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    monkeypatch.chdir(documents)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(Foreground, "run", lambda self: self.close())
    monkeypatch.setattr(ReviewServer, "run", lambda self: self.close())
    monkeypatch.setattr(Workers, "open", lambda self: Elsewhere())
    monkeypatch.setenv("XDG_CONFIG_HOME", str(documents / "none"))
    environment = {**shell.environment, **sources}

    def id_of(word: str) -> str:
        if word == "WORD":
            found: dict[str, Any] = shell.json("upload", "a.docx", "--if-exists", "new")
            return str(found["files"][0]["documentId"])
        if word not in ("ID", "ARCHIVED"):
            return word
        id = str(shell.json("api", "create", "--title", "T")["documentId"])
        if word == "ARCHIVED":
            assert shell("api", "archive", id).exit_code == 0
        return id

    def invoke(name: str, *more: str) -> Result:
        words = [id_of(word) for word in RUNS[name].arguments.split()]
        if name.startswith("batch") and not (documents / "packages.batch").exists():
            CliRunner().invoke(cli, ["batch", "run", *RUNS["batch run"].arguments.split()])
        return CliRunner().invoke(cli, [*name.split(), *words, *more], env=environment, color=True)

    return invoke


def has(name: str, option: str) -> bool:
    return any(option in param.opts for param in COMMANDS[name][0].params if isinstance(param, click.Option))


def check(result: Result, code: int) -> None:
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output


def test_every_command_is_run() -> None:
    assert set(RUNS) == set(COMMANDS)


@pytest.mark.parametrize("name", RUNS)
def test_json_is_one_object_in_ascii_and_its_words_are_of_one_family(name: str, run: Callable[..., Result]) -> None:
    result = run(name, "--json")
    check(result, RUNS[name].code)
    assert result.stdout.isascii()
    assert "\x1b" not in result.stdout
    value = json.loads(result.stdout)
    assert isinstance(value, dict)
    assert name == "mapping propose" or list(_odd_words(value)) == []
    for entry in (*value.get("files", ()), *value.get("documents", ())) if _is_about_many(value) else ():
        assert "error" in entry, entry
        assert {"file", "documentId", "line"} & entry.keys()


def _is_about_many(value: dict[str, Any]) -> bool:
    return "summary" in value


def _odd_words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for word, inner in value.items():
            if not OWN_WORDS.fullmatch(word) and not OF_THE_API.fullmatch(word):
                yield word
            if word not in NAMES_OF_DATA:
                yield from _odd_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _odd_words(inner)


@pytest.mark.parametrize("name", RUNS)
def test_quiet_says_nothing_beside_the_result_but_what_is_wrong(name: str, run: Callable[..., Result]) -> None:
    result = run(name, "-q")
    check(result, RUNS[name].code)
    if RUNS[name].code == 0:
        assert result.stderr == ""


@pytest.mark.parametrize("name", RUNS)
def test_verbose_says_how_long_it_took_and_no_color_is_none(name: str, run: Callable[..., Result]) -> None:
    result = run(name, "-v", "--no-color")
    check(result, RUNS[name].code)
    assert re.search(rf"^\S+ {name} took \d+\.\d s\.$", result.stderr, re.MULTILINE)
    assert "\x1b" not in result.output


SHARED_VALUES = {
    "--jobs": ["2"],
    "--progress": ["none"],
    "--fail-on": ["never"],
    "--max-size": ["90"],
    "--max-ratio": ["500"],
    "--max-members": ["9000"],
    "--from-file": ["listed.txt"],
    "--report": ["report.json"],
    "--html": ["page.html"],
    "--sarif": ["out.sarif"],
    "--junit": ["junit.xml"],
}


@pytest.mark.parametrize("name", RUNS)
def test_all_that_a_command_shares_with_others_goes_together(
    name: str, run: Callable[..., Result], documents: Path, shell: Shell
) -> None:
    wanted = {option: value for option, value in SHARED_VALUES.items() if has(name, option)}
    if name == "upload":  # limits are for conversions
        wanted["--as"] = ["sdxml"]
    is_of_ids = name == "download" or name.startswith("api ")
    id = str(shell.json("api", "create", "--title", "T")["documentId"])
    if name == "api unarchive":
        assert shell("api", "archive", id).exit_code == 0
    listed = f"{id}\n" if is_of_ids else "a.docx\n"
    (documents / "listed.txt").write_text(listed, "utf-8")
    more = [word for option, value in wanted.items() for word in (option, *value)]
    if has(name, "--output") and "-o" not in RUNS[name].arguments:
        more += ["-o", RUNS[name].output]
    result = run(name, *more)
    is_bad = name in ("batch run", "batch retry", "batch status", "diff")
    check(result, RUNS[name].code if is_bad else 0)
    for option in ("--report", "--html", "--sarif", "--junit"):
        if option in wanted:
            assert Path(wanted[option][0]).stat().st_size > 0
            Path(wanted[option][0]).unlink()
    if has(name, "--output") and name != "review":
        assert Path(RUNS[name].output).exists()


TO_STDOUT = {
    "convert": "a.docx", "validate": "a.docx", "annotate": "a.docx", "pack": "doc", "diff": "a.docx a.docx",
    "anonymise": "a.docx", "shrink": "lossy.docx --keep DOCX-R005", "report-bug": "lossy.docx",
    "reconcile": "good.zip good.zip a.docx",
    "mapping propose": "a.docx", "download": "ID", "api export": "ID", "batch report": "packages",
    "batch survey": "a.docx --jobs 1", "fetch smartsettle negotiations": "",
}  # fmt: skip


@pytest.mark.parametrize("name", TO_STDOUT)
def test_a_dash_is_standard_output(name: str, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RUNS, name, Run(f"{TO_STDOUT[name]} -o -"))
    result = run(name, "-q")
    check(result, 0)
    assert result.stdout_bytes
    assert result.stderr == ""


FROM_STDIN = {
    "convert": "- -o -", "validate": "-", "annotate": "- -o -", "unpack": "- -o unpacked --force", "diff": "- a.docx",
    "anonymise": "- -o -",
    "reconcile": "good.zip good.zip - -o -",
    "mapping propose": "-", "inspect": "-", "upload": "- --title T", "merge": "- --records records.jsonl -o letters",
    "validate --for-import": "-",
}  # fmt: skip


@pytest.mark.parametrize("name", FROM_STDIN)
def test_a_dash_is_standard_input(name: str, run: Callable[..., Result], documents: Path, shell: Shell) -> None:
    data = (documents / "a.docx").read_bytes()
    words = [*name.split(), *FROM_STDIN[name].split()]
    result = CliRunner().invoke(cli, words, input=data, env=shell.environment)
    check(result, 0)
    assert result.stdout_bytes or name in ("unpack", "merge")
