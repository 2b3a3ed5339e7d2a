"""Exports on disk: a package made into a folder and a folder made into a package, with a look at its pictures."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sdconvert.archive import DEFAULT_LIMITS, Archive, Limits, Package, read_archive
from sdconvert.errors import OutputRefused, SdconvertError, UnreadableInput, UnsafeInput
from sdconvert.files import Source, name_of
from sdconvert.findings import FileResult, Location, Report, Result, Severity, declare
from sdconvert.folders import Hoard
from sdconvert.formats.sdxml.names import IMAGE_FOLDER
from sdconvert.handles import Handle, HandledMembers
from sdconvert.opening import open_source
from sdconvert.recognition import FormatName, Recognised, recognise_members
from sdconvert.validation import check_files
from sdconvert.validation.exports.export import local_name, page_pictures, parse_page, parsx_pictures, places
from sdconvert.validation.exports.picture_rules import PICTURE_SUFFIXES, PICTURE_UNUSED
from sdconvert.xmlio import parse

PICTURE_MISSING = declare(
    "PACKAGE-P001",
    Severity.ERROR,
    "The picture {name} is referred to ({count} times) and is not in the package.",
    hint="Export again, or add the file.",
    why="Nothing is shown in its place.",
)
NOT_CHECKED = declare(
    "PACKAGE-P003",
    Severity.WARNING,
    "The pictures were not checked, since the document cannot be read: {reason}",
    hint="Use `sdconvert validate` for an SDXML package, and an XML editor for others.",
    why="What refers to the pictures stands in the document.",
)
FILE_LEFT_OUT = declare(
    "PACKAGE-P004",
    Severity.INFO,
    "{name} was not packed.",
    why="It is a file that the system put into the folder, such as .DS_Store or Thumbs.db.",
)

_WITH_IMAGES = (FormatName.SDXML, FormatName.HTML, FormatName.PARSX)
_SYSTEM_FILES = frozenset({"Thumbs.db", "desktop.ini"})


# ------------------------------------------------------------------------------------------------------------ unpacking


def unpack(
    source: Source, target: str | os.PathLike[str], force: bool = False, limits: Limits = DEFAULT_LIMITS
) -> Result[Path]:
    """The folder `target` with what an SDXML, HTML or parsX export or a .docx holds, whole or not at all.

    A folder that exists and is not empty is left alone; with `force` the files of the package replace those of the
    same names in it, and others stay.

    Loses: nothing; PACKAGE-P001 to PACKAGE-P003 are about the pictures.

    Raises: UnreadableInput, UnsafeInput for an archive that breaks a limit or whose names cannot stand side by side in
        a folder, OutputRefused.

    >>> sorted(path.name for path in unpack("samples/docx/minutes.docx", Path("minutes")).value.iterdir())
    ['[Content_Types].xml', '_rels', 'docProps', 'word']
    """
    target = Path(target)
    what = name_of(source)
    members = read_archive(open_source(source, limits), what, limits)
    recognised = recognise_members(members, what)
    _check_names(members, what)
    if _is_occupied(target) and not force:
        raise OutputRefused(f"{target} exists already; nothing was unpacked. --force replaces files in it.")
    report = Report()
    _check_pictures(members, recognised, report)
    try:
        _write_folder(members, target)
    except OSError as error:
        raise OutputRefused(f"{target} cannot be written: {error.strerror or error}.") from error
    return report.result(target)


def _is_occupied(target: Path) -> bool:
    if target.is_symlink() or not target.is_dir():
        return target.is_symlink() or target.exists()
    return any(target.iterdir())


def _check_names(members: Mapping[str, bytes], what: str) -> None:
    """Raises: UnsafeInput for names that some file system cannot hold, or holds as one."""
    folders = {name[:at].casefold() for name in members for at, sign in enumerate(name) if sign == "/"}
    seen: set[str] = set()
    for name in members:
        if any(ord(sign) < 32 or sign in '\\:*?"<>|' for sign in name):
            raise UnsafeInput(f"{what} holds a member whose name is no file name everywhere: {name!r}.")
        folded = name.casefold()
        if folded in seen or folded in folders:
            raise UnsafeInput(f"{what} holds two members that would be one file: {name!r}.")
        seen.add(folded)


def _write_folder(members: Archive, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.{os.getpid()}.part")
    beside.mkdir()
    try:
        for name in members:
            path = beside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.writelines(members.handle(name).pieces())
        if _is_occupied(target):
            _move_files(beside, target)
        else:
            if target.is_dir():
                target.rmdir()
            beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _move_files(beside: Path, target: Path) -> None:
    """Put each file into its place in a folder that exists.

    Raises: OutputRefused when the way there leads over a link.
    """
    moves = [(path, target / path.relative_to(beside)) for path in _files_below(beside)]
    for _, place in moves:
        way = [place, *place.parents][: len(place.parts) - len(target.parts) + 1]
        if any(step.is_symlink() for step in way):
            raise OutputRefused(f"{place} leads over a symbolic link; nothing was replaced.")
    for path, place in moves:
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


# -------------------------------------------------------------------------------------------------------------- packing


def pack(folder: str | os.PathLike[str], validate: bool = True, limits: Limits = DEFAULT_LIMITS) -> FileResult:
    """The package of what a folder holds: equal folders give equal bytes. Its format is told by its content. An export
    has the folder `images/`, with pictures or without. Pictures of a large folder are read when the result is saved, or
    its value asked for.

    The findings of the result are those of the validation for SDXML, and what is wrong with the pictures for others.

    Raises: UnreadableInput for a folder without a document, UnsafeInput for one with links or beyond the limits.

    >>> folder = unpack(convert("samples/docx/minutes.docx").value, Path("package")).value
    >>> pack(folder).value == convert("samples/docx/minutes.docx").value
    True
    """
    folder = Path(folder)
    report = Report()
    members = _read_folder(folder, limits, report)
    recognised = recognise_members(members, f"The folder {folder}")
    _check_names(members, f"The folder {folder}")
    parts = {name: members.handle(name) for name in members}
    package = Package(parts, IMAGE_FOLDER if recognised.format in _WITH_IMAGES else None)
    if validate and recognised.format is FormatName.SDXML:
        package.check("The package", limits)
        report.findings.extend(check_files(members))
    elif validate:
        _check_pictures(members, recognised, report)
    return report.file(package)


def _read_folder(folder: Path, limits: Limits, report: Report) -> HandledMembers:
    if not folder.is_dir():
        raise UnreadableInput(f"{folder} is no folder.")
    members: dict[str, bytes | Handle] = {}
    hoard, size = Hoard(), 0
    for path in _files_below(folder):
        if path.is_symlink():
            raise UnsafeInput(f"The folder {folder} holds a symbolic link: {path.name!r}.")
        name = path.relative_to(folder).as_posix()
        if path.name in _SYSTEM_FILES or any(part.startswith(".") and part != ".rels" for part in Path(name).parts):
            report.add(FILE_LEFT_OUT, name=name)
            continue
        size += path.stat().st_size
        if size > limits.total_size or len(members) >= limits.members:
            allowed = f"{limits.total_size:,} bytes or {limits.members:,} files"
            raise UnsafeInput(f"The folder {folder} holds more than the {allowed} allowed.")
        try:
            members[name] = hoard.handle(path, name)
        except OSError as error:
            raise UnreadableInput(f"{path} cannot be read: {error.strerror or error}.") from error
    return HandledMembers(members)


def _files_below(folder: Path) -> Iterator[Path]:
    """The files of a folder and the links among them, sorted; links to folders are not followed."""
    for parent, folders, names in os.walk(folder):
        folders.sort()
        links = [name for name in folders if Path(parent, name).is_symlink()]
        yield from (Path(parent, name) for name in sorted([*names, *links]))


# ------------------------------------------------------------------------------------------------------------- pictures


def _check_pictures(members: Mapping[str, bytes], recognised: Recognised, report: Report) -> None:
    """Loses: PACKAGE-P001, PACKAGE-P002, PACKAGE-P003."""
    references_of = _REFERENCES.get(recognised.format)
    if references_of is None:
        return
    main_part = recognised.main_part
    folder = main_part[: main_part.rfind("/") + 1]
    try:
        references = Counter(references_of(members[main_part], main_part))
    except SdconvertError as error:
        report.add(NOT_CHECKED, Location(main_part), reason=str(error))
        return
    used: set[str] = set()
    for reference, count in references.items():
        found = [place for place in places(folder, reference) if place in members]
        used.update(found[:1])
        if not found:
            report.add(PICTURE_MISSING, Location(main_part), name=reference[:200], count=count)
    for name in members:
        if name.startswith(folder) and name.lower().endswith(PICTURE_SUFFIXES) and name not in used:
            report.add(PICTURE_UNUSED, Location(name), name=name.removeprefix(folder))


def _sdxml_references(data: bytes, name: str) -> Iterator[str]:
    for element in parse(data, name, allows_doctype=True).iter():
        tag = local_name(element)
        reference = element.text if tag == "image" else element.get("filename") if tag == "img" else None
        if reference and reference.strip():
            yield reference.strip()


def _parsx_references(data: bytes, name: str) -> Iterator[str]:
    return (picture.address for picture in parsx_pictures(parse(data, name, allows_doctype=True)))


def _html_references(data: bytes, name: str) -> Iterator[str]:
    return (picture.address for picture in page_pictures(parse_page(data, name)))


_REFERENCES: Mapping[FormatName, Callable[[bytes, str], Iterator[str]]] = {
    FormatName.SDXML: _sdxml_references,
    FormatName.PARSX: _parsx_references,
    FormatName.HTML: _html_references,
}
"""What refers to pictures. In a Word file that is a matter of its relationships, which its reader follows."""
