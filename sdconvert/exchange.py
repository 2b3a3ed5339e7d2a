"""Files on their way to the service: the client of the Partner API, and what keeps a file from being imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdconvert.archive import open_archive
from sdconvert.errors import SdconvertError
from sdconvert.findings import Severity

if TYPE_CHECKING:
    from sdconvert.partner import PartnerClient

_WORD_NEEDS = ("[Content_Types].xml", "_rels/.rels")


def connect(profile: str | None = None, *, file: Path | None = None, **options: Any) -> PartnerClient:
    """A client that looks at files before it sends them, set up by `load_profile`; `options` are those of
    `PartnerClient`.

    Raises: BadConfiguration.
    """
    from sdconvert.partner import load_profile

    return load_profile(profile, file=file).client(**{"check": refusals, **options})


def refusals(path: Path) -> tuple[str, ...]:
    """What keeps a file from being imported, one sentence each: nothing where it can be sent. A Word file has to be an
    intact package, an SDXML package free of errors.

    Raises: nothing for a file that cannot be read: that is a sentence as well.
    """
    try:
        return _word_refusals(path) if path.suffix.lower() == ".docx" else _sdxml_refusals(path)
    except SdconvertError as error:
        return (str(error),)


def _word_refusals(path: Path) -> tuple[str, ...]:
    members = open_archive(path)
    missing = [name for name in _WORD_NEEDS if name not in members]
    return tuple(f"{path.name} is no Word file: it holds no {name}." for name in missing)


def _sdxml_refusals(path: Path) -> tuple[str, ...]:
    from sdconvert.validation import check

    return tuple(str(finding) for finding in check(path) if finding.severity is Severity.ERROR)
