"""The formats in one table, and the conversion from one to another: it only composes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from sdconvert.archive import DEFAULT_LIMITS, Limits, Source, load, name_of
from sdconvert.errors import BadConfiguration
from sdconvert.findings import Result
from sdconvert.formats.docx.read import DocxOptions, Revisions, read
from sdconvert.formats.docx.read.inventory import read_style_uses
from sdconvert.formats.sdxml.write import write
from sdconvert.formats.sdxml.write.options import Comments, Headings, Labels, SdxmlOptions
from sdconvert.model.document import Document
from sdconvert.stylemap import StyleMap
from sdconvert.stylemap.apply import restyle
from sdconvert.stylemap.parse import load_stylemap, parse_stylemap
from sdconvert.stylemap.propose import Proposal, propose

C = TypeVar("C", Revisions, Headings, Labels, Comments)


def read_document(
    source: Source, *, revisions: Revisions | str = Revisions.ACCEPT, limits: Limits = DEFAULT_LIMITS
) -> Result[Document]:
    """The document in a Word file, with what its reader had to leave out or change.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration.
    """
    options = DocxOptions(_choice(Revisions, revisions))
    return read(load(source), options, name_of(source), limits)


def convert(
    source: Source,
    *,
    mapping: StyleMap | Mapping[str, object] | str | Path | None = None,
    revisions: Revisions | str = Revisions.ACCEPT,
    headings: Headings | str = Headings.AUTO,
    labels: Labels | str = Labels.AUTO,
    comments: Comments | str = Comments.FINDINGS,
    meta: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Result[bytes]:
    """An SDXML 2.6 package (zip bytes) made from a .docx, .docm, .dotx or .dotm: a path, bytes or a binary file.

    The same source and options give the same bytes. `findings` of the result name everything that SDXML cannot say,
    `ledger` accounts for every character and object.

    `mapping` is a style mapping: a file, the object of the Partner API's word import, or a `StyleMap`. `meta`
    overrides metadata by the names of the elements of `meta`.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration.
    """
    options = SdxmlOptions(
        _choice(Headings, headings), _choice(Labels, labels), _choice(Comments, comments), dict(meta or {})
    )
    stylemap = None if mapping is None else _stylemap(mapping)
    result = read_document(source, revisions=revisions, limits=limits)
    if stylemap is not None:
        chosen = stylemap
        result = result.then(lambda document: restyle(document, chosen))
    return result.then(lambda document: write(document, options))


def style_mapping(sources: Iterable[Source]) -> Result[Proposal]:
    """A style mapping proposed from the paragraph styles in use in these Word files, with the reason for each row.

    Raises: UnreadableInput, UnsafeInput.
    """
    results = [read_style_uses(source) for source in sources]
    proposal = propose(use for result in results for use in result.value)
    read_findings = tuple(finding for result in results for finding in result.findings)
    return Result(proposal, read_findings + proposal.findings)


def _stylemap(mapping: StyleMap | Mapping[str, object] | str | Path) -> StyleMap:
    if isinstance(mapping, StyleMap):
        return mapping
    if isinstance(mapping, Mapping):
        return parse_stylemap(json.dumps(dict(mapping)))
    return load_stylemap(mapping)


def _choice(kind: type[C], value: C | str) -> C:
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(kind)
        raise BadConfiguration(f"{value!r} is not one of {known}.") from error
