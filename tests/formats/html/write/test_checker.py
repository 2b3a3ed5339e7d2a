"""What the Nu Html Checker says, where it is at hand: `VNU_JAR` names its file."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from sdconvert.formats.docx.read import read
from sdconvert.formats.html.write import HtmlOptions, write

JAR = os.environ.get("VNU_JAR", "")
SAMPLES = Path(__file__).parents[4] / "samples" / "docx"

pytestmark = pytest.mark.skipif(
    not (JAR and Path(JAR).exists() and shutil.which("java")),
    reason="the Nu Html Checker is not here: set VNU_JAR to the vnu.jar of the npm package vnu-jar",
)


def test_the_checker_finds_no_error_in_any_sample(tmp_path):
    for sample in SAMPLES.glob("*.docx"):
        page = write(read(sample.read_bytes()).value, HtmlOptions(single_file=True)).value
        (tmp_path / f"{sample.stem}.html").write_bytes(page)
    command = ["java", "-jar", JAR, "--errors-only", "--format", "text", str(tmp_path)]
    checked = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert checked.returncode == 0, checked.stderr
