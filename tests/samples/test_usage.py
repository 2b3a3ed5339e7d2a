"""A script of the samples that is called without arguments says what it wants."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"
NEEDS_A_CLUSTER = {"airflow_dag", "beam_job", "spark_job"}
"""Recipes for systems that the suite does not install."""
HAS_NO_COMMAND = {"conversion"}
SCRIPTS = sorted(
    path
    for path in (*SAMPLES.glob("*.py"), *(SAMPLES / "etl").glob("*.py"))
    if path.stem not in NEEDS_A_CLUSTER | HAS_NO_COMMAND
)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_without_arguments_it_says_what_it_wants(
    script: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [str(script)])
    monkeypatch.setattr(sys, "path", [str(script.parent), *sys.path])
    with pytest.raises(SystemExit) as ended:
        runpy.run_path(str(script), run_name="__main__")
    said = capsys.readouterr()
    assert ended.value.code == 2
    assert said.err.startswith(f"usage: {script.name} [-h] ")
    assert "the following arguments are required: " in said.err
    assert said.out == ""
    assert list(tmp_path.iterdir()) == []


def test_the_scripts_are_found() -> None:
    assert len(SCRIPTS) >= 8
