"""The one judgement of files, whoever asks for it: what is wrong with a file of any format."""

from __future__ import annotations

from collections import ChainMap
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from sdconvert.archive import DEFAULT_LIMITS, Archive, Archived, Limits, read_archive
from sdconvert.backings import FileBacking
from sdconvert.errors import UnreadableInput
from sdconvert.files import Source, load, name_of, path_of, with_name
from sdconvert.findings import Finding
from sdconvert.folders import FilesBeside
from sdconvert.opening import open_source
from sdconvert.packages import pack
from sdconvert.pipeline import FORMATS, read_document
from sdconvert.recognition import MAIN_PARTS, FormatName, Recognised, open_zip, recognise
from sdconvert.validation import check
from sdconvert.validation.exports import check_page, check_parsx

_CHECKS = {FormatName.HTML: check_page, FormatName.PARSX: check_parsx}


def validate(source: Source, limits: Limits = DEFAULT_LIMITS) -> tuple[Finding, ...]:
    """Everything that is wrong with a file of any format: an SDXML package, a page or a parsX file with its pictures,
    each as a zip, a folder or a lone file, and a Word file. SDXML is judged by its grammar and the rules around it,
    pages and parsX by their rules and by what reading them would leave out or change, Word files by the latter.

    Raises: UnreadableInput for what cannot be read at all, UnsafeInput when it breaks a safety limit, InvalidSource.

    >>> validate(convert("samples/docx/minutes.docx").value)
    ()
    >>> validate(convert("samples/docx/minutes.docx", to="html").value)
    ()
    """
    path = path_of(source)
    if path is not None and path.is_dir():
        if (path / MAIN_PARTS[FormatName.SDXML]).is_file():
            return check(path, limits)
        with TemporaryFile() as packed:
            packed.writelines(pack(path, validate=False, limits=limits).output.pieces())
            packed.seek(0)
            return _judge(open_source(cast(BinaryIO, packed), limits), path.name, limits, None)
    return _judge(open_source(source, limits), name_of(source), limits, path)


def _judge(data: bytes | FileBacking, what: str, limits: Limits, path: Path | None) -> tuple[Finding, ...]:
    opened = _open(data, what, limits)
    form = _recognise(opened, what, limits)
    if form is None or form.format is FormatName.SDXML:
        return check(opened if path is None or isinstance(opened, Archive) else path, limits)
    if form.format is FormatName.DOCX:
        return _check_word(data, read_archive(opened, what, limits), what, limits)
    is_lone = not form.main_part
    source = path if is_lone and path is not None else with_name(data, what)
    read = read_document(source, source_format=form.format, limits=limits)
    return (*check_export(data, what, limits, path, form.format), *read.findings)


def check_export(
    data: bytes | FileBacking, what: str, limits: Limits, path: Path | None, form: FormatName
) -> tuple[Finding, ...]:
    """What the rules say of a page or a parsX file, for those who read it themselves; nothing for other formats. `path`
    is where a lone file stands.

    Raises: UnreadableInput, UnsafeInput.
    """
    rules = _CHECKS.get(form)
    if rules is None:
        return ()
    found = _recognise(data, what, limits)
    if found is not None and found.format is form and found.main_part:
        return rules(read_archive(data, what, limits), found.main_part, is_package=True)
    part = MAIN_PARTS[form]
    beside = {} if path is None else FilesBeside(path, limits)
    return rules(ChainMap({part: load(data)}, beside), part, is_package=False)  # type: ignore[arg-type]  # it is only read


def _check_word(data: bytes | FileBacking, members: Archive, what: str, limits: Limits) -> tuple[Finding, ...]:
    """What reading a Word file would leave out or change; each of its members is unpacked, for one that is damaged is
    often one that reading passes by.

    Raises: UnreadableInput, UnsafeInput.
    """
    for name in members:
        for _ in members.handle(name).pieces():
            continue
    return read_document(with_name(data, what), source_format=FormatName.DOCX, limits=limits).findings


def _open(data: bytes | FileBacking, what: str, limits: Limits) -> Archived:
    """The archive that a file is, the file itself where that is no intact one. Raises: UnsafeInput."""
    try:
        return open_zip(data, what, limits)
    except UnreadableInput:
        return data


def _recognise(data: Archived, what: str, limits: Limits) -> Recognised | None:
    """What a file is: a Word file where its name says so, for then it has to be one, and a page where nothing else
    tells. None for what is nothing that we know: the rules of SDXML say best what it lacks."""
    suffix = Path(what).suffix.lower()
    if suffix in FORMATS[FormatName.DOCX].suffixes:
        return Recognised(FormatName.DOCX)
    try:
        return recognise(data, what, limits)
    except UnreadableInput:
        return Recognised(FormatName.HTML) if suffix in FORMATS[FormatName.HTML].suffixes else None
