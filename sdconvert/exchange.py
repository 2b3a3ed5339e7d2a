"""Files on their way to the service: the client of the Partner API, and what keeps a file from being imported."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sdconvert.archive import is_zip_file, open_archive
from sdconvert.errors import BadConfiguration, InvalidSource, SdconvertError, UnreadableInput
from sdconvert.faults import reporting_faults
from sdconvert.files import Source, as_path, has_name, load, name_of, temporary_path
from sdconvert.findings import Finding, Report, Result, Severity
from sdconvert.formats.sdxml.dialects import KnownDialect
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import FORMATS, prepare
from sdconvert.proposing import rows_for
from sdconvert.recognition import FormatName, recognise, recognise_members
from sdconvert.xmlio import parse

if TYPE_CHECKING:
    from sdconvert.partner import ImportResult, NewDocument, PartnerClient
    from sdconvert.stylemap import StyleMap
    from sdconvert.validation import SdxmlPackage

_OTHER_WORD_FILES = {
    ".doc": "a Word file of before 2007",
    ".docm": "a Word file with macros",
    ".dotm": "a Word template with macros",
    ".dotx": "a Word template",
    ".rtf": "an RTF file",
}
_SAVE = "Save it as .docx in Word."
_CONVERT = "Save it as .docx in Word, or convert it to SDXML and import the package."
_OTHER_FORMATS = {
    FormatName.DOCX: "a Word file of another name than .docx",
    FormatName.HTML: "an HTML page or export",
    FormatName.PARSX: "a parsX export",
}
_TO_SDXML = "Convert it to SDXML and import the package."
_OTHER_REMEDIES = {
    FormatName.DOCX: "Name it .docx.",
    FormatName.HTML: _TO_SDXML,
    FormatName.PARSX: _TO_SDXML,
}
_VERSION_OF_2_13 = "2.13.2"
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


@reporting_faults
def connect(profile: str | None = None, *, file: Path | None = None, **options: Any) -> PartnerClient:
    """A client that looks at files before it sends them, set up by `load_profile`; `options` are those of
    `PartnerClient`.

    Raises: BadConfiguration.
    """
    from sdconvert.partner import load_profile

    return load_profile(profile, file=file).client(**{"check": check_import, **options})


@reporting_faults
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
        with package_for_import(source, options, validate=validate) as made:
            return Upload(client.upload(made.value, document, validate=False, **how), made.findings)
    if replace(options, mapping=None) != ConversionOptions():
        raise BadConfiguration("Options of a conversion are for the form sdxml; as it is, a file takes a mapping only.")
    with as_path(source, _name_by_content) as path:
        is_word = path.suffix.lower() == ".docx"
        if form == UploadForm.WORD and not is_word:
            raise InvalidFile("it is no .docx, which the Word import needs", Failure(f"Importing {path.name}"))
        rows = rows_for(options.mapping, path) if options.mapping is not None and is_word else None
        return Upload(client.upload(path, document, rows, validate=validate, **how))


@contextmanager
def package_for_import(source: Source, options: ConversionOptions, *, validate: bool = True) -> Iterator[Result[Path]]:
    """A file with the SDXML package of a file of any format, under its name, for as long as it is needed; with the
    findings of the conversion.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration; InvalidFile for a file of which content
        would be lost, unless `validate` is off.
    """
    name = name_of(source)
    made = prepare(replace(options, to=FormatName.SDXML))(source)
    with temporary_path(f"{Path(name).stem if has_name(source) else 'document'}.zip") as package:
        made.save(package)
        if validate:
            lost = [str(finding) for finding in made.findings if finding.severity is Severity.ERROR]
            _hold_back("converting it loses content", lost, name)
            _hold_back("the import would refuse it", check_import(package), name)
        yield Result(package, made.findings, made.ledger)


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


def check_import(source: Source, *, mapping: StyleMap | None = None, largest: int | None = None) -> tuple[str, ...]:
    """What keeps a file from being imported, one sentence each: nothing where SMASHDOCs takes it. A Word file has to be
    a .docx, an intact package with a document in it, an SDXML package a zip with sd.xml at its root and free of errors.
    `mapping` is the style mapping that goes with a Word file, `largest` the size in bytes that the service takes. What
    has no name is told by its content.

    Source: Partner API, Importing Word Documents and Importing XML Documents.

    Raises: InvalidSource; nothing for a file that cannot be read: that is a sentence as well.

    >>> check_import("samples/docx/minutes.docx")
    ()
    >>> check_import(b"no document")
    ('What is to be sent is of an unknown kind, not an intact zip package.',)
    """
    try:
        with as_path(source, _name_by_content) as path:
            return (*_size_refusals(path, largest), *_judge(path), *_mapping_refusals(path, mapping))
    except InvalidSource:
        raise
    except SdconvertError as error:
        return (str(error),)


def _size_refusals(path: Path, largest: int | None) -> Iterator[str]:
    if largest is not None and path.is_file() and (size := path.stat().st_size) > largest:
        yield f"{path.name} has {size:,} bytes, {largest:,} are allowed."


def _mapping_refusals(path: Path, mapping: StyleMap | None) -> tuple[str, ...]:
    """What is wrong with the rows that would go with a Word file."""
    from sdconvert.partner.limits import check_mapping

    if mapping is None or path.suffix.lower() != ".docx":
        return ()
    return tuple(f"The style mapping: {fault}." for fault in check_mapping(rows_for(mapping, path)))


def _judge(path: Path) -> tuple[str, ...]:
    suffix = path.suffix.lower()
    if path.is_dir():
        return (f"{path.name} is a folder, and the import takes a zip of it. `sdconvert pack` makes one.",)
    if path.is_file() and suffix in _OTHER_WORD_FILES:
        return (f"{path.name} is {_OTHER_WORD_FILES[suffix]}, and the import takes .docx only. {_REMEDIES[suffix]}",)
    if suffix == ".docx":
        return _word_refusals(path)
    return _refusals_of_other_formats(path) or _sdxml_refusals(path)


def _word_refusals(path: Path) -> tuple[str, ...]:
    """Nothing. Raises: UnreadableInput for what is no Word document; only its main part is read."""
    from sdconvert.formats.docx.read.parts import Package

    Package(open_archive(path), path.name, Report())
    return ()


def _refusals_of_other_formats(path: Path) -> tuple[str, ...]:
    """What is said of a file that is intact and no SDXML package."""
    try:
        found = recognise_members(open_archive(path)).format if is_zip_file(path) else recognise(load(path)).format
    except UnreadableInput:
        found = FormatName.HTML if path.suffix.lower() in FORMATS[FormatName.HTML].suffixes else FormatName.SDXML
    if found not in _OTHER_FORMATS:
        return ()
    return (f"{path.name} is {_OTHER_FORMATS[found]}, which the import does not take. {_OTHER_REMEDIES[found]}",)


def _sdxml_refusals(path: Path) -> tuple[str, ...]:
    """The errors of the package. Raises: UnreadableInput for what is no zip: a bare sd.xml cannot be imported."""
    from sdconvert.validation import check_package, read_package

    open_archive(path)
    package = read_package(path)
    errors = [str(finding) for finding in check_package(package) if finding.severity is Severity.ERROR]
    return (*_version_refusals(package), *errors)


def _version_refusals(package: SdxmlPackage) -> Iterator[str]:
    """Source: the vendor, of the dialect 2.13: the import wants exactly this version."""
    if package.dialect is not KnownDialect.V2_13:
        return
    version = parse(package.files.main_part, "sd.xml", allows_doctype=True).get("version", "")
    if version != _VERSION_OF_2_13:
        yield f"sd.xml is of the dialect 2.13 and says version “{version[:40]}”; the import wants {_VERSION_OF_2_13}."
