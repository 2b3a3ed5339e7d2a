"""A word that there is not is answered with what was meant."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from docx_builder import build_docx

import sdconvert
from sdconvert.batch.outcome import Step
from sdconvert.cli.main import cli
from sdconvert.suggestions import did_you_mean, near

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
AS_DOCX = "Save it as .docx: in Word by File, Save As, or by `soffice --headless --convert-to docx FILE`."


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("LITERL", ["auto", "literal"], " Did you mean 'literal'?"),
        ("validat", Step, " Did you mean 'validate'?"),
        ("docx-r5", ["DOCX-R055", "DOCX-R005"], " Did you mean 'DOCX-R005'?"),
        ("titel", ["title", "subtitle", "tags"], " Did you mean 'title' or 'subtitle'?"),
        ("xyz", ["auto"], ""),
    ],
)
def test_what_is_near_is_offered(word: str, known: list[str], said: str) -> None:
    assert did_you_mean(word, known) == said


def test_no_more_than_three_are_offered() -> None:
    assert len(near("aaaa", ["aaaab", "aaaac", "aaaad", "aaaae"])) == 3


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("a.docx").write_bytes(build_docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>"))
    Path("m.json").write_text('{"Clause": {"textType": "heding", "level": 0}}')
    Path("partner.toml").write_text("[live]\nurl = 'https://a.example'\nclient_idd = 'x'\n[sandbox]\n")
    Path("partner.toml").chmod(0o600)
    Path("old.doc").write_bytes(OLE + bytes(600))
    Path("a.rtf").write_bytes(b"{\\rtf1 a}")
    Path("file").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("convrt a.docx", "No such command 'convrt'. Did you mean 'convert'?"),
        ("batch rum", "No such command 'rum'. Did you mean 'run'"),
        ("api lst", "No such command 'lst'. Did you mean 'list'?"),
        ("mapping --jbos 2 a.docx", "No such option '--jbos'. (Did you mean one of: '--jobs'"),
        ("convert a.docx --to docs", "not one of 'docx', 'sdxml', 'html', 'parsx'. Did you mean 'docx'?"),
        ("convert a.docx --labels literl", "Did you mean 'literal'?"),
        ("convert a.docx --meta titel=x", "Did you mean 'title' or 'subtitle'?"),
        ("convert a.docx --mapping m.json", "(probably heading)"),
        ("explain sdxml-v21", "There is no code 'sdxml-v21'. Did you mean 'SDXML-V021'?"),
        ("validate a.docx --severity SDXML-V21=error", "There is no code 'SDXML-V21'. Did you mean 'SDXML-V021'?"),
        ("validate a.docx --severity SDXML-V021=eror", "CODE=warning. Did you mean 'error'?"),
        ("annotate a.docx -o b.docx --code sdxml-v21", "there is no code 'SDXML-V21'. Did you mean 'SDXML-V021'?"),
        ("batch run a.docx -o out --steps validat", "validate, convert, upload. Did you mean 'validate'?"),
        ("ping --config partner.toml --profile sandbx", "it has live, sandbox. Did you mean 'sandbox'?"),
        ("ping --config partner.toml --profile live", "knows no client_idd; known are url"),
        ("convert old.doc", f"old.doc is a Word file of the old format (.doc), not an intact zip package. {AS_DOCX}"),
        ("validate a.rtf", f" is an RTF file, not an intact zip package. {AS_DOCX}"),
        ("convert a.docx -o file/b.zip", "a.docx: not written: file/b.zip cannot be written: file is a file, not a"),
    ],
)
def test_a_typo_is_one_sentence_with_what_was_meant(arguments: str, said: str) -> None:
    result = CliRunner().invoke(cli, arguments.split(), prog_name="sdconvert")
    assert result.exit_code == 2
    assert said in result.output


def test_the_library_says_what_was_meant() -> None:
    with pytest.raises(sdconvert.BadOption, match="Did you mean 'literal'"):
        sdconvert.convert("a.docx", labels="literl")
    with pytest.raises(sdconvert.BadOption, match="Did you mean 'labels'"):
        sdconvert.ConversionOptions.from_dict({"lables": "auto"})
