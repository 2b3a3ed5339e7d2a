"""Each document of samples/docx, unpacked or not, gives exactly what lies in tests/golden/expected.

`make accept` rewrites what is expected. A line break before each block makes a difference readable.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import sdconvert
from sdconvert import Result

SAMPLES = Path(__file__).parents[2] / "samples" / "docx"
EXPECTED = Path(__file__).parent / "expected"
DOCUMENTS = sorted(path for path in SAMPLES.iterdir() if path.is_dir() or path.suffix == ".docx")

_BLOCK = re.compile(
    r"(?=<(?:meta|document|heading|paragraph|[ou]l-li|image|table|tr|t[dh]|pagebreak|directory|indexes)\b)"
)


def document(path: Path) -> bytes:
    """The bytes of a sample: a file, or a folder that is a package unpacked."""
    if path.is_file():
        return path.read_bytes()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for member in sorted(path.rglob("*")):
            if member.is_file():
                archive.write(member, member.relative_to(path).as_posix())
    return target.getvalue()


def laid_out(package: bytes) -> str:
    """The sd.xml with each block on a line of its own."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return _BLOCK.sub("\n", archive.read("sd.xml").decode()) + "\n"


def account(result: Result[bytes]) -> Iterator[str]:
    """The findings, one a line, then what was read, kept, changed and left out."""
    for finding in result.findings:
        yield " ".join(str(finding).split())
    yield ""
    for kind in sdconvert.Kind:
        read, kept, changed, dropped = result.ledger.total(kind)
        if any((read, kept, changed, dropped)):
            yield f"{kind}: {read} read, {kept} kept, {changed} changed, {dropped} left out"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_sample_gives_what_is_expected(path: Path, accepts: bool) -> None:
    result = sdconvert.convert(document(path))
    made = {"sd.xml": laid_out(result.value), "findings.txt": "\n".join(account(result)) + "\n"}
    folder = EXPECTED / path.stem
    if accepts:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in made.items():
            (folder / name).write_text(text, "utf-8")
    assert {name: (folder / name).read_text("utf-8") for name in made} == made
    assert result.ledger.imbalance() == {}
    assert [str(f) for f in sdconvert.validate(result.value) if f.severity is sdconvert.Severity.ERROR] == []


def test_every_expected_output_has_its_sample() -> None:
    assert sorted(folder.name for folder in EXPECTED.iterdir()) == sorted(path.stem for path in DOCUMENTS)
