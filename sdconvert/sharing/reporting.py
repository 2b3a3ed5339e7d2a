"""A file with a fault -> a package to look at and to send by hand: the fault in a file without words, and what it takes
to see it again. Nothing is sent, and nothing in it tells whose it is."""

from __future__ import annotations

import getpass
import json
import platform
import re
import socket
from collections.abc import Callable, Iterator
from importlib import metadata
from pathlib import Path

from sdconvert.archive import write_archive
from sdconvert.errors import SdconvertError
from sdconvert.files import Source, load, name_of, with_name
from sdconvert.findings import Finding
from sdconvert.frozen import dataclass
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName, recognise
from sdconvert.sharing.anonymising import anonymise
from sdconvert.sharing.keeping import Keep, KeepsCode, KeepsError, NotShown
from sdconvert.sharing.shrinking import Progress, Shrunk, shrink

_MOST_SECRETS = 5
_SHORTEST_PRIVATE = 3
_PLAIN_OPTIONS = ("to", "source_format", "revisions", "headings", "labels", "comments", "dialect", "renderer")
_GIVEN_OPTIONS = ("mapping", "template", "settings", "meta", "single_file")
_DISTRIBUTION = re.compile(r"[A-Za-z0-9._-]+")
_OWN_EXTRAS = ("'dev'", "'docs'", "'bench'", '"dev"', '"docs"', '"bench"')
"""What those who work on this program use."""
_README = """A fault of sdconvert in a file without words.

{file}  the smallest file that was found to show the fault; every word, number and picture in it is a stand-in
report.json  what it shows, the versions of what takes part in it, and the command

Look at both before you send them to anybody. Nothing was sent.
"""


class WordsNeeded(SdconvertError):
    """The fault goes with the words: no file with stand-ins shows it."""


@dataclass(frozen=True, slots=True)
class BugReport:
    """The zip with the report, what it is about, and how much was cut."""

    data: bytes
    fault: str
    shrunk: Shrunk


def anonymise_keeping(data: bytes, keep: Keep, *, options: ConversionOptions | None = None) -> bytes:
    """The file with stand-ins, showing what is kept; several sets of stand-ins are tried.

    Raises: WordsNeeded where none shows it, WordsLeft, UnreadableInput, UnsafeInput.
    """
    limits = (options or ConversionOptions()).limits
    try:
        for _ in range(_MOST_SECRETS):
            anonymised = anonymise(data, limits=limits).value
            if keep.holds(anonymised):
                return anonymised
    finally:
        keep.end()
    raise WordsNeeded("With stand-ins for its words the file no longer shows what is to be kept.")


def report_bug(
    source: Source,
    keep: Keep | None = None,
    *,
    options: ConversionOptions | None = None,
    time_limit: float = 60,
    on_progress: Callable[[Progress], None] | None = None,
) -> BugReport:
    """A zip with the smallest file that shows a fault, all its words replaced, with its findings, the versions of
    sdconvert and of what it uses, and the command. What is kept is the error of the conversion where nothing else is
    named, or its most severe finding. No path, no name of a person or a machine and no value of an option that a person
    wrote is in it.

    Raises: NotShown for a file without an error and without findings, WordsNeeded, WordsLeft, UnreadableInput,
        UnsafeInput.

    >>> report = report_bug("samples/docx/minutes.docx")
    >>> report.fault
    'the finding LABEL-003'
    """
    options = options or ConversionOptions()
    data, what = load(source, options.limits), name_of(source)
    keep = keep or _find_fault(data, options)
    shrunk = shrink(with_name(data, what), keep, time_limit=time_limit, limits=options.limits, on_progress=on_progress)
    anonymised = anonymise_keeping(shrunk.data, keep, options=options)
    file = f"file{_suffix(anonymised)}"
    report = _describe(anonymised, file, keep, shrunk, options)
    members = {
        file: anonymised,
        "report.json": (json.dumps(report, indent=2, ensure_ascii=False) + "\n").encode(),
        "README.txt": _README.format(file=file).encode(),
    }
    return BugReport(write_archive(members), keep.description, shrunk)


def _find_fault(data: bytes, options: ConversionOptions) -> Keep:
    """What a report is about where nobody says: the error, or the most severe finding. Raises: NotShown."""
    findings = _findings(data, options)
    if findings is None:
        return KeepsError(options)
    if not findings:
        raise NotShown("The file is converted without an error and without a finding. Name with --keep what is wrong.")
    return KeepsCode(min(findings, key=lambda finding: finding.severity.rank).code.id, options)


def _findings(data: bytes, options: ConversionOptions) -> tuple[Finding, ...] | None:
    """The findings of a conversion, None where it ends with an error."""
    from sdconvert.pipeline import prepare

    try:
        return prepare(options)(data).findings
    except SdconvertError:
        return None


def _suffix(data: bytes) -> str:
    return ".docx" if recognise(data).format is FormatName.DOCX else ".zip"


def _describe(data: bytes, file: str, keep: Keep, shrunk: Shrunk, options: ConversionOptions) -> dict[str, object]:
    findings = _findings(data, options)
    return {
        "fault": _without_private(keep.description),
        "command": _command(file, options),
        "findings": [json.loads(_without_private(json.dumps(one.as_dict(), default=str))) for one in findings or ()],
        "error": None if findings is not None else _without_private(_error(data, options)),
        "versions": dict(_versions()),
        "shrunk": {
            "blocks": shrunk.blocks,
            "blocks_before": shrunk.blocks_before,
            "is_smallest": shrunk.is_smallest,
        },
    }


def _error(data: bytes, options: ConversionOptions) -> str:
    from sdconvert.pipeline import prepare

    try:
        prepare(options)(data)
    except SdconvertError as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _command(file: str, options: ConversionOptions) -> str:
    """The command line; of what a person wrote only that it was there."""
    words = ["sdconvert", "convert", file]
    for name in _PLAIN_OPTIONS:
        value = getattr(options, name, None)
        if value is not None:
            words += [f"--{'from' if name == 'source_format' else name}", str(value)]
    words += [f"--{name.replace('_', '-')} …" for name in _GIVEN_OPTIONS if getattr(options, name, None)]
    return " ".join(words)


def _versions() -> Iterator[tuple[str, str]]:
    """What takes part: this program, Python, the kind of system, and what this program may use."""
    yield "sdconvert", metadata.version("sdconvert")
    yield "python", f"{platform.python_implementation()} {platform.python_version()}"
    release = re.match(r"\d+(?:\.\d+){0,2}", platform.release())
    yield "system", f"{platform.system()} {release[0] if release else ''} {platform.machine()}".replace("  ", " ")
    for requirement in metadata.requires("sdconvert") or ():
        name = _DISTRIBUTION.match(requirement)
        if (
            name is not None
            and not any(extra in requirement for extra in _OWN_EXTRAS)
            and (version := _version(name[0]))
        ):
            yield name[0].lower(), version


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _without_private(text: str) -> str:
    """The text without the names of this machine, of its user and of their folders."""
    for private in _private_words():
        text = text.replace(private, "…")
    return text


def _private_words() -> Iterator[str]:
    words = [str(Path.home()), str(Path.cwd()), socket.gethostname()]
    try:
        words.append(getpass.getuser())
    except (OSError, KeyError, ImportError):
        words.append("")
    yield from sorted({word for word in words if len(word) > _SHORTEST_PRIVATE}, key=len, reverse=True)
