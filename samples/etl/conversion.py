"""The step that all examples here share: bytes in, a package and rows of findings out. A bad file is a row.

Everything in it can be pickled, nothing is global, and the same bytes give the same package: a task may run twice.
"""

import io
from pathlib import Path
from typing import Any, NamedTuple

import sdconvert
from sdconvert.files import save


class FindingRow(NamedTuple):
    """A row of a table of findings."""

    file: str
    code: str
    severity: str
    message: str
    place: str


class Converted(NamedTuple):
    """A package with its findings; for a file that cannot be converted, no package and one row that says why."""

    file: str
    package: bytes | None
    findings: tuple[FindingRow, ...]


def convert_bytes(name: str, data: bytes) -> Converted:
    """What comes of a document. Raises nothing for a bad one."""
    source = io.BytesIO(data)
    source.name = name
    try:
        result = sdconvert.convert(source)
    except sdconvert.SdconvertError as error:
        return Converted(name, None, (FindingRow(name, type(error).__name__, "error", str(error), ""),))
    rows = tuple(
        FindingRow(name, found.code.id, str(found.severity), found.message, str(found.location or ""))
        for found in result.findings
    )
    return Converted(name, result.value, rows)


def convert_file(source: str, target_folder: str) -> dict[str, Any]:
    """What comes of a document in a form that JSON can say: its name, the place of its package, its rows of findings.
    The package is written beside its place and renamed; for a bad document the place is empty, and a row says why.

    Raises: OSError, OutputRefused for what may pass when a scheduler tries again: a disk that is full or away. What
    will not pass by trying again is a row.
    """
    converted = convert_bytes(Path(source).name, Path(source).read_bytes())
    target = ""
    if converted.package is not None:
        target = str(Path(target_folder, f"{converted.file}.zip"))
        save(Path(target), converted.package)
    return {"file": converted.file, "output": target, "findings": [row._asdict() for row in converted.findings]}
