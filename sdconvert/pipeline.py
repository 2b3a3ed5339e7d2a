"""The formats in one table, and the conversion from any of them to any other: it only composes.

Readers and writers are imported when they are used, so that a conversion loads no more than it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from sdconvert.archive import DEFAULT_LIMITS, Archived, Limits
from sdconvert.choices import Comments, Headings, Labels, Renderer, Revisions
from sdconvert.errors import UnreadableInput
from sdconvert.faults import reporting_faults
from sdconvert.files import Source, load, name_of, path_of
from sdconvert.findings import FileResult, Finding, Result, Severity, declare
from sdconvert.folders import FilesBeside
from sdconvert.frozen import dataclass
from sdconvert.opening import open_source
from sdconvert.options import ConversionOptions
from sdconvert.recognition import FormatName, open_zip, recognise
from sdconvert.results import ConversionResult

if TYPE_CHECKING:
    from sdconvert.effects import Effects
    from sdconvert.model.document import Document
    from sdconvert.stylemap import StyleMap

UNACCOUNTED = declare(
    "ACCOUNT-001",
    Severity.ERROR,
    "The account of the conversion does not close; what is read less what is kept, changed and left out is: {kinds}.",
    "Compare the result with the source, and report the file.",
    "Content stands where its format allows none, or the converter has a fault. Nothing is lost in silence.",
)


Writer: TypeAlias = "Callable[[Document], FileResult]"


@dataclass(frozen=True, slots=True)
class Input:
    """What a reader reads: the bytes of a file, a large zip that they are read from, or an archive that was opened to
    tell its format; what to call it, the files beside it where it has a place on disk."""

    data: Archived
    what: str
    limits: Limits
    beside: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table. `suffixes` are those of its files; `prepare` checks the options and gives the writer; the
    ids of the codes that its reader and its writer report begin with its rooms."""

    name: FormatName
    suffixes: tuple[str, ...]
    description: str
    read: Callable[[Input, ConversionOptions], Result[Document]]
    prepare: Callable[[ConversionOptions], Writer]

    reading_rooms: tuple[str, ...]
    writing_room: str


# ------------------------------------------------------------------------------------------------ readers and writers


def _read_docx(source: Input, options: ConversionOptions) -> Result[Document]:
    from sdconvert.formats.docx.read import read

    return read(source.data, options.choice(Revisions), source.what, source.limits, _read_embedded_page)


def _read_embedded_page(data: bytes, what: str, limits: Limits, beside: Mapping[str, bytes]) -> Result[Document]:
    from sdconvert.formats.html.read import read

    return read(data, what, limits, beside)


def _prepare_docx(options: ConversionOptions) -> Writer:
    from sdconvert.formats.docx.write import write
    from sdconvert.formats.docx.write.options import DocxWriteOptions, parse_settings

    template = None if options.template is None else load(options.template)
    own = DocxWriteOptions(template, parse_settings(options.settings or {}), options.update_fields is not False)
    return _after_settling(
        options, lambda document: write(_with_metadata(document, options.meta), own), keeps_note_marks=True
    )


def _read_sdxml(source: Input, options: ConversionOptions) -> Result[Document]:
    from sdconvert.formats.sdxml.read import read

    return read(source.data, source.what, source.limits)


def _prepare_sdxml(options: ConversionOptions) -> Writer:
    from sdconvert.formats.sdxml.write import SdxmlOptions, write

    own = SdxmlOptions(options.choice(Comments), options.meta, options.choice(Renderer))
    return _after_settling(options, partial(write, options=own), is_sdxml=True)


def _read_html(source: Input, options: ConversionOptions) -> Result[Document]:
    from sdconvert.formats.html.read import read

    return read(source.data, source.what, source.limits, source.beside)


def _prepare_html(options: ConversionOptions) -> Writer:
    from sdconvert.formats.html.write import HtmlOptions, write

    own = HtmlOptions(bool(options.single_file), options.choice(Renderer))
    return _after_settling(options, lambda document: write(_with_metadata(document, options.meta), own))


def _read_parsx(source: Input, options: ConversionOptions) -> Result[Document]:
    from sdconvert.formats.parsx.read import read

    return read(source.data, source.what, source.limits, source.beside)


def _prepare_parsx(options: ConversionOptions) -> Writer:
    from sdconvert.formats.parsx.write import write

    return lambda document: write(_with_metadata(document, options.meta))


def _after_settling(
    options: ConversionOptions,
    writer: Writer,
    *,
    is_sdxml: bool = False,
    keeps_note_marks: bool = False,
) -> Writer:
    """The writer for documents of which it is not settled yet which labels, notes and references a reader will see.
    SDXML has no reference with words of its own and no endnotes; Word files alone can count notes as the source did."""
    from sdconvert.labelling import settle

    labels, headings = options.choice(Labels), options.choice(Headings)
    own = {"keeps_words": not is_sdxml, "has_endnotes": not is_sdxml, "keeps_note_marks": keeps_note_marks}
    return lambda document: settle(document, labels, headings, **own).then(writer)


