"""`sdconvert reconcile`."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reconcile_kit import as_word, changed, edited, package, say, texts_of

from sdconvert.cli.main import cli

BASE = package("The rent is due on the first.", "Notice is given in writing.")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)

    def edit(document):
        document.paragraphs[0].runs[0].text = "The rent is due on the third."

    Path("base.zip").write_bytes(BASE)
    Path("edited.docx").write_bytes(edited(as_word(BASE), edit))
    other = changed(BASE, lambda blocks: blocks.__setitem__(0, say("The rent is due on the fifth.", blocks[0])))
    Path("clash.zip").write_bytes(other)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["reconcile", *words])


def test_the_edits_are_carried_over_and_counted(folder: Path):
    result = run("base.zip", "base.zip", "edited.docx", "-o", "merged.zip", "-v")
    assert result.exit_code == 0, result.output
    assert "edited.docx -> merged.zip: 1 edit carried over, no conflicts" in result.stderr
    assert "words: The rent is due on the third." in result.stderr
    assert texts_of(Path("merged.zip").read_bytes())[0] == "The rent is due on the third."


def test_conflicts_are_exit_code_1_and_told_with_their_places(folder: Path):
    result = run("base.zip", "clash.zip", "edited.docx", "-o", "merged.zip", "--json")
    assert result.exit_code == 1
    (told,) = json.loads(result.stdout)["files"]
    assert told["output"] == "merged.zip"
    assert [(one["mine"], one["theirs"]) for one in told["conflicts"]] == [("fifth", "third")]
    assert "sd.xml" in told["conflicts"][0]["at"]
    assert told["findings"][0]["code"] == "RECONCILE-001"


def test_fail_writes_nothing(folder: Path):
    result = run("base.zip", "clash.zip", "edited.docx", "-o", "merged.zip", "--conflicts", "fail")
    assert result.exit_code == 1
    assert "no result" in result.stderr
    assert not Path("merged.zip").exists()
    assert run("base.zip", "base.zip", "edited.docx", "-o", "merged.zip", "--conflicts", "fail").exit_code == 0


def test_the_page_shows_three_columns_and_the_conflicts(folder: Path):
    result = run("base.zip", "clash.zip", "edited.docx", "-o", "merged.zip", "--html", "merged.html")
    assert result.exit_code == 1
    page = Path("merged.html").read_text("utf-8")
    titles = [page.index(f"<bdi>{title}</bdi></h2>") for title in ("clash.zip", "edited.docx", "Merged")]
    assert titles == sorted(titles)
    assert '<td dir="auto">fifth</td><td dir="auto">third</td>' in page
    assert 'id="current-c1"' in page
    assert 'id="c1"' not in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    links = re.findall(r'href="#([^"]+)"', page)
    assert set(links) <= set(ids)
