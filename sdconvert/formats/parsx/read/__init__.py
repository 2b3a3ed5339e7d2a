"""parsX -> Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sdconvert.archive import DEFAULT_LIMITS, Archived, Limits, read_archive
from sdconvert.errors import UnreadableInput, limited_nesting
from sdconvert.findings import Report, Result, Severity, declare
from sdconvert.formats.parsx.names import MAIN_PART, META_ELEMENTS, META_TAG, XML_LANG
from sdconvert.formats.parsx.read.blocks import ROOT_NAMES, BlockReader
from sdconvert.formats.parsx.read.context import Reading, local_name, plain_text, preserves_space, referred_ids
from sdconvert.formats.parsx.read.pictures import PackagePictures
from sdconvert.model.assets import Assets
from sdconvert.model.document import Document, Metadata
from sdconvert.xmlio import Element, parse

__all__ = ["read"]

META_UNKNOWN = declare(
    "PARSX-R002",
    Severity.INFO,
    "What the file says about itself under “{name}” is not carried: {text}",
    why="A document has a title, subtitle, description, footer, creator, file name, language and tags.",
)

_XML_STARTS = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<")
_META_NAMES = {element: name for name, element in META_ELEMENTS.items()}


_NO_FILES: Mapping[str, bytes] = {}


@limited_nesting()
def read(
    source: Archived,
    what: str = "The file",
    limits: Limits = DEFAULT_LIMITS,
    base: Mapping[str, bytes] = _NO_FILES,
) -> Result[Document]:
    """The document in a parsX package (a zip of `parsx.xml` and `images/`) or in a bare parsX file, of any release.

    `base` holds the files that stand beside a bare file, by their paths from it.

    Loses: the codes PARSX-R….

    Raises: UnreadableInput, UnsafeInput.
    """
    report = Report()
    members, part, data = _open(source, what, limits, base)
    root = parse(data, part, allows_doctype=True)
    if not _is_parsx(root):
        raise UnreadableInput(f"{what} is no parsX file: its outermost element is {local_name(root)}.")
    folder = part[: part.rfind("/") + 1]
    reading = Reading(
        PackagePictures(members, folder, report), report, referred_ids(root), preserves_space(root), part=part
    )
    metadata = _read_metadata(root, report)
    reader = BlockReader(reading)
    reader.read_root(root)
    reading.close()
    blocks = tuple(reader.blocks)
    document = Document(
        blocks, metadata, Assets(reading.pictures.assets), reading.index.entries(), frozenset(reading.styles)
    )
    return report.result(document)


def _open(
    source: Archived, what: str, limits: Limits, base: Mapping[str, bytes]
) -> tuple[Mapping[str, bytes], str, bytes]:
    """The files that the document can refer to, the name of its main part, and its bytes."""
    if isinstance(source, bytes) and source[:64].lstrip().startswith(_XML_STARTS):
        return base, MAIN_PART, source
    members = read_archive(source, what, limits)
    if MAIN_PART in members:
        return members, MAIN_PART, members[MAIN_PART]
    named = [name for name in members if name.endswith("/" + MAIN_PART)]
    candidates = named or [name for name in members if name.lower().endswith(".xml")]
    if len(candidates) != 1:
        raise UnreadableInput(f"{what} holds no {MAIN_PART}, so it is no parsX package.")
    return members, candidates[0], members[candidates[0]]


def _is_parsx(root: Element) -> bool:
    return local_name(root) in ROOT_NAMES or any(local_name(child) in ROOT_NAMES for child in root)


def _read_metadata(root: Element, report: Report) -> Metadata:
    """What the file says about itself. Loses: PARSX-R002."""
    values: dict[str, str] = {}
    tags: list[str] = []
    for element in (each for meta in root if local_name(meta) == "meta" for each in meta):
        name, text = local_name(element), plain_text(element)
        field = _META_NAMES.get(name)
        if name == META_TAG:
            tags.append(text)
        elif field is not None and field not in values:
            values[field] = text
        elif text.strip():
            report.add(META_UNKNOWN, name=name, text=text.strip())
    metadata = Metadata(language=root.get(XML_LANG, ""), tags=tuple(tags))
    return replace(metadata, **values)  # type: ignore[arg-type]  # the names are those of text fields