def _with_metadata(document: Document, meta: Mapping[str, str]) -> Document:
    """The document with other metadata; `tags` are separated by commas."""
    values: dict[str, Any] = dict(meta)
    if "tags" in meta:
        values["tags"] = tuple([tag.strip() for tag in meta["tags"].split(",") if tag.strip()])
    return replace(document, metadata=replace(document.metadata, **values))


FORMATS: Mapping[FormatName, Format] = {
    row.name: row
    for row in (
        Format(
            FormatName.DOCX,
            (".docx", ".docm", ".dotx", ".dotm"),
            "Microsoft Word document (Office Open XML)",
            _read_docx,
            _prepare_docx,
            ("DOCX-R",),
            "DOCX-W",
        ),
        Format(
            FormatName.SDXML,
            (".zip", ".sdox"),
            "SMASHDOCs SDXML package: sd.xml and images/",
            _read_sdxml,
            _prepare_sdxml,
            ("SDXML-R", "SDXML-D"),
            "SDXML-W",
        ),
        Format(
            FormatName.HTML,
            (".html", ".htm"),
            "HTML page, or its package: index.html and images/",
            _read_html,
            _prepare_html,
            ("HTML-R",),
            "HTML-W",
        ),
        Format(
            FormatName.PARSX,
            (".zip", ".xml"),
            "parsX package: parsx.xml and images/",
            _read_parsx,
            _prepare_parsx,
            ("PARSX-R",),
            "PARSX-W",
        ),
    )
}


_UNTOLD_SUFFIXES = (".zip", ".xml")
_FORMATS_BY_SUFFIX = {
    suffix: row.name for row in FORMATS.values() for suffix in row.suffixes if suffix not in _UNTOLD_SUFFIXES
}


_PACKAGES = (".zip", ".sdox")


def input_suffixes(source: FormatName | None, target: FormatName) -> tuple[str, ...]:
    """The suffixes of the files that a conversion takes from a folder: those of the source's format, or where that is
    not known, Word files, and to make Word files all others."""
    word = FORMATS[FormatName.DOCX].suffixes
    if source is not None:
        return word if source is FormatName.DOCX else tuple(dict.fromkeys((*FORMATS[source].suffixes, *_PACKAGES)))
    return word if target is not FormatName.DOCX else (*_PACKAGES, *FORMATS[FormatName.HTML].suffixes)


def output_suffix(target: FormatName, is_single_file: bool = False) -> str:
    """The suffix of the files that a conversion writes, another one for each format; only HTML may be a single file."""
    if target is FormatName.HTML and is_single_file:
        return ".html"
    return _RESULT_SUFFIXES[target]


_RESULT_SUFFIXES = {
    FormatName.DOCX: ".docx",
    FormatName.SDXML: ".zip",
    FormatName.HTML: ".html.zip",
    FormatName.PARSX: ".parsx.zip",
}


# ---------------------------------------------------------------------------------------------------------- conversion


