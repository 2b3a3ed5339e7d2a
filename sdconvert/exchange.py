"""Files on their way to the service: the client of the Partner API, and what keeps a file from being imported."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sdconvert.archive import open_archive
from sdconvert.errors import InvalidSource, SdconvertError
from sdconvert.files import Source, as_path
from sdconvert.findings import Report, Severity

if TYPE_CHECKING:
    from sdconvert.partner import PartnerClient

_OTHER_WORD_FILES = {
    ".doc": "a Word file of before 2007",
    ".docm": "a Word file with macros",
    ".dotm": "a Word template with macros",
    ".dotx": "a Word template",
    ".rtf": "an RTF file",
}
_SAVE = "Save it as .docx in Word."
_CONVERT = "Save it as .docx in Word, or convert it to SDXML and import the package."
_REMEDIES = {".doc": _SAVE, ".rtf": _SAVE, ".docm": _CONVERT, ".dotm": _CONVERT, ".dotx": _CONVERT}


def connect(profile: str | None = None, *, file: Path | None = None, **options: Any) -> PartnerClient:
    """A client that looks at files before it sends them, set up by `load_profile`; `options` are those of
    `PartnerClient`.

    Raises: BadConfiguration.
    """
    from sdconvert.partner import load_profile

    return load_profile(profile, file=file).client(**{"check": check_import, **options})


def check_import(source: Source) -> tuple[str, ...]:
    """What keeps a file from being imported, one sentence each: nothing where it can be sent. A Word file has to be an
    intact package with a document in it, an SDXML package a zip free of errors. What has no name is told by its
    content.

    Raises: InvalidSource; nothing for a file that cannot be read: that is a sentence as well.

    >>> check_import("samples/docx/minutes.docx")
    ()
    >>> check_import(b"no document")
    ('What is to be sent is of an unknown kind, not an intact zip package.',)
    """
    from sdconvert.partner.uploads import name_by_content

    try:
        with as_path(source, name_by_content) as path:
            return _judge(path)
    except InvalidSource:
        raise
    except SdconvertError as error:
        return (str(error),)


def _judge(path: Path) -> tuple[str, ...]:
    suffix = path.suffix.lower()
    if path.is_file() and suffix in _OTHER_WORD_FILES:
        return (f"{path.name} is {_OTHER_WORD_FILES[suffix]}, and the import takes .docx only. {_REMEDIES[suffix]}",)
    return _word_refusals(path) if suffix == ".docx" else _sdxml_refusals(path)


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
