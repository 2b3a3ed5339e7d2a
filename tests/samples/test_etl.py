"""The examples of pipelines that need nothing but sdconvert run, on a folder with a bad file in it."""

import ast
import json
import pickle
import shutil
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import sdconvert
from sdconvert.errors import OutputRefused

ROOT = Path(__file__).parents[2]
ETL = ROOT / "samples" / "etl"
SAMPLES = ROOT / "samples" / "docx"
GOOD = ("letter.docx", "minutes.docx")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in GOOD:
        shutil.copy(SAMPLES / name, tmp_path / name)
    (tmp_path / "bad file.docx").write_bytes(b"no document")
    return tmp_path


@pytest.fixture(scope="module")
def conversion() -> ModuleType:
    spec = spec_from_file_location("conversion", ETL / "conversion.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["conversion"] = module
    spec.loader.exec_module(module)
    return module


def run_plain(folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ETL / "plain.py", folder, out]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)


def test_the_plain_script_converts_what_it_can_and_tells_of_the_rest(folder: Path) -> None:
    done = run_plain(folder, folder / "out")
    assert (done.returncode, done.stdout, done.stderr) == (1, "3 documents: 2 converted, 1 failed\n", "")
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "findings.jsonl",
        *(f"{name}.zip" for name in GOOD),
    ]
    for name in GOOD:
        assert (folder / "out" / f"{name}.zip").read_bytes() == sdconvert.convert(SAMPLES / name).value
    rows = [json.loads(line) for line in (folder / "out" / "findings.jsonl").read_text("utf-8").splitlines()]
    assert [row["code"] for row in rows if row["file"] == "bad file.docx"] == ["UnreadableInput"]
    assert len(rows) == 1 + sum(len(sdconvert.convert(SAMPLES / name).findings) for name in GOOD)


def test_the_plain_script_counts_no_package_of_an_earlier_run(folder: Path) -> None:
    run_plain(folder, folder / "out")
    (folder / GOOD[0]).write_bytes(b"no document")
    assert run_plain(folder, folder / "out").stdout == "3 documents: 1 converted, 2 failed\n"


def test_a_bad_document_is_a_row_and_no_exception(conversion: ModuleType) -> None:
    converted = conversion.convert_bytes("bad.docx", b"no document")
    assert converted.package is None
    ((file, code, severity, message, place),) = converted.findings
    assert (file, code, severity, place) == ("bad.docx", "UnreadableInput", "error", "")
    assert message.startswith("bad.docx is ")


def test_the_step_and_its_results_can_be_pickled(conversion: ModuleType) -> None:
    converted = pickle.loads(pickle.dumps(conversion.convert_bytes))("letter.docx", (SAMPLES / GOOD[0]).read_bytes())
    assert pickle.loads(pickle.dumps(converted)) == converted
    assert converted.package == sdconvert.convert(SAMPLES / GOOD[0]).value


def test_a_task_may_run_twice(conversion: ModuleType, folder: Path) -> None:
    once, again = (conversion.convert_file(str(folder / GOOD[0]), str(folder / "out")) for _ in range(2))
    assert once == again == json.loads(json.dumps(once))
    assert [path.name for path in (folder / "out").iterdir()] == [f"{GOOD[0]}.zip"]


def test_a_task_has_a_row_for_what_no_retry_mends_and_raises_for_what_one_may(
    conversion: ModuleType, folder: Path
) -> None:
    bad = conversion.convert_file(str(folder / "bad file.docx"), str(folder / "out"))
    assert bad["output"] == ""
    assert [row["code"] for row in bad["findings"]] == ["UnreadableInput"]
    with pytest.raises(FileNotFoundError):
        conversion.convert_file(str(folder / "away.docx"), str(folder / "out"))
    with pytest.raises(OutputRefused):
        conversion.convert_file(str(folder / GOOD[0]), str(folder / GOOD[1]))


@pytest.mark.parametrize("name", ["spark_job.py", "beam_job.py", "airflow_dag.py"])
def test_an_example_for_a_system_that_is_not_here_uses_the_tried_step_as_it_is(
    conversion: ModuleType, name: str
) -> None:
    tree = ast.parse((ETL / name).read_text(encoding="utf-8"))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "conversion"]
    assert imports
    assert all(hasattr(conversion, alias.name) for node in imports for alias in node.names)