def read_document(
    source: Source,
    *,
    source_format: FormatName | str | None = None,
    revisions: Revisions | str | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Result[Document]:
    """The document in a file of any format, with what its reader had to leave out or change. The format is told by the
    content where it is not named; what cannot be told apart is read as a Word file.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration.

    >>> read_document("samples/docx/minutes.docx").value.metadata.language
    'en-US'
    """
    return _read(source, ConversionOptions.parse(source_format=source_format, revisions=revisions, limits=limits))


def convert(
    source: Source,
    *,
    to: FormatName | str = FormatName.SDXML,
    source_format: FormatName | str | None = None,
    mapping: StyleMap | Mapping[str, object] | str | PathLike[str] | None = None,
    revisions: Revisions | str | None = None,
    headings: Headings | str | None = None,
    labels: Labels | str | None = None,
    comments: Comments | str | None = None,
    dialect: str | None = None,
    renderer: Renderer | str | None = None,
    template: Source | None = None,
    settings: Mapping[str, object] | None = None,
    update_fields: bool | None = None,
    single_file: bool | None = None,
    meta: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> ConversionResult:
    """A file of the format `to`, made from one of any format. The result is an SDXML package (zip bytes) where nothing
    else is asked for. A source is a path, a URL of fsspec, bytes, a binary file, a pair of a file system of fsspec and
    a path in it, or a document of python-docx.

    >>> result = convert("samples/docx/minutes.docx")
    >>> result.save("minutes.zip")
    >>> [finding.code.id for finding in result.losses]
    []

    The same source and options give the same bytes. `findings` of the result name everything that the format cannot
    say, `ledger` accounts for every character and object.

    `source_format` is told by the content where it is not named. `mapping` is a style mapping: a file, the object of
    the Partner API's word import, or a `StyleMap`. `meta` overrides metadata by the names of the elements of `meta` in
    SDXML. `revisions` is for Word sources; `headings`, `comments` and `dialect` are for SDXML, `labels` for all but
    parsX, `renderer` (of WMF and EMF pictures) for SDXML and HTML, `single_file` for HTML, `template` (a .docx or
    .dotx), `settings` (the object of the Partner API's word export) and `update_fields` (off: Word is not asked to
    count the pages of directories when it opens the document) for Word results.

    Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration: also for an option that cannot apply
        to these formats.
    """
    options = ConversionOptions.parse(
        to=to,
        source_format=source_format,
        mapping=_load_mapping(mapping) if isinstance(mapping, (str, PathLike)) else mapping,
        revisions=revisions,
        headings=headings,
        labels=labels,
        comments=comments,
        dialect=dialect,
        renderer=renderer,
        template=template,
        settings=settings,
        update_fields=update_fields,
        single_file=single_file,
        meta=meta or {},
        limits=limits,
    )
    return prepare(options)(source)


@dataclass(frozen=True, slots=True)
class Conversion:
    """A conversion but for its source, for any number of documents: its options are checked, its template is read.
    `read` and `write` are its halves, for a caller that wants to see the document in between."""

    options: ConversionOptions
    writer: Writer

    @reporting_faults
    def __call__(self, source: Source) -> ConversionResult:
        """The result for one source.

        Raises: UnreadableInput, UnsafeInput, UnresolvedRevisions, BadConfiguration, InternalFault.
        """
        return self.write(self.read(source))

    def read(self, source: Source) -> Result[Document]:
        """The document, restyled. Raises: as the call."""
        return self.map(self.read_unmapped(source))

    def read_unmapped(self, source: Source) -> Result[Document]:
        """The document as it is without a mapping. Raises: as the call."""
        return _read(source, self.options)

    def map(self, document: Result[Document]) -> Result[Document]:
        """What `read_unmapped` gave, restyled, with findings about what a reader sees changed by that."""
        if self.options.mapping is None:
            return document
        from sdconvert.effects import effect_findings, summarise
        from sdconvert.stylemap.apply import restyle

        restyled = document.then(partial(restyle, stylemap=self.options.mapping))
        told = effect_findings(summarise(self.effects(document.value, restyled.value)))
        return replace(restyled, findings=(*restyled.findings, *told))

    def effects(self, document: Document, restyled: Document | None = None) -> Effects:
        """What a reader would see changed by the mapping of the options in a document that `read_unmapped` gave;
        `restyled` is what `map` makes of it, where that is known."""
        from sdconvert.effects import Effects, effects_of

        if self.options.mapping is None:
            return Effects()
        labels, headings = self.options.choice(Labels), self.options.choice(Headings)
        return effects_of(document, self.options.mapping, labels=labels, headings=headings, made=restyled)

    def write(self, document: Result[Document]) -> ConversionResult:
        """The file made of what `read` gave, with the findings and the ledger of both."""
        made = document.then(self.writer)
        return ConversionResult(made.output, _account_for(made), made.ledger, document=document.value)


def prepare(options: ConversionOptions) -> Conversion:
    """The conversion with these options, as `convert` makes it for one source.

    Raises: BadConfiguration; UnreadableInput for a template that cannot be read.
    """
    options.check_formats()
    return Conversion(options, FORMATS[options.to].prepare(options))


def _account_for(result: FileResult) -> tuple[Finding, ...]:
    """The findings, with one more where the ledger does not close: then something was lost that nothing tells of."""
    open_counts = {kind: count for kind, count in result.ledger.imbalance().items() if count}
    if not open_counts:
        return result.findings
    kinds = ", ".join(f"{count} {kind}" for kind, count in open_counts.items())
    return (*result.findings, Finding(UNACCOUNTED, None, {"kinds": kinds}))


def _read(source: Source, options: ConversionOptions) -> Result[Document]:
    """The document, read as the format that was named, or told by its content."""
    what, path = name_of(source), path_of(source)
    data = open_source(source, options.limits)
    named = options.source_format
    named, opened = (named, data) if named is not None else _recognise(data, what, options.limits)
    options.check_source(named, f"{what} is")
    beside = {} if path is None else FilesBeside(path, options.limits)
    return FORMATS[named].read(Input(opened, what, options.limits, beside), options)


def format_of(data: Archived, what: str = "The file", limits: Limits = DEFAULT_LIMITS) -> FormatName:
    """The format of a file by its content; `what` is its name, which counts where the content does not tell. What is
    none that we know is taken for a Word file, whose reader says best what is wrong with it.

    Raises: UnreadableInput for a package or an XML file of none of the formats, UnsafeInput for an archive that breaks
        a limit.
    """
    return _recognise(data, what, limits)[0]


def _recognise(data: Archived, what: str, limits: Limits) -> tuple[FormatName, Archived]:
    """As `format_of`, with the archive where one was opened to tell."""
    try:
        opened = open_zip(data, what, limits)
        return recognise(opened, what, limits).format, opened
    except UnreadableInput:
        suffix = Path(what).suffix.lower()
        if suffix in _UNTOLD_SUFFIXES:
            raise
        return _FORMATS_BY_SUFFIX.get(suffix, FormatName.DOCX), data


def _load_mapping(path: str | PathLike[str]) -> StyleMap:
    from sdconvert.stylemap.parse import load_stylemap

    return load_stylemap(Path(path))
