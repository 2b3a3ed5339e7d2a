"""Files on their way to the service: the client of the Partner API, and what keeps a file from being imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdconvert.archive import open_archive
from sdconvert.errors import SdconvertError
from sdconvert.findings import Report, Severity

if TYPE_CHECKING:
    from sdconvert.partner import PartnerClient


def connect(profile: str | None = None, *, file: Path | None = None, **options: Any) -> PartnerClient:
    """A client that looks at files before it sends them, set up by `load_profile`; `options` are those of
    `PartnerClient`.

    Raises: BadConfiguration.
    """
    from sdconvert.partner import load_profile

    return load_profile(profile, file=file).client(**{"check": refusals, **options})


def refusals(path: Path) -> tuple[str, ...]:
    """What keeps a file from being imported, one sentence each: nothing where it can be sent. A Word file has to be an
    intact package with a document in it, an SDXML package a zip free of errors.

    Raises: nothing for a file that cannot be read: that is a sentence as well.
    """
    try:
        return _word_refusals(path) if path.suffix.lower() == ".docx" else _sdxml_refusals(path)
    except SdconvertError as error:
        return (str(error),)


def _word_refusals(path: Path) -> tuple[str, ...]:
    """Nothing. Raises: UnreadableInput for what is no Word document; only its main part is read."""
    from sdconvert.formats.docx.read.parts import Package

    Package(open_archive(path), path.name, Report())
    return ()


def _sdxml_refusals(path: Path) -> tuple[str, ...]:
    """The errors of the package. Raises: UnreadableInput for what is no zip: a bare sd.xml cannot be imported."""
    from sdconvert.validation import check

    open_archive(path)
    return tuple(str(finding) for finding in check(path) if finding.severity is Severity.ERROR)
