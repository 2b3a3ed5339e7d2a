"""Files on their way to the service: the client of the Partner API, and what keeps a file from being imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sdconvert.archive import open_archive
from sdconvert.errors import BadConfiguration, InvalidSource, SdconvertError
from sdconvert.files import Source, as_path, has_name, name_of, with_name
from sdconvert.findings import Finding, Report, Result, Severity
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import prepare
from sdconvert.proposing import rows_for
from sdconvert.recognition import FormatName

if TYPE_CHECKING:
    from sdconvert.partner import ImportResult, NewDocument, PartnerClient

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


class UploadForm(StrEnum):
    """As what a file goes to the service: as it is, as a Word file for the service's own import, or as the SDXML
    package that our conversion makes of it."""

    FILE = "file"
    WORD = "word"
    SDXML = "sdxml"


class Upload(NamedTuple):
    """What came of an import, and what there is to know about the conversion before it."""

    imported: ImportResult
    findings: tuple[Finding, ...] = ()


def connect(profile: str | None = None, *, file: Path | None = None, **options: Any) -> PartnerClient:
    """A client that looks at files before it sends them, set up by `load_profile`; `options` are those of
    `PartnerClient`.

    Raises: BadConfiguration.
    """
    from sdconvert.partner import load_profile

    return load_profile(profile, file=file).client(**{"check": check_import, **options})


def upload(
    client: PartnerClient,
    source: Source,
    document: NewDocument,
    *,
    form: UploadForm | str = UploadForm.FILE,
    options: ConversionOptions | None = None,
    validate: bool = True,
    **how: Any,
) -> Upload:
    """A document of SMASHDOCs made of a file: as the file is, or of the SDXML package that a conversion with `options`
    makes of it. In the second way the package is validated before it is sent, whatever the client looks at, and a file
    of which content would be lost is held back, unless `validate` is off. The mapping of the options counts in both
    ways, the others in the second only; `how` are the other options of `PartnerClient.upload`.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration, PartnerError; InvalidFile for what is
        held back.
    """
    from sdconvert.partner.errors import Failure, InvalidFile

    options = options or ConversionOptions()
    if parse_form(form) is UploadForm.SDXML:
        made = package_for_import(source, options, validate=validate)
        return Upload(client.upload(made.value, document, validate=False, **how), made.findings)
    if replace(options, mapping=None) != ConversionOptions():
        raise BadConfiguration("Options of a conversion are for the form sdxml; as it is, a file takes a mapping only.")
    with as_path(source, _name_by_content) as path:
        is_word = path.suffix.lower() == ".docx"
        if form == UploadForm.WORD and not is_word:
            raise InvalidFile("it is no .docx, which the Word import needs", Failure(f"Importing {path.name}"))
        rows = rows_for(options.mapping, path) if options.mapping is not None and is_word else None
        return Upload(client.upload(path, document, rows, validate=validate, **how))


def package_for_import(source: Source, options: ConversionOptions, *, validate: bool = True) -> Result[Source]:
    """The SDXML package of a file of any format, under the name of the file, with the findings of the conversion.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration; InvalidFile for a file of which content
        would be lost, unless `validate` is off.
    """
    name = name_of(source)
    made = prepare(replace(options, to=FormatName.SDXML))(source)
    package = with_name(made.value, f"{Path(name).stem if has_name(source) else 'document'}.zip")
    if validate:
        lost = [str(finding) for finding in made.findings if finding.severity is Severity.ERROR]
        _hold_back("converting it loses content", lost, name)
        _hold_back("the import would refuse it", check_import(made.value), name)
    return Result(package, made.findings, made.ledger)


def _hold_back(why: str, reasons: Sequence[str], name: str) -> None:
    """Raises: InvalidFile where there are reasons."""
    from sdconvert.partner.errors import Failure, InvalidFile

    if reasons:
        more = f" (and {len(reasons) - 1} more)" if len(reasons) > 1 else ""
        raise InvalidFile(f"{why}: {reasons[0].rstrip('.')}{more}", Failure(f"Importing {name}"))


def parse_form(form: str) -> UploadForm:
    """Raises: BadConfiguration."""
    try:
        return UploadForm(form)
    except ValueError:
        raise BadConfiguration(f"The form of an upload is {form!r}; {' or '.join(UploadForm)} is needed.") from None


def _name_by_content(data: bytes) -> str:
    from sdconvert.partner.uploads import name_by_content

    return name_by_content(data)


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
    try:
        with as_path(source, _name_by_content) as path:
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
