"""The project file as the library reads it: which file counts, what is wrong with it, what it ignores."""

from pathlib import Path

import pytest

import sdconvert
from sdconvert.errors import BadConfiguration
from sdconvert.findings import CODES, Finding
from sdconvert.ignores import IGNORED, Ignore, Ignores
from sdconvert.project import find_project, load_project

IGNORE = '[[ignore]]\nfiles = "archive/**"\ncodes = ["DOCX-R005", "MAP-*"]\nreason = "Nobody reads these."\n'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "a" / "b")
    return tmp_path


def write(path: Path, text: str = "[convert]\nlabels = 'auto'\n") -> Path:
    path.write_text(text, "utf-8")
    return path


def refusal(text: str) -> str:
    with pytest.raises(BadConfiguration) as caught:
        load_project(write(Path("sdconvert.toml"), text))
    return str(caught.value)


def test_without_a_file_nothing_is_said() -> None:
    assert find_project() is None
    assert load_project() == sdconvert.Project()


def test_the_nearest_file_counts_and_none_further_up(folder: Path) -> None:
    write(folder / "sdconvert.toml")
    assert find_project() == folder / "sdconvert.toml"
    nearer = write(folder / "a" / "pyproject.toml", "[tool.sdconvert.convert]\nlabels = 'literal'\n")
    assert load_project().tables == {"convert": {"labels": "literal"}}
    assert load_project().folder == nearer.parent
    assert find_project(folder) == folder / "sdconvert.toml"


def test_in_one_folder_the_file_of_its_own_wins(folder: Path) -> None:
    write(folder / "pyproject.toml", "[tool.sdconvert]\n")
    own = write(folder / "sdconvert.toml")
    assert find_project() == own


@pytest.mark.parametrize("text", ["[tool.ruff]\n", "[project]\nname = 'sdconvert'\n", "sdconvert = broken"])
def test_a_pyproject_that_is_not_about_this_program_is_passed_over(folder: Path, text: str) -> None:
    write(folder / "sdconvert.toml")
    write(folder / "a" / "pyproject.toml", text)
    assert find_project() == folder / "sdconvert.toml"


def test_a_mark_of_the_byte_order_is_no_fault() -> None:
    Path("sdconvert.toml").write_bytes(b"\xef\xbb\xbf[convert]\n")
    assert load_project().tables == {"convert": {}}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = ", "sdconvert.toml is no TOML: "),
        (f"{IGNORE}\n\n[[ignore]]\nfile = 'x'", "sdconvert.toml, line 8: ignore has no 'file'. Did you mean 'files'?"),
        (IGNORE.replace("R005", "R5"), "line 3: There is no code 'DOCX-R5'. Did you mean 'DOCX-R005'?"),
        (IGNORE.partition("reason")[0], "line 1: What is ignored needs a reason."),
        (IGNORE.replace('"archive/**"', "3"), "line 2: ignore needs files: a text or a list of them"),
        ("ignore = true", "line 1: ignore has to be tables: [[ignore]]"),
        ("[upload]\nclient_secret = 'geheim'", "line 2: client_secret is a secret"),
        ("[a]\nb = [{ api-key = 'geheim' }]", "line 2: api-key is a secret"),
        ("[a]\n\n  url = 'https://u:geheim@b'", "line 3: The value of url holds credentials"),
        ("a = 'Bearer geheimgeheim'", "line 1: The value of a holds credentials"),
    ],
)
def test_a_fault_is_told_with_its_line_and_a_secret_is_not_shown(text: str, told: str) -> None:
    words = refusal(text)
    assert told in words
    assert "geheim" not in words


def test_a_refused_secret_says_where_secrets_belong() -> None:
    assert "Secrets belong in the environment (SDCONVERT_CLIENT_SECRET …) or in a profile" in refusal("token = 'x'")


def test_what_is_said_in_a_pyproject_has_its_line_there(folder: Path) -> None:
    path = write(folder / "pyproject.toml", "[project]\n[tool.sdconvert.convert]\n'labels' = 1\n")
    assert load_project(path).place_of("convert", "labels") == "../../pyproject.toml, line 3"
    assert load_project(path).place_of("convert", "nothing") == "../../pyproject.toml, line 2"


def test_what_cannot_be_read_is_told() -> None:
    with pytest.raises(BadConfiguration, match=r"nothing\.toml cannot be read: No such file"):
        load_project("nothing.toml")
    Path("sdconvert.toml").write_bytes(b"\xff")
    with pytest.raises(BadConfiguration, match="no text in UTF-8"):
        load_project()


# ------------------------------------------------------------------------------------------------------------ ignores


@pytest.mark.parametrize(
    ("pattern", "place", "covers"),
    [
        ("a.docx", "a.docx", True),
        ("a.docx", "x/y/a.docx", True),
        ("a.docx", "xa.docx", False),
        ("*.docx", "x/a.docx", True),
        ("archive", "x/archive/a.docx", True),
        ("archive/", "archive/b/a.docx", True),
        ("archive/", "archives/a.docx", False),
        ("x/*.docx", "x/a.docx", True),
        ("x/*.docx", "x/y/a.docx", False),
        ("x/*.docx", "z/x/a.docx", False),
        ("x/**/a.docx", "x/a.docx", True),
        ("x/**/a.docx", "x/y/z/a.docx", True),
        ("**", "x/a.docx", True),
        ("a?[0-9].docx", "ab7.docx", True),
        ("a?[!0-9].docx", "ab7.docx", False),
        ("a+(b).docx", "a+(b).docx", True),
        ("a.docx", "s3://bucket/x/a.docx", True),
    ],
)
def test_patterns_are_those_of_gitignore(folder: Path, pattern: str, place: str, covers: bool) -> None:
    ignore = Ignore((pattern,), ("*",), "r", str(folder))
    assert ignore.covers(place if "://" in place else folder / place) is covers


def test_a_file_outside_is_meant_by_its_name_alone(folder: Path) -> None:
    (folder / "inner").mkdir()
    assert Ignore(("a.docx",), ("*",), "r", str(folder / "inner")).covers(folder / "a.docx")
    assert not Ignore(("../a.docx",), ("*",), "r", str(folder / "inner")).covers(folder / "a.docx")


def test_ignored_findings_are_apart_with_their_reason(folder: Path) -> None:
    write(folder / "sdconvert.toml", IGNORE)
    findings = [Finding(CODES[code]) for code in ("DOCX-R005", "MAP-015", "DOCX-R085")]
    standing, ignored = load_project().split(findings, folder / "archive" / "x" / "a.docx")
    assert [finding.code.id for finding in standing] == ["DOCX-R085"]
    assert ignored == tuple((finding, "Nobody reads these.") for finding in findings[:2])
    assert load_project().split(findings, folder / "a.docx") == (tuple(findings), ())


def test_ignored_findings_are_folded_into_one_that_counts_them() -> None:
    ignores = Ignores((Ignore(("*",), ("DOCX-*",), "old"),))
    found = [Finding(CODES[code]) for code in ("DOCX-R005", "MAP-015", "DOCX-R005")]
    folded = ignores.fold(found)
    assert [finding.code.id for finding in folded] == ["MAP-015", IGNORED.id]
    assert folded[1].message == "The project file ignores DOCX-R005 here, 2 ×: old"
