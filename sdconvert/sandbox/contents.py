"""The content of documents: imports and exports by the formats of sdconvert. A document is kept as an SDXML package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from sdconvert.archive import Archive, Limits, read_archive
from sdconvert.errors import BadConfiguration, SdconvertError
from sdconvert.files import Output
from sdconvert.findings import Finding
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind, Ledger
from sdconvert.opening import open_source
from sdconvert.options import ConversionOptions
from sdconvert.pipeline import convert, prepare
from sdconvert.recognition import FormatName, recognise_members
from sdconvert.sandbox import redline
from sdconvert.sandbox.files import UNLIMITED
from sdconvert.sandbox.records import StoredDocument
from sdconvert.sandbox.refusal import Refusal, invalid
from sdconvert.validation import check

_BLANK_PAGE = b"<!doctype html><html><head><title></title></head><body></body></html>"
_SD_XML = "sd.xml"


@dataclass(frozen=True, slots=True)
class ImportedContent:
    """A document made from an upload, and what there is to know about it. `needs_upload`: its redline view and its
    conversations are in the upload alone."""

    package: bytes | Output
    findings: tuple[Mapping[str, object], ...] = ()
    has_conversations: bool = False
    needs_upload: bool = False


def blank(title: str, description: str) -> ImportedContent:
    """A document without any content."""
    meta = {"title": title, "description": description}
    return ImportedContent(convert(_BLANK_PAGE, source_format=FormatName.HTML, meta=meta).value)


def import_word(
    file: BinaryIO, mapping: Mapping[str, object] | None, meta: Mapping[str, str], limit: int
) -> ImportedContent:
    """The document in a Word file, its paragraph styles mapped.

    Raises: Refusal.
    """
    limits = _limits(limit)
    with _refuse_bad_input("file"):
        has_changes = _changes_of_word(_members(file, limits))
        file.seek(0)
        result = convert(file, source_format=FormatName.DOCX, mapping=mapping, meta=meta, limits=limits)
    has_conversations = _has_conversations(result.ledger)
    return ImportedContent(
        result.output, _as_dicts(result.findings), has_conversations, has_conversations or has_changes
    )


def _changes_of_word(members: Archive) -> bool:
    """Whether a package, which has to be a Word file, has tracked changes."""
    if recognise_members(members).format is not FormatName.DOCX:
        raise invalid({"file": "is not a .docx file"})
    return redline.has_changes(members)


def import_sdxml(file: BinaryIO, meta: Mapping[str, str], limit: int) -> ImportedContent:
    """The document in an SDXML package of any dialect. What is not valid is reported with it, not refused.

    Raises: Refusal.
    """
    limits = _limits(limit)
    with _refuse_bad_input("file"):
        if _SD_XML not in _members(file, limits):
            raise invalid({"file": f"is a zip without {_SD_XML}"})
        file.seek(0)
        faults = check(file, limits)
        file.seek(0)
        result = convert(file, source_format=FormatName.SDXML, meta=meta, limits=limits)
    has_conversations = _has_conversations(result.ledger)
    return ImportedContent(result.output, _as_dicts((*faults, *result.findings)), has_conversations, has_conversations)


def _members(file: BinaryIO, limits: Limits) -> Archive:
    file.seek(0)
    return read_archive(open_source(file, UNLIMITED), "The file", limits)


def _has_conversations(ledger: Ledger) -> bool:
    return ledger.read.get(Kind.COMMENTS, 0) > 0


def export(
    package: BinaryIO, document: StoredDocument, options: ConversionOptions, language: str | None = None
) -> Output:
    """The document in the format of the options, with its metadata of now, and with words that are made for it in a
    language."""
    meta = (metadata(document) if document.is_edited else {}) | _language(language)
    wanted = replace(options, source_format=FormatName.SDXML, meta=meta, limits=UNLIMITED)
    return prepare(wanted)(package).output


def export_history(
    upload: BinaryIO,
    document: StoredDocument,
    history: redline.History,
    single_file: bool | None,
    language: str | None = None,
) -> Output:
    """The document as HTML with the conversations that came with its upload, and in a redline view where that was a
    Word file with tracked changes."""
    members = read_archive(open_source(upload, UNLIMITED), limits=UNLIMITED)
    form = recognise_members(members).format
    show = redline.show if form is FormatName.DOCX else redline.show_package
    with TemporaryFile() as shown:
        shown.writelines(show(members, history).pieces())
        shown.seek(0)
        result = convert(
            cast(BinaryIO, shown),
            source_format=form,
            to=FormatName.HTML,
            mapping=document.mapping,
            single_file=single_file,
            meta=metadata(document) | _language(language),
            limits=UNLIMITED,
        )
    return result.output


def _language(language: str | None) -> dict[str, str]:
    return {} if language is None else {"language": language}


def metadata(document: StoredDocument) -> dict[str, str]:
    """The metadata that belongs into the content."""
    meta = {
        "title": document.title,
        "description": document.description,
        "subtitle": document.subtitle,
        "filename": document.filename,
        "footer": document.footer,
        "tags": ",".join(document.tags),
    }
    return {name: value for name, value in meta.items() if value or name in ("title", "description")}


def _limits(upload_limit: int) -> Limits:
    return Limits(total_size=max(Limits().total_size, 2 * upload_limit))


@contextmanager
def _refuse_bad_input(name: str) -> Iterator[None]:
    """Turns what a reader refuses into a refusal of the parameter."""
    try:
        yield
    except Refusal:
        raise
    except BadConfiguration as error:
        raise invalid({"mapping": " ".join(str(error).split())}) from error
    except SdconvertError as error:
        raise invalid({name: str(error)}) from error


def _as_dicts(findings: tuple[Finding, ...]) -> tuple[Mapping[str, object], ...]:
    return tuple(finding.as_dict() for finding in findings)
